/** What we write as EPUB, judged by two programs of other people: EPUBCheck's port to TypeScript, and EPUBCheck itself
 * where it is installed. */
import { readdirSync } from 'node:fs'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { EditedDocument } from '../../../../schema/document.js'
import { writeEpub } from '../../../../schema/formats/epub/write.js'
import { readFile } from '../../../../schema/formats/index.js'
import { views } from '../../../../schema/readings.js'
import { newEntry, Register } from '../../../../schema/register.js'
import { defaultSettings } from '../../../../schema/settings.js'
import { addAnything, anyDocument } from '../../../support/anything.js'
import { dangersIn, faultsOf, filesOf, hasEpubcheck, javaFaultsOf } from '../../../support/epub.js'
import { hostileDocument } from '../../../support/hostile.js'
import { edited, exported } from '../../../support/layers.js'
import { absent, hasMaterial, material, seeds } from '../../../support/material.js'
import { Random } from '../../../support/random.js'
import { heading, p, witness } from '../../../support/witness.js'

const register = new Register([
  { id: 'r1', ...newEntry('person', 'A <person>'), variants: ['the & that'], authorities: { viaf: '1 "2' } },
  { id: 'r2', ...newEntry('place', 'A place'), note: 'One.\nTwo.', dates: '1938' },
])

const book = (document: EditedDocument, n = 0, options = {}) =>
  writeEpub(exported(document, { register, settings: defaultSettings, options }), views[n % 4]!)

const plain = () => book(edited(witness(heading(1, 'Title'), p('One.'))))

function seedDocument(name: string): EditedDocument {
  const document = edited(readFile(material(`seeds/${name}`), name).witness!)
  addAnything(document, new Random(3), 40)
  return document
}

const files = [
  ['frus/docs', 'frus1897__d264.xml'],
  ['frus/docs', 'frus1870__d527.xml'],
  ['frus/docs', 'frus1902app1__d3.xml'],
  ['dahn-berlin', 'Brief001Boeckh.xml'],
  ['dahn-berlin', 'Brief003ChamissoandeLaFoye.xml'],
  ['dahn-estournelles/letters', 'Lettre0001_15aout1914.xml'],
] as const

function teiDocument(folder: string, name: string): EditedDocument {
  const { witness, layers } = readFile(material(`material/${folder}/${name}`), name)
  const document = edited(witness!)
  document.layers.doc.clientID = 99
  if (layers) Y.applyUpdate(document.layers.doc, layers)
  addAnything(document, new Random(5), 20)
  return document
}

/** A book with one of its files changed. */
function broken(path: string, change: (text: string) => string): Uint8Array {
  const files = Object.entries(filesOf(plain())).map(([name, text]) => {
    const changed = name === path ? change(text) : text
    if (name === path && changed === text) throw new Error(`Nothing was changed in ${path}`)
    return [name, new TextEncoder().encode(changed)] as const
  })
  return zipSync(
    Object.fromEntries(files.map(([name, bytes]) => [name, [bytes, { level: 0 }] as const])) as never,
  )
}

/** Books that are not valid, by what is wrong with them. */
const bad: Readonly<Record<string, () => Uint8Array>> = {
  'a link that leads nowhere': () =>
    broken('EPUB/chapter-001.xhtml', text => text.replace('</section>', '<a href="#x">x</a></section>')),
  'a page that is not well-formed': () =>
    broken('EPUB/chapter-001.xhtml', text => text.replace('</section>', '<br></section>')),
  'an element that HTML does not have': () =>
    broken('EPUB/chapter-001.xhtml', text => text.replace('</section>', '<x/></section>')),
  'no title': () => broken('EPUB/package.opf', text => text.replace(/<dc:title.*\n.*\n/, '')),
  'a page that is not in the package': () =>
    broken('EPUB/package.opf', text => text.replace(/<item id="nav".*/, '')),
}

describe('EPUBCheck in TypeScript', () => {
  const samples = '../../../../../shared/material/epub-samples/'
  const here = hasMaterial('material/epub-samples')
  test.skipIf(!here)(`is on: it tells good books from bad ones${here ? '' : ` ${absent}`}`, async () => {
    const verdicts: Record<string, boolean> = {}
    for (const name of readdirSync(new URL(samples, import.meta.url)))
      verdicts[name] = (await faultsOf(material(`material/epub-samples/${name}`))).length === 0
    expect(verdicts).toMatchObject({
      'wasteland.epub': true,
      'img.epub': true,
      'features.epub': false,
      'epub2_cover.epub': false,
      'epub2_picture.epub': false,
    })
  })

  test.each(Object.keys(bad))('finds %s', async what => {
    expect(await faultsOf(bad[what]!())).not.toEqual([])
  })

  test('finds nothing in a plain book', async () => {
    expect(await faultsOf(plain())).toEqual([])
  })

  test('finds nothing in 40 random documents', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const options = { notes: seed % 3 === 0 ? 'end' : 'foot', apparatus: seed % 5 === 0 ? 'none' : 'end' }
      expect(await faultsOf(book(anyDocument(new Random(seed)), seed, options)), `seed ${seed}`).toEqual([])
    }
  }, 120_000)

  test('finds nothing in 25 documents full of traps', async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const epub = writeEpub(hostileDocument(seed).exported, views[seed % 4]!)
      expect(await faultsOf(epub), `seed ${seed}`).toEqual([])
      expect(dangersIn(epub), `seed ${seed}`).toEqual([])
    }
  }, 120_000)

  for (const name of seeds) {
    const seedHere = hasMaterial(`seeds/${name}`)
    test.skipIf(!seedHere)(
      `finds nothing in ${name}, edited at random${seedHere ? '' : ` ${absent}`}`,
      async () => {
        for (const [n] of views.entries()) expect(await faultsOf(book(seedDocument(name), n))).toEqual([])
      },
    )
  }

  for (const [folder, name] of files) {
    const fileHere = hasMaterial(`material/${folder}/${name}`)
    test.skipIf(!fileHere)(
      `finds nothing in ${folder}/${name}${fileHere ? '' : ` ${absent}`}`,
      async () => {
        for (const n of [0, 3]) expect(await faultsOf(book(teiDocument(folder, name), n))).toEqual([])
      },
      60_000,
    )
  }
})

const program = `EPUBCheck${hasEpubcheck ? '' : ' (skipped: epubcheck is not installed)'}`

describe.skipIf(!hasEpubcheck)(program, () => {
  test('is on, and finds nothing in books of each kind', () => {
    const kinds: [what: string, epub: Uint8Array, isGood: boolean][] = [
      ...Object.entries(bad)
        .slice(0, 2)
        .map(([what, make]): [string, Uint8Array, boolean] => [what, make(), false]),
      ...[11].map((seed): [string, Uint8Array, boolean] => [
        `random document ${seed}`,
        book(anyDocument(new Random(seed)), seed),
        true,
      ]),
      ...[21].map((seed): [string, Uint8Array, boolean] => [
        `document full of traps ${seed}`,
        writeEpub(hostileDocument(seed).exported, views[seed % 4]!),
        true,
      ]),
      ...seeds
        .filter(name => hasMaterial(`seeds/${name}`))
        .map((name, n): [string, Uint8Array, boolean] => [name, book(seedDocument(name), n), true]),
      ...files
        .slice(0, 3)
        .filter(([folder, name]) => hasMaterial(`material/${folder}/${name}`))
        .map(([folder, name], n): [string, Uint8Array, boolean] => [
          name,
          book(teiDocument(folder, name), n),
          true,
        ]),
    ]
    const faults = javaFaultsOf(kinds.map(([, epub]) => epub))
    kinds.forEach(([what, , isGood], i) => {
      if (isGood) expect(faults[i], what).toEqual([])
      else expect(faults[i], what).not.toEqual([])
    })
  }, 300_000)
})

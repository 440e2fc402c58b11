import { createHash } from 'node:crypto'
import { strFromU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import { Citing } from '../../../schema/citing.js'
import { collectionFormat } from '../../../schema/formats/collection/write.js'
import type {
  EditionDocument,
  EditionExported,
  EditionFault,
  Part,
} from '../../../schema/formats/edition-format.js'
import type { Exported } from '../../../schema/formats/format.js'
import { formatNamed } from '../../../schema/formats/index.js'
import { newEntry, Register } from '../../../schema/register.js'
import { defaultSettings } from '../../../schema/settings.js'
import { accept, correct, edited, exported, note } from '../../support/layers.js'
import { p, witness } from '../../support/witness.js'

const part = (to: string, view: Part['view'] = 'all', options = {}): Part => ({
  format: formatNamed(to)!,
  view,
  options,
})

function letter(id: string, title: string): Exported {
  const document = edited(witness(p(`From Foreign Minister Ugeki. This is ${title}.`)))
  accept(document, correct(document, 'Ugeki', 'Ugaki'))
  note(document, 'Minister', '=1+1, the Minister')
  return exported(document, { id, title, register: new Register([]), settings: defaultSettings })
}

const edition = (contents: readonly Exported[], given: Partial<EditionExported> = {}): EditionExported => ({
  id: 'e1',
  title: 'Letters',
  contents: contents.map(({ id, title }) => ({ id, title })),
  at: Date.UTC(2026, 0, 2),
  settings: defaultSettings,
  register: new Register([]),
  person: id => id,
  parts: [part('text', 'reading')],
  options: {},
  ...given,
})

async function* documents(all: readonly (Exported | EditionFault)[]): AsyncGenerator<EditionDocument> {
  for (const one of all) yield 'fault' in one ? one : { id: one.id, exported: one }
}

async function files(
  all: readonly (Exported | EditionFault)[],
  asked: EditionExported,
): Promise<{ files: Map<string, Uint8Array>; faults: EditionFault[] }> {
  const found = { files: new Map<string, Uint8Array>(), faults: [] as EditionFault[] }
  const written = async ({ format, view, options }: Part, one: Exported) => {
    if (format.name === 'latex' && one.id === 'd2') throw new Error('It cannot be set.')
    return format.write({ ...one, options }, view)
  }
  for await (const step of collectionFormat.write(asked, documents(all), written))
    if ('fault' in step) found.faults.push(step)
    else found.files.set(step.path, step.bytes)
  return found
}
const text = (found: Map<string, Uint8Array>, path: string) => strFromU8(found.get(path)!)

const letters = [letter('d1', 'To the King'), letter('d2', 'To the King'), letter('d3', 'a/b: "c"?')]

describe('an edition as files', () => {
  test('has each document in each form, under names that are unique and good on any system', async () => {
    const asked = edition(letters, {
      parts: [
        part('text', 'reading'),
        part('text', 'received'),
        part('csv', 'all', { table: 'notes' }),
        part('tei'),
      ],
    })
    const found = await files(letters, asked)
    expect([...found.files.keys()]).toEqual([
      'text-reading/1 To the King.txt',
      'text-received/1 To the King.txt',
      'csv-notes/1 To the King.csv',
      'tei/1 To the King.xml',
      'text-reading/2 To the King.txt',
      'text-received/2 To the King.txt',
      'csv-notes/2 To the King.csv',
      'tei/2 To the King.xml',
      'text-reading/3 a b c.txt',
      'text-received/3 a b c.txt',
      'csv-notes/3 a b c.csv',
      'tei/3 a b c.xml',
      'lists/corrections.csv',
      'lists/notes.csv',
      'declaration.txt',
      'SHA256SUMS',
      'README.txt',
    ])
    expect(text(found.files, 'text-reading/1 To the King.txt')).toContain('Minister Ugaki')
    expect(text(found.files, 'text-received/2 To the King.txt')).toContain('Minister Ugeki')
  })

  test('tells two of the same form apart, and counts with as many digits as it needs', async () => {
    const many = Array.from({ length: 12 }, (_, i) => letter(`d${i}`, `Letter ${i}`))
    const found = await files(many, edition(many, { parts: [part('tei'), part('tei')] }))
    expect(found.files.has('tei/01 Letter 0.xml')).toBe(true)
    expect(found.files.has('tei-2/12 Letter 11.xml')).toBe(true)
  })

  test('has tables over all documents, which no spreadsheet takes for formulas', async () => {
    const { files: found } = await files(letters, edition(letters))
    const corrections = text(found, 'lists/corrections.csv').split('\r\n')
    expect(corrections[0]).toMatch(/^number,document,paragraph,/)
    // A byte-order mark.
    expect([...found.get('lists/corrections.csv')!.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(corrections.slice(1).map(line => line.split(',').slice(0, 2).join())).toEqual([
      '1,To the King',
      '2,To the King',
      '3,"a/b: ""c""?"',
      '',
    ])
    expect(text(found, 'lists/notes.csv')).toContain(`"'=1+1, the Minister"`)
  })

  test('has register, bibliography and declaration where there are any', async () => {
    const register = new Register([
      {
        ...newEntry('person', 'Ugaki Kazushige'),
        id: 'ugaki',
        variants: ['Ugeki', 'Ugaki'],
        dates: '1868–1956',
      },
    ])
    const citing = new Citing(
      [{ id: 'coox', type: 'book', title: 'Nomonhan', author: [{ family: 'Coox', given: 'Alvin' }] }],
      'apa',
    )
    const { files: found } = await files(letters, edition(letters, { register, citing }))
    expect(text(found, 'register.csv')).toContain('ugaki,person,Ugaki Kazushige,Ugeki; Ugaki,1868–1956')
    expect(text(found, 'bibliography.txt')).toContain('Coox, A.')
    expect(JSON.parse(text(found, 'bibliography.json'))).toMatchObject([{ id: 'coox', title: 'Nomonhan' }])
    expect(text(found, 'declaration.txt')).toContain('Editorial declaration')
  })

  test('goes on where a document cannot be had, or not in one form, and says so', async () => {
    const all = [letters[0]!, letters[1]!, { document: 'd3', fault: 'There is no such document any more.' }]
    const asked = edition(letters, { parts: [part('latex'), part('text', 'reading')] })
    const { files: found, faults } = await files(all, asked)
    expect(faults).toEqual([
      { document: 'd2', part: 'LaTeX (reledmac)', fault: 'It cannot be set.' },
      { document: 'd3', fault: 'There is no such document any more.' },
    ])
    expect(found.has('text-reading/2 To the King.txt')).toBe(true)
    expect(found.has('latex/2 To the King.tex')).toBe(false)
    const readme = text(found, 'README.txt')
    expect(readme).toContain('To the King, LaTeX (reledmac): It cannot be set.')
    expect(readme).toContain('a/b: "c"?: There is no such document any more.')
  })

  test('lists every file with its hash, for people and for programs', async () => {
    const { files: found } = await files(letters, edition(letters))
    const sums = text(found, 'SHA256SUMS').trimEnd().split('\n')
    const rest = [...found].filter(([path]) => path !== 'SHA256SUMS' && path !== 'README.txt')
    expect(sums).toEqual(
      rest.map(([path, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${path}`),
    )
    for (const line of sums) expect(text(found, 'README.txt')).toContain(line)
    expect(text(found, 'README.txt')).toContain('2026-01-02T00:00:00.000Z')
  })

  test('is the same each time', async () => {
    const hash = async () =>
      [...(await files(letters, edition(letters))).files].map(
        ([path, bytes]) => `${path} ${createHash('sha256').update(bytes).digest('hex')}`,
      )
    expect(await hash()).toEqual(await hash())
  })
})

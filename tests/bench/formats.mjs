/** How long reading and writing take: a plain text of 1 MB and of 8 MB in, each format of 1 MB out, and what can be read
 * in again. */
import * as Y from 'yjs'
import { EditedDocument } from '../../dist/schema/document.js'
import { formats, readers, readFile } from '../../dist/schema/formats/index.js'
import { Layers } from '../../dist/schema/layers.js'
import { typeset } from '../../dist/server/press/typeset.js'
import { longText } from './texts.mjs'

const rounds = 3

/** Prints one line for each figure through `print({name, value, unit, …})`. */
export async function run(print) {
  for (const paragraphs of [2_000, 17_000]) {
    const { witness } = longText(paragraphs)
    const bytes = new TextEncoder().encode(witness.text)
    const value = best(() => readFile(bytes, 'bench.txt'))
    print({ name: 'formats.read.text', value, unit: 'ms', bytes: bytes.length, paragraphs })
  }
  const { witness, layers } = longText(2_000)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, layers)
  const exported = {
    id: 'bench',
    title: 'Bench',
    edition: 'Bench',
    metadata: {},
    document: new EditedDocument(witness, new Layers(doc)),
    person: id => id,
    at: 0,
  }
  for (const format of formats) {
    const view = format.views[0] ?? 'all'
    const value = best(() => format.write(exported, view))
    print({ name: `formats.write.${format.name}`, value, unit: 'ms', letters: witness.text.length, view })
    if (!readers.some(({ name }) => name === format.name) || format.name === 'text') continue
    const bytes = format.write(exported, view)
    const again = best(() => readFile(bytes, `bench${format.extension}`, format.name))
    print({ name: `formats.read.${format.name}.own`, value: again, unit: 'ms', bytes: bytes.length })
  }
  await pages(print, exported)
  volume(print)
}

/** How long the pages of a document take to set: once, since a compiler that has set a text remembers it. */
async function pages(print, exported) {
  const source = formats.find(({ name }) => name === 'pdf').write(exported, 'reading')
  await typeset(new TextEncoder().encode('Warm.'))
  const begun = performance.now()
  const pdf = await typeset(source)
  const value = Math.round(performance.now() - begun)
  print({ name: 'formats.typeset.pdf', value, unit: 'ms', bytes: source.length, pdf: pdf.length })
}

/** How long a volume of TEI takes to read, and to write with edits in every tenth paragraph: about 1 MB. */
function volume(print) {
  const paragraphs = Array.from(
    { length: 2_000 },
    (_, i) =>
      `<p xml:id="p${i}">${`Number ${i} of <hi rend="italic">the minutes</hi> was read, <persName ref="#a">Oskarn</persName> and\n   others being present. `.repeat(4)}<pb n="${i}"/></p>`,
  )
  const xml = `<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Bench</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body>${paragraphs.join('\n')}</body></text></TEI>`
  const bytes = new TextEncoder().encode(xml)
  const value = best(() => readFile(bytes, 'bench.xml'))
  print({ name: 'formats.read.tei', value, unit: 'ms', bytes: bytes.length })
  const read = readFile(bytes, 'bench.xml')
  const doc = new Y.Doc()
  Y.applyUpdate(doc, read.layers)
  const layers = new Layers(doc)
  read.witness.blocks.forEach(({ start }, i) => {
    if (i % 10 !== 0) return
    const said = { side: 1, kind: 'emendation', reason: '', evidence: '', certainty: 'high', by: 'a', at: i }
    layers.addCorrection({ id: `c${i}`, start, end: start + 6, text: 'No.', parent: null, ...said })
    layers.addDecision({ id: `d${i}`, on: `c${i}`, act: 'accept', by: 'a', at: i, why: '' })
  })
  const document = new EditedDocument(read.witness, layers)
  const exported = { id: 'bench', title: '', edition: '', metadata: {}, document, person: id => id, at: 0 }
  const tei = formats.find(({ name }) => name === 'tei')
  const written = best(() => tei.write({ ...exported, source: bytes }, 'all'))
  print({ name: 'formats.write.tei.edited', value: written, unit: 'ms', bytes: bytes.length })
}

/** The shortest of a few rounds, in milliseconds: what the machine does besides only makes it longer. */
function best(act) {
  let shortest = Number.POSITIVE_INFINITY
  for (let i = 0; i < rounds; i++) {
    const begun = performance.now()
    act()
    shortest = Math.min(shortest, performance.now() - begun)
  }
  return Math.round(shortest)
}

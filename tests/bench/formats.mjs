/** How long reading and writing take: a plain text of 1 MB and of 8 MB in, each format of 1 MB out. */
import * as Y from 'yjs'
import { EditedDocument } from '../../dist/schema/document.js'
import { formats, readFile } from '../../dist/schema/formats/index.js'
import { Layers } from '../../dist/schema/layers.js'
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
  }
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

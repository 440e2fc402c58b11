/** The reader of TEI P5. The file itself stays what it is: the writer puts into it only what editors have changed. */
import { type Problem, type Witness, witnessFaults } from '../../../witness.js'
import { type Reader, unread, withoutExtension } from '../../reader.js'
import { type Composed, Composer } from './compose.js'
import { layersOf, unnamed } from './earlier.js'
import { placed } from './facsimile.js'
import { metadataOf, peopleOf, publishedAt } from './header.js'
import { isOwn, pointedAt, withOwn } from './own.js'
import { firstElement, type Parsed, parseXml } from './parse.js'
import { summaryOf } from './report.js'

/** A file as nodes and as text. */
export interface TeiText {
  readonly parsed: Parsed
  readonly composed: Composed
}

/** Reads a file as far as its text, or says why it cannot. */
export function textOf(bytes: Uint8Array): TeiText | { readonly error: Problem } {
  const parsed = parseXml(bytes)
  if ('error' in parsed) return parsed
  const { root } = parsed
  const composer = new Composer(peopleOf(root), isOwn(root) ? pointedAt(root) : null)
  const composed = withOwn(root, composer.compose(root), composer.marks)
  if (composed.blocks.length > 0) return { parsed, composed }
  const message = 'The file is TEI, but it has no text: nothing stands in a <text> or <sourceDoc>.'
  return { error: { severity: 'error', code: 'empty', message, line: 1, column: 1 } }
}

function read(bytes: Uint8Array, name: string): ReturnType<Reader['read']> {
  const text = textOf(bytes)
  if ('error' in text) return unread('tei', bytes, name, [text.error])
  const { parsed, composed } = text
  const metadata = metadataOf(parsed.root)
  const witness: Witness = {
    format: 1,
    text: composed.text,
    ...placed(composed, parsed.root),
    source: { format: 'tei', encoding: parsed.encoding, bom: parsed.bom, name: name.split(/[\\/]/).at(-1)! },
  }
  const faults = witnessFaults(witness)
  if (faults.length > 0) throw new Error(`The TEI reader made an unsound witness: ${faults[0]}`)
  const personOf = peopleOf(parsed.root)
  const { layers, people } = layersOf(composed, resp => personOf(resp) || unnamed, publishedAt(parsed.root))
  return {
    reader: 'tei',
    title: metadata.title || withoutExtension(name),
    edition: null,
    witness,
    metadata,
    problems: summaryOf(parsed, composed, people),
    source: bytes,
    layers,
    people,
  }
}

export const teiReader: Reader = {
  name: 'tei',
  title: 'TEI P5 XML',
  extensions: ['.xml', '.tei'],
  recognises: bytes => /^(?:TEI|teiCorpus)$/.test(firstElement(bytes) ?? ''),
  read,
}

/** A file of scans as every reader answers: witness, metadata, what earlier hands marked. */
import { type Metadata, type Problem, type Source, witnessFaults } from '../../witness.js'
import { type FileRead, unread, withoutExtension } from '../reader.js'
import { layersOf, unnamed } from '../tei/read/earlier.js'
import { composed } from './compose.js'
import type { Report } from './report.js'
import { type ScanPage, withoutDoubts } from './scan.js'

/** What a format made of a file. `source` is its encoding. */
export interface ScanFile {
  readonly pages: readonly ScanPage[]
  readonly metadata: Metadata
  readonly source: Pick<Source, 'encoding' | 'bom'>
  /** When the file was made, in milliseconds since 1970; 0 where it does not say. */
  readonly at: number
  readonly problems: readonly Problem[]
}

/** `format` is the reader's name. A file without any text cannot be read: error `empty`. */
export function scanRead(
  format: string,
  { pages, metadata, source, at, problems }: ScanFile,
  bytes: Uint8Array,
  name: string,
): FileRead {
  const made = composed(pages)
  if (made.blocks.length === 0) {
    const message = 'The file describes a page, but no text stands on it: no line has any.'
    const empty: Problem = { severity: 'error', code: 'empty', message, line: 1, column: 1 }
    const image = pages[0]?.attrs.facs
    const about = typeof image === 'string' ? { ...metadata, image } : metadata
    return { ...unread(format, bytes, name, [empty, ...problems]), metadata: about }
  }
  const { text, blocks, milestones, spans } = made
  const witness = {
    format: 1 as const,
    text,
    blocks,
    milestones,
    spans,
    source: { format, ...source, name: name.split(/[\\/]/).at(-1)! },
  }
  const faults = witnessFaults(witness)
  if (faults.length > 0) throw new Error(`The reader of ${format} made an unsound witness: ${faults[0]}`)
  const { layers, people } = layersOf({ ...made, decisions: [] }, () => unnamed, at, format)
  return {
    reader: format,
    title: metadata.title || withoutExtension(name),
    edition: null,
    witness,
    metadata,
    problems: [recognised(format, source, made, spans), ...problems],
    source: bytes,
    layers,
    people,
  }
}

/** Says what a file's words are worth, and leaves out doubts where all have the same confidence. `confidences` are those
 * of the words, '' where one has none. */
export function judged(
  pages: readonly ScanPage[],
  confidences: readonly string[],
  report: Report,
): readonly ScanPage[] {
  const n = confidences.length
  if (n > 0)
    report.say(
      'info',
      'words',
      `Where ${n === 1 ? 'a single word stands' : `each of ${n} words stands`} on the page is kept in the imported file alone.`,
    )
  const [first, ...others] = confidences
  if (!first || others.length === 0 || others.some(other => other !== first)) return pages
  report.say(
    'info',
    'confidence',
    `All words have the confidence ${first}: it says nothing, and none is marked.`,
  )
  return withoutDoubts(pages)
}

function recognised(
  format: string,
  { encoding }: ScanFile['source'],
  { blocks, milestones, corrections, notes, names }: ReturnType<typeof composed>,
  spans: readonly { readonly type: string }[],
): Problem {
  const kinds = new Map<string, number>()
  for (const { kind } of blocks) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const count = (type: string, list: readonly { readonly type: string }[]) =>
    list.filter(item => item.type === type).length
  const counts: [number, string, string][] = [
    [count('pb', milestones), 'page', 'pages'],
    ...[...kinds].map(([kind, n]): [number, string, string] => [n, kind, `× ${kind}`]),
    [count('line', spans), 'line', 'lines'],
    [count('unclear', spans), 'unclear word', 'unclear words'],
    [corrections.length, 'correction of earlier hands', 'corrections of earlier hands'],
    [notes.length, 'note of earlier hands', 'notes of earlier hands'],
    [names.length, 'name', 'names'],
  ]
  const said = counts.filter(([n]) => n > 0).map(([n, one, many]) => `${n} ${n === 1 ? one : many}`)
  const message = `${format.toUpperCase()} XML, ${encoding.toUpperCase()}: ${said.join(', ')}.`
  return { severity: 'info', code: 'recognised', message, line: 1, column: 1 }
}

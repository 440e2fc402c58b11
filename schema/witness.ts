/**
 * The witness: a transcription as it was received. It never changes; everything people add lives in the layers
 * (layers.ts) and points into `text` by offsets.
 *
 * An offset counts UTF-16 units of `text` and never stands inside a surrogate pair or a grapheme cluster.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** What a block is. The words are those of docs/model.md; formats map their own names to these. */
export const blockKinds = [
  'heading',
  'paragraph',
  'speech',
  'stage',
  'item',
  'quotation',
  'verse',
  'stamp',
  'catchword',
  'signature',
  'dateline',
  'salutation',
  'label',
  'metadata',
  'note',
  'rule',
] as const
export type BlockKind = (typeof blockKinds)[number]

/** Attributes are flat. `level` (1 to 6) is a heading's, `who` and `label` a speech's, `marker`, `ordered` and
 * `depth` (1 is outermost) an item's; `continues` says that the block runs on from the one before it, across a page
 * turn or, in a speech, across paragraphs. Formats may add names of their own. */
export type Attrs = Readonly<Record<string, string | number | boolean>>

/** A stretch of running text, `start` to `end` (exclusive). Blocks are in order and do not overlap; what lies between
 * them (blank lines, odd white space) is kept in the text and not shown. A newline inside a block is a line break. */
export interface Block {
  readonly start: number
  readonly end: number
  readonly kind: BlockKind
  readonly attrs: Attrs
}

/** A point in the text: `pb` page break, `cb` column break, `lb` line break, or a format's own. `n` is its number or
 * name as a reader cites it. A page break stands where the new page begins. */
export interface Milestone {
  readonly id: string
  readonly at: number
  readonly type: string
  readonly n?: string
  readonly attrs?: Attrs
}

/** Inline markup of the source: `speaker` (a speech's label), `marker` (a list item's), `unclear`, `sic` and
 * `editorial` (an earlier editor's marks, which are source text), `hi` … */
export interface Span {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly type: string
  readonly attrs?: Attrs
}

/** Where a witness came from: enough to write the very same bytes again. */
export interface Source {
  /** The reader's name: `text`, `archive` … */
  readonly format: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  /** True where the file began with a byte-order mark; the mark is not part of `text`. */
  readonly bom: boolean
  /** The name of the file, without its folders. */
  readonly name: string
}

export interface Witness {
  readonly format: 1
  readonly text: string
  readonly blocks: readonly Block[]
  readonly milestones: readonly Milestone[]
  readonly spans: readonly Span[]
  readonly source: Source
}

/** The witness's name: SHA-256, in hexadecimal, of `text`, structure and source, independent of the order in which
 * an object's keys were written. */
export function witnessHash(witness: Witness): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(witness))))
}

/** JSON with the keys in order, so that equal values have equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

/** Everything that is wrong with a witness (rules W1 to W4 of docs/model.md), a sentence each; empty when it is sound.
 * Checks order, overlap, bounds and that no two ids of one list are the same. */
export function witnessFaults(witness: Witness): string[] {
  const faults: string[] = []
  const { text, blocks, milestones, spans } = witness
  const inText = (n: number) => Number.isInteger(n) && n >= 0 && n <= text.length
  let last = 0
  blocks.forEach((b, i) => {
    const name = `[W1] block ${i + 1} (${b.kind} ${b.start}–${b.end})`
    if (!inText(b.start) || !inText(b.end) || b.end <= b.start)
      faults.push(`${name} is empty or outside the text`)
    else if (b.start < last) faults.push(`${name} begins before the block before it ends`)
    if (!(blockKinds as readonly string[]).includes(b.kind)) faults.push(`${name} has an unknown kind`)
    last = Math.max(last, b.end)
  })
  if (blocks.length === 0) faults.push('[W1] the text has no block: there is nothing to read')
  const ids = new Set<string>()
  for (const m of milestones) {
    if (!inText(m.at)) faults.push(`[W2] milestone ${m.id} (${m.type}) stands outside the text`)
    if (ids.has(m.id)) faults.push(`[W2] two milestones have the id ${m.id}`)
    ids.add(m.id)
  }
  ids.clear()
  for (const s of spans) {
    if (!inText(s.start) || !inText(s.end) || s.end <= s.start)
      faults.push(`[W3] span ${s.id} (${s.type}) is empty or outside the text`)
    if (ids.has(s.id)) faults.push(`[W3] two spans have the id ${s.id}`)
    ids.add(s.id)
  }
  for (const o of boundaries(witness))
    if (splitsSurrogatePair(text, o)) faults.push(`[W4] offset ${o} stands inside a surrogate pair`)
  return faults
}

function* boundaries({ blocks, milestones, spans }: Witness): Generator<number> {
  for (const b of blocks) yield* [b.start, b.end]
  for (const m of milestones) yield m.at
  for (const s of spans) yield* [s.start, s.end]
}

/** Whether an offset stands between the two halves of a surrogate pair. */
export function splitsSurrogatePair(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return false
  const before = text.charCodeAt(offset - 1)
  const after = text.charCodeAt(offset)
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff
}

/** A place in the text as a person counts it: line and column, both from 1. A column counts UTF-16 units. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1
  let from = 0
  const newline = /\r\n|\r|\n/g
  for (let m = newline.exec(text); m && m.index + m[0].length <= offset; m = newline.exec(text)) {
    line++
    from = m.index + m[0].length
  }
  return { line, column: offset - from + 1 }
}

/** What a reader has to say about a file: what it recognised (`info`), where it guessed (`guess`), what it could not
 * take over (`loss`) and why it could not read on (`error`). Line and column count from 1; `start` and `end` are offsets. */
export interface Problem {
  readonly severity: 'info' | 'guess' | 'loss' | 'error'
  /** A stable word for the kind of message, e.g. `broken-paragraph`. */
  readonly code: string
  readonly message: string
  readonly line: number
  readonly column: number
  readonly start?: number
  readonly end?: number
}

/** A document's metadata: what an archive says about a source. Keys are camel-cased labels (`originalLanguage`);
 * `title`, `date` and `url` are the ones every format knows. */
export type Metadata = Readonly<Record<string, string>>

/** What a reader of a format makes of a file. `witness` is null only where `problems` holds an error. */
export interface ReadResult {
  readonly witness: Witness | null
  readonly metadata: Metadata
  readonly problems: readonly Problem[]
}

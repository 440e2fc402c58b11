/** The text in Markdown: headings, lists, quotations, tables, paragraphs, and the source's own notes. */
import type { EditedDocument } from '../../document.js'
import type { Piece, Segment, View } from '../../readings.js'
import { attrText } from '../../source-marks.js'
import { type Flow, flowOf } from '../flow.js'
import { isInTable } from '../grid.js'
import { Signs } from '../plain/signs.js'
import { type SourceFootnote, SourceFootnotes } from '../source-footnotes.js'
import { paragraph, quotation } from './escape.js'
import { definition, type Footnotes } from './notes.js'
import { type MarkdownRun, runsMarkdown } from './runs.js'
import { noteRuns, sourceLabels } from './source-notes.js'
import { tableMarkdown } from './table.js'

/** A paragraph with what it says. `note` is the footnote of the source that it is of, `label` that one's. */
export interface Written {
  readonly flow: Flow
  readonly runs: MarkdownRun[]
  readonly note?: SourceFootnote & { readonly label: string }
}

/** What each paragraph of a view says; those of which nothing is left are left out. Without `notes` there are no marks. */
export function writtenOf(document: EditedDocument, view: View, notes: Footnotes | null): Written[] {
  const signs = new Signs(document)
  const written: Written[] = []
  const flows = flowOf(document, view, { withFormeWork: false })
  const source = new SourceFootnotes(document, flows)
  const labels = sourceLabels(document)
  const callAt = (segment: Segment, piece: Piece) => {
    const call = source.call(segment, piece)
    if (!call) return null
    return call.begins ? `[^${labels.get(call.note.reference)}]` : ''
  }
  const write = (flow: Flow, pieces: readonly Piece[], note: SourceFootnote | null) => {
    const runs = joined(pieces, signs, view, notes, callAt)
    if (runs.every(({ text, raw, isText }) => !isText && (raw || text.trim() === '')))
      written.at(-1)?.runs.push(...runs.filter(({ raw }) => raw))
    else written.push({ flow, runs, ...(note && { note: { ...note, label: labels.get(note.reference)! } }) })
  }
  for (const flow of flows) {
    const note = source.of(flow.pieces[0]!)
    // The paragraphs of a note go on from one another, and are paragraphs all the same.
    if (note) for (const piece of flow.pieces) write(flow, [piece], note)
    else write(flow, flow.pieces, null)
  }
  // Notes on what this text has not got stand at the end of what it has.
  const left = notes?.upTo(Number.POSITIVE_INFINITY) ?? []
  const last = written.at(-1)
  if (last) last.runs.push(...left)
  else if (left.length > 0)
    written.push({ flow: { kind: 'paragraph', attrs: {}, number: 0, pieces: [] }, runs: left })
  return written
}

function joined(
  pieces: readonly Piece[],
  signs: Signs,
  view: View,
  notes: Footnotes | null,
  callAt: (segment: Segment, piece: Piece) => string | null,
): MarkdownRun[] {
  const runs: MarkdownRun[] = []
  let last = ''
  for (const piece of pieces) {
    const all = view === 'received' ? piece.segments.flatMap(received) : signs.runsIn(unstruck(piece))
    const parts = all
      .map(part => ({ ...part, call: part.segment && callAt(part.segment, piece) }))
      .filter(({ text, call }) => text !== '' || call)
    if (parts.length > 0 && last !== '' && !/[-\u2010-\u2015\u00ad\s]$/.test(last)) runs.push({ text: ' ' })
    for (const { text, segment, call } of parts) {
      if (notes && segment && 'offset' in segment) runs.push(...notes.upTo(segment.offset))
      last = text || last
      if (call !== null) {
        if (call !== '') runs.push({ text: call, raw: true, isText: true })
        continue
      }
      const spans = segment?.type === 'text' ? segment.spans : []
      const looks = spans.filter(({ type }) => type === 'hi').map(({ attrs }) => attrText(attrs, 'rend'))
      runs.push({
        text,
        em: looks.some(look => look === '' || /italic|underlined/.test(look)),
        strong: spans.some(({ type }) => type === 'speaker') || looks.some(look => look.includes('bold')),
      })
    }
    if (notes) runs.push(...notes.upTo(piece.block.end))
  }
  return runs
}

const unstruck = ({ segments }: Piece) =>
  segments.filter(segment => !('struck' in segment && segment.struck.length > 0))

function received(segment: Segment): { text: string; segment: Segment }[] {
  if (segment.type === 'text') return [{ text: segment.text, segment }]
  if (segment.type === 'line') return [{ text: '\n', segment }]
  if (segment.type === 'milestone') return [{ text: '', segment }]
  return segment.type === 'gap' ? [{ text: segment.glue, segment }] : []
}

/** All but the source's own notes that are footnotes. */
export function textMarkdown(all: readonly Written[]): string {
  const written = all.filter(({ note }) => !note)
  let out = ''
  let before = ''
  const list = new List()
  for (let i = 0; i < written.length; ) {
    const to = tableEnd(written, i)
    const table = to > i ? tableMarkdown(written.slice(i, to)) : null
    if (table !== null) {
      list.end()
      out += (out && '\n\n') + table
      before = 'table'
      i = to
      continue
    }
    for (const { flow, runs } of written.slice(i, Math.max(to, i + 1))) {
      const isItem = flow.kind === 'item'
      if (!isItem) list.end()
      if (out) out += isItem && before === 'item' ? '\n' : '\n\n'
      out += isItem ? list.item(flow, runs) : blockMarkdown(flow, runs)
      before = flow.kind
    }
    i = Math.max(to, i + 1)
  }
  return out
}

/** Where the table ends that begins at a paragraph; the paragraph itself where none does. */
function tableEnd(written: readonly Written[], from: number): number {
  const { table } = written[from]!.flow.attrs
  let to = from
  while (to < written.length && isInTable(written[to]!.flow) && written[to]!.flow.attrs.table === table) to++
  return to
}

/** The source's own notes as footnotes, in the order of the text. */
export function sourceDefinitions(written: readonly Written[]): string[] {
  const bodies = new Map<string, string[]>()
  for (const { note, runs } of written) {
    if (!note) continue
    const body = bodies.get(note.label)
    const line = paragraph(runsMarkdown(body ? runs : noteRuns(runs, note.label, note.mark)))
    if (!body) bodies.set(note.label, [line])
    else body.push(line)
  }
  return [...bodies].map(([label, lines]) =>
    definition(label, lines.filter(line => line !== '').join('\n\n')),
  )
}

function blockMarkdown({ kind, attrs }: Flow, runs: readonly MarkdownRun[]): string {
  const markdown = runsMarkdown(runs)
  switch (kind) {
    case 'heading': {
      const level = typeof attrs.level === 'number' ? Math.min(Math.max(Math.round(attrs.level), 1), 6) : 1
      // A heading is one line.
      return `${'#'.repeat(level)} ${paragraph(markdown.replace(/\n/g, ' '))}`
    }
    case 'quotation':
      return quotation(paragraph(markdown))
    case 'rule': {
      const words = runs.map(({ text }) => text).join('')
      return /^([-_*])(?: *\1){2,}$/.test(words) ? words : paragraph(markdown)
    }
    default:
      return paragraph(markdown)
  }
}

/** A list that is being written: the signs of its open levels. */
class List {
  private levels: { readonly width: number; readonly number: number | null }[] = []

  end(): void {
    this.levels = []
  }

  /** An item's own number is the list's where that goes on from the one before; other markers stay in the text. */
  item({ attrs }: Flow, runs: readonly MarkdownRun[]): string {
    const asked = typeof attrs.depth === 'number' ? Math.round(attrs.depth) : 1
    const depth = Math.min(Math.max(asked, 1), this.levels.length + 1)
    const before = this.levels[depth - 1]
    this.levels.length = depth - 1
    const indent = ' '.repeat(this.levels.reduce((sum, { width }) => sum + width, 0))
    const words = runs.map(({ text, raw }) => (raw ? '' : text)).join('')
    const marker = /^(?:(\d{1,9})\.|[-•*–])[ \t]+(?=\S)/.exec(words)
    const number = marker?.[1] === undefined ? null : Number(marker[1])
    const goesOn =
      number === null || String(number) !== marker![1] || !before
        ? number === null || String(number) === marker![1]
        : before.number === null || before.number + 1 === number
    const rest = marker && goesOn ? without(runs, marker[0].length) : runs
    const sign = marker && goesOn && number !== null ? `${number}. ` : '- '
    this.levels.push({ width: sign.length, number: sign === '- ' ? null : number })
    const lines = paragraph(runsMarkdown(rest))
    return indent + sign + lines.replace(/\n/g, `\n${indent}${' '.repeat(sign.length)}`)
  }
}

/** The runs without the first `length` units of their text. */
function without(runs: readonly MarkdownRun[], length: number): MarkdownRun[] {
  let left = length
  return runs.map(run => {
    if (run.raw || left === 0) return run
    const cut = Math.min(left, run.text.length)
    left -= cut
    return { ...run, text: run.text.slice(cut) }
  })
}

/** Running text of the regions and lines of scans: regions become blocks, lines keep their breaks and are spans `line`. */
import { graphemeEnd, graphemeStart } from '../../graphemes.js'
import type { Attrs, Block, Milestone, Span } from '../../witness.js'
import type { EarlierCorrection, EarlierName, EarlierNote } from '../tei/read/earlier.js'
import type { ScanLine, ScanMark, ScanPage, ScanRegion } from './scan.js'

export interface ComposedScan {
  readonly text: string
  readonly blocks: readonly Block[]
  readonly milestones: readonly Milestone[]
  readonly spans: readonly Span[]
  readonly corrections: readonly EarlierCorrection[]
  readonly notes: readonly EarlierNote[]
  readonly names: readonly EarlierName[]
}

type TextRegion = Extract<ScanRegion, { is: 'text' }>

export function composed(pages: readonly ScanPage[]): ComposedScan {
  const composer = new Composer()
  for (const page of pages) composer.page(page)
  return composer.done()
}

/** A span that is not closed yet: what runs on is made longer. */
type Draft = { start: number; end: number; type: string; attrs: Attrs; name?: EarlierName & { end: number } }

class Composer {
  private readonly parts: string[] = []
  private length = 0
  private readonly blocks: Block[] = []
  private readonly milestones: Milestone[] = []
  private readonly drafts: Draft[] = []
  private readonly corrections: EarlierCorrection[] = []
  private readonly notes: EarlierNote[] = []
  private readonly names: (EarlierName & { end: number })[] = []
  /** What stands before the next block. */
  private waiting: Omit<Milestone, 'id' | 'at'>[] = []
  private initials: TextRegion[] = []
  /** The marks that go on in the next line, by their type. */
  private running = new Map<string, Draft>()

  page({ n, attrs, regions }: ScanPage): void {
    this.waiting.push({
      type: 'pb',
      ...(n === undefined ? {} : { n }),
      ...(Object.keys(attrs).length > 0 ? { attrs } : {}),
    })
    for (const region of regions)
      if (region.is === 'graphic') this.waiting.push({ type: region.type, attrs: region.attrs })
      else if (region.lines.length > 0) this.region(region)
    this.flush()
  }

  done(): ComposedScan {
    this.here(this.length)
    const spans = this.drafts
      .sort((a, b) => a.start - b.start || b.end - a.end)
      .map(({ start, end, type, attrs }, i) => ({
        id: `s${i + 1}`,
        start,
        end,
        type,
        ...(Object.keys(attrs).length > 0 ? { attrs } : {}),
      }))
    const { blocks, milestones, corrections, notes, names } = this
    return { text: this.parts.join(''), blocks, milestones, spans, corrections, notes, names }
  }

  private region(region: TextRegion): void {
    if (region.isInitial) {
      this.initials.push(region)
      return
    }
    const isText = region.kind === 'paragraph' || region.kind === 'heading'
    if (!isText) this.flush()
    this.block(region, isText ? this.initials.splice(0) : [])
  }

  /** Drop capitals after which no text comes are blocks of their own. */
  private flush(): void {
    for (const initial of this.initials.splice(0)) this.block(initial, [])
  }

  private block({ kind, attrs, lines }: TextRegion, initials: readonly TextRegion[]): void {
    const before = this.blocks.at(-1)
    if (before) this.append(separator(before, attrs))
    const start = this.length
    this.here(start)
    this.running.clear()
    for (const initial of initials) {
      const at = this.length
      for (const line of initial.lines) this.line(line)
      this.draft(at, this.length, 'drop-capital', initial.attrs)
    }
    lines.forEach((line, i) => {
      if (i > 0) this.append('\n')
      this.line(line)
    })
    this.blocks.push({ start, end: this.length, kind, attrs })
  }

  /** Sets what waits at an offset. */
  private here(at: number): void {
    for (const milestone of this.waiting) this.milestone(at, milestone)
    this.waiting = []
  }

  private milestone(at: number, milestone: Omit<Milestone, 'id' | 'at'>): void {
    this.milestones.push({ id: `m${this.milestones.length + 1}`, at, ...milestone })
  }

  private line({ text, attrs, marks }: ScanLine): void {
    const start = this.length
    this.append(text)
    this.draft(start, this.length, 'line', attrs)
    const { running } = this
    this.running = new Map()
    const points = marks.filter(mark => mark.start === mark.end)
    for (const mark of points.sort((a, b) => a.start - b.start))
      this.point(start + graphemeStart(text, mark.start), mark)
    for (const mark of marks) {
      const from = graphemeStart(text, mark.start)
      const to = graphemeEnd(text, mark.end)
      if (to <= from) continue
      const before = from === 0 && mark.runsOn ? running.get(mark.type) : undefined
      const draft = before ?? this.mark(start + from, start + to, mark, text.slice(from, to))
      if (before) {
        before.end = start + to
        if (before.name) before.name.end = before.end
      }
      if (mark.runsOn && to === text.length) this.running.set(mark.type, draft)
    }
  }

  private point(at: number, { type, attrs, note, element }: ScanMark): void {
    if (type !== '') this.milestone(at, { type, attrs })
    if (note !== undefined) this.note(at, at, note, element)
  }

  private mark(start: number, end: number, mark: ScanMark, words: string): Draft {
    const { type, attrs, name, correction, note, element } = mark
    // What a name or correction says already needs no span beside it.
    const isSaid = (name || correction) && Object.keys(attrs).length === 0
    const draft = this.draft(start, end, isSaid ? '' : type, attrs)
    if (name) {
      draft.name = { id: `scan-name${this.names.length + 1}`, start, end, type: name, element, others: [] }
      this.names.push(draft.name)
    }
    if (correction && correction.text !== words)
      this.corrections.push({
        id: `scan-c${this.corrections.length + 1}`,
        start,
        end,
        side: -1,
        ...correction,
        certainty: 'unknown',
        evidence: '',
        resp: '',
        xmlId: '',
        reason: '',
        standing: 'accepted',
        element,
        elements: [element],
        beside: [],
      })
    if (note !== undefined) this.note(start, end, note, element)
    return draft
  }

  private note(start: number, end: number, text: string, element: ScanMark['element']): void {
    const id = `scan-n${this.notes.length + 1}`
    const said = { on: null, type: 'explanatory', text, resp: '' } as const
    this.notes.push({ id, start, end, ...said, element, beside: [] })
  }

  private draft(start: number, end: number, type: string, attrs: Attrs): Draft {
    const draft: Draft = { start, end, type, attrs }
    if (end > start && type !== '') this.drafts.push(draft)
    return draft
  }

  private append(text: string): void {
    this.parts.push(text)
    this.length += text.length
  }
}

/** Cells of a row are parted by tabs and rows by line ends, as in the other formats; other blocks by a blank line. */
function separator({ attrs: before }: Block, attrs: Attrs): string {
  if (attrs.cell === undefined || before.table !== attrs.table) return '\n\n'
  return before.row === attrs.row ? '\t' : '\n'
}

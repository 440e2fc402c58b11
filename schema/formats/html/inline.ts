/** Running text in the HTML edition: one marked-up text from which the style sheet shows each of the four. */
import type { Correction } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import type { Piece, Segment } from '../../readings.js'
import { attrText, describeMark, isSourceMark } from '../../source-marks.js'
import type { Milestone, Span } from '../../witness.js'
import { escaped } from './escape.js'

/** Classes that tell the style sheet when a correction shows: `t` an accepted correction of the transcription, `a` any
 * other accepted one, `p` a proposal. */
export function markOf(document: EditedDocument, correction: Correction): 't' | 'a' | 'p' {
  if (document.standing(correction.id) !== 'accepted') return 'p'
  return correction.kind === 'transcription' ? 't' : 'a'
}

/** How a format sets what stands in the running text and is not of it. `reference` is the mark of a note of the source's
 * own, around words that are one already or, where these are '', on its own; null where it leads nowhere. */
export interface InlineForm {
  readonly milestone: (milestone: Milestone) => string
  readonly number: (paragraph: number) => string
  readonly reference?: (id: string, words: string) => string | null
  /** Attributes of the link from a correction to its entry, each with a space before it. */
  readonly said?: (correction: Correction) => string
}

/** The form of the HTML edition. */
export const htmlForm: InlineForm = {
  milestone,
  number: n => `<a class="no" href="#p${n}" aria-label="paragraph ${n}">${n}</a>`,
}

export class InlineWriter {
  /** Corrections that already have their target in the text. */
  private readonly targets = new Set<string>()
  /** Names that already have theirs. */
  private readonly named = new Set<string>()
  /** The notes that end at or before an offset come after it; those not yet set, by the block they end in. */
  private notes: { offset: number; html: string }[] = []

  constructor(
    private readonly document: EditedDocument,
    /** The name of a correction's entry; undefined where it has none. */
    private readonly entry: (id: string) => string | undefined,
    /** The id of the place that the index of names leads to, for a name. */
    private readonly nameTarget: (id: string) => string | undefined,
    readonly form: InlineForm = htmlForm,
  ) {}

  /** Whether a correction has left a mark in what was written, so that its entry can lead there. */
  shows(id: string): boolean {
    return this.targets.has(id)
  }

  /** Whether a name has left its place in what was written. */
  names(id: string): boolean {
    return this.named.has(id)
  }

  /** `notes` are the marks of the notes that end in this piece, in order. */
  write(piece: Piece, notes: readonly { offset: number; html: string }[]): string {
    this.notes = [...notes]
    let out = ''
    const { segments } = piece
    for (let i = 0; i < segments.length; ) {
      const segment = segments[i]!
      if ('offset' in segment) out += this.notesUpTo(segment.offset)
      const by = byOf(this.document, segment)
      if (!by) {
        out += this.namesBegun(segment) + this.plain(segment)
        i++
        continue
      }
      // One element for what one correction strikes or adds without a gap, so that it reads as one thing.
      const isStruck = 'struck' in segment
      let inside = ''
      let begun = ''
      for (; i < segments.length; i++) {
        const next = segments[i]!
        if (byOf(this.document, next)?.id !== by.id || 'struck' in next !== isStruck) break
        if (i > 0 && 'offset' in next && this.notes[0] && this.notes[0].offset <= next.offset && inside) break
        // Outside of what some of the texts hide.
        begun += this.namesBegun(next)
        inside += this.plain(next)
      }
      out += begun + this.change(by, isStruck ? 'del' : 'ins', inside)
    }
    return out + this.notesUpTo(Number.POSITIVE_INFINITY)
  }

  /** The targets of the names that begin with a segment. */
  private namesBegun(segment: Segment): string {
    if (!('names' in segment)) return ''
    let out = ''
    for (const { id } of segment.names) {
      const target = this.named.has(id) ? undefined : this.nameTarget(id)
      this.named.add(id)
      if (target) out += `<span class="at" id="${target}"></span>`
    }
    return out
  }

  private change(correction: Correction, tag: 'del' | 'ins', inside: string): string {
    const name = this.entry(correction.id)
    const mark = `<${tag} class="${markOf(this.document, correction)}">${inside}</${tag}>`
    if (!name) return mark
    const isFirst = !this.targets.has(correction.id)
    this.targets.add(correction.id)
    const target = isFirst ? `<span class="at" id="c-${name}"></span>` : ''
    // A link cannot stand in a link.
    return (
      target +
      (inside.includes('<a ')
        ? mark
        : `<a class="c" href="#e-${name}"${this.form.said?.(correction) ?? ''}>${mark}</a>`)
    )
  }

  private plain(segment: Segment): string {
    switch (segment.type) {
      case 'text': {
        let inside = escaped(segment.text)
        for (const span of segment.spans) {
          const mark = span.type === 'note-ref' ? this.form.reference?.(span.id, inside) : null
          if (mark) inside = mark
          else if (span.type === 'hi') inside = highlighted(span, inside)
          else if (isSourceMark(span.type)) inside = markHtml(span, segment.offset, inside)
          else if (span.type !== 'line' && /^[a-z]+$/.test(span.type))
            inside = `<span class="s-${span.type}">${inside}</span>`
        }
        return segment.notes.length > 0 ? `<span class="noted">${inside}</span>` : inside
      }
      case 'line':
      case 'addedLine':
        return '<br>'
      case 'gap':
        return segment.glue
      case 'added':
        return escaped(segment.text)
      case 'milestone':
        return (
          (segment.milestone.type === 'note-ref' ? this.form.reference?.(segment.milestone.id, '') : null) ??
          this.form.milestone(segment.milestone)
        )
    }
  }

  private notesUpTo(offset: number): string {
    let out = ''
    while (this.notes.length > 0 && this.notes[0]!.offset <= offset) out += this.notes.shift()!.html
    return out
  }
}

/** The correction that a segment is shown as the work of: of several that strike it, the accepted one. */
function byOf(document: EditedDocument, segment: Segment): Correction | null {
  if ('correction' in segment) return segment.correction
  if (!('struck' in segment)) return null
  return segment.struck.find(c => document.standing(c.id) === 'accepted') ?? segment.struck[0] ?? null
}

/** Letters that stand out, as the source has them; in italics where it does not say how. */
function highlighted({ attrs }: Span, inside: string): string {
  const rend = attrText(attrs, 'rend')
  const tags = looks.filter(([pattern]) => pattern.test(rend)).map(([, tag]) => tag)
  return (tags.length > 0 ? tags : ['i']).reduce((html, tag) => `<${tag}>${html}</${tag}>`, inside)
}

const looks: readonly (readonly [pattern: RegExp, tag: string])[] = [
  [/italic/, 'i'],
  [/bold/, 'b'],
  [/underlin/, 'u'],
  [/struck|strike/, 's'],
  [/\bsup/, 'sup'],
  [/\bsub/, 'sub'],
]

/** A mark of the source. Its signs are set by the style sheet, so that the text stays what it is. */
function markHtml({ type, start, attrs = {} }: Span, offset: number, inside: string): string {
  if (!isSourceMark(type)) return inside
  const before = type === 'subst' && offset === start ? attrText(attrs, 'deleted') || '…' : ''
  const data = before ? ` data-before="${escaped(before)}"` : ''
  return `<span class="s-${type}" title="${escaped(describeMark({ type, attrs }))}"${data}>${inside}</span>`
}

/** A page's number at its beginning, and gaps; other milestones leave no trace for the eye. */
export function milestone({ type, n, attrs = {} }: Milestone): string {
  if (type === 'gap') {
    const said = escaped(describeMark({ type, attrs }))
    return `<span class="m-gap" role="img" title="${said}" aria-label="${said}"></span>`
  }
  if (type !== 'pb') return ''
  const name = n === undefined ? '' : escaped(n)
  return `<span class="pb" role="doc-pagebreak" aria-label="page ${name}"><span>page ${name}</span></span>`
}

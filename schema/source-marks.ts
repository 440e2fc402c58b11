/**
 * Marks of the source: what an editor observes about the page itself, and not a correction of it. A reading that is
 * unclear, a gap, and what the source's own writer added, deleted or typed over. They are spans and milestones of the
 * layers, over the witness's own.
 *
 *     unclear  cert: high, medium, low                                 a span
 *     gap      reason, extent, unit                                    a milestone, or a span over what stands for it
 *     add      place                                                   a span
 *     del      rend                                                    a span
 *     subst    rend, deleted: what was typed over, '' if unreadable    a span over what stands there now
 */
import type { EditedDocument } from './document.js'
import type { Attrs } from './witness.js'

export const sourceMarkTypes = ['unclear', 'gap', 'add', 'del', 'subst'] as const
export type SourceMarkType = (typeof sourceMarkTypes)[number]

export const clarities = ['high', 'medium', 'low'] as const
export type Clarity = (typeof clarities)[number]

/** A mark on the witness's text from `start` to `end`; a gap that nothing stands for has `start === end`. `added` is
 * true for a mark of the present editors, false for one that the source's transcription came with. */
export interface SourceMark {
  readonly id: string
  readonly type: SourceMarkType
  readonly start: number
  readonly end: number
  readonly attrs: Attrs
  readonly added: boolean
  readonly isPoint: boolean
}

export function isSourceMark(type: string): type is SourceMarkType {
  return (sourceMarkTypes as readonly string[]).includes(type)
}

/** All marks of the source, in text order. */
export function sourceMarksOf(document: EditedDocument): SourceMark[] {
  return sourceMarksIn(document, 0, document.length)
}

/** The marks of the source from one offset to another, ends included, in text order. */
export function sourceMarksIn(document: EditedDocument, from: number, to: number): SourceMark[] {
  const marks: SourceMark[] = []
  for (const { id, type, start, end, attrs = {} } of document.spans.touching(from, to)) {
    if (!isSourceMark(type)) continue
    marks.push({ id, type, start, end, attrs, added: !document.isWitnessSpan(id), isPoint: false })
  }
  for (const { id, type, at, attrs = {} } of document.milestonesIn(from, to)) {
    if (type !== 'gap') continue
    const added = !document.isWitnessMilestone(id)
    marks.push({ id, type, start: at, end: at, attrs, added, isPoint: true })
  }
  return marks.sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1))
}

/** An attribute as text, '' where there is none. */
export function attrText(attrs: Attrs | undefined, key: string): string {
  const value = attrs?.[key]
  return value === undefined || typeof value === 'boolean' ? '' : String(value)
}

/** What a mark says, in words: `unclear, certainty low`, `gap: illegible, 3 characters`, `typed over “Ugeki”`. */
export function describeMark({ type, attrs }: Pick<SourceMark, 'type' | 'attrs'>): string {
  const said = (key: string) => attrText(attrs, key)
  switch (type) {
    case 'unclear':
      return said('cert') ? `unclear, certainty ${said('cert')}` : 'unclear'
    case 'gap': {
      const extent = [said('extent'), said('unit')].filter(part => part !== '').join(' ')
      const parts = [said('reason'), extent].filter(part => part !== '')
      return parts.length > 0 ? `gap: ${parts.join(', ')}` : 'gap'
    }
    case 'add':
      return said('place') ? `added in the source (${said('place')})` : 'added in the source'
    case 'del':
      return said('rend') ? `deleted in the source (${said('rend')})` : 'deleted in the source'
    case 'subst':
      return said('deleted') ? `typed over “${said('deleted')}”` : 'typed over something unreadable'
  }
}

/** A gap as a person describes it, `illegible, 3 characters`: the reason, then how much is lost. The unit is whatever
 * follows the number; without a number all after the comma is the extent. */
export function readGap(words: string): { reason: string; extent?: string; unit?: string } {
  const [reason = '', ...rest] = words.split(',')
  const size = rest.join(',').trim()
  const counted = /^((?:about |ca\.? |c\. )?\d+(?:[-–.]\d+)?)\s+(\S.*)$/i.exec(size)
  return {
    reason: reason.trim() || 'illegible',
    ...(counted ? { extent: counted[1]!, unit: counted[2]!.trim() } : size ? { extent: size } : {}),
  }
}

/** The signs that a mark puts before and after its words in plain text: `word[?]`, `[… illegible, 3 characters]`,
 * `\added/`, `⟦deleted⟧`, `⟦before⟧\now/`. */
export function signsOf({
  type,
  attrs,
  isPoint,
}: Pick<SourceMark, 'type' | 'attrs' | 'isPoint'>): readonly [before: string, after: string] {
  switch (type) {
    case 'unclear':
      return ['', '[?]']
    case 'gap': {
      const said = describeMark({ type, attrs }).replace(/^gap(: )?/, '')
      const sign = `[…${said ? ` ${said}` : ''}]`
      return isPoint ? [sign, ''] : ['', sign]
    }
    case 'add':
      return ['\\', '/']
    case 'del':
      return ['⟦', '⟧']
    case 'subst':
      return [`⟦${attrText(attrs, 'deleted') || '…'}⟧\\`, '/']
  }
}

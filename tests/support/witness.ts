/** Witnesses by hand: `witness(heading(1, 'Title'), p('Text.'), speech('Stalin', 'Stalin: Yes.'))`. */
import type { Attrs, Block, BlockKind, Milestone, Span, Witness } from '../../schema/witness.js'

/** A block to be: its text, and what else is known of it. A `span` names the words it covers. */
export interface Draft {
  readonly kind: BlockKind
  readonly text: string
  readonly attrs: Attrs
  readonly spans: readonly { readonly type: string; readonly words: string }[]
  /** The number of the page that begins with this block. */
  readonly page?: string
}

export function block(kind: BlockKind, text: string, attrs: Attrs = {}): Draft {
  return { kind, text, attrs, spans: [] }
}

export const p = (text: string) => block('paragraph', text)
/** A paragraph that runs on from the one before. */
export const on = (text: string) => block('paragraph', text, { continues: true })
export const heading = (level: number, text: string) => block('heading', text, { level })
export const stamp = (text: string) => block('stamp', text)
export const catchword = (text: string) => block('catchword', text)

/** A turn: with `Label:` at its beginning, or, without one, the turn's next paragraph. */
export function speech(who: string, text: string): Draft {
  const label = /^[^:\n]+:/.exec(text)?.[0]
  return label
    ? { ...block('speech', text, { who, label }), spans: [{ type: 'speaker', words: label }] }
    : block('speech', text, { who, continues: true })
}

export function item(depth: number, marker: string, text: string): Draft {
  const ordered = /\w/.test(marker)
  return {
    ...block('item', `${marker} ${text}`, { depth, marker, ordered }),
    spans: [{ type: 'marker', words: marker }],
  }
}

/** The same block, as the first of page `n`. */
export const page = (n: string, draft: Draft): Draft => ({ ...draft, page: n })

/** Blocks with a blank line between them. */
export function witness(...drafts: readonly Draft[]): Witness {
  let text = ''
  const blocks: Block[] = []
  const milestones: Milestone[] = []
  const spans: Span[] = []
  for (const { kind, text: words, attrs, spans: marked, page: n } of drafts) {
    if (text) text += '\n\n'
    const start = text.length
    text += words
    blocks.push({ start, end: text.length, kind, attrs })
    if (n !== undefined) milestones.push({ id: `pb${n}`, at: start, type: 'pb', n })
    for (const { type, words: covered } of marked) {
      const from = start + words.indexOf(covered)
      spans.push({ id: `s${spans.length + 1}`, start: from, end: from + covered.length, type })
    }
  }
  const source = { format: 'text', encoding: 'utf-8', bom: false, name: 'test.txt' } as const
  return { format: 1, text: `${text}\n`, blocks, milestones, spans, source }
}

/** Pieces and segments as ProseMirror nodes. */
import type { Mark, Node } from 'prosemirror-model'
import type { Standing } from '../../schema/corrections.js'
import type { Name } from '../../schema/names.js'
import { type BlockAttrs, proseSchema } from '../../schema/prosemirror.js'
import type { Piece, Segment } from '../../schema/readings.js'
import { attrText, describeMark, isSourceMark } from '../../schema/source-marks.js'
import type { Span } from '../../schema/witness.js'

const { nodes, marks } = proseSchema

/** How many ProseMirror positions a segment takes. */
export function glyphSize(segment: Segment): number {
  switch (segment.type) {
    case 'text':
    case 'added':
      return segment.text.length
    case 'gap':
      return segment.glue.length
    default:
      return 1
  }
}

/** `standing` tells how a correction stands, for its marks. */
export function nodeOf(piece: Piece, standing: (id: string) => Standing): Node {
  const { attrs } = piece
  const shown: BlockAttrs = {
    at: piece.block.start,
    part: piece.part,
    kind: piece.kind,
    level: typeof attrs.level === 'number' ? attrs.level : 1,
    depth: typeof attrs.depth === 'number' ? attrs.depth : 1,
    who: typeof attrs.who === 'string' ? attrs.who : '',
    label: typeof attrs.label === 'string' ? attrs.label : '',
    continues: attrs.continues === true,
    page: piece.page ? (piece.page.n ?? '') : null,
  }
  const content: Node[] = []
  for (const segment of piece.segments) {
    const node = inlineOf(segment, standing)
    if (node) content.push(node)
  }
  return nodes.block!.create(shown, content)
}

function inlineOf(segment: Segment, standing: (id: string) => Standing): Node | null {
  const inserted = ({ correction: { id }, names }: Extract<Segment, { correction: unknown }>) => {
    const ins = marks.ins!.create({ id, state: standing(id) })
    return names.length === 0 ? [ins] : sorted([ins, ...names.map(named)])
  }
  switch (segment.type) {
    case 'milestone': {
      const { id, type, n, attrs = {} } = segment.milestone
      const said = type === 'gap' ? describeMark({ type, attrs }) : ''
      return nodes.milestone!.create({ id, type, n: n ?? '', said })
    }
    case 'added':
      return proseSchema.text(segment.text, inserted(segment))
    case 'addedLine':
      return nodes.line!.create(null, null, inserted(segment))
    case 'text':
      return proseSchema.text(segment.text, covering(segment, standing))
    case 'line':
      return nodes.line!.create(null, null, covering(segment, standing))
    case 'gap':
      return segment.glue ? proseSchema.text(segment.glue, covering(segment, standing)) : null
  }
}

function covering(
  { struck, notes, spans, names, offset, length }: Extract<Segment, { type: 'text' | 'line' | 'gap' }>,
  standing: (id: string) => Standing,
): readonly Mark[] {
  if (struck.length + notes.length + spans.length + names.length === 0) return []
  return sorted([
    ...struck.map(c => marks.del!.create({ id: c.id, state: standing(c.id) })),
    ...notes.map(n => marks.note!.create({ id: n.id, type: n.type, ends: offset + length === n.end })),
    ...names.map(named),
    ...spans.map(s => spanMark(s, offset)),
  ])
}

/** Of a stretch that was typed over, the first words show what stood there before. */
function spanMark({ id, type, start, attrs = {} }: Span, offset: number): Mark {
  if (!isSourceMark(type)) return marks.hi!.create({ id, type })
  const before = type === 'subst' && offset === start ? attrText(attrs, 'deleted') || '…' : ''
  return marks.hi!.create({ id, type, said: describeMark({ type, attrs }), before })
}

const named = ({ id, type }: Name) => marks.name!.create({ id, type })

/** Marks in the one order that the schema gives them. */
function sorted(list: readonly Mark[]): readonly Mark[] {
  let set: readonly Mark[] = []
  for (const mark of list) set = mark.addToSet(set)
  return set
}

/** Pieces and segments as ProseMirror nodes. */
import type { Mark, Node } from 'prosemirror-model'
import type { Standing } from '../../schema/corrections.js'
import type { Name } from '../../schema/names.js'
import type { Note } from '../../schema/notes.js'
import { type BlockAttrs, proseSchema } from '../../schema/prosemirror.js'
import type { Piece, Segment } from '../../schema/readings.js'
import { attrText, describeMark, isSourceMark } from '../../schema/source-marks.js'
import type { TableCell } from '../../schema/table-cells.js'
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

/** The notes whose marks follow a segment. `orphaned` are those of whose words nothing is shown: their marks stand where
 * the words stood. */
export interface Ending {
  readonly notes: ReadonlySet<string>
  readonly orphaned: readonly Note[]
}
export type Endings = ReadonlyMap<Segment, Ending>

/** Where in a block the marks of the notes stand that end in it: after the last segment shown of what each is on. `notes`
 * are those that the block touches. */
export function endingsOf(pieces: readonly Piece[], notes: readonly Note[]): Endings {
  if (notes.length === 0) return new Map()
  const endings = new Map<Segment, { notes: Set<string>; orphaned: Note[] }>()
  const at = (segment: Segment) => {
    const known = endings.get(segment) ?? { notes: new Set(), orphaned: [] }
    endings.set(segment, known)
    return known
  }
  const segments = pieces.flatMap(piece =>
    piece.segments.flatMap(s => (s.type === 'milestone' || (s.type === 'gap' && s.glue === '') ? [] : [s])),
  )
  const { start, end } = pieces[0]!.block
  for (const note of notes) {
    if (note.start === note.end || note.end <= start || note.end > end) continue
    const last = segments.findLast(s => s.notes.includes(note))
    const before = last ?? segments.findLast(s => ('offset' in s ? s.offset : s.correction.start) < note.end)
    if (last) at(last).notes.add(note.id)
    else if (before) at(before).orphaned.push(note)
  }
  return endings
}

/** `standing` tells how a correction stands, for its marks; `endings` where notes end; `cell` where in a table it stands. */
export function nodeOf(
  piece: Piece,
  standing: (id: string) => Standing,
  endings: Endings,
  cell?: TableCell,
): Node {
  const { attrs } = piece
  const cells = typeof attrs.cells === 'number' && attrs.table !== undefined ? attrs.cells : 0
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
    columns: cell?.columns ?? cells,
    span: cell?.span ?? 0,
    skip: cell?.skip ?? 0,
    begins: cell?.first ?? false,
    header: attrs.role === 'label',
  }
  const content: Node[] = []
  for (const segment of piece.segments) {
    const node = inlineOf(segment, standing, endings.get(segment))
    if (node) content.push(node)
  }
  return nodes.block!.create(shown, content)
}

function inlineOf(
  segment: Segment,
  standing: (id: string) => Standing,
  ending: Ending | undefined,
): Node | null {
  const inserted = ({ correction: { id }, names, notes }: Extract<Segment, { correction: unknown }>) => {
    const ins = marks.ins!.create({ id, state: standing(id) })
    if (names.length + notes.length === 0 && !ending) return [ins]
    return sorted([ins, ...noted(notes, ending), ...names.map(named)])
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
      return proseSchema.text(segment.text, covering(segment, standing, ending))
    case 'line':
      return nodes.line!.create(null, null, covering(segment, standing, ending))
    case 'gap':
      return segment.glue ? proseSchema.text(segment.glue, covering(segment, standing, ending)) : null
  }
}

function covering(
  { struck, notes, spans, names, offset }: Extract<Segment, { type: 'text' | 'line' | 'gap' }>,
  standing: (id: string) => Standing,
  ending: Ending | undefined,
): readonly Mark[] {
  if (struck.length + notes.length + spans.length + names.length === 0 && !ending) return []
  return sorted([
    ...struck.map(c => marks.del!.create({ id: c.id, state: standing(c.id) })),
    ...noted(notes, ending),
    ...names.map(named),
    ...spans.filter(isShown).map(s => spanMark(s, offset)),
  ])
}

function noted(notes: readonly Note[], ending: Ending | undefined): Mark[] {
  return [
    ...notes.map(n => marks.note!.create({ id: n.id, type: n.type, ends: ending?.notes.has(n.id) ?? false })),
    ...(ending?.orphaned ?? []).map(n =>
      marks.note!.create({ id: n.id, type: `${n.type} elsewhere`, ends: true }),
    ),
  ]
}

/** The lines of a scan are spans that say where on the image they stand: there is nothing to show. */
const isShown = ({ type }: Span) => type !== 'line'

/** Of a stretch that was typed over, the first words show what stood there before. */
function spanMark({ id, type, start, attrs = {} }: Span, offset: number): Mark {
  if (!isSourceMark(type)) return marks.hi!.create({ id, type, look: lookOf({ type, attrs }) })
  const before = type === 'subst' && offset === start ? attrText(attrs, 'deleted') || '…' : ''
  return marks.hi!.create({ id, type, said: describeMark({ type, attrs }), before })
}

/** The classes of how the source sets its words, where it says so. */
function lookOf({ type, attrs = {} }: Pick<Span, 'type' | 'attrs'>): string {
  if (/^(?:emph|foreign|title|mentioned|term)$/.test(type) && attrs.level !== 'a') return 'set-italic'
  if (type !== 'hi') return ''
  const rend = `${attrText(attrs, 'rend')} ${attrText(attrs, 'style')}`.trim()
  const found = looks.filter(([, pattern]) => pattern.test(rend)).map(([name]) => name)
  // What is set off in a way that nobody names is set off.
  return rend === '' ? 'set-italic' : found.join(' ')
}

const looks: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['set-italic', /ital|\b(?:i|it|emph)\b/i],
  ['set-bold', /bold|\bb\b|\bstrong\b/i],
  ['set-underlined', /underl|\bu\b/i],
  ['set-small-caps', /small-?_?caps|\bsc\b/i],
  ['set-raised', /\bsup|raised/i],
  ['set-lowered', /\bsub|lowered/i],
  ['set-struck', /strike|line-through/i],
]

const named = ({ id, type }: Name) => marks.name!.create({ id, type })

/** Marks in the one order that the schema gives them. */
function sorted(list: readonly Mark[]): readonly Mark[] {
  let set: readonly Mark[] = []
  for (const mark of list) set = mark.addToSet(set)
  return set
}

/** The projection: from a document as edited to ProseMirror nodes, and between positions in one and places in the other. */
import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import type { EditedDocument } from '../../schema/document.js'
import type { Note } from '../../schema/notes.js'
import { proseSchema } from '../../schema/prosemirror.js'
import { lowerBound } from '../../schema/ranges.js'
import { type Piece, piecesOf, type Segment, type View } from '../../schema/readings.js'
import { type TableCell, tableCells } from '../../schema/table-cells.js'
import { endingsOf, glyphSize, nodeOf } from './pieces.js'
import type { Place } from './place.js'

/** Blocks a chunk: few enough that laying one out is quick, many enough that skipping the others pays. */
const chunkSize = 50

/** A segment and where it stands in its piece, in ProseMirror positions. */
export interface Placed {
  readonly segment: Segment
  readonly from: number
  readonly to: number
}

/** A ProseMirror position seen from the document: the piece it is in and the segments on both sides of it. Inside a
 * segment, `left` and `right` are the same. */
export interface Spot {
  readonly index: number
  readonly piece: Piece
  readonly placed: readonly Placed[]
  /** Where the piece's content starts in the ProseMirror document. */
  readonly start: number
  /** The position counted from `start`. */
  readonly within: number
  readonly left: Placed | null
  readonly right: Placed | null
}

export function placedSegments(piece: Piece): Placed[] {
  const placed: Placed[] = []
  let at = 0
  for (const segment of piece.segments) {
    const size = glyphSize(segment)
    placed.push({ segment, from: at, to: at + size })
    at += size
  }
  return placed
}

export class Projection {
  private readonly chunkStarts: ReadonlySet<number>
  private readonly cells: ReadonlyMap<number, TableCell>

  constructor(
    readonly document: EditedDocument,
    readonly view: View,
  ) {
    this.chunkStarts = new Set(
      document.witness.blocks.filter((_, i) => i % chunkSize === 0).map(b => b.start),
    )
    this.cells = tableCells(document.witness.blocks)
  }

  /** The nodes of the blocks from index `from` up to `to`. */
  blocks(from: number, to: number): Node[] {
    const nodes: Node[] = []
    const standing = (id: string) => this.document.standing(id)
    for (let i = from; i < to; i++) {
      const pieces = piecesOf(this.document, i, this.view)
      const endings = endingsOf(pieces, this.notesOn(pieces[0]!))
      for (const piece of pieces)
        nodes.push(nodeOf(piece, standing, endings, this.cells.get(piece.block.start)))
    }
    return nodes
  }

  private notesOn({ block: { start, end } }: Piece): Note[] {
    const { notes } = this.document
    return this.view === 'received' || notes.size === 0 ? [] : notes.touching(start, end)
  }

  /** The chunks that hold the blocks from index `from` up to `to`; `from` must begin a chunk. */
  chunks(from: number, to: number): Node[] {
    const { starts } = this.document.structure
    const chunks: Node[] = []
    for (let i = from; i < to; ) {
      let end = i + 1
      while (end < to && !this.chunkStarts.has(starts[end]!)) end++
      chunks.push(proseSchema.nodes.chunk!.create({ at: starts[i] }, this.blocks(i, end)))
      i = end
    }
    return chunks
  }

  beginsChunk(offset: number): boolean {
    return this.chunkStarts.has(offset)
  }

  whole(): Node {
    return proseSchema.nodes.doc!.create(null, this.chunks(0, this.document.structure.count))
  }

  // --- where things stand in a ProseMirror document ---------------------------------------------------------------

  /** The last child that begins at or before an offset; of a block's several pieces, the first. */
  childAt(parent: Node, offset: number): number {
    const children = parent.content.content
    let i = Math.max(0, lowerBound(children, offset + 1, n => n.attrs.at as number) - 1)
    while (i > 0 && children[i - 1]!.attrs.at === children[i]!.attrs.at) i--
    return i
  }

  /** The position before the block node that begins at an offset, with its parent chunk. */
  blockPos(doc: Node, offset: number): { parent: Node; index: number; pos: number } {
    const c = this.childAt(doc, offset)
    const parent = doc.child(c)
    const index = this.childAt(parent, offset)
    return { parent, index, pos: posOfChild(parent, index, posOfChild(doc, c, 0) + 1) }
  }

  holds(doc: Node, offset: number): boolean {
    const chunk = doc.child(this.childAt(doc, offset))
    return chunk.child(this.childAt(chunk, offset)).attrs.at === offset
  }

  /** What stands at a position; null outside of blocks. The document must be the projection of the present layers. */
  spotAt(doc: Node, pos: number): Spot | null {
    const $pos = doc.resolve(pos)
    let depth = $pos.depth
    while (depth > 0 && $pos.node(depth).type !== proseSchema.nodes.block) depth--
    if (depth === 0) return null
    const node = $pos.node(depth)
    const index = this.document.structure.indexOfStart(node.attrs.at as number)
    if (index < 0) return null
    const piece = piecesOf(this.document, index, this.view)[node.attrs.part as number]
    if (!piece) return null
    const start = $pos.start(depth)
    const within = pos - start
    const placed = placedSegments(piece)
    let left: Placed | null = null
    let right: Placed | null = null
    for (const p of placed) {
      if (p.from < within && within < p.to) {
        left = p
        right = p
        break
      }
      if (p.to === within && p.to > p.from) left = p
      if (p.from === within && p.to > p.from && !right) right = p
    }
    return { index, piece, placed, start, within, left, right }
  }

  placeAt(doc: Node, pos: number): Place | null {
    const spot = this.spotAt(doc, pos)
    return spot && this.placeOfSpot(spot)
  }

  placeOfSpot({ piece, left, right, within }: Spot): Place {
    if (left) {
      const inside = Math.min(within, left.to) - left.from
      const s = left.segment
      switch (s.type) {
        case 'added':
        case 'addedLine':
          return this.inCorrection(s.correction.id, s.index + inside)
        case 'milestone':
          return { offset: s.milestone.at, side: 1 }
        case 'text':
          return { offset: s.offset + inside, side: -1 }
        default:
          return { offset: s.offset + s.length, side: -1 }
      }
    }
    if (right) {
      const s = right.segment
      switch (s.type) {
        case 'added':
        case 'addedLine':
          return this.inCorrection(s.correction.id, s.index)
        case 'milestone':
          return { offset: s.milestone.at, side: 1 }
        default:
          return { offset: s.offset, side: 1 }
      }
    }
    if (piece.opened) return this.inCorrection(piece.opened.correction.id, piece.opened.index + 1)
    return { offset: piece.block.start, side: 1 }
  }

  /** A place in a correction's text that stays where it is while the text around it changes. */
  inCorrection(id: string, index: number): Place {
    const text = this.document.layers.correctionText(id)
    const at = text ? Math.min(index, text.length) : index
    return {
      id,
      index: at,
      anchor: text ? Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, at, -1)) : null,
    }
  }

  /** The index in a correction's text that a place means now. */
  indexOf(place: { id: string; index: number; anchor: unknown }): number {
    const { layers } = this.document
    const text = layers.correctionText(place.id)
    if (!text) return 0
    if (!place.anchor) return Math.min(place.index, text.length)
    try {
      const relative = Y.createRelativePositionFromJSON(place.anchor)
      const absolute = Y.createAbsolutePositionFromRelativePosition(relative, layers.doc)
      if (absolute?.type === text) return absolute.index
    } catch {
      // A peer may send anything as its caret.
    }
    return Math.min(place.index, text.length)
  }

  /** The position of a place in a document that is the projection of the present layers. Always a position in a block. */
  posOf(doc: Node, place: Place): number {
    const { structure } = this.document
    if ('id' in place) {
      const correction = this.document.corrections.get(place.id)
      if (!correction) return this.posOf(doc, { offset: 0, side: 1 })
      const found = this.posInCorrection(doc, place.id, this.indexOf(place))
      return (
        found ??
        this.posOf(doc, {
          offset: correction.end,
          side: correction.end > correction.start ? -1 : correction.side,
        })
      )
    }
    const offset = Math.max(0, Math.min(place.offset, this.document.length))
    const index = structure.indexAt(offset, place.side)
    let { pos } = this.blockPos(doc, structure.starts[index]!)
    let before: number | null = null
    let after: number | null = null
    let first: number | null = null
    for (const piece of piecesOf(this.document, index, this.view)) {
      const start = pos + 1
      let size = 0
      for (const p of placedSegments(piece)) {
        size = p.to
        const s = p.segment
        if (s.type === 'added' || s.type === 'addedLine') continue
        if (s.type === 'milestone') {
          if (s.milestone.at === offset && place.side > 0) after = null
          continue
        }
        if (s.type === 'text' && s.offset < offset && offset < s.offset + s.length)
          return start + p.from + offset - s.offset
        if (s.offset + s.length <= offset) before = start + p.to
        if (s.offset >= offset && after === null) after = start + p.from
      }
      first ??= start
      pos = start + size + 1
    }
    const preferred = place.side < 0 ? (before ?? after) : (after ?? before)
    return preferred ?? first ?? 2
  }

  private posInCorrection(doc: Node, id: string, at: number): number | null {
    const correction = this.document.corrections.get(id)!
    const { structure } = this.document
    const index =
      correction.end > correction.start
        ? structure.indexAt(correction.end - 1, 1)
        : structure.indexAt(correction.start, correction.side)
    let { pos } = this.blockPos(doc, structure.starts[index]!)
    let found: number | null = null
    for (const piece of piecesOf(this.document, index, this.view)) {
      const start = pos + 1
      let size = 0
      if (piece.opened?.correction.id === id && piece.opened.index + 1 === at) found = start
      for (const p of placedSegments(piece)) {
        size = p.to
        const s = p.segment
        if ((s.type !== 'added' && s.type !== 'addedLine') || s.correction.id !== id) continue
        const end = s.index + (p.to - p.from)
        if (at >= s.index && at <= end) found = start + p.from + (at - s.index)
      }
      pos = start + size + 1
    }
    return found
  }
}

export function posOfChild(parent: Node, index: number, base: number): number {
  let pos = base
  for (let i = 0; i < index; i++) pos += parent.child(i).nodeSize
  return pos
}

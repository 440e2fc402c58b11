/** Rows of a table whose cells are parted by tabs. */
import type { Piece, Segment } from '../../readings.js'

/** A mark that stands at an offset of the witness. */
interface Mark {
  readonly offset: number
  readonly html: string
}

export interface Cell {
  readonly piece: Piece
  readonly marks: readonly Mark[]
}

/** The cells of a row: the piece in parts, the tabs left out, each with the marks that end in it. */
export function cellsOf(piece: Piece, marks: readonly Mark[]): Cell[] {
  const cells: Segment[][] = [[]]
  const ends: number[] = []
  for (const segment of piece.segments) {
    if (segment.type !== 'text' && segment.type !== 'added') {
      cells.at(-1)!.push(segment)
      continue
    }
    let at = 0
    for (const [i, text] of segment.text.split('\t').entries()) {
      if (i > 0) {
        if (segment.type === 'text') ends[cells.length - 1] = segment.offset + at - 1
        cells.push([])
      }
      if (text !== '')
        cells
          .at(-1)!
          .push(
            segment.type === 'text'
              ? { ...segment, offset: segment.offset + at, length: text.length, text }
              : { ...segment, index: segment.index + at, text },
          )
      at += text.length + 1
    }
  }
  let left = marks
  return cells.map((segments, i) => {
    const end = i < cells.length - 1 ? (ends[i] ?? -1) : Number.POSITIVE_INFINITY
    const own = left.filter(mark => mark.offset <= end)
    left = left.slice(own.length)
    return { piece: { ...piece, segments }, marks: own }
  })
}

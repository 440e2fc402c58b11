/** The points of a text at which a TEI file sets an anchor or a note, block by block. */
import type { EditedDocument } from '../../document.js'

/** Of points at one offset, what ends there (`rank` 0) comes before what begins. */
export interface Point {
  readonly offset: number
  readonly rank: 0 | 1 | 2
  readonly xml: string
  /** What is set instead where a phrase may stand; `xml` may stand wherever an anchor may. */
  readonly phrase: string
}

export class Points {
  private readonly byBlock = new Map<number, Point[]>()
  private sorted = true

  constructor(private readonly document: EditedDocument) {}

  /** Where two blocks meet, what ends there goes to the first of them. */
  add(offset: number, rank: Point['rank'], xml: string, phrase = xml): void {
    const index = this.document.structure.indexAt(offset, rank === 0 ? -1 : 1)
    const points = this.byBlock.get(index)
    const point = { offset, rank, xml, phrase }
    if (points) points.push(point)
    else this.byBlock.set(index, [point])
    this.sorted = false
  }

  /** All points, block by block. */
  *all(): Generator<Point> {
    for (const block of [...this.byBlock.keys()].sort((a, b) => a - b)) yield* this.of(block)
  }

  /** The points of a block in order. */
  of(block: number): readonly Point[] {
    if (!this.sorted) {
      for (const points of this.byBlock.values())
        points.sort((a, b) => a.offset - b.offset || a.rank - b.rank)
      this.sorted = true
    }
    return this.byBlock.get(block) ?? []
  }
}

/** Offsets as the Web Annotation model counts them: in Unicode code points, not in UTF-16 units (§4.2.4, §4.2.5). */
import { lowerBound } from '../../ranges.js'

export class CodePoints {
  /** The offsets, in UTF-16 units, at which surrogate pairs end. */
  private readonly pairEnds: number[] = []

  constructor(readonly text: string) {
    for (const pair of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) this.pairEnds.push(pair.index + 2)
  }

  /** How many code points stand before an offset in UTF-16 units. A half of a surrogate pair that stands alone is one. */
  before(offset: number): number {
    return offset - lowerBound(this.pairEnds, offset + 1, end => end)
  }
}

/** Selectors: where in a text an annotation stands, by position and by quotation (Web Annotation Data Model §4.2). */
import { splitsSurrogatePair } from '../../witness.js'
import { wellFormed } from '../html/escape.js'
import { CodePoints } from './code-points.js'
import type { Json } from './json.js'

/** How much of the text before and after a quotation is given with it, in UTF-16 units: enough to tell most places from
 * all others like them. */
const context = 32

/** One of the texts of a document, which selectors count in. */
export class SelectableText {
  private readonly points: CodePoints

  constructor(
    readonly source: string,
    readonly text: string,
  ) {
    this.points = new CodePoints(text)
  }

  /** A part of the text as a resource; `start` and `end` in UTF-16 units. */
  part({ start, end }: { readonly start: number; readonly end: number }): { readonly [key: string]: Json } {
    const { text, points, source } = this
    const from = splitsSurrogatePair(text, start - context) ? start - context + 1 : start - context
    const to = splitsSurrogatePair(text, end + context) ? end + context - 1 : end + context
    return {
      type: 'SpecificResource',
      source,
      selector: [
        { type: 'TextPositionSelector', start: points.before(start), end: points.before(end) },
        {
          type: 'TextQuoteSelector',
          exact: wellFormed(text.slice(start, end)),
          prefix: wellFormed(text.slice(Math.max(0, from), start)),
          suffix: wellFormed(text.slice(end, to)),
        },
      ],
    }
  }
}

/** What some pages mean by their elements beyond what HTML says. */
import type { Attrs, BlockKind } from '../../../witness.js'
import type { Element } from './parse.js'

/** What a page's own conventions say of an element, beyond what HTML says. */
export interface Conventions {
  /** Whether an element is no text of the page, without a word about it. */
  isNone(element: Element): boolean
  /** What the block is that an element holds; null where HTML says it. */
  blockOf(element: Element): { kind: BlockKind; attrs: Attrs } | null
  /** The type of the span that an element holds, '' where it holds none; null where its looks say it. */
  spanOf(element: Element): string | null
  /** Whether a new block begins here, in the middle of an element. */
  isBreak(element: Element): boolean
  /** Whether the white space of the page is that of the text. */
  readonly keepsSpace: boolean
}

/** A place is where a caret stands in the document itself, whatever ProseMirror document shows it. */

/** In the witness: an offset, and whether the caret keeps to what stands before (-1) or after (1) it. In a correction's
 * text: an index, and a Yjs relative position (as JSON) that keeps it right while others type. */
export type Place =
  | { readonly offset: number; readonly side: -1 | 1 }
  | { readonly id: string; readonly index: number; readonly anchor: unknown }

/** Reads a place from what a peer sent; null where it is none. */
export function readPlace(value: unknown): Place | null {
  if (value === null || typeof value !== 'object') return null
  const { offset, side, id, index, anchor } = value as Record<string, unknown>
  if (typeof id === 'string' && Number.isInteger(index) && (index as number) >= 0)
    return { id, index: index as number, anchor: anchor ?? null }
  if (Number.isInteger(offset) && (offset as number) >= 0)
    return { offset: offset as number, side: side === 1 ? 1 : -1 }
  return null
}

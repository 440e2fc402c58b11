/** Patching: bringing a ProseMirror document up to date where the document behind it has changed, and nowhere else. */
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { lowerBound } from '../../schema/ranges.js'
import { type Projection, posOfChild } from './projection.js'

type Range = readonly [start: number, end: number]

/** Adds to `transaction` the steps that make its document the projection of the present layers, given the stretches
 * of the witness whose appearance may differ. */
export function patch(transaction: Transaction, projection: Projection, ranges: readonly Range[]): void {
  const intervals = ranges
    .map(([a, b]) => widened(transaction.doc, projection, a, b))
    .sort((x, y) => x[0] - y[0])
  const merged: [number, number][] = []
  for (const [from, to] of intervals) {
    const last = merged.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  for (const [from, to] of merged.reverse()) patchBlocks(transaction, projection, from, to)
}

/** The smallest stretch around a range that begins and ends where a block begins both in the ProseMirror document and
 * in the document now. Its end may be the end of the text. */
function widened(doc: Node, projection: Projection, from: number, to: number): [number, number] {
  const { starts } = projection.document.structure
  let k = Math.max(0, lowerBound(starts, from, o => o) - 1)
  while (k > 0 && !projection.holds(doc, starts[k]!)) k--
  let e = lowerBound(starts, to + 1, o => o)
  while (e < starts.length && !projection.holds(doc, starts[e]!)) e++
  return [starts[k]!, e < starts.length ? starts[e]! : Number.POSITIVE_INFINITY]
}

function patchBlocks(transaction: Transaction, projection: Projection, from: number, to: number): void {
  const { doc } = transaction
  const { starts } = projection.document.structure
  const first = lowerBound(starts, from, o => o)
  const last = lowerBound(starts, to, o => o)
  const c1 = projection.childAt(doc, from)
  const c2 = to === Number.POSITIVE_INFINITY ? doc.childCount : projection.childAt(doc, to)
  const inOneChunk =
    c1 === c2 ||
    (c2 === c1 + 1 && (c2 === doc.childCount || doc.child(c2).attrs.at === to)) ||
    (to === Number.POSITIVE_INFINITY && c1 === doc.childCount - 1)
  let beginsChunk = false
  for (let i = first + 1; i < last; i++) if (projection.beginsChunk(starts[i]!)) beginsChunk = true
  if (!inOneChunk || beginsChunk) {
    patchChunks(transaction, projection, c1, c2, to)
    return
  }

  const chunk = doc.child(c1)
  const base = posOfChild(doc, c1, 0) + 1
  const olds = chunk.content.content
  const i1 = projection.childAt(chunk, from)
  const i2 = to === Number.POSITIVE_INFINITY ? olds.length : lowerBound(olds, to, n => n.attrs.at as number)
  const news = projection.blocks(first, last)
  let same = 0
  while (same < news.length && i1 + same < i2 && news[same]!.eq(olds[i1 + same]!)) same++
  let tail = 0
  while (
    tail < news.length - same &&
    i2 - tail > i1 + same &&
    news[news.length - 1 - tail]!.eq(olds[i2 - 1 - tail]!)
  )
    tail++
  const gone = olds.slice(i1 + same, i2 - tail)
  const come = news.slice(same, news.length - tail)
  if (gone.length === 0 && come.length === 0) return
  const pos = posOfChild(chunk, i1 + same, base)
  if (gone.length === 1 && come.length === 1 && gone[0]!.sameMarkup(come[0]!)) {
    patchInline(transaction, pos, gone[0]!, come[0]!)
    return
  }
  transaction.replaceWith(pos, pos + gone.reduce((sum, n) => sum + n.nodeSize, 0), come)
}

/** Only what differs inside one block, so that the DOM of the rest stays as it is, under a caret and while composing. */
function patchInline(transaction: Transaction, pos: number, old: Node, now: Node): void {
  const start = old.content.findDiffStart(now.content)
  if (start === null) return
  const ends = old.content.findDiffEnd(now.content)!
  const overlap = Math.max(0, start - Math.min(ends.a, ends.b))
  transaction.replace(pos + 1 + start, pos + 1 + ends.a + overlap, now.slice(start, ends.b + overlap))
}

/** Whole chunks anew. A chunk whose own beginning is gone is replaced together with the one before it. */
function patchChunks(
  transaction: Transaction,
  projection: Projection,
  from: number,
  to: number,
  end: number,
): void {
  const { doc } = transaction
  const { structure } = projection.document
  let c1 = from
  while (c1 > 0 && structure.indexOfStart(doc.child(c1).attrs.at as number) < 0) c1--
  let c2 = to
  if (c2 < doc.childCount && doc.child(c2).attrs.at !== end) c2++
  while (c2 < doc.childCount && structure.indexOfStart(doc.child(c2).attrs.at as number) < 0) c2++
  const first = Math.max(0, structure.indexOfStart(doc.child(c1).attrs.at as number))
  const last =
    c2 < doc.childCount ? structure.indexOfStart(doc.child(c2).attrs.at as number) : structure.count
  transaction.replaceWith(posOfChild(doc, c1, 0), posOfChild(doc, c2, 0), projection.chunks(first, last))
}

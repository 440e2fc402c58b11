/**
 * What one Yjs transaction did to the layers, key by key, with the values before and after. It reads Yjs's own items,
 * because the public events leave out what is needed to judge a removal: what the removed record held.
 *
 * Everything here is to be asked between a transaction's end and Yjs's discarding of what it deleted, that is, in an
 * observer or on `afterTransaction`.
 */
import * as Y from 'yjs'

/** Any shared type, as far as we look into it: `_map` holds the newest item of each key, `_start` begins the list, and
 * `_item` is what holds the type itself (null for a root). */
export interface SharedType {
  readonly _map: ReadonlyMap<string, Y.Item>
  readonly _start: Y.Item | null
  readonly _item: Y.Item | null
}

/** The keys of a map that a transaction touched. */
export function keysChanged(map: SharedType, transaction: Y.Transaction): string[] {
  for (const [type, keys] of transaction.changed)
    if ((type as SharedType) === map) return [...keys].filter(key => key !== null)
  return []
}

/** The values of a map's key; undefined where it had, or has, none. */
export interface KeyChange {
  readonly before: unknown
  readonly after: unknown
}

/** What a transaction did to a key of a map; null where in the end it did nothing. */
export function keyChange(type: SharedType, key: string, transaction: Y.Transaction): KeyChange | null {
  const item = type._map.get(key)
  if (!item) return null
  const before = valueBefore(type, key, transaction)
  const after = item.deleted ? undefined : contentOf(item)
  return before === after ? null : { before, after }
}

/** The value that a key had when the transaction began. */
export function valueBefore(type: SharedType, key: string, transaction: Y.Transaction): unknown {
  let item: Y.Item | null = type._map.get(key) ?? null
  while (item && isAdded(item, transaction)) item = item.left
  if (!item) return undefined
  return !item.deleted || Y.isDeleted(transaction.deleteSet, item.id) ? contentOf(item) : undefined
}

function isAdded(item: Y.Item, transaction: Y.Transaction): boolean {
  return item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0)
}

/** What stands for `undefined` where a peer has set a key to that, so that it is not taken for a removal. */
const noValue = Symbol('undefined')

function contentOf(item: Y.Item): unknown {
  const value: unknown = item.content.getContent()[item.length - 1]
  return value === undefined ? noValue : value
}

/** Whether a map holds, under any key, more than the one value that is read. */
export function hasHiddenValues(type: SharedType): boolean {
  for (const item of type._map.values()) if (!item.deleted && item.length > 1) return true
  return false
}

/** Whether a key of a map holds more than the one value that is read. */
export function hidesValues(type: SharedType, key: string): boolean {
  const item = type._map.get(key)
  return item !== undefined && !item.deleted && item.length > 1
}

/** Whether a map has the key, or had it once. */
export function everHad(map: Y.Map<unknown>, key: string): boolean {
  return map._map.has(key)
}

/** The type that a type lies in, and the key or, in a list, null; null for a root. */
export function parentOf(
  type: SharedType,
): { readonly parent: SharedType; readonly key: string | null } | null {
  const item = type._item
  return item?.parent instanceof Y.AbstractType ? { parent: item.parent, key: item.parentSub } : null
}

export function isRemoved(type: SharedType): boolean {
  return type._item?.deleted ?? false
}

/** Whether a value is a plain Y.Map, and not one of the types that extend it. */
export function isMap(value: unknown): value is Y.Map<unknown> {
  return value instanceof Y.Map && value.constructor === Y.Map
}

/** Whether a value is a plain Y.Text, and not one of the types that extend it. */
export function isText(value: unknown): value is Y.Text {
  return value instanceof Y.Text && value.constructor === Y.Text
}

/** Whether a value is a plain Y.XmlFragment, and not an element. */
export function isFragment(value: unknown): value is Y.XmlFragment {
  return value instanceof Y.XmlFragment && value.constructor === Y.XmlFragment
}

/** Whether a map holds anything in the way that lists do; a map of ours never does. */
export function hasListContent(type: SharedType): boolean {
  for (let item = type._start; item; item = item.right) if (!item.deleted) return true
  return false
}

/** Of how many pieces a list or text consists, those counted that were deleted: Yjs may look at each when something is
 * inserted. */
export function piecesOf(type: SharedType): number {
  let count = 0
  for (let item = type._start; item; item = item.right) count++
  return count
}

/** Whether a list or text holds anything in the way that maps do. */
export function hasKeys(type: SharedType): boolean {
  for (const item of type._map.values()) if (!item.deleted) return true
  return false
}

/** What a text is made of, in order: strings, marks that begin or end (`value` null), and `other` for anything else. */
export type TextPart =
  | { readonly type: 'string' }
  | { readonly type: 'mark'; readonly key: string; readonly value: unknown }
  | { readonly type: 'other' }

export function* partsOf(text: Y.Text): Generator<TextPart> {
  for (let item = text._start; item; item = item.right) {
    if (item.deleted) continue
    const { content } = item
    if (content instanceof Y.ContentString) yield { type: 'string' }
    else if (content instanceof Y.ContentFormat)
      yield { type: 'mark', key: content.key, value: content.value as unknown }
    else yield { type: 'other' }
  }
}

/** Carrying over what stands on words without changing them: notes, names and spans. */
import type { EditedDocument } from '../document.js'
import { readSpan } from '../layers.js'
import { type Json, recordAt } from '../state.js'
import { fieldsOf } from '../telling.js'
import { canonical, type Span, type Witness } from '../witness.js'
import type { Grounds } from './ground.js'
import type { Load } from './load.js'
import { lossOf, placeIn } from './places.js'

/** `earlier` is the id of the earlier document: a reference to what has no place any more leads there. */
export function carryNotes(document: EditedDocument, grounds: Grounds, load: Load, earlier: string): void {
  const { layers } = document
  for (const id of layers.noteIds()) {
    const value = fieldsOf(recordAt(layers, 'notes', id))
    const note = document.notes.get(id)
    if (!note) {
      load.keep('notes', id, value, 'unreadable', [0, 0], { start: 0, end: 0 })
      continue
    }
    const { start, end, on } = note
    const bound = on === null ? undefined : load.of('corrections', on)
    const own = start < end ? placeIn(grounds, start, end) : null
    if (bound?.how === 'carried') {
      const { how, ...range } = own ?? { start: bound.start, end: bound.end, how: 'carried' as const }
      load.put('notes', id, { ...value, ...range }, range, { how })
    } else if (bound?.how === 'already' && bound.start < bound.end) {
      // The words that only the correction had are the witness's own now.
      const { on: _, ...rest } = value
      const range = { start: bound.start, end: bound.end }
      load.put('notes', id, { ...rest, ...range }, range, { how: 'reworded' })
    } else if (bound) load.keep('notes', id, value, 'bound', [start, end], bound)
    else if (own) {
      const { on: _, ...rest } = value
      const { how, ...range } = own
      load.put('notes', id, { ...rest, ...range }, range, { how })
    } else {
      const { why, where } = lossOf(grounds, start, end)
      load.keep('notes', id, value, on === null ? why : 'bound', [start, end], where)
    }
  }
  for (const [key, value] of load.state)
    if (key.startsWith('notes/')) load.state.set(key, withReferences(value, grounds, load, earlier))
    else if (key.startsWith('unplaced/notes/')) {
      const kept = fieldsOf(value)
      load.state.set(key, { ...kept, value: withReferences(kept.value!, grounds, load, earlier) })
    }
}

/** A note whose references into its own document lead to the same places. */
function withReferences(value: Json, grounds: Grounds, load: Load, earlier: string): Json {
  const walk = (list: Json | undefined): Json =>
    Array.isArray(list)
      ? list.map((node): Json => {
          const { name, attrs, content } = fieldsOf(node)
          if (name === 'ref')
            return { ...fieldsOf(node), attrs: referenceIn(fieldsOf(attrs), grounds, load, earlier) }
          return content === undefined ? node : { ...fieldsOf(node), content: walk(content) }
        })
      : (list ?? [])
  const note = fieldsOf(value)
  return 'body' in note ? { ...note, body: walk(note.body) } : value
}

function referenceIn(
  attrs: { readonly [key: string]: Json },
  grounds: Grounds,
  load: Load,
  earlier: string,
): Json {
  const { document = '', note, correction, start, end } = attrs
  if (document !== '' && document !== earlier) return attrs
  const { document: _, ...own } = attrs
  if (typeof note === 'string' || typeof correction === 'string') {
    const outcome =
      typeof note === 'string' ? load.of('notes', note) : load.of('corrections', String(correction))
    return outcome?.how === 'carried' || outcome?.how === 'reworded' ? own : { ...attrs, document: earlier }
  }
  const range = typeof start === 'number' && typeof end === 'number' ? placeIn(grounds, start, end) : null
  return range ? { ...own, start: range.start, end: range.end } : { ...attrs, document: earlier }
}

export function carryNames(document: EditedDocument, grounds: Grounds, load: Load): void {
  const { layers } = document
  for (const id of layers.names.keys()) {
    const value = fieldsOf(recordAt(layers, 'names', id))
    const name = document.names.get(id)
    if (!name) load.keep('names', id, value, 'unreadable', [0, 0], { start: 0, end: 0 })
    else carryRange('names', id, value, name, grounds, load)
  }
}

function carryRange(
  root: 'names' | 'spans',
  id: string,
  value: { readonly [key: string]: Json },
  { start, end }: { readonly start: number; readonly end: number },
  grounds: Grounds,
  load: Load,
  as = id,
): void {
  const found = placeIn(grounds, start, end)
  if (found) {
    const { how, ...range } = found
    load.put(root, id, { ...value, ...range }, range, { how, as })
  } else {
    const { why, where } = lossOf(grounds, start, end)
    load.keep(root, id, value, why, [start, end], where)
  }
}

/** Spans are added, or stand over one of the witness's own: then over that which the new witness has in its place. */
export function carrySpans(document: EditedDocument, to: Witness, grounds: Grounds, load: Load): void {
  const { layers, witness, length } = document
  const old = new Map(witness.spans.map(span => [span.id, span]))
  const taken = new Set(to.spans.map(span => span.id))
  for (const id of layers.spans.keys()) {
    const value = fieldsOf(recordAt(layers, 'spans', id))
    const overlay = readSpan(id, layers.spans.get(id), length)
    if (!overlay) {
      load.keep('spans', id, value, 'unreadable', [0, 0], { start: 0, end: 0 })
      continue
    }
    const own = old.get(id)
    const range = own ? placeIn(grounds, own.start, own.end) : null
    const counterpart = own && range && to.spans.find(span => span.type === own.type && meets(span, range))
    if (overlay.off) {
      if (counterpart && !load.isTaken('spans', counterpart.id))
        load.put('spans', id, value, counterpart, { as: counterpart.id })
      else {
        const { start, end } = own ?? { start: 0, end: 0 }
        load.keep('spans', id, value, 'already', [start, end], range ?? lossOf(grounds, start, end).where)
      }
      continue
    }
    const span = overlay.value
    const there = placeIn(grounds, span.start, span.end)
    const same = there && to.spans.find(s => s.type === span.type && meets(s, there) && says(s, span))
    if (same) load.keep('spans', id, value, 'already', [span.start, span.end], same)
    else {
      const isFree = counterpart && !load.isTaken('spans', counterpart.id)
      carryRange('spans', id, value, span, grounds, load, isFree ? counterpart.id : freeId(id, taken))
    }
  }
}

const meets = (a: { start: number; end: number }, b: { start: number; end: number }) =>
  a.start < b.end && b.start < a.end
const says = (a: Span, b: Span) => canonical(a.attrs ?? {}) === canonical(b.attrs ?? {})

/** An id that the new witness does not use for something of its own. */
export function freeId(id: string, taken: Set<string>): string {
  let free = id
  for (let n = 2; taken.has(free); n++) free = `${id}~${n}`
  taken.add(free)
  return free
}

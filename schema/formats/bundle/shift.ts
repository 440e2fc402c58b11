/** What a file has besides its text, moved to where its text begins in a longer one. */
import * as Y from 'yjs'
import { Layers } from '../../layers.js'
import { type Json, partsOfKey, type State, stateOf } from '../../state.js'
import type { Block, Milestone, Span, Witness } from '../../witness.js'

/** Structure `by` units further on; the ids of milestones and spans begin with `prefix`, tables count from `table`. */
export function shifted(
  { blocks, milestones, spans }: Witness,
  by: number,
  prefix: string,
  table: number,
): { blocks: Block[]; milestones: Milestone[]; spans: Span[] } {
  const id = (of: { readonly id: string }) => `${prefix}${of.id}`
  return {
    blocks: blocks.map(block => {
      const { table: n } = block.attrs
      const attrs = typeof n === 'number' ? { ...block.attrs, table: n + table } : block.attrs
      return { ...block, start: block.start + by, end: block.end + by, attrs }
    }),
    milestones: milestones.map(milestone => ({ ...milestone, id: id(milestone), at: milestone.at + by })),
    spans: spans.map(span => ({ ...span, id: id(span), start: span.start + by, end: span.end + by })),
  }
}

/** What layers say, `by` units further on, under ids that begin with `prefix`. `left` counts what has no place in a longer
 * text. */
export function shiftedState(update: Uint8Array, by: number, prefix: string): { state: State; left: number } {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const state = new Map<string, Json>()
  let left = 0
  for (const [key, value] of stateOf(new Layers(doc))) {
    const { root, record } = partsOfKey(key)!
    if (root === 'meta') continue
    const offset = Number.parseInt(record, 10)
    if (root === 'breaks') state.set(`${root}/${offset + by}`, value)
    else if (root === 'blockAttrs')
      state.set(`${root}/${offset + by}${record.slice(String(offset).length)}`, value)
    else if (moved.has(root))
      state.set(`${root}/${prefix}${record}`, further(value, by, prefix, root === 'milestones'))
    else left++
  }
  doc.destroy()
  return { state, left }
}

const moved: ReadonlySet<string> = new Set([
  'corrections',
  'decisions',
  'threads',
  'notes',
  'names',
  'milestones',
  'spans',
])

/** A record whose offsets (`start`, `end`, also in `seen`, and of a milestone `at`) and ids of others are moved. */
function further(value: Json, by: number, prefix: string, isPoint: boolean): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  const made: Record<string, Json> = {}
  for (const [name, part] of Object.entries(value as { readonly [key: string]: Json })) {
    const isOffset = name === 'start' || name === 'end' || (name === 'at' && isPoint)
    if (isOffset && typeof part === 'number') made[name] = part + by
    else if ((name === 'on' || name === 'parent') && typeof part === 'string') made[name] = `${prefix}${part}`
    else made[name] = name === 'seen' ? further(part, by, prefix, false) : part
  }
  return made
}

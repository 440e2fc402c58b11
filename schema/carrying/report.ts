/** What carrying over comes to, for whoever decides whether to do it: how alike the texts are, where they differ, and what
 * becomes of every record. */
import { z } from 'zod'
import { type Alignment, type DifferenceClass, differenceClasses } from '../align/index.js'
import { type Root, roots } from '../layers.js'
import { type Json, keyOf, type State } from '../state.js'
import { fieldsOf } from '../telling.js'
import { causes, readUnplaced } from '../unplaced.js'
import type { Carried } from './carry.js'
import type { Outcome } from './load.js'

const count = z.number()

/** What became of records of one part of the layers, counted. */
const counts = z.object({ carried: count, reworded: count, already: count, unplaced: count })

/** A record that was not carried onto the very same words. `words` is what it stood on, `reads` what a correction has in their
 * place, `now` what stands there in the new witness, if anything does; `why` is empty for what is reworded. */
const record = z.object({
  root: z.enum(roots),
  record: z.string(),
  how: z.enum(['reworded', 'already', 'unplaced']),
  why: z.enum([...causes, '']),
  by: z.string(),
  words: z.string(),
  before: z.string(),
  after: z.string(),
  reads: z.string().nullable(),
  now: z.string(),
})
export type CarriedRecord = z.infer<typeof record>

/** A place where the witnesses differ, with a few words round it. */
const difference = z.object({
  class: z.enum(differenceClasses),
  old: z.string(),
  new: z.string(),
  before: z.string(),
  after: z.string(),
})

/** `shared` is how much of the words of the old and of the new text stands, in the same order, in the other: 0 to 1. Of records and
 * differences at most a thousand are listed; `counts` and `differences.total` count all. */
export const carryReport = z
  .object({
    shared: z.object({ old: z.number(), new: z.number() }),
    counts: z.partialRecord(z.enum(roots), counts),
    records: z.array(record),
    differences: z.object({ total: count, shown: z.array(difference) }),
  })
  .meta({ id: 'CarryingOver' })
export type CarryReport = z.infer<typeof carryReport>

const most = 1_000
const context = 40
const longest = 400

/** Differences that say something else, not only in another form. */
const telling: ReadonlySet<DifferenceClass> = new Set(['words', 'punctuation', 'split', 'join'])

/** `before` is what the earlier layers said. */
export function reportOf(before: State, { state, outcomes }: Carried, alignment: Alignment): CarryReport {
  const { a, b, shared } = alignment
  const tally = new Map<Root, Record<Outcome['how'], number>>(
    roots
      .filter(root => root !== 'meta' && root !== 'unplaced')
      .map(root => [root, { carried: 0, reworded: 0, already: 0, unplaced: 0 }]),
  )
  for (const { root, how } of outcomes) tally.get(root)![how]++
  const listed = outcomes.filter(({ how }) => how !== 'carried').sort((x, y) => x.start - y.start)
  const found = alignment.differences.filter(d => telling.has(d.class))
  const short = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text)
  return {
    shared: { old: shared.a, new: shared.b },
    counts: Object.fromEntries(tally) as CarryReport['counts'],
    records: listed.slice(0, most).map(outcome => recordOf(outcome, before, state, a.text, b.text, short)),
    differences: {
      total: found.length,
      shown: found.slice(0, most).map(d => ({
        class: d.class,
        old: short(a.text.slice(d.a.start, d.a.end)),
        new: short(b.text.slice(d.b.start, d.b.end)),
        before: a.text.slice(Math.max(0, d.a.start - context), d.a.start),
        after: a.text.slice(d.a.end, d.a.end + context),
      })),
    },
  }
}

function recordOf(
  { root, record, how, start, end }: Outcome,
  before: State,
  state: State,
  old: string,
  text: string,
  short: (text: string) => string,
): CarriedRecord {
  const key = keyOf(root, record)
  const was = fieldsOf(before.get(key))
  const kept = readUnplaced(key, state.get(keyOf('unplaced', key)))
  const at = (value: Json | undefined) => (typeof value === 'number' ? Math.min(value, old.length) : 0)
  const [from, to] = [at(was.start), at(was.end)]
  return {
    root,
    record,
    how: how === 'carried' ? 'reworded' : how,
    why: how === 'reworded' || !kept ? '' : kept.why,
    by: typeof was.by === 'string' ? was.by : '',
    words: short(kept?.words ?? old.slice(from, to)),
    before: kept?.before.slice(-context) ?? old.slice(Math.max(0, from - context), from),
    after: kept?.after.slice(0, context) ?? old.slice(to, to + context),
    reads: root === 'corrections' && typeof was.text === 'string' ? was.text : null,
    now: how === 'unplaced' && kept?.why === 'gone' ? '' : short(text.slice(start, end)),
  }
}

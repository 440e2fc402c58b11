/** Deciding on what stands in a queue: what may be done to it, to many at once, and how that is undone. */

import { overlap } from '../../schema/corrections.js'
import type { Act } from '../../schema/decisions.js'
import { lowerBound } from '../../schema/ranges.js'
import { companyOf, keyOf, type QueueItem } from './queue-item.js'

/** A decision that somebody wants to make. */
export interface Deed {
  readonly item: QueueItem
  readonly act: Act
  readonly why: string
}

/** Who decides, whether the edition wants two persons for every correction, and what their role lets them do; as a
 * whole, unless `may` says less. */
export interface Decider {
  readonly me: string
  readonly twoPersons: boolean
  readonly may?: (deed: 'accept' | 'decide' | 'withdraw' | 'propose') => boolean
}

/** The deed that an act is, as a question of access. */
export function deedOf(act: Act): 'accept' | 'decide' | 'withdraw' {
  return act === 'accept' || act === 'withdraw' ? act : 'decide'
}

/** Why a person cannot decide so on a correction, as a sentence; null where they can. */
export function hindrance(item: QueueItem, act: Act, { me, twoPersons, may }: Decider): string | null {
  // Who withdrew a proposal may put it forward again.
  const isBack = act === 'reopen' && item.decision?.act === 'withdraw' && item.decision.by === me
  if (may && !may(isBack ? 'withdraw' : deedOf(act)))
    return 'Your role here does not let you decide: ask an owner.'
  switch (act) {
    case 'accept':
      if (item.standing === 'accepted') return 'It is accepted already.'
      if (item.standing === 'withdrawn') return 'It has been withdrawn.'
      if (twoPersons && item.by === me)
        return 'This edition asks for two persons: somebody else accepts what you proposed.'
      return null
    case 'reject':
      if (item.standing === 'rejected') return 'It is rejected already.'
      return item.standing === 'withdrawn' ? 'It has been withdrawn.' : null
    case 'reopen':
      return item.standing === 'proposed' ? 'It is open.' : null
    case 'withdraw':
      if (item.by !== me) return 'Only its author withdraws it.'
      return item.standing === 'withdrawn' ? 'It has been withdrawn.' : null
  }
}

/** What will come of deciding alike on many: what is done, and what is left alone and why, with how many there are. */
export interface Plan {
  readonly act: Act
  readonly deeds: readonly Deed[]
  readonly left: readonly { readonly why: string; readonly count: number }[]
}

const rivalry =
  'They compete with one another: accepting all would supersede all but one. Decide between them singly.'

const closed = 'They are decided on already. What is open is decided together; the rest singly.'

/** `items` decided on with one `act`. Where some of them are open, only those: nobody overturns verdicts by the way. Competing proposals are not accepted in bulk: their order would decide. */
export function planOf(items: readonly QueueItem[], act: Act, why: string, decider: Decider): Plan {
  const deeds: Deed[] = []
  const left = new Map<string, number>()
  const companies = new Map<string, number>()
  const someOpen = items.some(item => item.standing === 'proposed')
  const isClosed = (item: QueueItem) => someOpen && item.standing !== 'proposed'
  if (act === 'accept')
    for (const item of items)
      if (!isClosed(item) && item.rivals !== '' && hindrance(item, act, decider) === null)
        companies.set(companyOf(item), (companies.get(companyOf(item)) ?? 0) + 1)
  for (const item of items) {
    const rival = item.rivals !== '' && (companies.get(companyOf(item)) ?? 0) > 1 ? rivalry : null
    const no = isClosed(item) ? closed : (hindrance(item, act, decider) ?? rival)
    if (no === null) deeds.push({ item, act, why })
    else left.set(no, (left.get(no) ?? 0) + 1)
  }
  return { act, deeds, left: [...left].map(([why, count]) => ({ why, count })) }
}

/** The accepted corrections, shown or not, that acceptances will supersede. `all` is what the queue holds before any filter. */
export function supersededBy(deeds: readonly Deed[], all: readonly QueueItem[]): readonly QueueItem[] {
  const own = new Set(deeds.map(deed => keyOf(deed.item)))
  const accepted = new Map<string, QueueItem[]>()
  for (const item of all) {
    if (item.standing !== 'accepted' || own.has(keyOf(item))) continue
    const there = accepted.get(item.document)
    if (there) there.push(item)
    else accepted.set(item.document, [item])
  }
  for (const there of accepted.values()) there.sort((a, b) => a.start - b.start || a.end - b.end)
  const lost = new Set<QueueItem>()
  for (const { item, act } of deeds) {
    const there = act === 'accept' ? (accepted.get(item.document) ?? []) : []
    // What holds does not overlap, so that its ends are in order as its beginnings are.
    let at = lowerBound(there, item.start, other => other.start)
    while (at > 0 && there[at - 1]!.end > item.start) at--
    for (; at < there.length && there[at]!.start <= item.end; at++)
      if (overlap(item, there[at]!)) lost.add(there[at]!)
  }
  return [...lost]
}

/** What takes deeds back. Decisions are never erased: each gets a new one, which restores what stood before. What has
 * been decided anew since by somebody else stays as they decided, and is counted in `left`. `now` finds an item as it is. */
export function undoOf(
  deeds: readonly Deed[],
  now: (key: string) => QueueItem | undefined,
  decider: Decider,
): { readonly deeds: readonly Deed[]; readonly left: number } {
  const back: Deed[] = []
  for (const { item, act } of deeds) {
    const current = now(keyOf(item))
    if (!current?.decision || current.decision.by !== decider.me || current.decision.act !== act) continue
    const before = actThatGave(item)
    const again = before !== null && hindrance(current, before, decider) === null ? before : 'reopen'
    back.push({ item: current, act: again, why: 'undone' })
  }
  return { deeds: back, left: deeds.length - back.length }
}

function actThatGave({ standing }: QueueItem): Act | null {
  switch (standing) {
    case 'accepted':
    case 'superseded':
      return 'accept'
    case 'rejected':
      return 'reject'
    case 'withdrawn':
      return 'withdraw'
    case 'proposed':
      return null
  }
}

const done: Readonly<Record<Act, string>> = {
  accept: 'accepted',
  reject: 'rejected',
  reopen: 'reopened',
  withdraw: 'withdrawn',
}

/** "Accepted: Ugeki ] Ugaki", or of many "214 accepted". */
export function saidOf(deeds: readonly Deed[], show: (item: QueueItem) => string): string {
  const [first] = deeds
  if (!first) return 'Nothing was decided'
  const word = done[first.act]
  if (deeds.length > 1) return `${deeds.length.toLocaleString('en')} ${word}`
  return `${word[0]!.toUpperCase()}${word.slice(1)}: ${show(first.item)}`
}

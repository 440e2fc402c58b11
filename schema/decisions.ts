/** Decisions on corrections. They are appended and never changed; the newest one on a correction counts. */
import { compareIds } from './ids.js'
import type { Reading } from './words.js'

export const acts = ['accept', 'reject', 'reopen', 'withdraw'] as const
export type Act = (typeof acts)[number]

/** `on` is a correction's id, `why` may be empty, `at` counts milliseconds since 1970. `seen` is what the correction said
 * when it was decided on: an acceptance or rejection holds only as long as it still says that (in whole words), so that
 * nobody has accepted what they did not read. Without `seen` it holds whatever the correction says. */
export interface Decision {
  readonly id: string
  readonly on: string
  readonly act: Act
  readonly by: string
  readonly at: number
  readonly why: string
  readonly seen?: Reading
}

/** The decision that counts for each correction: the newest, and of two equally new ones the greater id. */
export function latestDecisions(decisions: Iterable<Decision>): Map<string, Decision> {
  const latest = new Map<string, Decision>()
  for (const decision of decisions) {
    const known = latest.get(decision.on)
    if (!known || isNewer(decision, known)) latest.set(decision.on, decision)
  }
  return latest
}

export function isNewer(a: Decision, b: Decision): boolean {
  return a.at > b.at || (a.at === b.at && compareIds(a.id, b.id) > 0)
}

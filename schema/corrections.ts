/** Corrections: what they are, what has been decided about them, and which of them hold. */
import type { Decision } from './decisions.js'
import { latestDecisions } from './decisions.js'
import { compareIds } from './ids.js'
import { wholeWords } from './words.js'

/** *transcription*: the transcriber misread the source; *emendation*: the source itself is wrong; *regularization*:
 * spelling made uniform; *expansion*: an abbreviation written out; *supplied*: omitted or damaged in the source;
 * *surplus*: standing in the source by mistake. */
export const correctionKinds = [
  'transcription',
  'emendation',
  'regularization',
  'expansion',
  'supplied',
  'surplus',
] as const
export type CorrectionKind = (typeof correctionKinds)[number]

export const evidences = ['internal', 'external', 'conjecture'] as const
export type Evidence = (typeof evidences)[number]

export const certainties = ['high', 'medium', 'low', 'unknown'] as const
export type Certainty = (typeof certainties)[number]

/** One correction: the witness text from `start` to `end` should read `text`. `start === end` is an addition; then
 * `side` says whether it belongs to what stands before (-1) or after (1) the offset, which matters at a block's edge.
 * In `text` a newline is a line break and U+2029 begins a new block. `at` counts milliseconds since 1970. */
export interface Correction {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly side: -1 | 1
  readonly text: string
  readonly kind: CorrectionKind
  readonly reason: string
  readonly evidence: Evidence | ''
  /** Where the evidence is found, as a citation; empty where none is needed. */
  readonly citation?: string
  readonly certainty: Certainty
  readonly by: string
  readonly at: number
  /** The correction of somebody else that this one competes with, if it grew out of one. */
  readonly parent: string | null
}

/** What U+2029 (paragraph separator) means in a correction's text: a new block begins here. */
export const blockSeparator = '\u2029'

/** `superseded`: accepted, but a newer accepted correction covers the same text. */
export const standings = ['proposed', 'accepted', 'rejected', 'withdrawn', 'superseded'] as const
export type Standing = (typeof standings)[number]

export interface Resolution {
  /** Every correction's standing, by id. */
  readonly standings: ReadonlyMap<string, Standing>
  /** The accepted corrections that hold, in text order, none overlapping another. */
  readonly winners: readonly Correction[]
  /** The ids of all corrections that were ever decided on. */
  readonly decided: ReadonlySet<string>
}

/** Decides which corrections hold. Pure: the same corrections and decisions, in any order, give the same result on
 * every peer. The newest acceptance goes first; whatever it overlaps is superseded. A correction that has been changed
 * since it was decided on is a proposal again. `witness` is the witness text. */
export function resolve(
  corrections: Iterable<Correction>,
  decisions: Iterable<Decision>,
  witness: string,
): Resolution {
  const latest = latestDecisions(decisions)
  const standings = new Map<string, Standing>()
  const accepted: { correction: Correction; decision: Decision }[] = []
  for (const correction of corrections) {
    const decision = latest.get(correction.id)
    const standing =
      decision && !isOutdated(decision, correction, witness) ? standingAfter(decision) : 'proposed'
    standings.set(correction.id, standing)
    if (standing === 'accepted') accepted.push({ correction, decision: decision! })
  }
  accepted.sort((a, b) => b.decision.at - a.decision.at || compareIds(b.decision.id, a.decision.id))
  const held = new Ranges()
  for (const { correction } of accepted) {
    if (!held.add(correction)) standings.set(correction.id, 'superseded')
  }
  return { standings, winners: held.inOrder, decided: new Set(latest.keys()) }
}

/** Whether a correction says something else than what was accepted or rejected. */
export function isOutdated({ act, seen }: Decision, correction: Correction, witness: string): boolean {
  if (!seen || (act !== 'accept' && act !== 'reject')) return false
  const then = wholeWords(seen, witness)
  const now = wholeWords(correction, witness)
  return then.start !== now.start || then.end !== now.end || then.text !== now.text
}

function standingAfter({ act }: Decision): Standing {
  switch (act) {
    case 'accept':
      return 'accepted'
    case 'reject':
      return 'rejected'
    case 'withdraw':
      return 'withdrawn'
    default:
      return 'proposed'
  }
}

/** Whether two corrections cannot both hold. Additions at one offset can: they are shown one after the other. */
export function overlap(a: Pick<Correction, 'start' | 'end'>, b: Pick<Correction, 'start' | 'end'>): boolean {
  if (a.start === a.end) return b.start < a.start && a.start < b.end
  if (b.start === b.end) return a.start < b.start && b.start < a.end
  return a.start < b.end && b.start < a.end
}

/** Text order; corrections of one place by id, so that every peer shows them alike. */
export function compareCorrections(a: Correction, b: Correction): number {
  return a.start - b.start || a.end - b.end || compareIds(a.id, b.id)
}

/** Corrections in text order of which no two overlap. */
class Ranges {
  readonly inOrder: Correction[] = []

  /** False, and nothing added, where the correction overlaps one that is in. */
  add(correction: Correction): boolean {
    let low = 0
    let high = this.inOrder.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareCorrections(this.inOrder[middle]!, correction) < 0) low = middle + 1
      else high = middle
    }
    // Members do not overlap each other, but additions share offsets with their neighbours: look past those.
    for (let i = low - 1; i >= 0; i--) {
      const other = this.inOrder[i]!
      if (overlap(other, correction)) return false
      if (other.end > other.start) break
    }
    for (let i = low; i < this.inOrder.length && this.inOrder[i]!.start <= correction.end; i++) {
      if (overlap(this.inOrder[i]!, correction)) return false
    }
    this.inOrder.splice(low, 0, correction)
    return true
  }
}

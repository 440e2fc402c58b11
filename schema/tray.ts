/** The tray: whatever was withdrawn, superseded, rejected or removed, and how it is brought back. Nothing vanishes. */
import type { Correction, CorrectionKind, Evidence, Standing } from './corrections.js'
import { type Decision, latestDecisions } from './decisions.js'
import type { EditedDocument } from './document.js'
import type { Removed } from './history.js'
import { can, noDemands } from './people.js'
import { type Doing, deedOf, type Restorer } from './restoring.js'
import { type Json, keyOf } from './state.js'

/** A correction that is on record and does not hold. `decision` is the newest one on it. */
export interface SetAside {
  readonly correction: Correction
  readonly standing: Exclude<Standing, 'proposed' | 'accepted'>
  readonly decision: Decision | null
}

/** Every correction that was rejected, withdrawn or superseded, the latest decided first. */
export function setAsideIn(document: EditedDocument): SetAside[] {
  const latest = latestDecisions(document.layers.allDecisions())
  const found: SetAside[] = []
  for (const correction of document.corrections.values()) {
    const standing = document.standing(correction.id)
    if (standing === 'proposed' || standing === 'accepted') continue
    found.push({ correction, standing, decision: latest.get(correction.id) ?? null })
  }
  return found.sort((a, b) => (b.decision?.at ?? 0) - (a.decision?.at ?? 0))
}

/** What brings a correction back: a rejected one, and one's own withdrawn one, is reopened; a superseded one accepted
 * anew; what somebody else withdrew is theirs to reopen and is proposed anew, with its author as parent (V5). Empty
 * where the person may not. */
export function bringBack(
  { correction, standing }: SetAside,
  document: EditedDocument,
  restorer: Restorer,
): Doing[] {
  const { id, by, start, end, text } = correction
  const { person, now, newId, why, demands = noDemands, role = 'owner' } = restorer
  if (standing === 'withdrawn' && by !== person)
    return [
      {
        does: 'propose',
        correction: { ...correction, id: newId(), by: person, at: now, parent: id },
        about: id,
      },
    ]
  const decisions = document.decisionsOn(id)
  const act = standing === 'superseded' ? 'accept' : 'reopen'
  if (!can({ id: person, role }, deedOf(act), { by, decisions }, demands)) return []
  const at = Math.max(now, ...decisions.map(d => d.at + 1))
  const seen = { start, end, text }
  return [{ does: 'decide', decision: { id: newId(), on: id, act, by: person, at, why, seen }, about: id }]
}

/** What brings back something that was removed. One's own is what it was, under its own name, unless somebody else had
 * decided on it (G8); anybody else's becomes a new proposal or note of the person's own, which names the correction of
 * the other as its parent, or says at its end `credit` (V5). */
export function bringBackRemoved(
  removed: Removed,
  document: EditedDocument,
  restorer: Restorer,
  credit: string,
): Doing[] {
  const { root, id, value } = removed
  const { person, now, newId } = restorer
  const isFree = value.by === person && document.decisionsOn(id).every(d => d.by === person)
  const name = isFree ? id : newId()
  if (root === 'corrections') {
    const correction = correctionOf(value, name, restorer, id)
    return correction ? [{ does: 'propose', correction, about: id }] : []
  }
  const body: readonly Json[] = Array.isArray(value.body) ? value.body : []
  const thanks: Json[] =
    value.by === person || credit === '' ? [] : [{ name: 'paragraph', content: [{ text: credit }] }]
  const note = { ...value, by: person, at: now, body: [...body, ...thanks] }
  return [{ does: 'write', key: keyOf('notes', name), value: note, about: id }]
}

/** A removed record as a correction; null where it cannot be read as one. */
export function correctionOf(
  value: Removed['value'],
  id: string,
  { person, now }: Pick<Restorer, 'person' | 'now'>,
  was: string,
): Correction | null {
  const { start, end, text, kind, reason, evidence, citation, certainty, by, parent } = value
  if (typeof start !== 'number' || typeof end !== 'number' || typeof text !== 'string') return null
  const old = typeof parent === 'string' ? parent : null
  return {
    id,
    start,
    end,
    side: value.side === 1 ? 1 : -1,
    text,
    kind: (kind as CorrectionKind | undefined) ?? 'emendation',
    reason: typeof reason === 'string' ? reason : '',
    evidence: (evidence as Evidence | undefined) ?? '',
    ...(typeof citation === 'string' ? { citation } : {}),
    certainty: (certainty as Correction['certainty'] | undefined) ?? 'unknown',
    by: person,
    at: now,
    parent: by === person ? old : was,
  }
}

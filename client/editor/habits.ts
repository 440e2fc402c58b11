/** Habits: how one person likes to work, kept by the browser. Where it keeps nothing, the usual way holds. */

import { type CorrectionKind, correctionKinds } from '../../schema/corrections.js'

const aloneKey = 'corrigenda.accepts-own'
const kindKey = 'corrigenda.working-kind'

/** Whether one's own corrections count as accepted as soon as one leaves them. */
export function worksAlone(): boolean {
  try {
    return localStorage.getItem(aloneKey) === 'yes'
  } catch {
    return false
  }
}

export function setWorksAlone(alone: boolean): void {
  try {
    localStorage.setItem(aloneKey, alone ? 'yes' : 'no')
  } catch {
    // A browser that keeps nothing forgets this with the page.
  }
}

/** The kind of a new correction, where this person has chosen one: whoever proofreads against the scan makes
 * transcriptions all day. Null where the edition's usual kind holds. */
export function workingKind(): CorrectionKind | null {
  try {
    const kept = localStorage.getItem(kindKey)
    return correctionKinds.find(kind => kind === kept) ?? null
  } catch {
    return null
  }
}

export function keepWorkingKind(kind: CorrectionKind): void {
  try {
    localStorage.setItem(kindKey, kind)
  } catch {
    // As above.
  }
}

/** Habits: how one person likes to work, kept by the browser. Where it keeps nothing, the usual way holds. */

const aloneKey = 'corrigenda.accepts-own'

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

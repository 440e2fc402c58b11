/** The names of the people whose ids stand in corrections, decisions and notes. */
import { useCallback, useEffect } from 'react'
import { people } from './api.js'
import { identity } from './identity.js'
import { useValue, Value } from './value.js'

const names = new Value<ReadonlyMap<string, string>>(new Map())
const sigla = new Value<ReadonlyMap<string, string>>(new Map())

/** The server is asked for names at most so often, in milliseconds. */
const often = 5_000
/** The ids that the screen would name, and how often an answer had no name for one. */
const wanted = new Set<string>()
const unknown = new Map<string, number>()
/** Who has no name after so many answers has none. */
const patience = 3
let asked = Number.NEGATIVE_INFINITY
let isWaiting = false

/** Asks the server for the names, when an id turns up that nobody has named: at once or, where it was asked just before,
 * as soon as it may be asked again. */
export function loadNames(): void {
  const wait = asked + often - performance.now()
  if (wait > 0) {
    if (isWaiting) return
    isWaiting = true
    setTimeout(() => {
      isWaiting = false
      loadNames()
    }, wait)
    return
  }
  asked = performance.now()
  people()
    .then(list => {
      const known = new Map(list.map(({ id, name }) => [id, name]))
      for (const id of wanted) if (!known.has(id)) unknown.set(id, (unknown.get(id) ?? 0) + 1)
      wanted.clear()
      names.set(known)
      sigla.set(new Map(list.map(({ id, initials }) => [id, initials])))
    })
    .catch(() => {
      // Without an answer people are shown as "somebody" until the next look.
    })
}

/** Has somebody named, as soon as the server may be asked; not for ever. */
export function want(id: string): void {
  if ((unknown.get(id) ?? 0) >= patience) return
  wanted.add(id)
  loadNames()
}

/** A way to name people. The person at this screen is "You". */
export function useNames(): (id: string) => string {
  const known = useValue(names)
  const me = useValue(identity)
  return id => {
    if (id === me?.id) return 'You'
    if (id === '') return 'The program'
    const name = known.get(id)
    if (name === undefined) want(id)
    return name ?? 'Somebody'
  }
}

/** The same by everybody's own name, as it is printed. The function is the same one until a name changes. */
export function usePrintedNames(): (id: string) => string {
  const known = useValue(names)
  const me = useValue(identity)
  useEffect(loadNames, [])
  return useCallback((id: string) => (id === me?.id ? me.name : (known.get(id) ?? id)), [known, me])
}

/** The initials that people have chosen; empty where they are made of the name. */
export function useInitials(): (id: string) => string {
  const known = useValue(sigla)
  useEffect(loadNames, [])
  return useCallback((id: string) => known.get(id) ?? '', [known])
}

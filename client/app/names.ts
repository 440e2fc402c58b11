/** The names of the people whose ids stand in corrections, decisions and notes. */
import { useCallback, useEffect } from 'react'
import { people } from './api.js'
import { identity } from './identity.js'
import { useValue, Value } from './value.js'

const names = new Value<ReadonlyMap<string, string>>(new Map())
const sigla = new Value<ReadonlyMap<string, string>>(new Map())
let asked = 0

/** Asks the server for the names; again at most every five seconds, when an id turns up that nobody has named. */
export function loadNames(): void {
  const now = Date.now()
  if (now - asked < 5_000) return
  asked = now
  people()
    .then(list => {
      names.set(new Map(list.map(({ id, name }) => [id, name])))
      sigla.set(new Map(list.map(({ id, initials }) => [id, initials])))
    })
    .catch(() => {
      // Without an answer people are shown as "somebody" until the next look.
    })
}

/** A way to name people. The person at this screen is "You". */
export function useNames(): (id: string) => string {
  const known = useValue(names)
  const me = useValue(identity)
  return id => {
    if (id === me?.id) return 'You'
    if (id === '') return 'The program'
    const name = known.get(id)
    if (name === undefined) loadNames()
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

/** Presence: who else has the document open, and where they are in it. */
import { useMemo, useSyncExternalStore } from 'react'
import type { Awareness } from 'y-protocols/awareness'
import { type Place, readPlace } from '../editor/place.js'

/** `client` is the connection: one person with two windows is two peers. */
export interface Peer {
  readonly client: number
  readonly id: string
  readonly name: string
  readonly color: string
  readonly place: Place | null
}

/** Dark enough for white text on them (contrast 4.5 and more), far enough apart to tell. */
const colors = [
  '#1f7a6b',
  '#7a4a1f',
  '#3d3f8f',
  '#8a2f5d',
  '#2f6b1f',
  '#6b3fa0',
  '#93451a',
  '#1f5f8f',
  '#5b5b1a',
  '#8f2f2f',
]

/** The same person has the same colour on every screen. */
export function colorOf(person: string): string {
  let sum = 0
  for (const letter of person) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0
  return colors[sum % colors.length]!
}

/** Two letters to stand for a name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const letters =
    words.length > 1 ? [words[0]!, words.at(-1)!].map(w => [...w][0]) : [...(words[0] ?? '?')].slice(0, 2)
  return letters.join('').toUpperCase()
}

export function peersOf(awareness: Awareness): Peer[] {
  const peers: Peer[] = []
  for (const [client, state] of awareness.getStates()) {
    if (client === awareness.clientID) continue
    const person: unknown = state.person
    if (person === null || typeof person !== 'object') continue
    const { id, name } = person as Record<string, unknown>
    if (typeof id !== 'string' || typeof name !== 'string') continue
    peers.push({ client, id, name, color: colorOf(id), place: readPlace(state.place) })
  }
  return peers.sort((a, b) => a.client - b.client)
}

/** The peers, followed. */
export function usePeers(awareness: Awareness): readonly Peer[] {
  const store = useMemo(() => {
    let peers = peersOf(awareness)
    return {
      get: () => peers,
      subscribe: (listener: () => void) => {
        const update = () => {
          peers = peersOf(awareness)
          listener()
        }
        awareness.on('change', update)
        update()
        return () => awareness.off('change', update)
      },
    }
  }, [awareness])
  return useSyncExternalStore(store.subscribe, store.get)
}

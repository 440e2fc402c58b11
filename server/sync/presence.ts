/** Who is where: the awareness states of a room's connections. One client id a connection, under the name that the
 * person's cookie gives; what a client says about others is passed over, as the stock client repeats it innocently. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** The connection that a state belongs to. */
export interface Present {
  readonly person: { readonly id: string; readonly name: string }
}

interface State {
  readonly owner: Present
  readonly clock: number
  /** JSON, or null for one who left and of whom the others are yet to hear. */
  readonly json: string | null
}

/** More states than a room has people are not sent in one message. */
const maxStates = 10_000

export class Presence {
  private readonly states = new Map<number, State>()
  private readonly clients = new Map<Present, number>()
  private changed = new Set<number>()

  /** `maxSize` is the most that one state may hold, in characters of JSON. */
  constructor(private readonly maxSize: number) {}

  /** Takes over what `owner` says about itself. Throws on malformed bytes. */
  update(owner: Present, bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes)
    const count = decoding.readVarUint(decoder)
    if (count > maxStates) throw new Error('too many awareness states')
    for (let i = 0; i < count; i++) {
      const client = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      const json = decoding.readVarString(decoder)
      this.set(owner, client, clock, json)
    }
  }

  private set(owner: Present, client: number, clock: number, json: string): void {
    if (!Number.isSafeInteger(client) || !Number.isSafeInteger(clock)) throw new Error('an absurd clock')
    const known = this.states.get(client)
    if (known && known.owner !== owner) {
      // The same tab may come back before its old socket is known to be dead; anybody else's state is not this one's.
      if (known.owner.person.id !== owner.person.id || clock < known.clock) return
    }
    if (known && clock < known.clock) return
    const state = json === 'null' ? null : this.named(owner, json)
    if (state === undefined || (state === null && !known)) return
    const before = this.clients.get(owner)
    if (before !== undefined && before !== client) {
      if (state === null) return
      this.drop(before)
    }
    if (known && known.owner !== owner) this.clients.delete(known.owner)
    this.clients.set(owner, client)
    this.states.set(client, { owner, clock, json: state })
    this.changed.add(client)
  }

  /** The state under its owner's own name; undefined where it is none of a size and shape that is passed on. */
  private named(owner: Present, json: string): string | undefined {
    if (json.length > this.maxSize) return undefined
    const state: unknown = JSON.parse(json)
    if (state === null || typeof state !== 'object' || Array.isArray(state)) return undefined
    const user = 'user' in state && state.user !== null && typeof state.user === 'object' ? state.user : {}
    if ('id' in user && user.id !== owner.person.id) return undefined
    return JSON.stringify({ ...state, user: { ...user, id: owner.person.id, name: owner.person.name } })
  }

  /** Says goodbye for a connection. */
  leave(owner: Present): void {
    const client = this.clients.get(owner)
    this.clients.delete(owner)
    if (client !== undefined) this.drop(client)
  }

  /** The clock stays as it is: y-protocols takes an equal clock with no state for a goodbye. */
  private drop(client: number): void {
    const known = this.states.get(client)
    if (!known) return
    this.states.set(client, { ...known, json: null })
    this.changed.add(client)
  }

  /** Everybody's state, encoded as y-protocols does; null where nobody is here. */
  all(): Uint8Array | null {
    const clients = [...this.states].filter(([, state]) => state.json !== null).map(([client]) => client)
    return clients.length > 0 ? this.encode(clients) : null
  }

  get hasChanges(): boolean {
    return this.changed.size > 0
  }

  /** What has changed since it was last taken, in one message. */
  takeChanges(): Uint8Array | null {
    if (this.changed.size === 0) return null
    const clients = [...this.changed]
    this.changed = new Set()
    const message = this.encode(clients)
    for (const client of clients) if (this.states.get(client)?.json === null) this.forget(client)
    return message
  }

  private forget(client: number): void {
    const state = this.states.get(client)
    this.states.delete(client)
    if (state && this.clients.get(state.owner) === client) this.clients.delete(state.owner)
  }

  private encode(clients: readonly number[]): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, clients.length)
    for (const client of clients) {
      const state = this.states.get(client)!
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, state.clock)
      encoding.writeVarString(encoder, state.json ?? 'null')
    }
    return encoding.toUint8Array(encoder)
  }
}

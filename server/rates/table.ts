/** How much of what is taken from one address and from one person. */

/** What is counted. `read` is every question to the interface, the others are what costs more; `socket` is the opening
 * of a connection to a document. */
export const actions = ['read', 'write', 'import', 'export', 'socket'] as const
export type Action = (typeof actions)[number]

/** So many within so many seconds. An institution often has one address for all its people. */
export interface Rate {
  readonly address: number
  readonly person: number
  readonly seconds: number
}

/** So many attempts to come in go through at once; after each further one, the wait for the next doubles. `pair` counts
 * those from one address for one account, `account` those for one account from anywhere. */
export interface Patience {
  readonly pair: number
  readonly account: number
  readonly address: number
}

/** What is tried: a password at the door, one's own password inside, the secret of an invitation or a reset link, a
 * letter with a reset link. */
export type Attempt = 'sign-in' | 'password' | 'ticket' | 'letter'

export interface RateTable {
  readonly actions: Readonly<Record<Action, Rate>>
  readonly attempts: Readonly<Record<Attempt, Patience>>
  /** Connections to documents at one time. */
  readonly sockets: { readonly address: number; readonly person: number }
  /** Messages with changes, presence or questions on one socket in a second; who sends more is read from more slowly. */
  readonly messages: number
}

/** For a server that the world can reach. A page asks for about ten things when it opens and writes a few times a
 * minute; typing goes by the socket, in 10 to 30 messages a second. */
export const worldRates: RateTable = {
  actions: {
    read: { address: 900, person: 450, seconds: 10 },
    write: { address: 300, person: 100, seconds: 10 },
    import: { address: 120, person: 60, seconds: 60 },
    // The export dialog shows what each choice comes to: somebody who tries them all asks every second or so.
    export: { address: 360, person: 120, seconds: 60 },
    socket: { address: 600, person: 120, seconds: 60 },
  },
  attempts: {
    'sign-in': { pair: 5, account: 50, address: 30 },
    password: { pair: 5, account: 20, address: 60 },
    // Of links that are not known alone: a whole class may open its invitations in one room.
    ticket: { pair: 60, account: 60, address: 60 },
    letter: { pair: 3, account: 5, address: 40 },
  },
  sockets: { address: 1_000, person: 60 },
  messages: 500,
}

/** For one's own machine: so wide that nobody meets them but a program run wild. */
export const homeRates: RateTable = widened(worldRates, 100)

function widened({ actions, attempts, sockets, messages }: RateTable, times: number): RateTable {
  const each = <K extends string, V extends object>(of: Readonly<Record<K, V>>) =>
    Object.fromEntries(
      Object.entries<V>(of).map(([name, numbers]) => [
        name,
        Object.fromEntries(
          Object.entries<number>(numbers as Record<string, number>).map(([key, value]) => [
            key,
            key === 'seconds' ? value : value * times,
          ]),
        ),
      ]),
    ) as Record<K, V>
  return {
    actions: each(actions),
    attempts: each(attempts),
    ...each({ sockets }),
    messages: messages * times,
  }
}

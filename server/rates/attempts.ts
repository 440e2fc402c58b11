/** Attempts to come in: whoever guesses is made to wait, twice as long each time. */
import type { IncomingMessage } from 'node:http'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { addressOf } from '../auth/sessions.js'
import { networkOf } from './network.js'
import { TooMany } from './rates.js'
import type { Attempt, Patience, RateTable } from './table.js'

/** How long attempts are remembered, in seconds. */
const memory = 24 * 60 * 60

/** The first wait, and the longest, in milliseconds. Whoever is attacked from everywhere must not be locked out for
 * hours: for an account as such the longest is shorter, and a browser that has signed in stays so in any case. */
const firstWait = 30_000
const longestWait: Readonly<Record<keyof Patience, number>> = {
  pair: 60 * 60_000,
  address: 60 * 60_000,
  account: 15 * 60_000,
}

const words: Readonly<Record<Attempt, string>> = {
  'sign-in': 'Too many attempts to sign in.',
  password: 'Too many attempts with a wrong password.',
  ticket: 'Too many attempts to open a link.',
  letter: 'Too many letters were asked for.',
}

interface Counter {
  readonly kind: keyof Patience
  readonly free: number
  readonly counted: RateLimiterMemory
  /** Until when a key has to wait, in milliseconds since 1970; entries that have passed are dropped as they are met. */
  readonly waits: Map<string, number>
}

/** So many keys are made to wait at a time; past that the oldest is let go. */
const mostWaits = 100_000

export class Attempts {
  private readonly counters: ReadonlyMap<Attempt, readonly Counter[]>

  private last: Promise<void> = Promise.resolve()

  constructor(
    { attempts }: RateTable,
    private readonly clock: () => number = Date.now,
  ) {
    this.counters = new Map(
      Object.entries(attempts).map(([what, patience]) => [
        what as Attempt,
        (['pair', 'account', 'address'] as const).map(kind => ({
          kind,
          free: patience[kind],
          counted: new RateLimiterMemory({ points: patience[kind], duration: memory }),
          waits: new Map<string, number>(),
        })),
      ]),
    )
  }

  /** Counts an attempt before it is made. `account` is whom it is for, a mail address or an id, empty where that is not
   * known. Throws `TooMany` where one has to wait; then nothing is counted. */
  attempt(what: Attempt, request: IncomingMessage, account: string): Promise<void> {
    // One after the other: of many at once each is to be counted before the next is looked at.
    const attempted = this.last.then(() => this.counted(what, request, account))
    this.last = attempted.catch(() => {})
    return attempted
  }

  private async counted(what: Attempt, request: IncomingMessage, account: string): Promise<void> {
    const now = this.clock()
    const keyed = this.keyed(what, request, account)
    const wait = Math.max(0, ...keyed.map(([{ waits }, key]) => (waits.get(key) ?? 0) - now))
    if (wait > 0) throw new TooMany(wait, words[what])
    for (const [{ kind, free, counted, waits }, key] of keyed) {
      const { consumedPoints } = await counted.penalty(key)
      if (consumedPoints < free) continue
      const doubled = firstWait * 2 ** Math.min(20, consumedPoints - free)
      waits.delete(key)
      waits.set(key, now + Math.min(longestWait[kind], doubled))
      if (waits.size > mostWaits) waits.delete(waits.keys().next().value!)
    }
  }

  /** The attempt went well: those before it for the account no longer count, and of those from the address one fewer. */
  async succeeded(what: Attempt, request: IncomingMessage, account: string): Promise<void> {
    for (const [{ kind, counted, waits }, key] of this.keyed(what, request, account)) {
      waits.delete(key)
      if (kind === 'address') await counted.reward(key)
      else await counted.delete(key)
    }
  }

  private keyed(what: Attempt, request: IncomingMessage, account: string): (readonly [Counter, string])[] {
    const network = networkOf(addressOf(request))
    const name = account.trim().toLowerCase().slice(0, 320)
    const keys = { pair: `${network} ${name}`, account: name, address: network }
    return this.counters
      .get(what)!
      .filter(({ kind }) => name !== '' || kind === 'address')
      .map(counter => [counter, keys[counter.kind]] as const)
  }
}

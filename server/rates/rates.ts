/** Counting what is asked for, by address and by person, in memory: a server that starts anew has forgotten. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { HttpError } from '../problem.js'
import { networkOf } from './network.js'
import { type Action, actions, type Rate, type RateTable } from './table.js'

/** The answer to one who asks too often: 429 with Retry-After (RFC 6585 §4). Nothing has been done. */
export class TooMany extends HttpError {
  /** `wait` in milliseconds. */
  constructor(wait: number, what: string) {
    const seconds = Math.max(1, Math.ceil(wait / 1000))
    super(429, `${what} Try again in ${inWords(seconds)}.`, undefined, { retryAfter: seconds })
  }
}

function inWords(seconds: number): string {
  const [count, unit] = seconds < 120 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

const words: Readonly<Record<Action, string>> = {
  read: 'Too much is asked for at once.',
  write: 'Too much is written at once.',
  import: 'Too many files are sent at once.',
  export: 'Too many exports are asked for at once.',
  socket: 'Documents are opened too often.',
}

export class Rates {
  private readonly limiters: ReadonlyMap<Action, { address: RateLimiterMemory; person: RateLimiterMemory }>

  constructor(table: RateTable) {
    const limiter = (points: number, { seconds }: Rate) =>
      new RateLimiterMemory({ points, duration: seconds })
    this.limiters = new Map(
      actions.map(action => {
        const rate = table.actions[action]
        return [action, { address: limiter(rate.address, rate), person: limiter(rate.person, rate) }]
      }),
    )
  }

  /** Counts an action, for its address and, where somebody is known, for the person. Throws `TooMany`. */
  async take(action: Action, address: string, person: string | null): Promise<void> {
    await consume(this.limiters.get(action)!.address, networkOf(address), words[action])
    if (person !== null) await this.takePerson(action, person)
  }

  /** Counts an action for a person alone. Throws `TooMany`. */
  async takePerson(action: Action, person: string): Promise<void> {
    await consume(this.limiters.get(action)!.person, person, words[action])
  }
}

async function consume(limiter: RateLimiterMemory, key: string, what: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refused) {
    if (refused instanceof RateLimiterRes) throw new TooMany(refused.msBeforeNext, what)
    throw refused
  }
}

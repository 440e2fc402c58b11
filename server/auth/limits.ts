/** How often somebody may try to come in. */
import type { IncomingMessage } from 'node:http'

/** What is tried: a password at the door, the own password inside, the secret of an invitation or a reset link, a letter with a
 * reset link. */
export type Attempt = 'sign-in' | 'password' | 'ticket' | 'letter'

export interface Limiter {
  /** Counts an attempt before it is made. `account` is whom it is for, an address or an id, empty where that is not known.
   * Throws 429 with Retry-After where there were too many, from one address or for one account. */
  attempt(what: Attempt, request: IncomingMessage, account: string): Promise<void>
  /** The attempt went well: those for the account before it no longer count. */
  succeeded(what: Attempt, request: IncomingMessage, account: string): Promise<void>
}

export const noLimits: Limiter = {
  attempt: async () => {},
  succeeded: async () => {},
}

/** Passwords: what is kept of them, and whether one is right. */
import { hash, verify } from '@node-rs/argon2'
import { normalPassword } from '../../schema/passwords.js'
import { HttpError } from '../problem.js'
import { newSecret } from './secrets.js'

/** argon2id, as OWASP asks for it (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Each takes a thread of the pool, which files are read by as well: so many at once, and so many more in line. */
const atOnce = 2
const inLine = 200

/** Makes and checks hashes outside of the event loop. */
export class Passwords {
  private running = 0
  private readonly waiting: (() => void)[] = []
  /** What is checked for those who have no password, so that they take as long as those who have one. */
  private readonly nobodys = hash(newSecret(), parameters)

  constructor() {
    // Whoever waits for it hears of a failure.
    this.nobodys.catch(() => {})
  }

  /** What to keep of a password, in argon2's own text form. Throws 503 where too many wait. */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(normalPassword(password), parameters))
  }

  /** Whether a password is the one that `kept` was made of. It takes as long where nothing is kept (null), and is
   * false then. Throws 503 where too many wait. */
  check(kept: string | null, password: string): Promise<boolean> {
    return this.inTurn(async () => {
      const right = await verify(kept ?? (await this.nobodys), normalPassword(password))
      return right && kept !== null
    })
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= atOnce) {
      if (this.waiting.length >= inLine)
        throw new HttpError(503, 'Too many people are signing in at the moment. Try again in a minute.')
      await new Promise<void>(resolve => this.waiting.push(resolve))
    } else this.running++
    try {
      return await work()
    } finally {
      const next = this.waiting.shift()
      if (next) next()
      else this.running--
    }
  }
}

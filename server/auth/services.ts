/** What accounts make use of and a server may lack. */
import { type Limiter, noLimits } from './limits.js'
import type { Mailer } from './mail.js'

export interface Services {
  /** Null where the server sends no mail. */
  readonly mailer: Mailer | null
  readonly limiter: Limiter
}

export const noServices: Services = { mailer: null, limiter: noLimits }

/** What can be set about a server, and why each limit is what it is. */

import { homeRates, type RateTable } from './rates/table.js'

export interface Limits {
  /** A WebSocket frame, in bytes. `ws` itself closes with 1009 beyond it. */
  readonly frame: number
  /** One update, in bytes. A day of offline work is some hundred kilobytes. */
  readonly update: number
  /** Delete ranges of one update: each costs about a microsecond, and millions would stop the server for seconds. */
  readonly deleteRanges: number
  /** Pieces (Yjs structs) of one update: a correction has about thirteen, each costs some microseconds. */
  readonly structs: number
  /** All that a document's layers hold, in bytes. Fifty thousand corrections have about fourteen million. */
  readonly document: number
  /** A client's presence (awareness state), in bytes of JSON. */
  readonly presence: number
  /** What may wait to be sent to a client that reads too slowly, in bytes, before it is cut off (1013). */
  readonly unread: number
  /** An imported file, in bytes. */
  readonly file: number
}

export const defaultLimits: Limits = {
  frame: 8 << 20,
  update: 4 << 20,
  deleteRanges: 100_000,
  structs: 100_000,
  document: 64 << 20,
  presence: 4 << 10,
  unread: 16 << 20,
  file: 64 << 20,
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** How mail is sent. `server` is an address with the scheme smtp or smtps and may hold a password. */
export interface Mail {
  readonly server: string
  readonly from: string
}

/** A provider of OpenID Connect. `name` stands in addresses (small letters, digits, hyphens), `title` on the screen. */
export interface Provider {
  readonly name: string
  readonly title: string
  readonly issuer: string
  readonly id: string
  readonly secret: string
}

/** `folder` holds everything that is kept; `site` the built client, or null where only the interface is wanted. Times
 * are in milliseconds. Port 0 lets the system choose. */
export interface Config {
  readonly host: string
  /** The address that the server has to the world (`https://editions.example.org`, without a slash at its end), null
   * where it is for this machine alone. */
  readonly url: string | null
  /** `open`: the server is for this machine alone, and whoever names themselves there is an owner. `invited`: people have
   * accounts. */
  readonly accounts: 'open' | 'invited'
  readonly port: number
  /** How many proxies stand before the server, whose `X-Forwarded-For` is believed. */
  readonly proxies: number
  /** Null where the server sends no mail. */
  readonly mail: Mail | null
  readonly providers: readonly Provider[]
  /** The least that is logged. */
  readonly log: LogLevel
  /** What opens /metrics to other machines; null where it is closed to them. */
  readonly metricsToken: string | null
  readonly folder: string
  readonly site: string | null
  readonly limits: Limits
  readonly rates: RateTable
  /** How long a document that nobody has open stays in memory. */
  readonly idle: number
  /** How often each socket is asked whether it still lives. */
  readonly heartbeat: number
  /** How often it is looked whether those who are connected may still be: what runs out by time ends within this. */
  readonly recheck: number
  /** After how many updates a document in use is written down as a snapshot. */
  readonly snapshotAfter: number
  /** Whether every answer is held against its declared shape before it is sent: for tests. */
  readonly checks: boolean
}

export const defaultConfig: Config = {
  host: '127.0.0.1',
  url: null,
  accounts: 'open',
  port: 4747,
  proxies: 0,
  mail: null,
  providers: [],
  log: 'warn',
  metricsToken: null,
  folder: 'data',
  site: null,
  limits: defaultLimits,
  rates: homeRates,
  idle: 60_000,
  heartbeat: 30_000,
  recheck: 60_000,
  snapshotAfter: 2_000,
  checks: false,
}

/** A running server: one HTTP server, one store, one hub. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Express } from 'express'
import { createApp } from './app.js'
import { Access } from './auth/access.js'
import { smtpMailer } from './auth/mail.js'
import { inviteFirstOwner } from './auth/owners.js'
import type { Services } from './auth/services.js'
import { Sessions } from './auth/sessions.js'
import type { Config } from './config.js'
import { Metrics } from './metrics.js'
import { withIn } from './patience.js'
import { ExportJobs } from './press/jobs.js'
import { Press } from './press/press.js'
import { Attempts } from './rates/attempts.js'
import { Readiness } from './readiness.js'
import { Reader } from './reading/reader.js'
import { type RequestDone, watched } from './requests.js'
import { healthRoutes } from './routes/health.js'
import { StoreFault } from './store/fault.js'
import { type Lock, lockFolder } from './store/lock.js'
import { openSqlite, storeFile } from './store/sqlite.js'
import type { Store } from './store/store.js'
import { Hub } from './sync/hub.js'
import { openSockets } from './sync/socket.js'

export interface RunningServer {
  /** The address to open, without a slash at its end. */
  readonly url: string
  readonly store: Store
  readonly sessions: Sessions
  readonly access: Access
  readonly hub: Hub
  /** A link for the first owner, where people need accounts and no owner can sign in yet; else null. */
  readonly firstOwner: string | null
  readonly app: Express
  /** Commits and sends what has arrived, closes every socket (1012), and gives the data folder free. */
  stop(): Promise<void>
}

export interface ServerEvents {
  log(message: string, error: unknown): void
  /** The store failed to commit: end the process (exit code 70), so that nothing is shown that is not on disk. */
  fatal(error: unknown): void
  /** A request is over. */
  request?(done: RequestDone): void
}

/** How often sessions that have run out are forgotten, in milliseconds. */
const hour = 60 * 60 * 1000

/** So long whoever is connected has to take what they are being sent, their dismissal included, in milliseconds. */
const farewell = 2_000

/** A reason for not starting that the person can do something about. */
export class CannotStart extends Error {}

/** Starts a server. Throws `CannotStart` where the port is taken, another server has the data folder, or its store cannot be opened. `openStore`
 * makes the store of a data folder; `services` are what accounts make use of and a server may lack. */
export async function startServer(
  config: Config,
  events: ServerEvents,
  openStore: (folder: string) => Store = openSqlite,
  services: Services = {
    mailer: config.mail && smtpMailer(config.mail),
    limiter: new Attempts(config.rates),
  },
): Promise<RunningServer> {
  let lock: Lock | null = null
  try {
    lock = lockFolder(config.folder)
    if (!lock) throw new CannotStart(`Another server is running on the data folder ${config.folder}.`)
    return await startLocked(config, events, openStore(config.folder), lock, services)
  } catch (error) {
    lock?.release()
    throw error instanceof StoreFault ? new CannotStart(error.message) : error
  }
}

async function startLocked(
  config: Config,
  events: ServerEvents,
  store: Store,
  lock: Lock,
  services: Services,
): Promise<RunningServer> {
  const sessions = new Sessions(store, config)
  const access = new Access(store, sessions, config)
  const reader = new Reader()
  const press = new Press(store, join(config.folder, storeFile))
  const jobs = new ExportJobs(press, config.folder, events.log)
  const readiness = new Readiness(store, config.folder)
  const metrics: Metrics = new Metrics({
    sockets: () => sockets.count(),
    documents: () => hub.loaded.length,
    messagesWaiting: () => hub.messagesWaiting,
    filesWaiting: () => reader.filesWaiting,
    exportsWaiting: () => press.documentsWaiting,
  })
  const hub = new Hub(store, config, { fatal: events.fatal, warn: events.log }, metrics)
  const health = healthRoutes(readiness, metrics, config)
  const app = createApp(
    store,
    sessions,
    access,
    hub,
    reader,
    press,
    jobs,
    config,
    events.log,
    services,
    health,
  )
  const http = createServer(
    watched(
      app,
      config.proxies,
      request => access.makerOf(request),
      done => {
        metrics.request(done)
        events.request?.(done)
      },
    ),
  )
  // Proxies keep connections for a minute: whoever hangs up first must not be the one who answers.
  http.keepAliveTimeout = 65_000
  const sockets = openSockets(http, hub, access, config)
  let path: string | null = null
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject)
      http.listen(config.port, config.host, resolve)
    })
    path = config.accounts === 'invited' ? await inviteFirstOwner(store) : null
  } catch (error) {
    metrics.end()
    await jobs.end()
    await press.end()
    await sockets.close(0)
    http.close()
    await store.close()
    const { code } = error as { code?: unknown }
    if (code === 'EADDRINUSE')
      throw new CannotStart(`Port ${config.port} is in use: choose another one with --port.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new CannotStart(`This machine has no address ${config.host}.`)
    if (code === 'EACCES') throw new CannotStart(`Port ${config.port} may not be used by this user.`)
    throw error
  }
  const { port } = http.address() as AddressInfo
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  const url = `http://${host}:${port}`
  const sweeping = setInterval(() => {
    store.accounts.sweepSessions(Date.now()).then(
      () => access.changed(),
      error => events.log('Sessions that have run out were not forgotten', error),
    )
  }, hour)
  sweeping.unref()
  return {
    url,
    store,
    sessions,
    access,
    hub,
    firstOwner: path && (config.url ?? url) + path,
    app,
    async stop() {
      readiness.stop()
      metrics.end()
      clearInterval(sweeping)
      reader.end()
      await Promise.all([jobs.end(), press.end(), hub.stop()])
      const closed = new Promise<void>(resolve => http.close(() => resolve()))
      await Promise.all([sockets.close(farewell), withIn(farewell, closed)])
      http.closeAllConnections()
      await closed
      await store.close()
      lock.release()
    },
  }
}

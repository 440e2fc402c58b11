/** The HTTP side of the server: the interface under /api, and the built client for everything else. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Express, type Router } from 'express'
import { Api } from './api/api.js'
import type { Access } from './auth/access.js'
import { Accounts } from './auth/accounts.js'
import { Journeys } from './auth/journeys.js'
import { Letters } from './auth/letters.js'
import { isOwnWrite } from './auth/origin.js'
import { Providers } from './auth/providers.js'
import type { Services } from './auth/services.js'
import type { Sessions } from './auth/sessions.js'
import { CitationIndex } from './citations.js'
import { compressed } from './compressed.js'
import type { Config } from './config.js'
import { headers } from './headers.js'
import { Histories } from './histories.js'
import { NameIndex } from './names.js'
import { preloadsOf } from './preloads.js'
import type { ExportJobs } from './press/jobs.js'
import type { Press } from './press/press.js'
import { HttpError, notFound, problems } from './problem.js'
import { rated } from './rates/middleware.js'
import { Rates } from './rates/rates.js'
import type { Reader } from './reading/reader.js'
import { auditRoutes } from './routes/audit.js'
import { citationRoutes } from './routes/citations.js'
import { copyRoutes } from './routes/copies.js'
import { correctionRoutes } from './routes/corrections.js'
import { decisionRoutes } from './routes/decisions.js'
import { documentRoutes } from './routes/documents.js'
import { editionExportRoutes } from './routes/edition-exports.js'
import { editionRoutes } from './routes/editions.js'
import { exportRoutes } from './routes/exports.js'
import { historyRoutes } from './routes/history.js'
import { houseRoutes } from './routes/house.js'
import { invitationRoutes } from './routes/invitations.js'
import { linkRoutes } from './routes/links.js'
import { meRoutes } from './routes/me.js'
import { memberRoutes } from './routes/members.js'
import { nameRoutes } from './routes/names.js'
import { noteRoutes } from './routes/notes.js'
import { openApiRoutes } from './routes/openapi.js'
import { peopleRoutes } from './routes/people.js'
import { providerRoutes } from './routes/providers.js'
import { queueRoutes } from './routes/queue.js'
import { recordRoutes } from './routes/records.js'
import { signInRoutes } from './routes/sign-in.js'
import { structureRoutes } from './routes/structure.js'
import { taggedNameRoutes } from './routes/tagged-names.js'
import { versionRoutes } from './routes/versions.js'
import { witnessRoutes } from './routes/witnesses.js'
import type { Store } from './store/store.js'
import type { Hub } from './sync/hub.js'

export function createApp(
  store: Store,
  sessions: Sessions,
  access: Access,
  hub: Hub,
  reader: Reader,
  press: Press,
  jobs: ExportJobs,
  config: Config,
  log: (message: string, error: unknown) => void,
  services: Services,
  health: Router,
): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', config.proxies)
  app.use(headers(config))

  app.use(compressed())
  app.use(health)

  const names = new NameIndex(store)
  const citations = new CitationIndex(store)
  const api = express.Router()
  api.use((request, response, next) => {
    response.set('Cache-Control', 'no-store')
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (!reads && !isOwnWrite(request, config.url))
      throw new HttpError(403, 'This request comes from another site.')
    next()
  })
  api.use(rated(new Rates(config.rates), access))
  // Whatever a route forgets: a token that reads writes nothing.
  api.use(async (request, _response, next) => {
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (!reads && request.headers.authorization && !(await access.visitor(request)).writes)
      throw new HttpError(403, 'This token may only read.')
    next()
  })
  const operations = new Api(access, config.checks)
  const accounts = new Accounts(store, config)
  const providers = new Providers(config)
  const journeys = new Journeys(config)
  const letters = new Letters(services.mailer, config, log)
  signInRoutes(
    operations,
    store,
    sessions,
    access,
    accounts,
    journeys,
    letters,
    services.limiter,
    config,
    log,
  )
  providerRoutes(
    operations,
    store,
    sessions,
    access,
    accounts,
    providers,
    journeys,
    letters,
    services.limiter,
    config,
    log,
  )
  meRoutes(operations, store, sessions, access, accounts, letters, services.limiter, config)
  houseRoutes(operations, store, access, accounts, providers, letters, config)
  invitationRoutes(operations, store, access, accounts, letters, config)
  peopleRoutes(operations, store, access)
  editionRoutes(operations, store, access, reader, config.limits)
  documentRoutes(operations, store, access)
  witnessRoutes(operations, store, access, reader, hub, config.limits)
  exportRoutes(operations, store, access, press)
  editionExportRoutes(operations, store, access, jobs)
  queueRoutes(operations, store, log)
  correctionRoutes(operations, store, hub)
  decisionRoutes(operations, hub)
  copyRoutes(operations, store, access, hub, reader, config.limits)
  noteRoutes(operations, store, hub)
  taggedNameRoutes(operations, store, hub)
  structureRoutes(operations, store, hub)
  nameRoutes(operations, store, access, hub, names)
  citationRoutes(operations, store, citations)
  const histories = new Histories(store)
  historyRoutes(operations, store, histories)
  versionRoutes(operations, store)
  auditRoutes(operations, store, histories, hub)
  recordRoutes(operations, store, access, names, citations, async (edition, kind) => {
    if (kind === 'settings') await hub.settingsChanged(edition)
  })
  memberRoutes(operations, store, access)
  linkRoutes(operations, store, sessions, access)
  openApiRoutes(operations, config)
  api.use(operations.router)
  api.use((request, _response, next) => {
    // The page that shows the interface has the address of the interface itself.
    if (request.method === 'GET' && request.path === '/') return next()
    throw notFound('address')
  })
  app.use('/api', api)

  if (config.site && existsSync(join(config.site, 'index.html'))) serveSite(app, config.site)
  app.use(() => {
    throw notFound('page')
  })
  app.use(problems(log))
  return app
}

/** Vite names what it builds after its content, so assets never change; the page itself is asked for each time. */
function serveSite(app: Express, site: string): void {
  const preloads = preloadsOf(site)
  app.use(
    '/assets',
    express.static(join(site, 'assets'), { immutable: true, maxAge: '1y', index: false, fallthrough: true }),
  )
  app.use(express.static(site, { index: false, maxAge: 0 }))
  app.use((request, response, next) => {
    const wantsPage = request.method === 'GET' || request.method === 'HEAD'
    if (!wantsPage || /^\/(assets|sync)\//.test(request.path) || /\.\w+$/.test(request.path)) return next()
    response
      .set('Link', preloads(request.path))
      .set('Cache-Control', 'no-cache')
      .sendFile(join(site, 'index.html'))
  })
}

/** Servers and clients for tests: a server on a port of its own with a data folder of its own, and stock y-websocket
 * clients with real sockets. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { Layers } from '../../../schema/layers.js'
import { noServices, type Services } from '../../../server/auth/services.js'
import { type Config, defaultConfig } from '../../../server/config.js'
import { type RunningServer, type ServerEvents, startServer } from '../../../server/main.js'
import { Attempts } from '../../../server/rates/attempts.js'
import type { Store } from '../../../server/store/store.js'
import { messageRefused, messageRole, messageSaved } from '../../../server/sync/protocol.js'

export interface TestServer extends RunningServer {
  readonly folder: string
  /** What the server logged. */
  readonly logged: string[]
  /** The cookie header of a new person. */
  newcomer(name: string): Promise<Someone>
  /** Makes an edition and a document of this text; answers the document's id. */
  document(text?: string): Promise<string>
}

export interface Someone {
  readonly id: string
  readonly name: string
  readonly cookie: string
}

export function temporaryFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'corrigenda-test-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const openServers: (() => Promise<void>)[] = []

/** Starts a server; `stopServers` ends it. */
export async function serve(
  change: Partial<Config> = {},
  options: {
    events?: Partial<ServerEvents>
    openStore?: (folder: string) => Store
    services?: Partial<Services>
  } = {},
): Promise<TestServer> {
  const own = change.folder === undefined ? temporaryFolder() : null
  const logged: string[] = []
  const config = {
    ...defaultConfig,
    checks: true,
    port: 0,
    ...(own ? { folder: own.folder } : {}),
    ...change,
  }
  const server = await startServer(
    config,
    { log: (message, error) => logged.push(`${message}: ${error}`), fatal: () => {}, ...options.events },
    options.openStore,
    { ...noServices, limiter: new Attempts(config.rates), ...options.services },
  )
  // Made when first needed: who comes first is the owner.
  let importing: Promise<Someone> | null = null
  const importer = {
    get cookie() {
      importing ??= newcomer(server.url, 'Importer')
      return importing.then(({ cookie }) => cookie)
    },
  }
  let stopped = false
  // The server is given this one in the place of its own.
  const { stop: end } = server
  const stop = async () => {
    if (stopped) return
    stopped = true
    await end()
    own?.remove()
  }
  openServers.push(stop)
  return Object.assign(server, {
    folder: config.folder,
    logged,
    stop,
    newcomer: (name: string) => newcomer(server.url, name),
    document: async (text?: string) => addDocument(server.url, text, await importer.cookie),
  })
}

export async function stopServers(): Promise<void> {
  for (const client of openClients.splice(0)) client.leave()
  for (const stop of openServers.splice(0)) await stop()
}

export async function newcomer(url: string, name: string): Promise<Someone> {
  const response = await fetch(`${url}/api/me`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  const { id } = (await response.json()) as { id: string }
  return { id, name, cookie: response.headers.get('set-cookie')!.split(';')[0]! }
}

const someText =
  'From Foreign Minister Ugeki to the Ambassador.\n\nThe Japanese side repeated its claim (?).\n'

export async function addDocument(url: string, text = someText, cookie?: string): Promise<string> {
  const owner = cookie ?? (await newcomer(url, 'Importer')).cookie
  const edition = await fetch(`${url}/api/editions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: owner },
    body: JSON.stringify({ title: 'Test' }),
  })
  const { id } = (await edition.json()) as { id: string }
  const made = await fetch(`${url}/api/editions/${id}/documents?name=test.txt`, {
    method: 'POST',
    headers: { cookie: owner },
    body: text,
  })
  return ((await made.json()) as { id: string }).id
}

/** A `WebSocket` class that sends a cookie, as a browser would. */
export function socketClass(cookie: string): typeof globalThis.WebSocket {
  return socketWith({ cookie })
}

/** A `WebSocket` class that sends these headers. */
export function socketWith(headers: Readonly<Record<string, string>>): typeof globalThis.WebSocket {
  const Socket = class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers })
    }
  }
  return Socket as unknown as typeof globalThis.WebSocket
}

export interface Client {
  readonly doc: Y.Doc
  readonly layers: Layers
  readonly provider: WebsocketProvider
  readonly person: Someone
  /** Resolves when the document has been received. */
  readonly synced: Promise<void>
  /** Resolves with the close code once the server has turned this client away for good. */
  readonly refused: Promise<{ code: number; reason: string }>
  leave(): void
}

const openClients: Client[] = []

/** Opens a document with the stock provider. */
export function joinDocument(url: string, document: string, person: Someone, doc = new Y.Doc()): Client {
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/sync`, document, doc, {
    WebSocketPolyfill: socketClass(person.cookie),
    disableBc: true,
    maxBackoffTime: 200,
  })
  // The stock client does not know our messages; whoever waits for one puts a handler of their own in its place.
  for (const message of [messageSaved, messageRefused, messageRole])
    provider.messageHandlers[message] = () => {}
  provider.awareness.setLocalStateField('user', { id: person.id, name: person.name })
  const client: Client = {
    doc,
    layers: new Layers(doc),
    provider,
    person,
    synced: new Promise(resolve => provider.on('sync', synced => synced && resolve())),
    refused: new Promise(resolve => provider.on('closed', event => resolve(event))),
    leave() {
      provider.destroy()
      doc.destroy()
    },
  }
  openClients.push(client)
  return client
}

/** Resolves when `holds` is true, looking again after every change of the document. */
export function until(doc: Y.Doc, holds: () => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (!holds()) return
      doc.off('update', look)
      resolve()
    }
    doc.on('update', look)
    look()
  })
}

let count = 0

/** A correction that passes all rules, for `change` to spoil. */
export function correction(
  by: string,
  change: Partial<import('../../../schema/corrections.js').Correction> = {},
) {
  return {
    id: `c${++count}`,
    start: 22,
    end: 27,
    side: -1 as const,
    text: 'Ugaki',
    kind: 'emendation' as const,
    reason: '',
    evidence: '' as const,
    certainty: 'unknown' as const,
    by,
    at: Date.now(),
    parent: null,
    ...change,
  }
}

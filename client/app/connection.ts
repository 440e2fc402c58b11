/** A connection: one Y.Doc kept in step with the server, and the truth about what of it is saved. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { IndexeddbPersistence } from 'y-indexeddb'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { Layers } from '../../schema/layers.js'
import { type Role, roles } from '../../schema/people.js'
import type { Person } from './api.js'
import { meaningOf, type Reason, readReason } from './closing.js'
import { Ledger } from './ledger.js'
import { colorOf } from './presence.js'
import { countingSocket, messageSync, syncUpdate } from './socket.js'
import { type Status, statusOf } from './status.js'
import { noteAllSent, noteUnsent, openStored, unsentBefore } from './stored.js'
import { Touched } from './touched.js'
import type { Value } from './value.js'

/** The messages that our server adds to the y-websocket protocol (docs/protocol.md). */
const messageSaved = 100
const messageRefused = 101
const messageRole = 102

/** In milliseconds: how long a server that is starting again is waited for between two tries. */
const longestPause = 5_000

export interface ConnectionOptions {
  readonly document: string
  readonly witness: string
  readonly me: Person
  /** Kept up to date as long as the connection lasts. */
  readonly status: Value<Status>
  /** What one is in the document, as the server last said. */
  readonly role: Value<Role | null>
  /** The server has closed for good, and says why. */
  readonly onClosed: (code: number, reason: Reason) => void
}

export class Connection {
  readonly provider: WebsocketProvider
  private readonly ledger: Ledger
  private readonly touched: Touched
  private tried = false
  private refused: Reason | null = null
  private stopped = false
  private held = false
  private waiting: (() => void)[] = []

  /** Reads the browser's own copy into a new Y.Doc, then connects. */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const doc = new Y.Doc()
    // Whoever has no name writes nothing, and must not come by what somebody else has left in this browser.
    const stored = options.me.id === '' ? null : await openStored(options.document, options.witness, doc)
    return new Connection(options, doc, stored)
  }

  private constructor(
    private readonly options: ConnectionOptions,
    readonly doc: Y.Doc,
    readonly stored: IndexeddbPersistence | null,
  ) {
    this.ledger = new Ledger(stored ? unsentBefore(options.document) : 0)
    this.touched = new Touched(new Layers(doc), origin => origin === this.provider)
    // Before the provider's own listener, so that a change is counted before it is sent.
    doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin === this.provider) return
      this.ledger.change()
      this.refresh()
    })
    const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sync`
    this.provider = new WebsocketProvider(address, options.document, doc, {
      connect: false,
      disableBc: true,
      maxBackoffTime: longestPause,
      WebSocketPolyfill: countingSocket(this.ledger),
    })
    this.listen()
    const { id, name } = options.me
    if (id === '') this.provider.awareness.setLocalState(null)
    else this.provider.awareness.setLocalStateField('person', { id, name, color: colorOf(id) })
    this.refresh()
    this.provider.connect()
  }

  /** Tells the others where our caret stands. */
  show(place: unknown): void {
    if (this.options.me.id !== '') this.provider.awareness.setLocalStateField('place', place)
  }

  /** While held, what others send waits: an input method that is building a word must not be disturbed. */
  hold(held: boolean): void {
    this.held = held
    if (held) return
    const waiting = this.waiting
    this.waiting = []
    for (const apply of waiting) apply()
  }

  /** Whether closing the page now would lose something. */
  get wouldLose(): boolean {
    return this.stored === null && this.ledger.unsent > 0
  }

  /** Whether a record holds something that the server has not said it has. What an earlier visit left behind is not
   * known by name: then it may be any. */
  isUnsent(id: string): boolean {
    return this.ledger.unsent > 0 && (this.touched.isEmpty || this.touched.has(id))
  }

  /** Waits until all that the server has is here, the server has closed, or `limit` milliseconds have passed. */
  firstExchange(limit: number): Promise<void> {
    const { provider } = this
    if (provider.synced) return Promise.resolve()
    return new Promise(resolve => {
      const done = () => {
        provider.off('sync', done)
        provider.off('closed', done)
        clearTimeout(timer)
        resolve()
      }
      const timer = Number.isFinite(limit) ? setTimeout(done, limit) : undefined
      provider.on('sync', done)
      provider.on('closed', done)
    })
  }

  stop(): void {
    this.stopped = true
    this.waiting = []
    this.touched.destroy()
    this.provider.destroy()
    this.doc.destroy()
  }

  private listen(): void {
    const { provider, ledger } = this
    const sync = provider.messageHandlers[messageSync]!
    provider.messageHandlers[messageSync] = (encoder, decoder, ...rest) => {
      if (!this.held || decoder.arr[decoder.pos] !== syncUpdate) {
        sync(encoder, decoder, ...rest)
        return
      }
      // An update is answered with nothing, so the encoder can be forgotten.
      const late = decoding.createDecoder(decoding.readTailAsUint8Array(decoder).slice())
      this.waiting.push(() => sync(encoding.createEncoder(), late, ...rest))
    }
    provider.messageHandlers[messageSaved] = (_encoder, decoder) => {
      ledger.saved(decoding.readVarUint(decoder))
      this.refresh()
    }
    provider.messageHandlers[messageRefused] = (_encoder, decoder) => {
      this.refused = readReason(decoding.readVarString(decoder))
    }
    provider.messageHandlers[messageRole] = (_encoder, decoder) => {
      const role = decoding.readVarString(decoder)
      if ((roles as readonly string[]).includes(role)) this.options.role.set(role as Role)
    }
    provider.on('closed', ({ code, reason }) => {
      this.refused ??= { rule: reason || String(code), message: meaningOf(code) }
      this.refresh()
      this.options.onClosed(code, this.refused)
    })
    const tried = () => {
      this.tried = true
      this.refresh()
    }
    provider.on('sync', tried)
    provider.on('connection-close', tried)
    provider.on('status', () => this.refresh())
  }

  private refresh(): void {
    if (this.stopped) return
    const { ledger, provider, options } = this
    const { unsent } = ledger
    noteUnsent(options.document, this.doc.clientID, unsent)
    if (unsent === 0) {
      noteAllSent(options.document)
      this.touched.clear()
    }
    const next = statusOf({
      connected: provider.wsconnected && provider.synced,
      inStep: ledger.inStep,
      tried: this.tried,
      unsent,
      stored: this.stored !== null,
      refused: this.refused,
    })
    if (JSON.stringify(next) !== JSON.stringify(options.status.get())) options.status.set(next)
  }
}

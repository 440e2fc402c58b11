/** A session: one document opened by one person, its layers kept in step with the server and with this browser. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { IndexeddbPersistence } from 'y-indexeddb'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { EditedDocument } from '../../schema/document.js'
import { Layers, layoutVersion } from '../../schema/layers.js'
import type { Witness } from '../../schema/witness.js'
import { type DocumentAbout, documentAboutOf, type Person, RequestError, witnessOf } from './api.js'
import { type Draft, draftsAsText, draftsOf } from './drafts.js'
import { Ledger } from './ledger.js'
import { recall, remember, remembered } from './local.js'
import { colorOf } from './presence.js'
import { forgetRefused, refusedAside, setRefusedAside } from './refused.js'
import { countingSocket, messageSync, syncUpdate } from './socket.js'
import { type Status, statusOf } from './status.js'
import { titleOf } from './titles.js'
import { Value } from './value.js'
import { verifyWitness } from './verify.js'

/** The messages that our server adds to the y-websocket protocol (docs/protocol.md). */
const messageSaved = 100
const messageRefused = 101

/** How long a document that this browser already holds waits for the server before it is shown without it. */
const patience = 1_500

/** A document that can be shown and edited. `generation` counts the reopenings after refusals. */
export interface Opened {
  readonly about: DocumentAbout
  readonly document: EditedDocument
  readonly provider: WebsocketProvider
  readonly generation: number
}

/** `what` names the step that takes the time. */
export type Stage =
  | { readonly is: 'opening'; readonly title: string | null; readonly what: string }
  | { readonly is: 'open'; readonly opened: Opened }
  | { readonly is: 'failed'; readonly title: string; readonly detail: string; readonly missing: boolean }

/** What the server refused, and what of it is set aside for the person. */
export interface Refusal {
  readonly rule: string
  readonly message: string
  readonly drafts: readonly Draft[]
  readonly text: string
}

interface Running {
  readonly doc: Y.Doc
  readonly ledger: Ledger
  readonly stored: IndexeddbPersistence | null
  readonly provider: WebsocketProvider
}

export class Session {
  readonly stage: Value<Stage>
  readonly status = new Value<Status>({ is: 'connecting' })
  readonly refusal = new Value<Refusal | null>(null)
  /** Whether the witness was hashed and found to be the one it is called; null until that is known. */
  readonly intact = new Value<boolean | null>(null)

  private running: Running | null = null
  private tried = false
  private refused: { rule: string; message: string } | null = null
  private generation = 0
  private closed = false
  private held = false
  private waiting: (() => void)[] = []

  constructor(
    readonly id: string,
    readonly me: Person,
  ) {
    this.stage = new Value<Stage>({
      is: 'opening',
      title: this.rememberedAbout()?.title ?? titleOf(id),
      what: 'Asking',
    })
  }

  async start(): Promise<void> {
    try {
      const about = await this.about()
      if (this.closed) return
      this.stage.set({ is: 'opening', title: about.title, what: 'Reading the witness' })
      const witness = await witnessOf(about.witness)
      if (this.closed) return
      await this.open(about, witness)
      verifyWitness(about.witness, verdict => this.intact.set(verdict))
    } catch (error) {
      this.fail(error)
    }
  }

  close(): void {
    this.closed = true
    this.stop()
  }

  /** Puts what this connection tells the others about us: who, and where the caret stands. */
  show(place: unknown): void {
    this.running?.provider.awareness.setLocalStateField('place', place)
  }

  /** While held, what others send waits: an input method that is building a word must not be disturbed. */
  hold(held: boolean): void {
    this.held = held
    if (held) return
    const waiting = this.waiting
    this.waiting = []
    for (const apply of waiting) apply()
  }

  dismissRefusal(): void {
    this.refusal.set(null)
    forgetRefused(this.id)
  }

  /** Whether closing the page now would lose something. */
  get wouldLose(): boolean {
    return !!this.running && this.running.stored === null && this.running.ledger.unsent > 0
  }

  // --- opening ------------------------------------------------------------------------------------------------

  private async about(): Promise<DocumentAbout> {
    try {
      const about = await documentAboutOf(this.id)
      remember(`about:${this.id}`, JSON.stringify(about))
      return about
    } catch (error) {
      const known = error instanceof RequestError && error.status === 0 ? this.rememberedAbout() : null
      if (known) return known
      throw error
    }
  }

  private rememberedAbout(): DocumentAbout | null {
    const kept = recall(`about:${this.id}`)
    // We wrote it ourselves, from an answer that had been checked.
    return kept ? (JSON.parse(kept) as DocumentAbout) : null
  }

  private async open(about: DocumentAbout, witness: Witness): Promise<void> {
    const doc = new Y.Doc()
    const stored = await openStored(`corrigenda:${this.id}:${about.witness.slice(0, 16)}:${this.epoch}`, doc)
    if (this.closed) {
      doc.destroy()
      return
    }
    const layers = new Layers(doc)
    const ledger = new Ledger(stored ? this.inherited() : 0)
    const provider = this.connect(doc, ledger)
    this.running = { doc, ledger, stored, provider }
    this.refresh()
    this.stage.set({ is: 'opening', title: about.title, what: 'Reading the corrections' })
    await firstExchange(provider, layers.about() ? patience : Number.POSITIVE_INFINITY)
    if (this.closed || this.running.doc !== doc) return
    const said = layers.about()
    if (!said) throw new RequestError(0, 'The server did not send the document’s layers', 'Try again later.')
    if (said.layout !== layoutVersion)
      throw new RequestError(
        409,
        'This document was written by another version of Corrigenda',
        `Its layout is ${said.layout}; this page knows ${layoutVersion}. Reload the page.`,
      )
    if (said.witness !== about.witness)
      throw new RequestError(
        409,
        'The layers belong to another witness',
        `They name ${said.witness.slice(0, 8)}.`,
      )
    const document = new EditedDocument(witness, layers)
    this.handBack(about.title, document)
    this.stage.set({ is: 'open', opened: { about, document, provider, generation: this.generation } })
  }

  private connect(doc: Y.Doc, ledger: Ledger): WebsocketProvider {
    // Before the provider's own listener, so that a change is counted before it is sent.
    doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin === provider) return
      ledger.change()
      this.refresh()
    })
    const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sync`
    const provider: WebsocketProvider = new WebsocketProvider(address, this.id, doc, {
      connect: false,
      disableBc: true,
      maxBackoffTime: 5_000,
      WebSocketPolyfill: countingSocket(ledger),
    })
    const sync = provider.messageHandlers[messageSync]!
    provider.messageHandlers[messageSync] = (encoder, decoder, ...rest) => {
      if (!this.held || decoder.arr[decoder.pos] !== syncUpdate) {
        sync(encoder, decoder, ...rest)
        return
      }
      // An update is answered with nothing, so the encoder can be forgotten.
      const late = decoding.createDecoder(decoding.readTailAsUint8Array(decoder).slice())
      this.waiting.push(() => {
        if (this.running?.doc === doc) sync(encoding.createEncoder(), late, ...rest)
      })
    }
    provider.messageHandlers[messageSaved] = (_encoder, decoder) => {
      ledger.saved(decoding.readVarUint(decoder))
      this.refresh()
    }
    provider.messageHandlers[messageRefused] = (_encoder, decoder) => {
      this.refused = readRefusal(decoding.readVarString(decoder))
    }
    provider.on('closed', ({ code, reason }) => this.onClosed(code, reason))
    provider.on('sync', () => this.onTried())
    provider.on('status', ({ status }) => {
      if (status === 'disconnected') this.onTried()
      else this.refresh()
    })
    provider.on('connection-close', () => this.onTried())
    provider.awareness.setLocalStateField('person', {
      id: this.me.id,
      name: this.me.name,
      color: colorOf(this.me.id),
    })
    provider.connect()
    return provider
  }

  private onTried(): void {
    this.tried = true
    this.refresh()
  }

  // --- status -------------------------------------------------------------------------------------------------

  private refresh(): void {
    if (!this.running) return
    const { ledger, stored, provider, doc } = this.running
    remember(`unsent:${this.id}:${doc.clientID}`, ledger.unsent > 0 ? String(ledger.unsent) : null)
    const unsent = ledger.unsent
    if (unsent === 0) this.forgetInherited()
    const next = statusOf({
      connected: provider.wsconnected && provider.synced,
      tried: this.tried,
      unsent,
      stored: stored !== null,
      refused: this.refused,
    })
    if (JSON.stringify(next) !== JSON.stringify(this.status.get())) this.status.set(next)
  }

  /** Changes that earlier pages of this browser kept and had not sent when they were closed. */
  private inherited(): number {
    return remembered(`unsent:${this.id}:`).reduce((sum, key) => sum + (Number(recall(key)) || 0), 0)
  }

  private forgetInherited(): void {
    for (const key of remembered(`unsent:${this.id}:`)) remember(key, null)
  }

  // --- refusal ------------------------------------------------------------------------------------------------

  /** The server closed for good. A refused change is set aside and the document opened anew without it. */
  private onClosed(code: number, reason: string): void {
    const rule = this.refused?.rule ?? (reason || String(code))
    const message = this.refused?.message ?? meaningOf(code)
    this.refused = { rule, message }
    this.refresh()
    const stage = this.stage.get()
    if (code === 4404 || code === 4401 || code === 4409 || stage.is !== 'open' || this.generation >= 5) {
      this.fail(new RequestError(code, meaningOf(code), rule))
      return
    }
    setRefusedAside(this.id, {
      rule,
      message,
      state: Y.encodeStateAsUpdate(stage.opened.document.layers.doc),
    })
    void this.reopen(stage.opened)
  }

  private async reopen({ about, document }: Opened): Promise<void> {
    const stored = this.running?.stored
    this.stage.set({ is: 'opening', title: about.title, what: 'Opening it again without what was refused' })
    this.stop()
    this.forgetInherited()
    // A new name, since another window may hold the old database open, and nothing can be opened while it is deleted.
    remember(`epoch:${this.id}`, String(this.epoch + 1))
    void stored?.clearData()
    this.refused = null
    this.tried = false
    this.generation++
    try {
      await this.open(about, document.witness)
    } catch (error) {
      this.fail(error)
    }
  }

  /** How often this browser's copy of the layers has been begun anew. */
  private get epoch(): number {
    return Number(recall(`epoch:${this.id}`)) || 0
  }

  /** Hands the person what was refused, here or in an earlier visit that ended before they saw it. */
  private handBack(title: string, fresh: EditedDocument): void {
    const refused = refusedAside(this.id)
    if (!refused) return
    const { rule, message, state } = refused
    const old = new Y.Doc()
    Y.applyUpdate(old, state)
    const mine = new EditedDocument(fresh.witness, new Layers(old))
    const drafts = draftsOf(mine, fresh, this.me.id)
    mine.destroy()
    old.destroy()
    this.refusal.set({ rule, message, drafts, text: draftsAsText(title, drafts) })
  }

  private fail(error: unknown): void {
    if (this.closed) return
    const problem = error instanceof RequestError ? error : null
    this.stop()
    this.stage.set({
      is: 'failed',
      title: problem?.title ?? 'This document could not be opened',
      detail: problem?.detail ?? String(error),
      missing: problem?.status === 404 || problem?.status === 4404,
    })
  }

  private stop(): void {
    const running = this.running
    this.running = null
    running?.provider.destroy()
    running?.doc.destroy()
  }
}

/** The browser's own copy of the layers; null where the browser keeps none (private windows, full disks). */
async function openStored(name: string, doc: Y.Doc): Promise<IndexeddbPersistence | null> {
  if (typeof indexedDB === 'undefined') return null
  const stored = new IndexeddbPersistence(name, doc)
  const failed = stored._db.then(
    () => new Promise<never>(() => {}),
    () => null,
  )
  const result = await Promise.race([stored.whenSynced, failed])
  return result ? stored : null
}

/** Waits until the provider has all that the server has, or until `limit` milliseconds have passed. */
function firstExchange(provider: WebsocketProvider, limit: number): Promise<void> {
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

function readRefusal(text: string): { rule: string; message: string } {
  try {
    const value: unknown = JSON.parse(text)
    if (value !== null && typeof value === 'object') {
      const { rule, message } = value as Record<string, unknown>
      return {
        rule: typeof rule === 'string' ? rule : 'unknown',
        message: typeof message === 'string' ? message : 'The server refused a change.',
      }
    }
  } catch {
    // An unreadable reason is still a refusal.
  }
  return { rule: 'unknown', message: 'The server refused a change.' }
}

/** What a close code of docs/protocol.md means to a person. */
function meaningOf(code: number): string {
  switch (code) {
    case 4400:
      return 'The server could not read what this page sent.'
    case 4401:
      return 'The server does not know who you are. Reload the page and sign again.'
    case 4403:
      return 'The server refused a change.'
    case 4404:
      return 'There is no such document.'
    case 4409:
      return 'This page and the document are of different versions. Reload the page.'
    case 4413:
      return 'A change was too large for the server.'
    default:
      return `The server closed the connection (${code}).`
  }
}

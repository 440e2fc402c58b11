/** A session: one document opened by one person. It outlives connections: when the server refuses a change, the session
 * sets it aside, opens the document anew and hands the person what they had written. */
import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { EditedDocument } from '../../schema/document.js'
import { Layers, layoutVersion } from '../../schema/layers.js'
import type { Role } from '../../schema/people.js'
import type { Witness } from '../../schema/witness.js'
import {
  type DocumentAbout,
  documentAboutOf,
  me,
  type Person,
  RequestError,
  unknownHere,
  witnessOf,
} from './api.js'
import { endsAccess, losesPerson, meaningOf, type Reason, refusesChange } from './closing.js'
import { Connection } from './connection.js'
import { type Draft, draftsAsText, draftsOf, enterAgain } from './drafts.js'
import { newId } from './ids.js'
import { recall, remember } from './local.js'
import { forgetRefused, refusedAside, setRefusedAside } from './refused.js'
import type { Status } from './status.js'
import { giveUp } from './stored.js'
import { titleOf } from './titles.js'
import { Value } from './value.js'
import { verifyWitness } from './verify.js'

/** How long a document that this browser already holds waits for the server before it is shown without it. */
const patience = 1_500

/** A server that refuses the document again and again is not asked for ever. */
const mostReopenings = 5

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
  | {
      readonly is: 'failed'
      readonly title: string
      readonly detail: string
      readonly missing: boolean
      /** Whether signing in may help. */
      readonly unknown: boolean
    }
  /** One may not be here any more. `drafts` are what one did that the server does not have, `text` the same to copy. */
  | {
      readonly is: 'ended'
      readonly title: string
      readonly edition: string
      readonly drafts: readonly Draft[]
      readonly text: string
    }

/** What the server refused, and what of it is set aside for the person. */
export interface Refusal extends Reason {
  readonly drafts: readonly Draft[]
  readonly text: string
}

export class Session {
  readonly stage: Value<Stage>
  readonly status = new Value<Status>({ is: 'connecting' })
  /** What one is in the document; null until the server has said. */
  readonly role = new Value<Role | null>(null)
  readonly refusal = new Value<Refusal | null>(null)
  /** Whether the witness was hashed and found to be the one it is called; null until that is known. */
  readonly intact = new Value<boolean | null>(null)

  private connection: Connection | null = null
  private generation = 0
  private closed = false

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
      this.role.set(about.role)
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

  /** Tells the others where our caret stands. */
  show(place: unknown): void {
    this.connection?.show(place)
  }

  /** While held, what others send waits: an input method that is building a word must not be disturbed. */
  hold(held: boolean): void {
    this.connection?.hold(held)
  }

  dismissRefusal(): void {
    this.refusal.set(null)
    forgetRefused(this.id)
  }

  /** Enters again what was refused, as something done now; where it is refused once more it comes back once more. */
  sendAgain(): void {
    const refusal = this.refusal.get()
    const stage = this.stage.get()
    if (!refusal || stage.is !== 'open') return
    this.dismissRefusal()
    const { layers } = stage.opened.document
    enterAgain(layers, refusal.drafts, this.me.id, Date.now(), newId)
  }

  /** Whether closing the page now would lose something. */
  get wouldLose(): boolean {
    return this.connection?.wouldLose ?? false
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
    const connection = await Connection.open({
      document: this.id,
      witness: about.witness,
      me: this.me,
      status: this.status,
      role: this.role,
      onClosed: (code, reason) => this.onClosed(code, reason, about, witness),
    })
    if (this.closed) {
      connection.stop()
      return
    }
    this.connection = connection
    const layers = new Layers(connection.doc)
    this.stage.set({ is: 'opening', title: about.title, what: 'Reading the corrections' })
    await connection.firstExchange(layers.about() ? patience : Number.POSITIVE_INFINITY)
    if (this.connection !== connection) return
    this.check(layers, about)
    const document = new EditedDocument(witness, layers)
    this.handBack(about.title, document)
    const { provider } = connection
    this.stage.set({ is: 'open', opened: { about, document, provider, generation: this.generation } })
  }

  /** Throws where the layers are of a kind that this page cannot work on. */
  private check(layers: Layers, about: DocumentAbout): void {
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
  }

  // --- refusal ------------------------------------------------------------------------------------------------

  /** The server closed for good. A refused change is set aside and the document opened anew without it; it may also be
   * one of an earlier visit, refused before the document is even shown. */
  private onClosed(code: number, reason: Reason, about: DocumentAbout, witness: Witness): void {
    const { connection } = this
    if (!connection) return
    if (losesPerson(code) || endsAccess(code)) {
      void this.leave(code, about, witness, connection)
      return
    }
    if (!refusesChange(code) || this.generation >= mostReopenings) {
      this.fail(new RequestError(code, meaningOf(code), reason.rule))
      return
    }
    setRefusedAside(this.id, { ...reason, state: Y.encodeStateAsUpdate(connection.doc) })
    this.stage.set({
      is: 'opening',
      title: about.title,
      what: 'Opening it again without what was refused',
    })
    this.stop()
    giveUp(this.id, connection.stored)
    this.generation++
    this.open(about, witness).catch(error => this.fail(error))
  }

  /** Finds out why one may not be here any more. Whose session alone has ended signs in again, and what they had not sent
   * waits in this browser meanwhile; from whoever is still known, access has been taken. */
  private async leave(
    code: number,
    about: DocumentAbout,
    witness: Witness,
    connection: Connection,
  ): Promise<void> {
    const isNobody = this.me.id === ''
    const known = isNobody ? null : await me().catch(() => null)
    if (this.connection !== connection) return
    if (isNobody || known?.id === this.me.id) this.end(about, witness, connection)
    else {
      unknownHere.set(unknownHere.get() + 1)
      this.fail(new RequestError(4401, meaningOf(code), ''))
    }
  }

  /** Shows that one may not be here any more, and hands over what was not sent. The browser's copy is given up: it is of
   * what one may not read. */
  private end(about: DocumentAbout, witness: Witness, connection: Connection): void {
    const mine = new EditedDocument(witness, new Layers(connection.doc))
    const empty = new EditedDocument(witness, new Layers(new Y.Doc()))
    const drafts = draftsOf(mine, empty, this.me.id).filter(({ id }) => connection.isUnsent(id))
    mine.destroy()
    empty.destroy()
    this.stop()
    giveUp(this.id, connection.stored)
    remember(`about:${this.id}`, null)
    const { title, edition } = about
    const text = draftsAsText(title, drafts)
    this.stage.set({ is: 'ended', title, edition: edition.title, drafts, text })
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
      unknown: problem?.status === 401 || problem?.status === 4401,
    })
  }

  private stop(): void {
    const { connection } = this
    this.connection = null
    connection?.stop()
  }
}

/** Errands: what the server writes for a person who asked for it over HTTP. It goes through the same gate as what arrives
 * on a socket. */
import * as Y from 'yjs'
import { Layers } from '../../schema/layers.js'
import type { Actor } from '../../schema/people.js'
import { newId } from '../ids.js'
import type { Refusal } from './protocol.js'

export type Outcome =
  /** On disk, and everybody has been told. */
  | { readonly type: 'done' }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  /** Nothing was written: the document was given up, or the server stops. */
  | { readonly type: 'failed' }

export interface Errand {
  readonly actor: Actor
  /** Whether it changes what is there. Otherwise it only adds records with new ids, and its desk need not know the
   * document. */
  readonly changes: boolean
  /** Writes to `desk`, which holds all of the document where the errand changes something, and else none of it; what there
   * is can be read in `current`, which must not be written to. `now` counts milliseconds since 1970. What it throws
   * is handed to whoever sent it, and nothing is written. */
  write(desk: Layers, current: Layers, now: number): void
  done(outcome: Outcome): void
  threw(error: unknown): void
}

/** Where one person's errands in a document are written: a Yjs document that at first knows nothing of the document
 * itself. A record with a new id rests on nothing, so its update fits in anywhere. */
export class Desk {
  /** Stands in the log where a socket's id would. */
  readonly connection = `http-${newId()}`
  private readonly doc = new Y.Doc()
  private readonly layers = new Layers(this.doc)
  private emitted: Uint8Array[] = []
  private isFollowing = false

  constructor() {
    this.doc.on('update', update => this.emitted.push(update))
  }

  /** Whether it holds the document, and takes up as much room. */
  get knows(): boolean {
    return this.isFollowing
  }

  /** Takes over all that `document` holds. */
  follow(document: Y.Doc): void {
    this.isFollowing = true
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(document, Y.encodeStateVector(this.doc)))
  }

  /** What `write` changed, as an update; null where that is nothing. After it has thrown the desk is of no more use. */
  update(write: (desk: Layers) => void): Uint8Array | null {
    this.emitted = []
    this.layers.change('errand', () => write(this.layers))
    // Yjs may tidy up after a change, in a second update.
    const [first, ...more] = this.emitted
    this.emitted = []
    return first === undefined ? null : more.length === 0 ? first : Y.mergeUpdates([first, ...more])
  }

  destroy(): void {
    this.doc.destroy()
  }
}

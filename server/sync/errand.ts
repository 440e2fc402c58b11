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
  /** Adds records with new ids to `desk`, which holds none of the document's own; what there is can be read in
   * `current`, which must not be written to. `now` counts milliseconds since 1970. */
  write(desk: Layers, current: Layers, now: number): void
  done(outcome: Outcome): void
}

/** Where one person's errands in a document are written: a Yjs document that knows nothing of the document itself. A
 * record with a new id rests on nothing, so its update fits in anywhere. */
export class Desk {
  /** Stands in the log where a socket's id would. */
  readonly connection = `http-${newId()}`
  private readonly doc = new Y.Doc()
  private readonly layers = new Layers(this.doc)

  /** What `write` added, as an update. */
  update(write: (desk: Layers) => void): Uint8Array {
    const before = Y.encodeStateVector(this.doc)
    this.layers.change('errand', () => write(this.layers))
    return Y.encodeStateAsUpdate(this.doc, before)
  }

  destroy(): void {
    this.doc.destroy()
  }
}

/** The gate: each update is tried on a shadow of the document and judged there; the document itself sees only what was
 * found good. */
import * as Y from 'yjs'
import { Layers } from '../../schema/layers.js'
import { type Actor, type Demands, noDemands } from '../../schema/people.js'
import { type Breach, Judge, type Writer } from '../../schema/rules.js'
import type { Limits } from '../config.js'
import { BadUpdate, isComplete, type Look, lookAt } from './bytes.js'
import { closeCodes, type Refusal } from './protocol.js'

export type Verdict =
  /** `clients` are the Yjs client ids that the update is the first to use. */
  | { readonly type: 'admitted'; readonly clients: readonly number[] }
  /** It rests on something that is not here: nothing was done, ask the client for what is missing. */
  | { readonly type: 'incomplete' }
  | { readonly type: 'refused'; readonly refusal: Refusal }

export class Gate {
  /** Null until the first update, and again after a refusal: a shadow that has seen a forbidden update is thrown away. */
  private shadow: Shadow | null = null
  /** What the edition asks of everybody, from the next update on. */
  demands: Demands = noDemands

  /** `doc` is the document that the gate keeps, `text` its witness's text. `owners` says which person first wrote with
   * each client id; the caller adds to it when an update is admitted. */
  constructor(
    private readonly doc: Y.Doc,
    private readonly text: string,
    private readonly owners: ReadonlyMap<number, string>,
    private readonly limits: Limits,
  ) {}

  /** Judges one update. Whoever is told `admitted` must apply it to the document before asking again. */
  judge(update: Uint8Array, actor: Actor, now: number): Verdict {
    if (update.length > this.limits.update)
      return refused(closeCodes.tooLarge, '', `an update is larger than ${this.limits.update} bytes`)
    let look: Look
    try {
      look = lookAt(update, this.limits.deleteRanges)
    } catch (error) {
      if (!(error instanceof BadUpdate)) throw error
      return refused(error.tooLarge ? closeCodes.tooLarge : closeCodes.malformed, '', error.message)
    }
    const { store } = this.doc
    if (!isComplete(look, client => Y.getState(store, client))) return { type: 'incomplete' }
    const clients: number[] = []
    for (const [client, { to }] of look.writes) {
      const known = Y.getState(store, client)
      if (to <= known) continue
      const owner = this.owners.get(client)
      if (owner === undefined && known === 0) clients.push(client)
      else if (owner !== actor.id)
        return refused(
          closeCodes.refused,
          'G1',
          'an update was written under the client id of another person',
        )
    }
    this.shadow ??= new Shadow(this.doc, this.text)
    const breach = this.shadow.try(update, { actor, now, demands: this.demands })
    if (breach === null) return { type: 'admitted', clients }
    this.shadow.destroy()
    this.shadow = null
    return breach === 'malformed'
      ? refused(closeCodes.malformed, '', 'an update cannot be applied')
      : refused(closeCodes.refused, breach.rule, breach.message)
  }

  destroy(): void {
    this.shadow?.destroy()
    this.shadow = null
  }
}

function refused(code: number, rule: string, message: string): Verdict {
  return { type: 'refused', refusal: { code, rule, message } }
}

class Shadow {
  private readonly doc = new Y.Doc()
  private readonly judge: Judge
  private writer: Writer = { actor: { id: '', role: null }, now: 0 }
  private breach: Breach | null = null

  constructor(doc: Y.Doc, text: string) {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(doc))
    this.judge = new Judge(new Layers(this.doc), text)
    // Here what the transaction deleted can still be read; after this Yjs discards it.
    this.doc.on('afterTransaction', transaction => {
      this.breach ??= this.judge.judge(transaction, this.writer)
    })
  }

  /** Null where the update is good. After anything else the shadow is of no more use. */
  try(update: Uint8Array, writer: Writer): Breach | 'malformed' | null {
    this.writer = writer
    this.breach = null
    try {
      Y.applyUpdate(this.doc, update)
    } catch {
      return 'malformed'
    }
    const { pendingStructs, pendingDs } = this.doc.store
    return pendingStructs || pendingDs ? 'malformed' : this.breach
  }

  destroy(): void {
    this.doc.destroy()
  }
}

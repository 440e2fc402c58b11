/**
 * The rules of the gate (G1 to G18 of docs/model.md): which change of the layers is admitted from whom. The server
 * applies every update to a shadow of the document and has the result judged here before anything else happens to it.
 * Only what the transaction touched is looked at, so that a keystroke costs the same in a document of any size.
 */
import * as Y from 'yjs'
import {
  everHad,
  hasHiddenValues,
  hasKeys,
  hasListContent,
  hidesValues,
  isMap,
  isRemoved,
  isText,
  keyChange,
  keysChanged,
  parentOf,
  partsOf,
  piecesOf,
  type SharedType,
  valueBefore,
} from './changes.js'
import { type Decision, latestDecisions } from './decisions.js'
import { type Layers, type Root, readAttrKey, readDecision, readOffset, readReply, roots } from './layers.js'
import { bodyFault } from './note-body.js'
import { type Actor, can, type Deed, type Demands, leastRole } from './people.js'
import {
  attrFault,
  breakFault,
  correctionFaults,
  decisionFaults,
  type Fault,
  idFault,
  maxCorrection,
  milestoneFault,
  nameFaults,
  noteFaults,
  offsetFault,
  replyFaults,
  spanFault,
} from './shapes.js'
import { keyOf, recordAt } from './state.js'
import { isSameKept, placingDeed, readUnplaced, sameButPlace } from './unplaced.js'
import { canonical } from './witness.js'

/** G1 and G18 are kept by the server's gate, which alone knows whose a Yjs client id is, and what replaces what. */
export type RuleId =
  | 'G1'
  | 'G2'
  | 'G3'
  | 'G4'
  | 'G5'
  | 'G6'
  | 'G7'
  | 'G8'
  | 'G9'
  | 'G10'
  | 'G11'
  | 'G12'
  | 'G13'
  | 'G14'
  | 'G15'
  | 'G16'
  | 'G17'
  | 'G18'

/** Which rule a change would break, and how, as a sentence that names the bad part. */
export interface Breach {
  readonly rule: RuleId
  readonly message: string
}

/** Whose change is judged and in which role, the time of judging in milliseconds since 1970, and what the edition asks of everybody. */
export interface Writer {
  readonly actor: Actor
  readonly now: number
  readonly demands?: Demands
}

/** Records that one update may touch: a long day offline, or a replacement of one word everywhere, stays far below. */
const maxTouched = 20_000

/** Of how many pieces a text or list may consist, deleted ones included: long typing makes some hundred. */
const maxPieces = 20_000

/** How many records a document may hold in each of its parts: the largest editions have a few thousand corrections to a
 * document. What is appended and never removed has more room. */
const most = {
  meta: 100,
  corrections: 50_000,
  decisions: 200_000,
  breaks: 100_000,
  blockAttrs: 100_000,
  milestones: 50_000,
  spans: 100_000,
  notes: 50_000,
  threads: 100_000,
  names: 100_000,
  unplaced: 500_000,
} as const satisfies Readonly<Record<Root, number>>

const annotations = new Set(['kind', 'reason', 'evidence', 'citation', 'certainty', 'parent'])

/** Judges the transactions of one document, one after the other. It follows the decisions, so it must see every
 * transaction; after a breach it is of no more use, as is the document that it has seen. */
export class Judge {
  private readonly rootOf: ReadonlyMap<SharedType, Root>
  private readonly decisions = new Map<string, Decision[]>()
  private readonly counts: Map<Root, number>

  /** `text` is the witness's. */
  constructor(
    private readonly layers: Layers,
    private readonly text: string,
  ) {
    this.rootOf = new Map(roots.map(root => [layers[root], root]))
    this.counts = new Map(roots.map(root => [root, layers[root].size]))
    for (const decision of layers.allDecisions()) this.remember(decision)
  }

  private remember(decision: Decision): void {
    const known = this.decisions.get(decision.on)
    if (known) known.push(decision)
    else this.decisions.set(decision.on, [decision])
  }

  /** Null where everything that the transaction changed may be changed by this writer. */
  judge(transaction: Y.Transaction, writer: Writer): Breach | null {
    if (this.layers.doc.share.size > roots.length) return this.unknownRoot()
    const trial = new Trial(this.layers, this.text, this.decisions, transaction, writer)
    let touched = 0
    for (const [type, keys] of transaction.changed) {
      touched += keys.size
      if (touched > maxTouched) return breach('G11', `an update touches more than ${maxTouched} records`)
      const root = this.rootOf.get(type)
      const found = root ? trial.ofRoot(root, type, keys) : trial.ofType(type, keys, this.rootOf)
      if (found) return found
    }
    for (const [root, more] of trial.grown) {
      const count = this.counts.get(root)! + more
      this.counts.set(root, count)
      if (more > 0 && count > most[root])
        return breach('G16', `the document is full: it holds at most ${most[root]} records of "${root}"`)
    }
    for (const decision of trial.added) this.remember(decision)
    return null
  }

  private unknownRoot(): Breach {
    for (const name of this.layers.doc.share.keys())
      if (!(roots as readonly string[]).includes(name))
        return breach('G2', `the document has no part named "${name.slice(0, 40)}"`)
    return breach('G2', 'the document has parts that it should not have')
  }
}

function breach(rule: RuleId, message: string): Breach {
  return { rule, message }
}

/** The judging of one transaction. */
class Trial {
  /** The decisions that the transaction adds. */
  readonly added: Decision[] = []
  /** How many records more each part has by it. */
  readonly grown = new Map<Root, number>()

  constructor(
    private readonly layers: Layers,
    private readonly text: string,
    private readonly decisions: ReadonlyMap<string, readonly Decision[]>,
    private readonly transaction: Y.Transaction,
    private readonly writer: Writer,
  ) {
    for (const key of keysChanged(layers.decisions, transaction)) {
      const decision = readDecision(key, keyChange(layers.decisions, key, transaction)?.after)
      if (decision) this.added.push(decision)
    }
  }

  /** The breach where the writer's role does not reach to this layer. */
  private barred(root: Exclude<Root, 'meta'>): Breach | null {
    if (root === 'decisions' || root === 'unplaced') return null
    const act = writing[root]
    return can(this.writer.actor, act) ? null : breach('G15', roleFault(this.writer.actor, act))
  }

  // --- keys of a root -------------------------------------------------------------------------------------------

  ofRoot(root: Root, type: SharedType, keys: ReadonlySet<string | null>): Breach | null {
    for (const key of keys) {
      if (key === null) {
        if (hasListContent(type)) return breach('G2', `"${root}" is a map, not a list`)
        continue
      }
      const change = keyChange(type, key, this.transaction)
      if (!change) continue
      if (change.before === undefined || change.after === undefined)
        this.grown.set(root, (this.grown.get(root) ?? 0) + (change.after === undefined ? -1 : 1))
      if (root === 'meta') return breach('G3', 'only the server writes "meta"')
      if (hidesValues(type, key)) return breach('G2', `"${key.slice(0, 40)}" holds more than one value`)
      const barred = this.barred(root)
      if (barred) return barred
      const found = this.ofKey(root, key, change.before, change.after)
      if (found) return found
    }
    return null
  }

  private ofKey(root: Exclude<Root, 'meta'>, key: string, before: unknown, after: unknown): Breach | null {
    switch (root) {
      case 'corrections':
      case 'notes':
        return (
          (before === undefined ? null : this.ofRemoval(root, key, before)) ??
          (after === undefined ? null : this.ofNewRecord(root, key, after))
        )
      case 'decisions':
        return this.ofDecision(key, before, after)
      case 'breaks': {
        const offset = readOffset(key)
        if (offset === null) return breach('G2', `"${key.slice(0, 40)}" is no offset`)
        return this.first(after, () => [offsetFault(offset, this.text, true), breakFault(after)])
      }
      case 'blockAttrs': {
        const place = readAttrKey(key)
        if (!place) return breach('G2', `"${key.slice(0, 40)}" is no attribute of a block`)
        return this.first(after, () => [
          offsetFault(place.offset, this.text, true),
          attrFault(place.key, after),
        ])
      }
      case 'threads':
        return this.ofReply(key, before, after)
      case 'names':
        return this.ofName(key, after)
      case 'milestones':
        return this.first(after, () => [idFault(key), milestoneFault(after, this.text)])
      case 'spans':
        return this.first(after, () => [idFault(key), spanFault(after, this.text)])
      case 'unplaced':
        return this.ofUnplaced(key, before, after)
    }
  }

  /** The first fault of a value that was set; taking an overlay away is always good. */
  private first(after: unknown, faults: () => readonly (Fault | null)[]): Breach | null {
    return after === undefined ? null : (faults().find(fault => fault !== null) ?? null)
  }

  // --- corrections and notes ------------------------------------------------------------------------------------

  private ofNewRecord(root: 'corrections' | 'notes', id: string, record: unknown): Breach | null {
    const bad = idFault(id) ?? this.ofRecord(root, id, record)
    if (bad) return bad
    if (!isMap(record) || this.isPlaced(root, id)) return null
    const { now } = this.writer
    const person = this.writer.actor.id
    if (record.get('by') !== person) return breach('G7', `${nounOf(root)} ${id} is signed by somebody else`)
    const late = atFault(record.get('at'), now)
    if (late) return late
    if (root === 'corrections' && this.decisionsBefore(id).some(decision => decision.by !== person))
      return breach('G8', `correction ${id} was removed, and somebody else had decided on it`)
    return root === 'corrections' ? this.ofReturn(id) : null
  }

  /** A correction that was accepted while it was not there, and then put there, would have been accepted by its author. */
  private ofReturn(id: string): Breach | null {
    const { demands } = this.writer
    const person = this.writer.actor.id
    const known = [...this.decisionsBefore(id), ...this.added.filter(({ on }) => on === id)]
    const latest = latestDecisions(known).get(id)
    if (latest?.act !== 'accept') return null
    return can({ id: latest.by, role: 'owner' }, 'accept', { by: person, decisions: known }, demands)
      ? null
      : ownAcceptance(id)
  }

  /** A whole record as it now stands, leaving aside who may write it. */
  private ofRecord(root: 'corrections' | 'notes', id: string, record: unknown): Breach | null {
    if (!isMap(record) || hasListContent(record) || hasHiddenValues(record))
      return breach('G2', `${nounOf(root)} ${id} is not a record`)
    if (root === 'notes') {
      const fault = noteFaults(id, record, this.text) ?? bodyFault(id, record.get('body'))
      if (fault) return fault
      const on = record.get('on')
      return typeof on === 'string' && !everHad(this.layers.corrections, on)
        ? breach('G4', `note ${id} stands on a correction that does not exist`)
        : null
    }
    return correctionFaults(id, record, this.text) ?? textFault(id, record.get('text'))
  }

  private ofRemoval(root: 'corrections' | 'notes', id: string, record: unknown): Breach | null {
    const by = record instanceof Y.AbstractType ? valueBefore(record, 'by', this.transaction) : undefined
    return this.mayNot(root, id, 'remove', by)
  }

  /** A change inside something: a record's key, a correction's text, a note's body. */
  ofType(
    type: SharedType,
    keys: ReadonlySet<string | null>,
    rootOf: ReadonlyMap<SharedType, Root>,
  ): Breach | null {
    // What has been removed, or lies in what has been removed, is judged where it was removed.
    let record: SharedType = type
    for (let up = parentOf(record); up; up = parentOf(record)) {
      if (isRemoved(record)) return null
      const root = rootOf.get(up.parent)
      if (root === 'corrections' || root === 'notes') {
        if (up.key === null) return breach('G2', `"${root}" is a map, not a list`)
        return this.ofPart(root, up.key, record, type, keys)
      }
      record = up.parent
    }
    return breach('G2', 'something lies where nothing may lie')
  }

  private ofPart(
    root: 'corrections' | 'notes',
    id: string,
    record: SharedType,
    type: SharedType,
    keys: ReadonlySet<string | null>,
  ): Breach | null {
    const bad = this.barred(root) ?? this.ofRecord(root, id, record)
    if (bad) return bad
    const by = valueBefore(record, 'by', this.transaction)
    if (type !== record) {
      if (piecesOf(type) > maxPieces)
        return breach(
          'G6',
          `what ${nounOf(root)} ${id} says has been written in more than ${maxPieces} pieces`,
        )
      const shared = root === 'notes' && valueBefore(record, 'shared', this.transaction) === true
      const may = can(this.writer.actor, 'rewrite', { by: String(by), decisions: [], shared })
      return may ? null : this.mayNot(root, id, 'rewrite', by)
    }
    for (const key of keys) {
      if (key === null || !keyChange(record, key, this.transaction)) continue
      if (key === 'by' || key === 'at') return breach('G7', `"${key}" of ${nounOf(root)} ${id} never changes`)
      if (key === 'text' || key === 'body' || key === 'on')
        return breach('G2', `"${key}" of ${nounOf(root)} ${id} cannot be put in another's place`)
      // Whoever finds a better place for what has been placed moves it.
      if ((key === 'start' || key === 'end') && this.signsPlace(root, id)) continue
      const found = this.mayNot(root, id, annotations.has(key) ? 'annotate' : 'rewrite', by)
      if (found) return found
    }
    return null
  }

  // --- what had no place ------------------------------------------------------------------------------------------

  private ofUnplaced(id: string, before: unknown, after: unknown): Breach | null {
    const was = before === undefined ? null : readUnplaced(id, before)
    if (!was) return breach('G17', 'what has no place is put down by the server alone')
    const is = after === undefined ? null : readUnplaced(id, after)
    if (!is || !isSameKept(before, after))
      return breach('G17', `${id.slice(0, 80)} is kept as it was: it is only placed or set aside`)
    const deed = placingDeed(was.root)
    if (deed === null) return breach('G17', `${id.slice(0, 80)} has no place that could be found`)
    if (!can(this.writer.actor, deed)) return breach('G15', roleFault(this.writer.actor, deed))
    if (was.placed && !is.placed) return breach('G17', `${id.slice(0, 80)} has been placed, and stays so`)
    for (const name of ['placed', 'aside'] as const) {
      const mark = is[name]
      if (!mark || canonical(mark) === canonical(was[name])) continue
      if (mark.by !== this.writer.actor.id)
        return breach(
          'G7',
          `somebody else is said to have ${name === 'placed' ? 'placed' : 'set aside'} ${id}`,
        )
      const late = atFault(mark.at, this.writer.now)
      if (late) return late
    }
    const needsRecord =
      is.placed && (was.root === 'corrections' || was.root === 'notes' || was.root === 'names')
    return needsRecord && !this.layers[was.root].has(was.record)
      ? breach('G17', `${id} is said to be placed, and is not there`)
      : null
  }

  /** Whether the transaction says that its writer has found a place for what had none. */
  private signsPlace(root: Root, record: string): boolean {
    const id = keyOf(root, record)
    const change = keyChange(this.layers.unplaced, id, this.transaction)
    const before = change && readUnplaced(id, change.before)
    const after = change && readUnplaced(id, change.after)
    return (
      before != null &&
      after?.placed?.by === this.writer.actor.id &&
      canonical(before.placed) !== canonical(after.placed)
    )
  }

  /** Whether a new record is one that had no place, and is what it was. Its author may have removed it since: then it
   * is not brought back so. */
  private isPlaced(root: 'corrections' | 'notes' | 'names', record: string): boolean {
    if (!this.signsPlace(root, record)) return false
    const id = keyOf(root, record)
    const kept = readUnplaced(id, keyChange(this.layers.unplaced, id, this.transaction)?.before)
    const isMoved =
      root === 'names' && keyChange(this.layers.names, record, this.transaction)?.before !== undefined
    return (
      kept !== null &&
      (kept.placed === null || isMoved) &&
      sameButPlace(kept.value, recordAt(this.layers, root, record))
    )
  }

  private mayNot(root: 'corrections' | 'notes', id: string, deed: Deed, by: unknown): Breach | null {
    const { actor } = this.writer
    if (by !== actor.id) return breach('G7', `${nounOf(root)} ${id} is somebody else's`)
    if (root === 'notes') return null
    if (can(actor, deed, { by, decisions: this.decisionsBefore(id) })) return null
    return breach('G8', `somebody else has decided on correction ${id}: withdraw it instead`)
  }

  private decisionsBefore(id: string): readonly Decision[] {
    return this.decisions.get(id) ?? []
  }

  // --- replies and names ----------------------------------------------------------------------------------------

  private ofReply(id: string, before: unknown, after: unknown): Breach | null {
    const { now } = this.writer
    const person = this.writer.actor.id
    const old = before === undefined ? null : readReply(id, before)
    if (old && old.by !== person) return breach('G12', `reply ${id} is somebody else's`)
    if (after === undefined)
      return breach('G12', `reply ${id} stays: what was said is not unsaid, only reworded`)
    const fault = idFault(id) ?? replyFaults(id, after)
    if (fault) return fault
    const reply = readReply(id, after)
    if (!reply) return breach('G2', `reply ${id} cannot be read`)
    if (reply.by !== person) return breach('G12', `reply ${id} is signed by somebody else`)
    if (old && (old.on !== reply.on || old.at !== reply.at || old.act !== reply.act))
      return breach('G12', `of reply ${id} only the words can be changed`)
    const { corrections, notes } = this.layers
    if (!everHad(corrections, reply.on) && !everHad(notes, reply.on))
      return breach('G12', `reply ${id} is on something that does not exist`)
    return old ? null : atFault(reply.at, now)
  }

  private ofName(id: string, after: unknown): Breach | null {
    if (after === undefined) return null
    const fault = idFault(id) ?? nameFaults(id, after, this.text)
    if (fault) return fault
    if (this.isPlaced('names', id)) return null
    const { by, at } = after as { by: unknown; at: unknown }
    if (by !== this.writer.actor.id) return breach('G13', `name ${id} is signed by somebody else`)
    return atFault(at, this.writer.now)
  }

  // --- decisions ------------------------------------------------------------------------------------------------

  private ofDecision(id: string, before: unknown, after: unknown): Breach | null {
    if (before !== undefined) return breach('G9', `decision ${id} is never changed or taken back`)
    const fault = idFault(id) ?? decisionFaults(id, after)
    if (fault) return fault
    const decision = readDecision(id, after)
    if (!decision) return breach('G2', `decision ${id} cannot be read`)
    const { actor, now } = this.writer
    if (decision.by !== actor.id) return breach('G7', `decision ${id} is signed by somebody else`)
    const late = atFault(decision.at, now)
    if (late) return late
    const { corrections } = this.layers
    const { act, on } = decision
    // Its correction may just have been removed by somebody who did not know of the decision: that hurts nobody.
    if (!everHad(corrections, on))
      return breach('G9', `decision ${id} is on a correction that does not exist`)
    const deed = this.deedOf(decision)
    if (!can(actor, deed)) return breach('G15', roleFault(actor, deed))
    const record = corrections.get(on)
    if (!isMap(record)) return null
    if (can(actor, deed, { by: String(record.get('by')), decisions: [] }, this.writer.demands)) return null
    return act === 'accept'
      ? ownAcceptance(on)
      : breach('G9', `correction ${on} can be withdrawn only by whoever made it`)
  }

  /** Who withdrew a proposal may also put it forward again. */
  private deedOf({ act, on, by }: Decision): Deed {
    if (act === 'accept' || act === 'withdraw') return act
    const latest = latestDecisions(this.decisionsBefore(on)).get(on)
    return act === 'reopen' && latest?.act === 'withdraw' && latest.by === by ? 'withdraw' : 'decide'
  }
}

/** What writing to each layer is; what a decision is depends on it. */
const writing = {
  corrections: 'propose',
  breaks: 'structure',
  blockAttrs: 'structure',
  milestones: 'structure',
  spans: 'structure',
  notes: 'note',
  threads: 'reply',
  names: 'name',
} as const satisfies Partial<Record<Root, Deed>>

function roleFault({ role }: Actor, deed: Deed): string {
  return `this needs the role of ${leastRole(deed)}, and the writer is ${role ?? 'nobody'} here`
}

function ownAcceptance(id: string): Breach {
  return breach('G14', `this edition asks for two persons: correction ${id} is accepted by somebody else`)
}

function nounOf(root: 'corrections' | 'notes'): string {
  return root === 'notes' ? 'note' : 'correction'
}

/** Clocks go wrong by hours where a time zone is set wrongly; a day is more than that. In milliseconds. */
const maxAhead = 24 * 60 * 60 * 1000

function atFault(at: unknown, now: number): Breach | null {
  if (typeof at !== 'number' || !Number.isFinite(at) || at < 0) return breach('G5', '"at" is not a time')
  return at > now + maxAhead
    ? breach(
        'G5',
        `"at" lies in the future: the server's clock says ${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC; it, or the clock of this computer, is wrong`,
      )
    : null
}

function textFault(id: string, text: unknown): Breach | null {
  if (!isText(text) || hasKeys(text)) return breach('G2', `"text" of correction ${id} is not a text`)
  if (text.length > maxCorrection)
    return breach('G6', `the text of correction ${id} is longer than ${maxCorrection}`)
  for (const part of partsOf(text))
    if (part.type !== 'string') return breach('G2', `the text of correction ${id} holds more than characters`)
  return null
}

/** A document as edited: a witness and its layers, indexed so that what stands near an offset is found at once. */
import type * as Y from 'yjs'
import { type Correction, type Resolution, resolve, type Standing } from './corrections.js'
import type { Decision } from './decisions.js'
import { type Layers, type Overlay, readAttrKey, readMilestone, readOffset, readSpan } from './layers.js'
import type { Name } from './names.js'
import type { Note } from './notes.js'
import { lowerBound, SortedRanges } from './ranges.js'
import { inOrderOfTime, type Reply } from './replies.js'
import { Structure } from './structure.js'
import type { Milestone, Span, Witness } from './witness.js'

/** What one transaction changed. `ranges` are the stretches of the witness whose appearance may differ (ends
 * included); `structure` is true where blocks, their attributes or page breaks changed. */
export interface Change {
  readonly ranges: readonly (readonly [start: number, end: number])[]
  readonly structure: boolean
  readonly corrections: ReadonlySet<string>
  readonly notes: ReadonlySet<string>
  /** The corrections and notes about which something was said. */
  readonly replies: ReadonlySet<string>
  readonly names: ReadonlySet<string>
  readonly decided: boolean
  readonly transaction: Y.Transaction
}

export class EditedDocument {
  readonly corrections: SortedRanges<Correction>
  readonly notes: SortedRanges<Note>
  readonly spans: SortedRanges<Span>
  readonly names: SortedRanges<Name>
  readonly structure: Structure
  private readonly milestones = new Map<string, Milestone>()
  private milestonesInOrder: Milestone[] = []
  private readonly ownMilestones: Map<string, Milestone>
  private readonly ownSpans: Map<string, Span>
  private resolution: Resolution
  private readonly listeners = new Set<(change: Change) => void>()
  private readonly unobserve: (() => void)[] = []

  // What the running transaction has changed so far.
  private dirty: [number, number][] = []
  private structural = false
  private decided = false
  private reresolve = false
  private changedCorrections = new Set<string>()
  private changedNotes = new Set<string>()
  private changedReplies = new Set<string>()
  private changedNames = new Set<string>()
  private readonly replies = new Map<string, Map<string, Reply>>()

  constructor(
    readonly witness: Witness,
    readonly layers: Layers,
  ) {
    const length = witness.text.length
    this.structure = new Structure(witness, layers)
    this.ownMilestones = new Map(witness.milestones.map(m => [m.id, m]))
    this.ownSpans = new Map(witness.spans.map(s => [s.id, s]))
    this.corrections = SortedRanges.of(
      present([...layers.correctionIds()].map(id => layers.correction(id, length))),
    )
    this.notes = SortedRanges.of(present([...layers.noteIds()].map(id => layers.note(id, length))))
    this.spans = SortedRanges.of(overlaid(this.ownSpans, layers.allSpans(length)).values())
    this.names = SortedRanges.of(layers.allNames(length))
    for (const reply of layers.allReplies()) this.replyKnown(reply)
    this.milestones = overlaid(this.ownMilestones, layers.allMilestones(length))
    this.sortMilestones()
    this.resolution = resolve(this.corrections.values(), layers.allDecisions(), this.text)
    this.observe()
  }

  get text(): string {
    return this.witness.text
  }

  get length(): number {
    return this.witness.text.length
  }

  destroy(): void {
    for (const stop of this.unobserve) stop()
    this.listeners.clear()
  }

  /** Calls `listener` after each transaction that changed something; returns the way to stop it. */
  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  standing(id: string): Standing {
    return this.resolution.standings.get(id) ?? 'proposed'
  }

  /** The accepted corrections that hold, in text order, none overlapping another. */
  get winners(): readonly Correction[] {
    return this.resolution.winners
  }

  /** Whether somebody else than `person` has ever decided on a correction: then it is not removed any more (G8). */
  isDecidedByOthers(id: string, person: string): boolean {
    return this.resolution.decided.has(id) && this.decisionsOn(id).some(d => d.by !== person)
  }

  /** The decisions on a correction, oldest first. */
  decisionsOn(id: string): Decision[] {
    const found = [...this.layers.allDecisions()].filter(d => d.on === id)
    return found.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  }

  /** What has been said about a correction or note, oldest first. */
  repliesOn(id: string): Reply[] {
    return inOrderOfTime(this.replies.get(id)?.values() ?? [])
  }

  milestone(id: string): Milestone | undefined {
    return this.milestones.get(id)
  }

  /** Milestones from one offset to another, ends included, in text order. */
  milestonesIn(from: number, to: number): Milestone[] {
    const found: Milestone[] = []
    for (
      let i = lowerBound(this.milestonesInOrder, from, m => m.at);
      i < this.milestonesInOrder.length;
      i++
    ) {
      const milestone = this.milestonesInOrder[i]!
      if (milestone.at > to) break
      found.push(milestone)
    }
    return found
  }

  allMilestones(): readonly Milestone[] {
    return this.milestonesInOrder
  }

  isWitnessMilestone(id: string): boolean {
    return this.ownMilestones.has(id)
  }

  isWitnessSpan(id: string): boolean {
    return this.ownSpans.has(id)
  }

  // --- following the layers -------------------------------------------------------------------------------------

  private observe(): void {
    const { layers } = this
    const deep = (type: Y.Map<unknown>, see: (key: string) => void) => {
      const observer = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
        const keys = new Set<string>()
        for (const event of events) {
          if (event.target === (type as unknown)) for (const key of event.changes.keys.keys()) keys.add(key)
          else keys.add(String(event.path[0]))
        }
        for (const key of keys) see(key)
      }
      type.observeDeep(observer)
      this.unobserve.push(() => type.unobserveDeep(observer))
    }
    deep(layers.corrections, id => this.correctionChanged(id))
    deep(layers.notes, id => this.noteChanged(id))
    deep(layers.breaks, key => this.breakChanged(key))
    deep(layers.blockAttrs, key => this.attrChanged(key))
    deep(layers.milestones, id => this.milestoneChanged(id))
    deep(layers.spans, id => this.spanChanged(id))
    deep(layers.threads, id => this.replyChanged(id))
    deep(layers.names, id => this.nameChanged(id))
    deep(layers.decisions, () => {
      this.decided = true
      this.reresolve = true
    })
    const after = (transaction: Y.Transaction) => this.tell(transaction)
    layers.doc.on('afterTransaction', after)
    this.unobserve.push(() => layers.doc.off('afterTransaction', after))
  }

  private tell(transaction: Y.Transaction): void {
    if (this.reresolve) this.resolveAnew()
    const change: Change = {
      ranges: this.dirty,
      structure: this.structural,
      corrections: this.changedCorrections,
      notes: this.changedNotes,
      replies: this.changedReplies,
      names: this.changedNames,
      decided: this.decided,
      transaction,
    }
    if (
      !change.structure &&
      !change.decided &&
      change.ranges.length === 0 &&
      change.corrections.size === 0 &&
      change.notes.size === 0 &&
      change.replies.size === 0 &&
      change.names.size === 0
    )
      return
    this.dirty = []
    this.structural = false
    this.decided = false
    this.changedCorrections = new Set()
    this.changedNotes = new Set()
    this.changedReplies = new Set()
    this.changedNames = new Set()
    for (const listener of [...this.listeners]) listener(change)
  }

  private resolveAnew(): void {
    this.reresolve = false
    const before = this.resolution.standings
    this.resolution = resolve(this.corrections.values(), this.layers.allDecisions(), this.text)
    for (const [id, standing] of this.resolution.standings) {
      if ((before.get(id) ?? 'proposed') === standing) continue
      const correction = this.corrections.get(id)
      if (correction) this.dirty.push([correction.start, correction.end])
      this.changedCorrections.add(id)
    }
  }

  private correctionChanged(id: string): void {
    const old = this.corrections.delete(id)
    const now = this.layers.correction(id, this.length)
    if (old) this.dirty.push([old.start, old.end])
    if (now) {
      this.corrections.set(now)
      this.dirty.push([now.start, now.end])
    }
    this.changedCorrections.add(id)
    // Nothing that nobody has decided on can change what holds.
    if (this.resolution.decided.has(id)) this.reresolve = true
  }

  private noteChanged(id: string): void {
    const old = this.notes.delete(id)
    const now = this.layers.note(id, this.length)
    if (now) this.notes.set(now)
    this.changedNotes.add(id)
    // A note's body does not show in the text.
    if (old && now && old.start === now.start && old.end === now.end && old.type === now.type) return
    if (old) this.dirty.push([old.start, old.end])
    if (now) this.dirty.push([now.start, now.end])
  }

  private replyKnown(reply: Reply): void {
    const known = this.replies.get(reply.on)
    if (known) known.set(reply.id, reply)
    else this.replies.set(reply.on, new Map([[reply.id, reply]]))
  }

  private replyChanged(id: string): void {
    for (const [on, replies] of this.replies) if (replies.delete(id)) this.changedReplies.add(on)
    const reply = this.layers.reply(id)
    if (!reply) return
    this.replyKnown(reply)
    this.changedReplies.add(reply.on)
  }

  private nameChanged(id: string): void {
    const old = this.names.delete(id)
    const now = this.layers.name(id, this.length)
    if (now) this.names.set(now)
    this.changedNames.add(id)
    if (old) this.dirty.push([old.start, old.end])
    if (now) this.dirty.push([now.start, now.end])
  }

  private breakChanged(key: string): void {
    const offset = readOffset(key)
    if (offset === null || offset > this.length) return
    if (this.structure.breakChanged(offset, this.layers.breakAt(offset))) {
      this.dirty.push([offset, offset])
      this.structural = true
    }
  }

  private attrChanged(key: string): void {
    const place = readAttrKey(key)
    if (!place) return
    const value = this.layers.blockAttr(place.offset, place.key)
    this.structure.attrChanged(place.offset, place.key, value)
    this.dirty.push([place.offset, place.offset])
    this.structural = true
  }

  private milestoneChanged(id: string): void {
    const old = this.milestones.get(id)
    const now = effective(
      this.ownMilestones.get(id),
      readMilestone(id, this.layers.milestones.get(id), this.length),
    )
    if (now) this.milestones.set(id, now)
    else this.milestones.delete(id)
    this.sortMilestones()
    if (old) this.dirty.push([old.at, old.at])
    if (now) this.dirty.push([now.at, now.at])
    this.structural = true
  }

  private spanChanged(id: string): void {
    const old = this.spans.delete(id)
    const now = effective(this.ownSpans.get(id), readSpan(id, this.layers.spans.get(id), this.length))
    if (now) this.spans.set(now)
    if (old) this.dirty.push([old.start, old.end])
    if (now) this.dirty.push([now.start, now.end])
  }

  private sortMilestones(): void {
    this.milestonesInOrder = [...this.milestones.values()].sort(
      (a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
    )
  }
}

function present<T>(values: Iterable<T | null>): T[] {
  return [...values].filter(v => v !== null)
}

function effective<T>(own: T | undefined, overlay: Overlay<T> | null): T | undefined {
  if (!overlay) return own
  return overlay.off ? undefined : overlay.value
}

function overlaid<T>(own: ReadonlyMap<string, T>, overlays: Iterable<[string, Overlay<T>]>): Map<string, T> {
  const all = new Map(own)
  for (const [id, overlay] of overlays) {
    if (overlay.off) all.delete(id)
    else all.set(id, overlay.value)
  }
  return all
}

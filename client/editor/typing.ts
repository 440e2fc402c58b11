/**
 * Typing: an edit as operations on the layers. Letters of one's own open proposal are really edited; letters of the
 * witness are struck and the new reading stands beside them; typing in somebody else's proposal makes one that competes.
 * A correction that has become empty, or equal to the witness, vanishes.
 *
 * Must run inside one Yjs transaction an edit: the indexes follow only when it ends.
 */
import { blockSeparator, type Correction } from '../../schema/corrections.js'
import type { EditedDocument } from '../../schema/document.js'
import { graphemeEnd, graphemeStart } from '../../schema/graphemes.js'
import { formeWork } from '../../schema/structure.js'
import type { Edit } from './interpretation.js'
import { areRunningText, isOpen, joinAt, splitAt, takeBack } from './operations.js'
import type { Place } from './place.js'
import type { Placed, Spot } from './projection.js'
import type { Writer } from './writer.js'

export class Typing {
  /** Corrections that edits have touched since `settled` was last emptied; see settling.ts. */
  readonly touched = new Set<string>()

  constructor(
    private readonly document: EditedDocument,
    private readonly writer: Writer,
  ) {}

  /** Carries an edit out and says where the caret goes; null where the edit means nothing. */
  apply(edit: Edit): Place | null {
    const struck = this.withoutFormeWork(edit)
    if (struck.length === 0 && edit.taken.length === 0) {
      if (edit.breaks.length > 0 && edit.text === '') return this.joinAll(edit)
      if (edit.text === blockSeparator && edit.breaks.length === 0) return this.splitHere(edit)
    }
    return this.replace({ ...edit, struck })
  }

  // --- structure --------------------------------------------------------------------------------------------------

  private joinAll(edit: Edit): Place {
    const caret = this.placeBefore(edit.left)
    for (const one of [...edit.breaks].reverse()) {
      if ('offset' in one) joinAt(this.document, one.offset)
      else {
        const correction = this.document.corrections.get(one.id)
        if (correction && this.isMine(correction)) {
          this.document.layers.correctionText(one.id)?.delete(one.index, 1)
          this.tidy(one.id)
        }
      }
    }
    return caret
  }

  private splitHere({ left }: Edit): Place | null {
    const { document } = this
    const mine = this.ownAt(left)
    if (mine && (this.isInside(left, mine.id) || !left.right)) {
      this.document.layers.correctionText(mine.id)?.insert(mine.index, blockSeparator)
      this.touched.add(mine.id)
      return { id: mine.id, index: mine.index + 1, anchor: null }
    }
    const offset = this.offsetOf(left)
    if (left.left && left.right) {
      // One's own additions at the split stay on the side of it on which the caret found them.
      for (const c of document.corrections.touching(offset, offset)) {
        if (c.start !== c.end || !this.isMine(c)) continue
        const before = left.placed.some(p => p.to <= left.within && belongsTo(p, c.id))
        document.layers.setCorrection(c.id, { side: before ? -1 : 1 })
      }
      const split = splitAt(document, offset)
      if (split !== null) return { offset: split, side: 1 }
    }
    const atStart = left.within === 0
    if (atStart && left.piece.part === 0 && left.piece.attrs.continues === true) {
      document.layers.setBlockAttr(left.piece.block.start, 'continues', null)
      return { offset: left.piece.block.start, side: 1 }
    }
    const at = atStart ? left.piece.block.start : offset
    const id = this.create(at, at, atStart ? 1 : -1, blockSeparator)
    return { id, index: atStart ? 0 : 1, anchor: null }
  }

  // --- text -------------------------------------------------------------------------------------------------------

  private replace(edit: Edit): Place | null {
    const { document } = this
    const { text } = edit
    const [first, ...others] = edit.struck
    if (!first && edit.taken.length > 0 && !edit.taken.some(t => this.isMineById(t.id)))
      return this.compete(edit, text)
    if (!first && edit.taken.length === 0 && text === '') return null
    if (!first && edit.taken.length === 0) {
      const other = this.insideOthers(edit.left)
      if (other) return this.compete(edit, text)
    }

    for (const part of [...others].reverse()) this.strikeAlone(this.fromBorder(part, edit), part.end)
    for (const part of [...edit.taken].reverse())
      if (this.isMineById(part.id)) document.layers.correctionText(part.id)?.delete(part.index, part.length)

    const caret = this.write(edit, text, first ? this.snapped(first) : null)

    for (const part of edit.taken) this.tidy(part.id)
    if (edit.breaks.length > 0) {
      for (const one of [...edit.breaks].reverse()) {
        if ('offset' in one) {
          if (areRunningText(document, one.offset)) joinAt(document, one.offset)
        } else if (this.isMineById(one.id)) {
          // The separator went with the text around it, unless nothing else of that correction was covered.
          const shared = document.layers.correctionText(one.id)
          const still = shared?.toString()[one.index] === blockSeparator
          const covered = edit.taken.some(t => t.id === one.id)
          if (shared && still && !covered) shared.delete(one.index, 1)
          this.tidy(one.id)
        }
      }
    }
    return caret
  }

  /** Writes `text` where the edit was, striking `range` of the witness. */
  private write(edit: Edit, text: string, range: { start: number; end: number } | null): Place | null {
    const { document } = this
    const { layers } = document
    let target = range ? null : this.ownTarget(edit, text)
    if (!target && !range && text === '') return this.placeBefore(edit.left)
    if (!target) {
      const at = this.offsetOf(edit.left)
      const [start, end] = range ? [range.start, range.end] : [at, at]
      const own = range ? this.ownTouching(edit, start, end) : []
      if (own.length > 0) target = this.merge(own, start, end, edit)
      else if (range || text !== '')
        target = { id: this.create(start, end, this.sideOf(edit.left), ''), index: 0 }
    }
    if (!target) return this.placeBefore(edit.left)
    const { id } = target
    const shared = layers.correctionText(id)!
    const index = Math.min(target.index, shared.length)
    if (text) shared.insert(index, text)
    this.touched.add(id)
    const after = index + text.length
    const now = layers.correction(id, document.length)
    const vanished = this.tidy(id)
    const { start, end } = now ?? { start: 0, end: 0 }
    if (vanished) {
      if (start === end) return { offset: start, side: this.sideOf(edit.left) }
      return { offset: Math.min(end, start + after), side: -1 }
    }
    if (text !== '') return { id, index: after, anchor: null }
    if (range) {
      if (!edit.backward) return { offset: range.end, side: edit.forward ? 1 : -1 }
      return { offset: range.start, side: document.structure.indexOfStart(range.start) >= 0 ? 1 : -1 }
    }
    return { id, index: after, anchor: null }
  }

  /** One's own open correction that an edit touching no witness text belongs to. */
  private ownTarget(edit: Edit, text: string): { id: string; index: number } | null {
    const at = this.ownAt(edit.left)
    if (at) return at
    const taken = edit.taken.find(t => this.isMineById(t.id))
    if (taken) return { id: taken.id, index: taken.index }
    if (text === '') return null
    // Beside or inside what oneself has struck: the new text belongs to that correction.
    const offset = this.offsetOf(edit.left)
    const struck = [edit.left.left, edit.left.right].flatMap(p => strikers(p)).filter(c => this.isMine(c))
    const own = struck.find(c => c.start <= offset && offset <= c.end)
    if (!own) return null
    return { id: own.id, index: offset <= own.start ? 0 : own.text.length }
  }

  /** The correction of one's own whose text the caret stands in or at the edge of. */
  private ownAt(spot: Spot): { id: string; index: number } | null {
    const { left, right, piece, within } = spot
    for (const p of [left, right]) {
      if (!p || (p.segment.type !== 'added' && p.segment.type !== 'addedLine')) continue
      const { correction, index } = p.segment
      if (this.isMine(correction)) return { id: correction.id, index: index + within - p.from }
    }
    if (!left && !right && piece.opened && this.isMine(piece.opened.correction))
      return { id: piece.opened.correction.id, index: piece.opened.index + 1 }
    return null
  }

  private isInside({ left, right }: Spot, id: string): boolean {
    return left !== null && right !== null && belongsTo(left, id) && belongsTo(right, id)
  }

  /** Strictly inside a text that one may not edit. */
  private insideOthers({ left, right }: Spot): Correction | null {
    if (!left || !right) return null
    const l = correctionOf(left)
    return l && l.id === correctionOf(right)?.id && !this.isMine(l) ? l : null
  }

  /** A proposal of one's own beside one that one may not edit, reading as that one does with the edit applied. */
  private compete(edit: Edit, text: string): Place | null {
    const id = edit.taken[0]?.id ?? this.insideOthers(edit.left)?.id
    const other = id === undefined ? undefined : this.document.corrections.get(id)
    if (!other) return null
    let index = 0
    let rest = other.text
    const here = edit.taken.filter(t => t.id === other.id)
    if (here.length > 0) {
      for (const part of [...here].reverse())
        rest = rest.slice(0, part.index) + rest.slice(part.index + part.length)
      index = here[0]!.index
    } else {
      const { left, within } = edit.left
      const segment = left!.segment as { index: number }
      index = segment.index + within - left!.from
    }
    const reading = rest.slice(0, index) + text + rest.slice(index)
    if (other.start === other.end && reading === '') return this.placeBefore(edit.left)
    if (reading === this.document.text.slice(other.start, other.end)) return this.placeBefore(edit.left)
    const made = this.create(other.start, other.end, other.side, reading, other)
    return { id: made, index: index + text.length, anchor: null }
  }

  /** One's own open corrections near a range, as this transaction has left them: the indexes do not follow within one. */
  private ownNear(start: number, end: number): Correction[] {
    const { corrections, layers, length } = this.document
    return corrections
      .touching(start, end)
      .filter(c => this.isMine(c))
      .map(c => layers.correction(c.id, length))
      .filter(c => c !== null)
  }

  /** One's own open corrections that a strike from `start` to `end` joins with. */
  private ownTouching(edit: Edit, start: number, end: number): Correction[] {
    return this.ownNear(start, end).filter(c => {
      if (c.end > start && c.start < end) return true
      if (c.start !== end && c.end !== start) return false
      const near = [edit.left.left, edit.left.right, edit.right.left, edit.right.right]
      return c.end > c.start || edit.taken.some(t => t.id === c.id) || near.some(p => p && belongsTo(p, c.id))
    })
  }

  /** Makes one correction of several that now touch; the text of each stays, in the order of the witness. */
  private merge(
    own: readonly Correction[],
    from: number,
    to: number,
    edit: Edit,
  ): { id: string; index: number } {
    const { layers } = this.document
    const [keep, ...rest] = own as [Correction, ...Correction[]]
    const shared = layers.correctionText(keep.id)!
    const caret = this.ownAt(edit.left)
    let index = 0
    if (caret?.id === keep.id) index = Math.min(caret.index, shared.length)
    else if (keep.end <= from) index = shared.length
    let start = Math.min(from, keep.start)
    let end = Math.max(to, keep.end)
    for (const other of rest.filter(c => this.isAbsorbable(c))) {
      start = Math.min(start, other.start)
      end = Math.max(end, other.end)
      shared.insert(shared.length, layers.correctionText(other.id)?.toString() ?? '')
      layers.removeCorrection(other.id)
      this.touched.delete(other.id)
    }
    layers.setCorrection(keep.id, { start, end })
    return { id: keep.id, index }
  }

  /** Where the strike of a later block begins: where the border before it goes as well, with the white space there. */
  private fromBorder({ block, start }: { block: number; start: number }, edit: Edit): number {
    const { structure } = this.document
    const border = structure.starts[block]!
    const goes = start === border && edit.breaks.some(b => 'offset' in b && b.offset === border)
    return goes && areRunningText(this.document, border) ? structure.block(block - 1).end : start
  }

  /** Strikes a range that no text takes the place of: the later blocks of an edit that reaches over several. */
  private strikeAlone(from: number, to: number): void {
    const { start, end } = this.snapped({ start: from, end: to })
    const { layers } = this.document
    const own = this.ownNear(start, end).filter(c => c.end > start && c.start < end && c.end > c.start)
    const [keep, ...rest] = own
    if (!keep) {
      this.create(start, end, -1, '')
      return
    }
    const absorbed = rest.filter(c => this.isAbsorbable(c))
    for (const other of absorbed) layers.removeCorrection(other.id)
    layers.setCorrection(keep.id, {
      start: Math.min(start, keep.start, ...absorbed.map(c => c.start)),
      end: Math.max(end, keep.end, ...absorbed.map(c => c.end)),
    })
  }

  /** Removes a correction of one's own that says nothing any more; true where it did. */
  private tidy(id: string): boolean {
    const { document } = this
    const correction = document.layers.correction(id, document.length)
    if (!correction || !isOpen(document, correction, this.writer.person)) return false
    if (correction.text !== document.text.slice(correction.start, correction.end)) return false
    takeBack(document, id, this.writer)
    this.touched.delete(id)
    return true
  }

  private create(start: number, end: number, side: -1 | 1, text: string, parent?: Correction): string {
    const id = this.writer.newId()
    this.document.layers.addCorrection({
      id,
      start,
      end,
      side,
      text,
      kind: parent?.kind ?? this.writer.kind(),
      reason: '',
      evidence: '',
      certainty: 'unknown',
      by: this.writer.person,
      at: this.writer.now(),
      parent: parent?.id ?? null,
    })
    this.touched.add(id)
    return id
  }

  /** A selection that begins and ends in running text passes over the stamps and catchwords within it. */
  private withoutFormeWork({ struck, left, right }: Edit): Edit['struck'] {
    if (formeWork.has(left.piece.kind) || formeWork.has(right.piece.kind)) return struck
    return struck.filter(s => !formeWork.has(this.document.structure.block(s.block).kind))
  }

  private snapped({ start, end }: { start: number; end: number }): { start: number; end: number } {
    const { text } = this.document
    return { start: graphemeStart(text, start), end: graphemeEnd(text, end) }
  }

  private isMine(correction: Correction): boolean {
    const { document, writer } = this
    const there = document.layers.correctionText(correction.id) !== null
    return there && isOpen(document, correction, writer.person)
  }

  /** Whether one's own correction may go when another of one's own takes its place. */
  private isAbsorbable({ id }: Correction): boolean {
    return !this.document.isDecidedByOthers(id, this.writer.person)
  }

  private isMineById(id: string): boolean {
    const correction = this.document.corrections.get(id)
    return correction !== undefined && this.isMine(correction)
  }

  /** The witness offset at a spot, on a grapheme boundary. */
  private offsetOf(spot: Spot): number {
    return graphemeStart(this.document.text, rawOffset(spot))
  }

  private sideOf({ within, piece }: Spot): -1 | 1 {
    return within === 0 && piece.part === 0 ? 1 : -1
  }

  private placeBefore(spot: Spot): Place {
    const { left, within } = spot
    if (left && (left.segment.type === 'added' || left.segment.type === 'addedLine'))
      return { id: left.segment.correction.id, index: left.segment.index + within - left.from, anchor: null }
    if (!left && spot.piece.opened)
      return { id: spot.piece.opened.correction.id, index: spot.piece.opened.index + 1, anchor: null }
    return { offset: rawOffset(spot), side: this.sideOf(spot) }
  }
}

function rawOffset({ left, right, piece, within }: Spot): number {
  for (const p of [left, right]) {
    if (!p) continue
    const s = p.segment
    const isLeft = p === left
    switch (s.type) {
      case 'text':
        return isLeft ? s.offset + within - p.from : s.offset
      case 'line':
      case 'gap':
        return isLeft ? s.offset + s.length : s.offset
      case 'milestone':
        return s.milestone.at
      default: {
        const { start, end } = s.correction
        // The text of a correction stands at its end; in a block whose text it precedes, that is where the block begins.
        return Math.min(Math.max(end, piece.block.start), Math.max(piece.block.end, start))
      }
    }
  }
  return piece.opened ? piece.opened.correction.end : piece.block.start
}

function correctionOf({ segment }: Placed): Correction | null {
  return segment.type === 'added' || segment.type === 'addedLine' ? segment.correction : null
}

function belongsTo(placed: Placed, id: string): boolean {
  return correctionOf(placed)?.id === id
}

function strikers(placed: Placed | null): readonly Correction[] {
  if (!placed) return []
  const { segment } = placed
  return segment.type === 'text' || segment.type === 'line' || segment.type === 'gap' ? segment.struck : []
}

/** The editor as the rest of the screen sees it: a document in, a place to stand in the page, commands, and what is
 * selected. The binding does the work. */
import {
  type Command as KeyCommand,
  EditorState as ProseState,
  TextSelection,
  type Transaction,
} from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import 'prosemirror-view/style/prosemirror.css'
import './editor.css'
import * as Y from 'yjs'
import type { CorrectionKind } from '../../schema/corrections.js'
import type { Act } from '../../schema/decisions.js'
import { EditedDocument } from '../../schema/document.js'
import { graphemeStart } from '../../schema/graphemes.js'
import { Layers } from '../../schema/layers.js'
import {
  can,
  type Deed,
  type Demands,
  isAtLeast,
  leastRole,
  noDemands,
  type Role,
} from '../../schema/people.js'
import type { View } from '../../schema/readings.js'
import type { MatchPart } from '../../schema/search.js'
import { barTyping } from './barred.js'
import { Binding } from './binding.js'
import { ChunkView, number } from './chunks.js'
import { cleanHTML, cleanSlice, textOfSlice } from './clipboard.js'
import type { Command } from './command.js'
import { commands } from './commands/index.js'
import { Composition } from './composition.js'
import { keepWorkingKind, workingKind, worksAlone } from './habits.js'
import { ActiveMark, highlight } from './highlights.js'
import { backspace, deleteForward, enter, lineBreak, pressed, selectAll } from './keys.js'
import { type PeerCaret, peersKey, peersPlugin } from './peers.js'
import type { Place } from './place.js'
import { scrollFrame } from './scrolling.js'
import { rangeBetween, type SelectedRange, type Target, targetAt } from './selection.js'
import type { EditorOptions, EditorState } from './state.js'
import { appendVerdicts, type Verdict } from './verdicts.js'

export type { Target } from './selection.js'
export type { EditorOptions, EditorState } from './state.js'

/** How long after the caret has left a correction it is widened to whole words: a double click must not be cut short. */
const settleAfter = 250

const blockKeys: Readonly<Record<string, KeyCommand>> = {
  Enter: enter,
  'Shift-Enter': lineBreak,
  Backspace: backspace,
  'Shift-Backspace': backspace,
  Delete: deleteForward,
  'Mod-A': selectAll,
}

export class Editor {
  readonly pm: EditorView
  readonly document: EditedDocument
  readonly me: { readonly id: string; readonly name: string }
  readonly commands: readonly Command[] = commands
  readonly tell: (words: string) => void
  private newKind: CorrectionKind = workingKind() ?? 'emendation'
  /** Whether what oneself corrects counts as accepted when the caret leaves it: for those who work alone. */
  acceptsOwn = worksAlone()
  /** What the edition asks of everybody. */
  demands: Demands = noDemands
  private ownRole: Role | null = 'owner'
  private binding: Binding
  private shown: EditedDocument
  private readonly chunks = new Set<ChunkView>()
  private readonly listeners = new Set<() => void>()
  private readonly composition: Composition
  private readonly mark = new ActiveMark()
  private readonly stop: () => void
  private current: EditorState | null = null
  private activated: Target | null = null
  private serial = 0
  private settleTimer: ReturnType<typeof setTimeout> | undefined
  private pointerDown = false
  /** Whether the caret has been put somewhere by pointer since the last change: what is typed there is a step of its own. */
  private pointed = false
  private language: string

  constructor(options: EditorOptions) {
    this.document = options.document
    this.me = options.me
    this.ownRole = options.role ?? 'owner'
    this.shown = options.document
    this.tell = options.tell ?? (() => {})
    this.language = options.language ?? ''
    this.binding = this.bind(options.view ?? 'all')
    this.composition = new Composition(options.onComposing)
    this.pm = new EditorView(options.mount, {
      state: this.freshState(),
      dispatchTransaction: transaction => this.dispatch(transaction),
      nodeViews: { chunk: node => new ChunkView(node, this.chunks) },
      editable: () => this.binding.view === 'all',
      attributes: () => ({
        class: `sheet-text view-${this.binding.view}`,
        spellcheck: this.binding.view === 'all' && this.may('propose') ? 'true' : 'false',
        // Without a keyboard that would cover half of a small screen for nothing.
        ...(this.may('propose') ? {} : { 'aria-readonly': 'true', inputmode: 'none' }),
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': 'The text',
        ...(this.language ? { lang: this.language } : {}),
      }),
      handleKeyDown: (_, event) => this.keyDown(event),
      handleDOMEvents: {
        keydown: (view, event) => this.composition.keyDown(view, event),
        compositionstart: view => this.composition.start(view),
        compositionend: view => this.composition.end(view),
        mousedown: () => this.pointer(true),
        blur: () => this.settleSoon(null),
      },
      clipboardTextSerializer: textOfSlice,
      transformPastedHTML: cleanHTML,
      transformPasted: cleanSlice,
    })
    this.binding.attach(this.pm)
    number(this.chunks, this.shown.structure)
    const unlisten = this.document.onChange(change => {
      if (change.structure) number(this.chunks, this.shown.structure)
      this.changed()
    })
    const up = () => this.pointer(false)
    const leave = () => this.settleNow(null)
    window.addEventListener('mouseup', up)
    window.addEventListener('pagehide', leave)
    this.stop = () => {
      unlisten()
      window.removeEventListener('mouseup', up)
      window.removeEventListener('pagehide', leave)
    }
  }

  destroy(): void {
    this.settleNow(null)
    this.stop()
    clearTimeout(this.settleTimer)
    this.binding.destroy()
    if (this.shown !== this.document) this.shown.destroy()
    this.mark.clear()
    highlight(this.pm, () => 0, 'find', [])
    highlight(this.pm, () => 0, 'find-current', [])
    highlight(this.pm, () => 0, 'held', [])
    this.pm.destroy()
  }

  // --- what is shown ----------------------------------------------------------------------------------------------

  get view(): View {
    return this.binding.view
  }

  /** Shows another of the four texts; only *all* can be edited. The caret and what is on screen stay where they are. */
  setView(view: View): void {
    if (view === this.view) return
    this.settleNow(null)
    const anchor = this.topOffset()
    const place = this.place()
    this.binding.destroy()
    if (this.shown !== this.document) this.shown.destroy()
    // The received text has the witness's own structure, so it is a document without layers.
    this.shown =
      view === 'received' ? new EditedDocument(this.document.witness, new Layers(new Y.Doc())) : this.document
    this.binding = this.bind(view)
    this.pm.updateState(this.freshState())
    this.binding.attach(this.pm)
    number(this.chunks, this.shown.structure)
    if (place) {
      const pos = this.binding.projection.posOf(this.pm.state.doc, this.inWitness(place))
      const selection = TextSelection.near(this.pm.state.doc.resolve(pos))
      this.pm.updateState(this.pm.state.apply(this.pm.state.tr.setSelection(selection)))
    }
    if (anchor) this.scrollTo(anchor.offset, anchor.top)
    this.changed()
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  get state(): EditorState {
    this.current ??= this.readState()
    return this.current
  }

  focus(): void {
    this.pm.focus()
  }

  /** Puts the caret somewhere and scrolls there. A note is selected whole, and so is a range that has an `end`. */
  goTo(target: { offset: number; end?: number } | Target | { block: number }): void {
    const places = this.placesOf(target)
    if (!places) return
    const { doc } = this.pm.state
    const [from, to] = places.map(p => this.binding.projection.posOf(doc, this.inWitness(p)))
    // ProseMirror scrolls only while the selection is in the editor.
    this.pm.focus()
    const selection = TextSelection.between(doc.resolve(from!), doc.resolve(to!))
    this.pm.dispatch(this.pm.state.tr.setSelection(selection))
    this.activated = 'correction' in target || 'note' in target ? target : null
    this.reveal(from!)
    this.changed()
  }

  /** Marks a correction or note as the one in hand, without moving the caret. */
  activate(target: Target | null): void {
    this.activated = target
    this.changed()
  }

  /** Where a witness offset is on the screen, in pixels from the window's top; null where it is not shown. */
  topOf(offset: number): number | null {
    const pos = this.binding.projection.posOf(this.pm.state.doc, { offset, side: 1 })
    try {
      return this.pm.coordsAtPos(pos, 1).top
    } catch {
      return null
    }
  }

  /** The witness offset nearest to the top of the window's visible part, and where exactly it is. */
  topOffset(below = 120): { offset: number; top: number } | null {
    const box = this.pm.dom.getBoundingClientRect()
    const found = this.pm.posAtCoords({ left: box.left + box.width / 2, top: Math.max(below, box.top + 4) })
    if (!found) return null
    const spot = this.binding.projection.spotAt(this.pm.state.doc, found.pos)
    if (!spot) return null
    const offset = spot.piece.block.start
    return { offset, top: this.topOf(offset) ?? below }
  }

  /** Highlights ranges in the text without changing it. `name` is styled by `::highlight(name)`. */
  highlight(name: 'find' | 'find-current' | 'held', parts: readonly MatchPart[]): void {
    highlight(this.pm, place => this.binding.projection.posOf(this.pm.state.doc, place), name, parts)
  }

  /** The caret as a place, for telling others. */
  place(): Place | null {
    return this.binding.projection.placeAt(this.pm.state.doc, this.pm.state.selection.head)
  }

  showPeers(peers: readonly PeerCaret[]): void {
    this.pm.updateState(this.pm.state.apply(this.pm.state.tr.setMeta(peersKey, peers)))
  }

  /** What one is in this document; null where one may not even read it any more. */
  get role(): Role | null {
    return this.ownRole
  }

  /** Whoever may no longer write what they wrote cannot undo it either: the server would refuse that. */
  set role(role: Role | null) {
    if (role === this.ownRole) return
    const isLess = !isAtLeast(role, this.ownRole ?? 'reader')
    this.ownRole = role
    if (isLess) this.binding.forget()
    this.pm.setProps({})
    this.changed()
  }

  /** Whether one's role lets one do this here. */
  may(deed: Deed): boolean {
    return can({ id: this.me.id, role: this.role }, deed)
  }

  /** Why one's role does not let one do this, and what can be done about it. */
  whyNot(deed: Deed): string {
    return (
      (this.may('propose') ? null : barTyping(this.role, this.me.id !== '')) ??
      `This is for ${leastRole(deed)}s. You are ${this.role ?? 'nobody'} here: ask an owner.`
    )
  }

  // --- what is done -----------------------------------------------------------------------------------------------

  /** Runs a command by its id; false where there is none, it does not apply, or it did nothing. */
  run(id: string, answer?: string): boolean {
    const command = commands.find(c => c.id === id)
    if (!command?.enabled(this)) return false
    return command.run(this, answer)
  }

  /** Says in which language the text is written, as a BCP 47 tag, '' where that is not known. */
  setLanguage(language: string): void {
    if (language === this.language) return
    this.language = language
    this.pm.setProps({})
  }

  /** The kind that new corrections get. */
  get defaultKind(): CorrectionKind {
    return this.newKind
  }

  set defaultKind(kind: CorrectionKind) {
    this.newKind = kind
    this.changed()
  }

  /** Sets the kind that new corrections get, here and whenever this browser opens a document. */
  workWith(kind: CorrectionKind): void {
    keepWorkingKind(kind)
    this.defaultKind = kind
  }

  /** Writes to the layers as one's own, undoable in one step; false where the text is only shown. What is being typed
   * counts as finished first, unless it `goesOn`. */
  change(write: () => void, goesOn = false): boolean {
    if (this.view !== 'all') return false
    if (!goesOn) this.settleNow(null)
    this.binding.undo.stopCapturing()
    this.binding.run([
      () => {
        write()
        return null
      },
    ])
    this.binding.undo.stopCapturing()
    return true
  }

  /** Decides on one correction, as `decideAll` does. */
  decide(on: string, act: Act, why = ''): boolean {
    return this.decideAll([{ on, act, why }]) > 0
  }

  /** Decides on many at once, in one change; returns how many were decided. */
  decideAll(verdicts: readonly Verdict[]): number {
    this.settleNow(null)
    return appendVerdicts(this, verdicts)
  }

  /** Presses a key as if by hand. */
  press(keys: string): boolean {
    return blockKeys[keys]?.(this.pm.state, this.pm.dispatch, this.pm) ?? false
  }

  get canUndo(): boolean {
    return this.binding.undo.undoStack.length > 0
  }

  get canRedo(): boolean {
    return this.binding.undo.redoStack.length > 0
  }

  undo(): boolean {
    return this.view === 'all' && this.binding.undoStep()
  }

  redo(): boolean {
    return this.view === 'all' && this.binding.redoStep()
  }

  /** An id for a new record: unique, and in the order in which one person made theirs. */
  newId(): string {
    const client = this.document.layers.doc.clientID.toString(36)
    return `${this.me.id}.${client}.${(this.serial++).toString(36).padStart(4, '0')}`
  }

  /** The indexes of the first and last block that the selection touches. */
  selectedBlocks(): [first: number, last: number] {
    const { doc, selection } = this.pm.state
    const from = this.binding.projection.spotAt(doc, selection.from)?.index ?? 0
    const to = this.binding.projection.spotAt(doc, selection.to)?.index ?? from
    return [from, to]
  }

  /** The selection as a range of the witness, or the word at the caret; null between words. `correction` names the one
   * whose proposed words were selected. */
  selectedRange(): SelectedRange | null {
    const { doc, selection } = this.pm.state
    const left = this.binding.projection.spotAt(doc, selection.from)
    const right = this.binding.projection.spotAt(doc, selection.to)
    return left && right ? rangeBetween(left, right, this.document.text, selection.empty) : null
  }

  private isOwnProposal(id: string): boolean {
    return this.document.corrections.get(id)?.by === this.me.id && this.document.standing(id) === 'proposed'
  }

  // --- inside -----------------------------------------------------------------------------------------------------

  private bind(view: View): Binding {
    const binding = new Binding(
      this.shown,
      {
        person: this.me.id,
        now: () => Date.now(),
        newId: () => this.newId(),
        kind: () => this.newKind,
      },
      view,
      this.tell,
      () => barTyping(this.role, this.me.id !== ''),
    )
    // Not before the change that is being undone has reached the screen.
    for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const)
      binding.undo.on(event, () => queueMicrotask(() => this.binding === binding && this.changed()))
    return binding
  }

  private freshState(): ProseState {
    return ProseState.create({ doc: this.binding.projection.whole(), plugins: [peersPlugin(this.binding)] })
  }

  private dispatch(transaction: Transaction): void {
    const had = this.pm.state.selection
    if (transaction.docChanged && this.pointed) {
      this.pointed = false
      this.binding.undo.stopCapturing()
    }
    this.binding.dispatch(transaction)
    if (this.pm.state.selection.eq(had) && !transaction.docChanged) return
    if (!transaction.docChanged) this.activated = null
    this.settleSoon(this.correctionAtCaret())
    this.changed()
  }

  private changed(): void {
    const now = this.readState()
    const was = this.current
    if (was && JSON.stringify(was) === JSON.stringify(now)) return
    this.current = now
    this.mark.show(now.active)
    for (const listener of [...this.listeners]) listener()
  }

  private readState(): EditorState {
    const { doc, selection } = this.pm.state
    const spot = this.binding.projection.spotAt(doc, selection.head)
    const place = spot && this.binding.projection.placeOfSpot(spot)
    const offset = place ? graphemeStart(this.document.text, this.offsetOf(place)) : 0
    return {
      view: this.view,
      editable: this.view === 'all',
      role: this.role,
      empty: selection.empty,
      block: spot?.index ?? 0,
      offset,
      active: this.existing(this.activated) ?? targetAt(spot),
      canUndo: this.canUndo,
      canRedo: this.canRedo,
      defaultKind: this.newKind,
    }
  }

  private existing(target: Target | null): Target | null {
    if (!target) return null
    const found =
      'correction' in target
        ? this.document.corrections.get(target.correction)
        : this.document.notes.get(target.note)
    return found ? target : null
  }

  private offsetOf(place: Place): number {
    if ('offset' in place) return place.offset
    return this.document.corrections.get(place.id)?.end ?? 0
  }

  /** A place that the view on screen has: one in a correction that it does not show is where that correction stands. */
  private inWitness(place: Place): Place {
    if ('offset' in place || this.shown === this.document) return place
    return { offset: this.offsetOf(place), side: 1 }
  }

  private placesOf(
    target: { offset: number; end?: number } | Target | { block: number },
  ): [Place, Place] | null {
    if ('offset' in target) {
      const from: Place = { offset: target.offset, side: 1 }
      return [from, target.end === undefined ? from : { offset: target.end, side: -1 }]
    }
    if ('block' in target) {
      const start = this.document.structure.starts[target.block]
      return start === undefined ? null : this.placesOf({ offset: start })
    }
    if ('note' in target) {
      const note = this.document.notes.get(target.note)
      if (!note) return null
      return [
        { offset: note.start, side: 1 },
        { offset: note.end, side: -1 },
      ]
    }
    const correction = this.document.corrections.get(target.correction)
    if (!correction) return null
    const caret: Place =
      correction.text &&
      this.view === 'all' &&
      /proposed|accepted/.test(this.document.standing(correction.id))
        ? this.binding.projection.inCorrection(correction.id, correction.text.length)
        : { offset: correction.end, side: -1 }
    return [caret, caret]
  }

  private correctionAtCaret(): string | null {
    const spot = this.binding.projection.spotAt(this.pm.state.doc, this.pm.state.selection.head)
    const target = spot && targetAt(spot)
    return target && 'correction' in target ? target.correction : null
  }

  private keyDown(event: KeyboardEvent): boolean {
    if (this.composition.active) return false
    for (const [keys, command] of Object.entries(blockKeys))
      if (pressed(event, keys)) return command(this.pm.state, this.pm.dispatch, this.pm)
    if (pressed(event, 'Mod-Shift-Z')) return this.redo() || true
    for (const command of commands) {
      if (!command.keys || command.ask || blockKeys[command.keys] || !pressed(event, command.keys)) continue
      if (command.deed && !this.may(command.deed)) this.tell(this.whyNot(command.deed))
      else if (command.enabled(this)) command.run(this)
      return true
    }
    return false
  }

  private pointer(down: boolean): false {
    this.pointerDown = down
    if (down) this.pointed = true
    return false
  }

  private settleSoon(except: string | null): void {
    clearTimeout(this.settleTimer)
    this.settleTimer = setTimeout(() => {
      if (this.pointerDown || this.composition.active) this.settleSoon(except)
      else this.settleNow(this.pm.hasFocus() ? this.correctionAtCaret() : null)
    }, settleAfter)
  }

  private settleNow(except: string | null): void {
    if (this.view !== 'all' || !this.may('propose')) return
    const left = this.binding.settle(except)
    if (this.acceptsOwn)
      for (const id of left)
        if (this.isOwnProposal(id)) appendVerdicts(this, [{ on: id, act: 'accept', why: '' }])
  }

  private reveal(pos: number): void {
    const { top, bottom } = this.pm.coordsAtPos(pos)
    const frame = scrollFrame(this.pm.dom)
    const box = frame.getBoundingClientRect()
    if (top < box.top + 60 || bottom > box.bottom - 60) frame.scrollTop += top - box.top - box.height / 3
  }

  private scrollTo(offset: number, top: number): void {
    const now = this.topOf(offset)
    if (now !== null) scrollFrame(this.pm.dom).scrollTop += now - top
  }
}

/** A peer of the fuzz: an editor without a browser, and the random things that a person does in it. */
import { Fragment, type Node, Slice } from 'prosemirror-model'
import { EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import type * as Y from 'yjs'
import { Binding, type Viewer } from '../../client/editor/binding.js'
import { setKind } from '../../client/editor/operations.js'
import type { Act } from '../../schema/decisions.js'
import { EditedDocument } from '../../schema/document.js'
import { graphemeEnd, graphemeStart } from '../../schema/graphemes.js'
import { Layers } from '../../schema/layers.js'
import { nameTypes } from '../../schema/names.js'
import { proseSchema } from '../../schema/prosemirror.js'
import type { View } from '../../schema/readings.js'
import { replyActs } from '../../schema/replies.js'
import type { BlockKind, Witness } from '../../schema/witness.js'
import type { Random } from '../support/random.js'

export class FakeView implements Viewer {
  readonly composing = false
  state: EditorState

  constructor(doc: Node) {
    this.state = EditorState.create({ doc, schema: proseSchema })
  }

  updateState(state: EditorState): void {
    this.state = state
  }
}

export class Peer {
  readonly document: EditedDocument
  readonly binding: Binding
  readonly view: FakeView
  readonly typed: string[] = []
  private serial = 0
  private clock = 0
  private letters: number

  constructor(
    readonly name: string,
    witness: Witness,
    readonly doc: Y.Doc,
    readonly random: Random,
    index: number,
    view: View = 'all',
  ) {
    this.letters = 0xac00 + index * 3000
    this.document = new EditedDocument(witness, new Layers(doc))
    this.binding = new Binding(
      this.document,
      {
        person: name,
        now: () => ++this.clock,
        newId: () => `${name}.${doc.clientID.toString(36)}.${(this.serial++).toString(36).padStart(4, '0')}`,
        kind: () => random.pick(['transcription', 'emendation']),
      },
      view,
    )
    this.view = new FakeView(this.binding.projection.whole())
    this.binding.attach(this.view)
  }

  get prose(): Node {
    return this.view.state.doc
  }

  dispatch(transaction: Transaction): void {
    this.binding.dispatch(transaction)
  }

  /** A letter that nobody else types. */
  letter(): string {
    const letter = String.fromCharCode(this.letters++)
    this.typed.push(letter)
    return letter
  }

  blocks(): [node: Node, pos: number][] {
    const found: [Node, number][] = []
    this.prose.descendants((node, pos) => {
      if (!node.isTextblock) return true
      found.push([node, pos])
      return false
    })
    return found
  }

  anyPosition(): number {
    const [node, pos] = this.random.pick(this.blocks())
    return pos + 1 + this.random.below(node.content.size + 1)
  }

  select(anchor: number, head = anchor): void {
    const { state } = this.view
    const selection = TextSelection.between(this.prose.resolve(anchor), this.prose.resolve(head))
    this.view.updateState(state.apply(state.tr.setSelection(selection)))
  }

  selectSome(length: number): boolean {
    const from = this.anyPosition()
    this.select(from, Math.min(from + 1 + this.random.below(length), this.prose.content.size - 1))
    return !this.view.state.selection.empty
  }

  insert(text: string): void {
    const { state } = this.view
    const { from, to } = state.selection
    this.dispatch(state.tr.insertText(text, from, to))
  }

  change(write: () => void): void {
    this.binding.run([
      () => {
        write()
        return null
      },
    ])
  }

  noteId(): string {
    return `${this.name}.n.${this.doc.clientID}.${this.serial++}`
  }

  decide(on: string, act: Act): void {
    const { start, end, text } = this.document.corrections.get(on)!
    this.change(() =>
      this.document.layers.addDecision({
        id: this.noteId(),
        on,
        act,
        by: this.name,
        at: Math.max(++this.clock, ...this.document.decisionsOn(on).map(d => d.at + 1)),
        why: '',
        seen: { start, end, text },
      }),
    )
  }
}

/** What people do that takes nothing away: after any number of these, every letter typed is in the text. */
export const additions: Readonly<Record<string, (peer: Peer) => void>> = {
  type(peer) {
    peer.select(peer.anyPosition())
    peer.insert(peer.letter())
  },
  typeOn(peer) {
    peer.select(peer.view.state.selection.to)
    peer.insert(peer.letter())
  },
  typeMore(peer) {
    peer.select(peer.view.state.selection.to)
    peer.insert(peer.letter() + peer.letter())
  },
  split(peer) {
    peer.select(peer.anyPosition())
    split(peer)
  },
  splitHere(peer) {
    peer.select(peer.view.state.selection.head)
    split(peer)
  },
  join(peer) {
    const blocks = peer.blocks()
    if (blocks.length < 2) return
    const [, pos] = blocks[1 + peer.random.below(blocks.length - 1)]!
    const $pos = peer.prose.resolve(pos)
    if ($pos.nodeBefore?.type === proseSchema.nodes.block) peer.dispatch(peer.view.state.tr.join(pos))
  },
  kind(peer) {
    const kind = peer.random.pick<BlockKind>(['paragraph', 'heading', 'stage', 'speech', 'item'])
    peer.change(() => setKind(peer.document, peer.random.below(peer.document.structure.count), kind))
  },
  speaker(peer) {
    const index = peer.random.below(peer.document.structure.count)
    peer.change(() => setKind(peer.document, index, 'speech', { who: peer.random.pick(['A', 'B', null]) }))
  },
  movePage(peer) {
    const milestone = peer.random.pick(peer.document.allMilestones())
    peer.change(() =>
      peer.document.layers.setMilestone({
        ...milestone,
        at: graphemeStart(peer.document.text, peer.random.below(peer.document.length + 1)),
      }),
    )
  },
  note(peer) {
    const { text } = peer.document
    const start = graphemeStart(text, peer.random.below(text.length - 8))
    peer.change(() =>
      peer.document.layers.addNote({
        id: peer.noteId(),
        start,
        end: graphemeEnd(text, start + 1 + peer.random.below(5)),
        on: null,
        type: 'textual',
        by: peer.name,
        at: 1,
        text: 'a note',
      }),
    )
  },
  name(peer) {
    const { text } = peer.document
    const start = graphemeStart(text, peer.random.below(text.length - 12))
    const end = graphemeEnd(text, start + 1 + peer.random.below(10))
    const own = ownNames(peer)
    const id = own.length > 0 && peer.random.chance(0.3) ? peer.random.pick(own).id : peer.noteId()
    const type = peer.random.pick(nameTypes)
    peer.change(() => peer.document.layers.setName({ id, start, end, type, ref: '', by: peer.name, at: 1 }))
  },
  reply(peer) {
    const all = [...peer.document.corrections.values(), ...peer.document.notes.values()]
    if (all.length === 0) return
    const on = peer.random.pick(all).id
    const act = peer.random.pick(replyActs)
    peer.change(() =>
      peer.document.layers.setReply({ id: peer.noteId(), on, act, text: 'So.', by: peer.name, at: 1 }),
    )
  },
  renameOthers(peer) {
    // What somebody else has signed is changed outside of undo, which would put their signature back (G13).
    const all = [...peer.document.names.values()]
    if (all.length === 0) return
    const name = peer.random.pick(all)
    const { layers } = peer.document
    layers.change(null, () => {
      if (peer.random.chance(0.5)) layers.removeName(name.id)
      else layers.setName({ ...name, ref: 'somebody', by: peer.name })
    })
  },
  untag(peer) {
    const own = ownNames(peer)
    if (own.length > 0) peer.change(() => peer.document.layers.removeName(peer.random.pick(own).id))
  },
  paste(peer) {
    peer.select(peer.anyPosition())
    const block = (kind: string) => proseSchema.nodes.block!.create({ kind }, proseSchema.text(peer.letter()))
    const slice = new Slice(Fragment.from([block('paragraph'), block('heading')]), 1, 1)
    peer.dispatch(peer.view.state.tr.replaceSelection(slice))
  },
}

/** What people do that takes letters away, moves them, decides on them or takes them back. */
export const removals: Readonly<Record<string, (peer: Peer) => void>> = {
  replace(peer) {
    if (peer.selectSome(5)) peer.insert(peer.letter())
  },
  replaceMuch(peer) {
    if (peer.random.chance(0.7)) return
    peer.select(peer.anyPosition(), peer.anyPosition())
    if (!peer.view.state.selection.empty) peer.insert(peer.letter())
  },
  backspace(peer) {
    const { head } = peer.view.state.selection
    if (peer.prose.resolve(head).parentOffset === 0) return
    peer.select(head)
    peer.dispatch(peer.view.state.tr.delete(head - 1, head))
  },
  backspaceTwice(peer) {
    peer.select(peer.anyPosition())
    removals.backspace!(peer)
    removals.backspace!(peer)
  },
  deleteForward(peer) {
    const { head } = peer.view.state.selection
    const $head = peer.prose.resolve(head)
    if ($head.parentOffset >= $head.parent.content.size) return
    peer.select(head)
    peer.dispatch(peer.view.state.tr.delete(head, head + 1))
  },
  deleteRange(peer) {
    if (peer.selectSome(8)) peer.dispatch(peer.view.state.tr.deleteSelection())
  },
  drag(peer) {
    if (!peer.selectSome(5)) return
    const { selection, tr } = peer.view.state
    const target = peer.anyPosition()
    if (target >= selection.from && target <= selection.to) return
    const slice = selection.content()
    tr.deleteSelection()
    const at = tr.mapping.map(target)
    peer.dispatch(tr.replaceRange(at, at, slice))
  },
  accept: peer => decideOnAny(peer, 'accept'),
  reject: peer => decideOnAny(peer, 'reject'),
  reopen: peer => decideOnAny(peer, 'reopen'),
  settle: peer => peer.binding.settle(),
  undo: peer => void peer.binding.undoStep(),
  redo: peer => void peer.binding.redoStep(),
}

function ownNames(peer: Peer) {
  return [...peer.document.names.values()].filter(name => name.by === peer.name)
}

function split(peer: Peer): void {
  const { state } = peer.view
  peer.dispatch(state.tr.split(state.selection.head))
}

function decideOnAny(peer: Peer, act: Act): void {
  const all = [...peer.document.corrections.values()]
  if (all.length > 0) peer.decide(peer.random.pick(all).id, act)
}

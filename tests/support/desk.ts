/** A desk: people editing one small document without a browser, their screens written as lines of text. */
import type { TextSelection } from 'prosemirror-state'
import * as Y from 'yjs'
import { backspace, deleteForward, enter, lineBreak } from '../../client/editor/keys.js'
import { proseSchema } from '../../schema/prosemirror.js'
import type { Attrs, Block, BlockKind, Milestone, Witness } from '../../schema/witness.js'
import { Peer } from '../fuzz/peer.js'
import { Random } from './random.js'

/** Blocks from lines: `kind: text`, a paragraph where there is no kind, `+ text` for one that continues. Between
 * blocks stands a blank line; `\n` in a text is a line break; `¶n ` before a text begins page n. */
export function witnessOf(...lines: string[]): Witness {
  let text = ''
  const blocks: Block[] = []
  const milestones: Milestone[] = []
  for (const line of lines) {
    if (text) text += '\n\n'
    const [, page, plus, kind, words] = /^(?:¶(\d+) )?(\+ )?(?:(\w+): )?([\s\S]*)$/.exec(line)!
    const start = text.length
    text += words
    const attrs: Attrs = plus ? { continues: true } : {}
    blocks.push({ start, end: text.length, kind: (kind as BlockKind | undefined) ?? 'paragraph', attrs })
    if (page) milestones.push({ id: `pb${page}`, at: start, type: 'pb', n: page })
  }
  const source = { format: 'text', encoding: 'utf-8', bom: false, name: 'test.txt' } as const
  return { format: 1, text, blocks, milestones, spans: [], source }
}

export class Desk {
  readonly people: Record<string, Person> = {}

  constructor(
    readonly witness: Witness,
    ...names: string[]
  ) {
    names.forEach((name, i) => {
      const doc = new Y.Doc()
      doc.clientID = 1000 + i
      this.people[name] = new Person(name, witness, doc, new Random(1), i)
    })
  }

  person(name: string): Person {
    return this.people[name]!
  }

  /** Everybody gets everything. */
  sync(): void {
    const all = Object.values(this.people)
    for (const from of all)
      for (const to of all)
        if (from !== to)
          Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), 'network')
  }
}

export class Person extends Peer {
  /** The screen, a line a block: struck text as `[-x-]`, added as `{+x+}`, a line break as `⏎`, the caret as `|`. */
  screen({ caret = false } = {}): string {
    const lines: string[] = []
    const { head } = this.view.state.selection
    this.prose.descendants((node, pos) => {
      if (node.type !== proseSchema.nodes.block) return true
      let line = ''
      let open = ''
      const turn = (now: string) => {
        if (now === open) return
        line += open === 'del' ? '-]' : open === 'ins' ? '+}' : ''
        line += now === 'del' ? '[-' : now === 'ins' ? '{+' : ''
        open = now
      }
      node.forEach((child, offset) => {
        const now = child.marks.some(m => m.type.name === 'del')
          ? 'del'
          : child.marks.some(m => m.type.name === 'ins')
            ? 'ins'
            : ''
        turn(now)
        const text = child.isText
          ? child.text!
          : child.type === proseSchema.nodes.line
            ? '⏎'
            : `<${child.attrs.n}>`
        const at = head - (pos + 1 + offset)
        if (
          caret &&
          at >= 0 &&
          (at < child.nodeSize || (at === child.nodeSize && offset + at === node.content.size))
        )
          line += `${text.slice(0, at)}|${text.slice(at)}`
        else line += text
      })
      turn('')
      if (caret && node.content.size === 0 && head === pos + 1) line += '|'
      const kind = node.attrs.kind === 'paragraph' ? '' : `${node.attrs.kind}: `
      lines.push(
        `${node.attrs.page ? `¶${node.attrs.page} ` : ''}${node.attrs.continues ? '+ ' : ''}${kind}${line}`,
      )
      return false
    })
    return lines.join('\n')
  }

  /** Puts the caret before (`after: false`) or after the words, which must stand in one text node; or selects them. */
  caret(words: string, where: 'before' | 'after' | 'select' = 'after'): this {
    const from = this.find(words)
    if (where === 'select') this.select(from, from + words.length)
    else this.select(where === 'after' ? from + words.length : from)
    return this
  }

  selectFrom(first: string, last: string): this {
    this.select(this.find(first), this.find(last) + last.length)
    return this
  }

  type(text: string): this {
    for (const letter of text) this.insert(letter)
    return this
  }

  press(key: 'Backspace' | 'Delete' | 'Enter' | 'Shift-Enter', times = 1): this {
    for (let i = 0; i < times; i++) {
      const { state } = this.view
      const dispatch = (tr: typeof state.tr) => this.dispatch(tr)
      const command = { Backspace: backspace, Delete: deleteForward, Enter: enter, 'Shift-Enter': lineBreak }[
        key
      ]
      if (command(state, dispatch)) continue
      // What the browser would do by itself: one letter away.
      const { head } = state.selection
      this.dispatch(key === 'Backspace' ? state.tr.delete(head - 1, head) : state.tr.delete(head, head + 1))
    }
    return this
  }

  settle(): this {
    this.binding.settle()
    return this
  }

  private find(words: string): number {
    let found: number | null = null
    this.prose.descendants((node, pos) => {
      if (found !== null || !node.isText) return found === null
      const at = node.text!.indexOf(words)
      if (at >= 0) found = pos + at
      return true
    })
    if (found === null) throw new Error(`There is no "${words}" on the screen:\n${this.screen()}`)
    return found
  }

  /** The corrections as `Ugeki ] Ugaki`, in text order. */
  corrections(): string[] {
    return this.document.corrections
      .inOrder()
      .map(c => `${this.document.text.slice(c.start, c.end)} ] ${c.text}${c.parent ? ' (competes)' : ''}`)
  }

  get selection(): TextSelection {
    return this.view.state.selection as TextSelection
  }
}

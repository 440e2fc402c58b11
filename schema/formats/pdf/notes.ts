/** The notes of an edition in Typst: at the foot of the page, or at the end. */
import { type NoteEntry, noteEntriesOf } from '../../apparatus.js'
import type { BodyBlock, Inline } from '../../note-body.js'
import type { Printed } from '../../printed.js'
import { bodyOf } from '../body.js'
import type { Exported } from '../format.js'
import { address } from '../html/escape.js'
import type { NotePrinter } from '../note-printer.js'
import { escaped, literal, withBreaks } from './escape.js'
import type { Places } from './places.js'

/** Where notes stand: all at the foot, all at the end, or the explanatory at the foot and the textual at the end. */
export type NotePlace = 'foot' | 'end' | 'split'

export class TypstNotes {
  private readonly entries: readonly NoteEntry[]
  private readonly byBlock = new Map<number, NoteEntry[]>()

  constructor(
    private readonly exported: Exported,
    private readonly printer: NotePrinter,
    private readonly places: Places,
    private readonly place: NotePlace,
  ) {
    this.entries = noteEntriesOf(exported.document)
    for (const entry of this.entries) {
      const list = this.byBlock.get(entry.block) ?? []
      list.push(entry)
      this.byBlock.set(entry.block, list)
    }
  }

  /** The marks of the notes that end in a block, in the order of their ends; with the notes themselves where they stand
   * at the foot. */
  marks(block: number): { offset: number; typst: string }[] {
    return (this.byBlock.get(block) ?? []).map(entry => ({
      offset: entry.note.end,
      typst: this.isAtFoot(entry) ? this.footNote(entry) : this.endMark(entry),
    }))
  }

  /** The notes of a series that stand at the end. */
  atEnd(type: NoteEntry['note']['type']): string[] {
    return this.entries
      .filter(entry => entry.note.type === type && !this.isAtFoot(entry))
      .map(entry => `#end-note(${this.names(entry)}, [${lemma(entry.words)}])[${this.body(entry)}]`)
  }

  private isAtFoot({ note }: NoteEntry): boolean {
    return this.place === 'foot' || (this.place === 'split' && note.type === 'explanatory')
  }

  private footNote(entry: NoteEntry): string {
    const [name] = this.places.note(entry.note.id)
    return `#foot-note("${entry.note.type}", ${this.mark(entry)}, "${name}")[${this.body(entry)}]`
  }

  private endMark(entry: NoteEntry): string {
    return `#end-mark(${this.names(entry)})`
  }

  private names(entry: NoteEntry): string {
    const [name, back] = this.places.note(entry.note.id)
    return `"${entry.note.type}", ${this.mark(entry)}, "${name}", "${back}"`
  }

  private mark({ note, number }: NoteEntry): string {
    return literal(this.printer.labels.get(note.id) ?? String(number))
  }

  private body({ note }: NoteEntry): string {
    return this.blocks(bodyOf(this.exported.document.layers, note.id))
  }

  private blocks(blocks: readonly BodyBlock[]): string {
    return blocks.map(block => this.block(block)).join('#parbreak();')
  }

  private block(block: BodyBlock): string {
    switch (block.type) {
      case 'paragraph':
        return block.inlines.map(part => this.inline(part)).join('')
      case 'quotation':
        return `#quote(block: true)[${this.blocks(block.blocks)}]`
      case 'list':
        return `#${block.ordered ? 'enum' : 'list'}(${block.items.map(item => `[${this.blocks(item)}]`).join(', ')})`
    }
  }

  private inline(part: Inline): string {
    switch (part.type) {
      case 'ref':
        return this.places.toReference(part.to, escaped(this.printer.reference(part.to)))
      case 'cite':
        return this.places.toWork(part.key, printed(this.printer.citation(part.key, part.locator)))
      case 'text': {
        const words = emphasised(part)
        return part.href !== null && address(part.href) !== null
          ? `#link(${literal(part.href)})[${words}]`
          : words
      }
    }
  }
}

export const printed = (runs: readonly Printed[]): string => runs.map(emphasised).join('')

function emphasised({ text, em, strong }: Printed): string {
  let typst = withBreaks(text)
  if (em) typst = `#emph[${typst}]`
  return strong ? `#strong[${typst}]` : typst
}

/** Long lemmata by their first and last words, as printed editions do. */
function lemma(words: string): string {
  const list = words.trim().split(/\s+/)
  const short =
    list.length <= 8 ? list.join(' ') : `${list.slice(0, 3).join(' ')} … ${list.slice(-2).join(' ')}`
  return short === '' ? '' : `#emph[${escaped(short)}] \\] `
}

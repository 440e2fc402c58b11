/** The text of an edition as Typst: paragraphs, headings, speeches, lists, with what stands beside them. */
import type { EditedDocument } from '../../document.js'
import type { Piece, View } from '../../readings.js'
import { formeWork } from '../../structure.js'
import type { Attrs, BlockKind } from '../../witness.js'
import { type CalledNote, calledNotes } from '../called-notes.js'
import { type Flow, flowOf } from '../flow.js'
import { isInTable } from '../grid.js'
import { shownInWords } from '../html/parts.js'
import { literal } from './escape.js'
import { Inline, pageTurn, type Written } from './inline.js'
import type { TypstNotes } from './notes.js'
import type { Places } from './places.js'
import { Table } from './table.js'

export interface TextChoices {
  readonly view: View
  readonly title: string
  /** Whether paragraphs have their numbers beside them. */
  readonly isNumbered: boolean
  /** Whether the source's own notes stand at the foot of the page; where its text has them else. */
  readonly isNotedAtFoot: boolean
  readonly isMarked: boolean
  readonly hasStamps: boolean
  readonly hasCatchwords: boolean
}

/** What the text is made of, a line each. `hasTitle` says that one of its own headings is the title. */
export interface SetText {
  readonly lines: readonly string[]
  readonly hasTitle: boolean
}

export function textTypst(
  document: EditedDocument,
  notes: TypstNotes,
  places: Places,
  choices: TextChoices,
): SetText {
  return new Text(document, notes, places, choices).write()
}

class Text {
  private readonly inline: Inline
  private readonly called: ReadonlyMap<string, CalledNote>
  /** The blocks that have been set as notes where they are called. */
  private readonly done = new Set<number>()
  private readonly last = new Map<number, Piece>()
  private readonly byBlock = new Map<number, Piece[]>()
  private readonly flows: readonly Flow[]
  /** What stands beside the next line of text. */
  private beside = ''
  /** The table whose rows are being gathered. */
  private table: Table | null = null

  constructor(
    document: EditedDocument,
    notes: TypstNotes,
    private readonly places: Places,
    private readonly choices: TextChoices,
  ) {
    const { view } = choices
    const corrections = view === 'received' ? undefined : shownInWords(document, view)
    this.flows = flowOf(document, view, corrections ? { corrections } : {})
    for (const { pieces } of this.flows)
      for (const piece of pieces) {
        this.last.set(piece.block.index, piece)
        if (piece.kind === 'note')
          this.byBlock.set(piece.block.index, [...(this.byBlock.get(piece.block.index) ?? []), piece])
      }
    this.called = choices.isNotedAtFoot ? calledNotes(document) : new Map()
    this.inline = new Inline(document, view, places, choices.isMarked, {
      noteMarks: block => notes.marks(block),
      sourceNote: reference => this.sourceNote(reference),
    })
  }

  write(): SetText {
    const lines: string[] = []
    let hasTitle = false
    let texts = 0
    let last: BlockKind | null = null
    for (const flow of this.flows) {
      const pieces = flow.pieces.filter(({ block }) => !this.done.has(block.index))
      if (pieces.length === 0) continue
      if (formeWork.has(flow.kind)) {
        this.beside += pieces.map(piece => turnOf(piece) + this.formeWork(piece)).join('')
        continue
      }
      const table = isInTable(flow) ? flow.attrs.table! : null
      if (this.table && this.table.name !== table) lines.push(this.tableSet())
      if (table !== null) {
        this.addToTable(flow, pieces, table)
        last = null
        continue
      }
      const { typst, marker, signs, text } = this.contents(pieces)
      if (text.trim() === '') {
        this.beside += typst
        continue
      }
      if (flow.kind === 'rule' && !/\p{L}|\p{N}/u.test(text)) {
        lines.push('#rule')
        last = 'rule'
        this.beside += pieces.map(piece => this.inline.notes(piece)).join('')
        continue
      }
      texts++
      // What stands beside an item begins with its marker.
      const before = this.beside + this.places.paragraphHere(flow.number) + marker
      this.beside = ''
      // The title may stand below a date or a file number, hardly below running text.
      const isTitle = !hasTitle && texts <= 4 && flow.kind === 'heading' && same(text, this.choices.title)
      if (isTitle) hasTitle = true
      const name = call(isTitle ? 'title-heading' : nameOf(flow), {
        ...(this.choices.isNumbered && flow.number > 0 ? { n: String(flow.number) } : {}),
        ...(isTitle ? {} : given(flow, last, marker && before, signs)),
      })
      const inside = marker ? typst : before + typst
      const isWide = flow.kind === 'heading' && isCapital(text)
      lines.push(`${name}[${isWide ? `#capitals[${inside}]` : inside}]`)
      last = flow.kind
    }
    if (this.table) lines.push(this.tableSet())
    if (this.beside !== '') lines.push(`#p[${this.beside}]`)
    return { lines, hasTitle }
  }

  /** A row, or a paragraph of a cell. The number that it is cited by stands beside its row. */
  private addToTable(flow: Flow, pieces: readonly Piece[], name: Attrs[string]): void {
    this.table ??= new Table(name)
    const { attrs, number } = flow
    const isRow = attrs.cells !== undefined && pieces.length === 1
    const isNumbered = this.choices.isNumbered && number > 0 && (isRow || this.table.isNewRow(attrs))
    const before = `${isNumbered ? `#paragraph-number(${number})` : ''}${this.beside}${this.places.paragraphHere(number)}`
    this.beside = ''
    if (isRow) {
      const [first = '', ...cells] = this.inline.cells(pieces[0]!)
      this.table.addRow([before + turnOf(pieces[0]!) + first, ...cells])
    } else this.table.addToCell(attrs, before + this.contents(pieces).typst)
  }

  private tableSet(): string {
    const { table } = this
    this.table = null
    return table?.typst() ?? ''
  }

  /** The pieces of one paragraph; and what they say. */
  private contents(pieces: readonly Piece[]): Written {
    let typst = ''
    let marker = ''
    let signs = 0
    let text = ''
    for (const piece of pieces) {
      const turn = turnOf(piece)
      const isWithin = text !== ''
      if (formeWork.has(piece.kind)) {
        typst += turn + this.formeWork(piece)
        continue
      }
      const written = this.inline.write(piece, this.last.get(piece.block.index) === piece)
      if (written.text !== '' && text !== '' && !/[-\u2010-\u2015\u00ad\s]$/.test(text)) typst += ' '
      if (turn !== '') typst += (isWithin ? '#turn;' : '') + turn
      typst += written.typst
      if (!marker) ({ marker, signs } = written)
      text += written.text
    }
    return { typst, marker, signs, text }
  }

  /** Stamps and catchwords stand beside the text, those that the edition shows; their notes in any case. */
  private formeWork(piece: Piece): string {
    const { typst, text } = this.inline.write(piece, this.last.get(piece.block.index) === piece)
    const isShown = piece.kind === 'stamp' ? this.choices.hasStamps : this.choices.hasCatchwords
    if (text.trim() === '') return typst
    return isShown ? `#beside(${piece.kind}[${typst.trim()}])` : this.inline.notes(piece)
  }

  private sourceNote(reference: string): string | null {
    const note = this.called.get(reference)
    if (!note) return null
    for (const block of note.blocks) this.done.add(block)
    const paragraphs = note.blocks.map(block => this.contents(this.byBlock.get(block) ?? []).typst)
    return `#source-note(${literal((note.mark || '*').slice(0, 12))})[${paragraphs.join('#parbreak();')}]`
  }
}

/** The number of the page that begins with a piece. */
const turnOf = (piece: Piece) => (piece.page ? pageTurn(piece.page) : '')

const letters = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase()
const same = (a: string, b: string) => letters(a) !== '' && letters(a) === letters(b)

export const isCapital = (text: string) => /\p{Lu}{3}/u.test(text) && !/\p{Ll}{2}/u.test(text)

/** The function of the style that a paragraph is. */
function nameOf({ kind, attrs }: Flow): string {
  switch (kind) {
    case 'heading':
      return 'head'
    case 'paragraph':
    case 'rule':
    case 'stamp':
    case 'catchword':
      return 'p'
    case 'speech':
      return attrs.continues === true ? 'speech-on' : 'speech'
    case 'salutation':
      return attrs.place === 'close' ? 'closing' : 'salutation'
    case 'label':
      return 'lettering'
    case 'metadata':
      return 'particulars'
    case 'note':
      return 'inner-note'
    default:
      return kind
  }
}

/** What such a function wants to know. `last` is the kind before: a paragraph that follows another is indented. An item
 * hangs on its marker of so many signs. */
function given(
  { kind, attrs }: Flow,
  last: BlockKind | null,
  marker: string,
  signs: number,
): Record<string, string> {
  const number = (key: string) => {
    const value = attrs[key]
    return String(typeof value === 'number' ? Math.min(Math.max(Math.round(value), 1), 6) : 1)
  }
  switch (kind) {
    case 'heading':
      return { level: number('level') }
    case 'paragraph':
      return last === 'paragraph' ? { indent: '1.3em' } : {}
    case 'item': {
      const width = Math.max(1.7, Math.round(10 * (0.42 * signs + 0.6)) / 10)
      return { depth: number('depth'), ...(marker ? { width: `${width}em`, marker: `[${marker}]` } : {}) }
    }
    default:
      return {}
  }
}

function call(name: string, given: Readonly<Record<string, string>>): string {
  const list = Object.entries(given).map(([key, value]) => `${key}: ${value}`)
  return `#${name}${list.length > 0 ? `(${list.join(', ')})` : ''}`
}

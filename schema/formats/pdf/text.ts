/** The text of an edition as Typst: paragraphs, headings, speeches, lists, with what stands beside them. */
import type { EditedDocument } from '../../document.js'
import type { Piece, View } from '../../readings.js'
import { formeWork } from '../../structure.js'
import { type Flow, flowOf } from '../flow.js'
import { shownInWords } from '../html/parts.js'
import { literal } from './escape.js'
import { Inline, pageTurn } from './inline.js'
import type { TypstNotes } from './notes.js'
import type { Places } from './places.js'
import { calledNotes, type SourceNote } from './source-notes.js'

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
  private readonly called: ReadonlyMap<string, SourceNote>
  /** The blocks that have been set as notes where they are called. */
  private readonly done = new Set<number>()
  private readonly last = new Map<number, Piece>()
  private readonly byBlock = new Map<number, Piece[]>()
  private readonly flows: readonly Flow[]
  /** What stands beside the next line of text. */
  private beside = ''

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
    for (const flow of this.flows) {
      const pieces = flow.pieces.filter(({ block }) => !this.done.has(block.index))
      if (pieces.length === 0) continue
      if (formeWork.has(flow.kind)) {
        this.beside += pieces.map(piece => turnOf(piece) + this.formeWork(piece)).join('')
        continue
      }
      const { typst, marker, text } = this.contents(pieces)
      if (text.trim() === '') {
        this.beside += typst
        continue
      }
      if (flow.kind === 'rule' && !/\p{L}|\p{N}/u.test(text)) {
        lines.push('#rule')
        this.beside += pieces.map(piece => this.inline.notes(piece)).join('')
        continue
      }
      texts++
      const numbers = this.places.paragraphHere(flow.number) + this.number(flow.number)
      // What stands beside an item begins with its marker.
      const before = this.beside + numbers + marker
      const inside = marker ? typst : before + typst
      this.beside = ''
      // The title may stand below a date or a file number, hardly below running text.
      const isTitle = !hasTitle && texts <= 4 && flow.kind === 'heading' && same(text, this.choices.title)
      if (isTitle) hasTitle = true
      lines.push(
        isTitle
          ? `#title-heading[${capital(text, inside)}]`
          : paragraph(flow, inside, marker && before, text),
      )
    }
    if (this.beside !== '') lines.push(`#plain[${this.beside}]`)
    return { lines, hasTitle }
  }

  /** The pieces of one paragraph; and what they say. */
  private contents(pieces: readonly Piece[]): { typst: string; marker: string; text: string } {
    let typst = ''
    let first = ''
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
      first ||= written.marker
      text += written.text
    }
    return { typst, marker: first, text }
  }

  private number(n: number): string {
    return this.choices.isNumbered && n > 0 ? `#paragraph-number(${n})` : ''
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
    return `#source-note(${literal(note.mark.slice(0, 12))})[${paragraphs.join('#parbreak();')}]`
  }
}

/** The number of the page that begins with a piece. */
const turnOf = (piece: Piece) => (piece.page ? pageTurn(piece.page) : '')

const letters = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase()
const same = (a: string, b: string) => letters(a) !== '' && letters(a) === letters(b)

export const isCapital = (text: string) => /\p{Lu}{3}/u.test(text) && !/\p{Ll}{2}/u.test(text)

const capital = (text: string, inside: string) => (isCapital(text) ? `#capitals[${inside}]` : inside)

/** A paragraph by its kind; `text` is what it says. */
function paragraph({ kind, attrs }: Flow, inside: string, marker: string, text: string): string {
  const number = (key: string, most: number) => {
    const value = attrs[key]
    return typeof value === 'number' ? Math.min(Math.max(Math.round(value), 1), most) : 1
  }
  switch (kind) {
    case 'heading':
      return `#heading(level: ${number('level', 6)})[${capital(text, inside)}]`
    case 'speech':
      return attrs.continues === true ? `#speech-on[${inside}]` : `#speech[${inside}]`
    case 'item': {
      const width = Math.max(
        1.7,
        Math.round(10 * (0.55 * letters(String(attrs.marker ?? '')).length + 0.9)) / 10,
      )
      return `#item(${number('depth', 6)}, ${width}em, ${marker ? `[${marker}]` : 'none'})[${inside}]`
    }
    case 'salutation':
      return `#${attrs.place === 'close' ? 'closing' : 'salutation'}[${inside}]`
    case 'label':
      return `#lettering[${inside}]`
    case 'metadata':
      return `#particulars[${inside}]`
    case 'note':
      return `#inner-note[${inside}]`
    case 'rule':
      return `#plain[${inside}]`
    case 'paragraph':
      return `\n${inside}\n`
    case 'stamp':
    case 'catchword':
      return `#plain[${inside}]`
    default:
      return `#${kind}[${inside}]`
  }
}

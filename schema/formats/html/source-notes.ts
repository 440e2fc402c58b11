/** The source's own notes in HTML: linked with the marks in the text that lead to them. */
import type { EditedDocument } from '../../document.js'
import { type SourceNote, sourceNotesOf } from '../../source-notes.js'
import type { Flow } from '../flow.js'
import { escaped } from './escape.js'

/** `attributes` are those of a mark and of a note besides their own, with a space before them. */
export class SourceNoteWriter {
  private readonly byReference: ReadonlyMap<string | null, SourceNote>
  private readonly byStart: ReadonlyMap<number, SourceNote>
  /** The notes that something in the text leads to already. */
  private readonly led = new Set<number>()

  constructor(
    private readonly document: EditedDocument,
    private readonly attributes: { readonly mark: string; readonly note: string } = { mark: '', note: '' },
  ) {
    const notes = sourceNotesOf(document)
    this.byReference = new Map(notes.map(note => [note.reference, note]))
    this.byStart = new Map(notes.map(note => [note.start, note]))
  }

  /** A mark: `words` that are one in the text, or, where they are '', the mark as the note has it. Null where it leads to
   * no note. */
  readonly reference = (id: string, words: string): string | null => {
    const note = this.byReference.get(id)
    if (!note) return null
    const target = this.led.has(note.number) ? '' : ` id="sr-${note.number}"`
    this.led.add(note.number)
    const mark = words === '' ? escaped(note.mark || '*') : words
    return `<a class="${words === '' ? 'ref src-ref' : 'src'}"${target} href="#s-${note.number}" role="doc-noteref"${this.attributes.mark}>${mark}</a>`
  }

  /** A paragraph that is a note with its mark in the text; null for all others. */
  readonly note = ({ kind, number, pieces }: Flow, inside: string): string | null => {
    const { block, part } = pieces[0]!
    const note = kind === 'note' && part === 0 ? this.byStart.get(block.start) : undefined
    if (!note?.reference) return null
    const { mark } = note
    const words = this.document.text.slice(block.start, block.start + mark.length + 1)
    const isThere = mark === '' || words.startsWith(mark) || words.startsWith(`[${mark}`)
    const sign = isThere ? '' : `<span class="mark">${escaped(mark)}</span> `
    const id = number > 0 ? ` id="p${number}"` : ''
    const back = `<a class="back" href="#sr-${note.number}" role="doc-backlink" aria-label="Back to the text">↩</a>`
    return `<aside class="note" id="s-${note.number}" role="doc-footnote"${this.attributes.note}><p dir="auto"${id}>${sign}${inside} ${back}</p></aside>`
  }
}

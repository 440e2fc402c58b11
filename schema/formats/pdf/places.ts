/** The places of a text that its notes and lists lead to, by the labels that they have in Typst. The label of a place is
 * written once, where the text first has it. */
import { emendationsOf, noteEntriesOf } from '../../apparatus.js'
import type { EditedDocument } from '../../document.js'
import { inlinesOf, type Reference } from '../../note-body.js'
import { bodyOf } from '../body.js'
import type { NotePrinter } from '../note-printer.js'
import { literal } from './escape.js'

export class Places {
  private readonly corrections: ReadonlyMap<string, string>
  private readonly names: ReadonlyMap<string, string>
  private readonly notes: ReadonlyMap<string, string>
  private readonly works: ReadonlyMap<string, string>
  /** The paragraphs that anything leads to. */
  private readonly paragraphs = new Set<number>()
  private readonly written = new Set<string>()

  constructor(
    private readonly document: EditedDocument,
    private readonly printer: NotePrinter,
  ) {
    const emendations = emendationsOf(document)
    this.corrections = numbered(
      'c',
      emendations.map(({ correction }) => correction.id),
    )
    this.names = numbered(
      'x',
      document.names.inOrder().map(({ id }) => id),
    )
    this.notes = numbered(
      'n',
      noteEntriesOf(document).map(({ note }) => note.id),
    )
    this.works = numbered(
      'w',
      printer.works().map(({ work }) => work.id),
    )
    for (const { paragraph } of emendations) this.paragraphs.add(paragraph)
    for (const id of this.notes.keys())
      for (const part of inlinesOf(bodyOf(document.layers, id)))
        if (part.type === 'ref' && 'start' in part.to) this.paragraphs.add(this.paragraphAt(part.to.start))
  }

  /** The number of the paragraph in which an offset is cited. */
  private paragraphAt(offset: number): number {
    return this.document.structure.cited(this.document.structure.indexAt(offset, 1))
  }

  /** That a list will lead to where an offset stands. */
  expect(offset: number): void {
    this.paragraphs.add(this.paragraphAt(offset))
  }

  correctionHere(id: string): string {
    return this.here(this.corrections.get(id))
  }

  nameHere(id: string): string {
    return this.here(this.names.get(id))
  }

  workHere(key: string): string {
    return this.here(this.works.get(key))
  }

  paragraphHere(number: number): string {
    return this.paragraphs.has(number) ? this.here(`p${number}`) : ''
  }

  /** The label of a note, and that of its mark in the text. */
  note(id: string): readonly [note: string, mark: string] {
    const name = this.notes.get(id) ?? 'n0'
    return [name, `${name}b`]
  }

  /** The labels of names, as arguments. */
  ofNames(ids: readonly string[]): string {
    return ids
      .flatMap(id => this.names.get(id) ?? [])
      .map(literal)
      .join(', ')
  }

  /** Words that lead to a correction, or to its paragraph where the text does not show it. */
  toCorrection(id: string, offset: number, words: string): string {
    return this.to([this.corrections.get(id), this.paragraph(offset)], words)
  }

  toOffset(offset: number, words: string): string {
    return this.to([this.paragraph(offset)], words)
  }

  toNote(id: string, words: string): string {
    const name = this.notes.get(id)
    return this.to([name, name && `${name}b`], words)
  }

  toWork(key: string, words: string): string {
    return this.to([this.works.get(key)], words)
  }

  /** Words that lead to where a reference does; the words alone where that is in another document. */
  toReference(to: Reference, words: string): string {
    if (!this.printer.isHere(to)) return words
    if ('note' in to) return this.toNote(to.note, words)
    if (!('correction' in to)) return this.toOffset(to.start, words)
    const correction = this.document.corrections.get(to.correction)
    return correction ? this.toCorrection(correction.id, correction.start, words) : words
  }

  private paragraph(offset: number): string | undefined {
    const number = this.paragraphAt(offset)
    return this.paragraphs.has(number) ? `p${number}` : undefined
  }

  private to(names: readonly (string | undefined)[], words: string): string {
    const known = names.filter(name => name !== undefined && name !== '')
    return known.length > 0 ? `#to(${known.map(name => literal(name!)).join(', ')})[${words}]` : words
  }

  private here(name: string | undefined): string {
    if (name === undefined || this.written.has(name)) return ''
    this.written.add(name)
    return `#at("${name}")`
  }
}

function numbered(letter: string, ids: readonly string[]): Map<string, string> {
  return new Map(ids.map((id, i) => [id, `${letter}${i + 1}`]))
}

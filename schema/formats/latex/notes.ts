/** The notes of an edition in LaTeX: entries of the apparatus, and notes in two series. */
import { noteEntriesOf } from '../../apparatus.js'
import { type PrintedEntry, type PrintedList, printedApparatus } from '../../apparatus-printed.js'
import type { Correction } from '../../corrections.js'
import type { BodyBlock, Inline } from '../../note-body.js'
import { apparatusLists, defaultSettings } from '../../settings.js'
import { bodyOf } from '../body.js'
import type { Exported } from '../format.js'
import { NotePrinter } from '../note-printer.js'
import { escaped, withBreaks } from './escape.js'

const corrections = new Set<string>(['emendations', 'transcription', 'regularizations'])

export class LatexNotes {
  readonly printer: NotePrinter
  readonly sigla: PrintedList | undefined
  /** The entries of corrections that the settings let be printed. */
  private readonly entries = new Map<string, PrintedEntry>()
  /** Notes, and corrections that leave nothing, in the order in which they end. */
  private readonly pending: { readonly end: number; readonly latex: string }[]

  constructor(exported: Exported) {
    const { document, person, initials, settings } = exported
    this.printer = new NotePrinter(exported)
    const given = settings ?? defaultSettings
    const lists = { ...given.apparatus.lists }
    for (const list of apparatusLists) lists[list] &&= corrections.has(list)
    const printed = printedApparatus(document, {
      settings: { ...given, apparatus: { ...given.apparatus, lists } },
      person,
      ...(initials ? { initials } : {}),
    })
    this.sigla = printed.find(({ list }) => list === 'sigla')
    for (const { list, entries } of printed)
      if (list !== 'sigla') for (const entry of entries) this.entries.set(entry.correction ?? '', entry)
    const removals = document.winners
      .filter(({ text, id }) => text.trim() === '' && this.entries.has(id))
      .map(c => ({
        end: c.end,
        latex: `\\edtext{}{\\lemma{\\textit{left out}}\\Afootnote{${this.entry(c)}}}`,
      }))
    const notes = noteEntriesOf(document).map(({ note }) => ({
      end: note.end,
      latex: `\\note${note.type === 'textual' ? 'A' : 'B'}{${escaped(this.printer.labels.get(note.id) ?? '')}}{${this.blocks(bodyOf(document.layers, note.id))}}`,
    }))
    this.pending = [...removals, ...notes].sort((a, b) => a.end - b.end)
  }

  /** What stands in the text at or before an offset of the witness and has not been given out. */
  upTo(offset: number): string {
    let latex = ''
    while (this.pending[0] && this.pending[0].end <= offset) latex += this.pending.shift()!.latex
    return latex
  }

  /** Whether something is still to be given out that ends within a stretch of the witness. */
  endsIn(start: number, end: number): boolean {
    return this.pending.some(note => note.end > start && note.end <= end)
  }

  /** A correction's words with their entry, or the words alone where it is not to be printed. */
  corrected(correction: Correction, words: string): string {
    const entry = this.entries.has(correction.id) ? this.entry(correction) : ''
    return entry && words.trim() !== '' ? `\\edtext{${words}}{\\Afootnote{${entry}}}` : words
  }

  /** An entry without place and lemma: the lines are numbered and the lemma given by reledmac. */
  private entry({ id }: Correction): string {
    const runs = this.entries.get(id)!.runs.filter(({ style }) => !['place', 'lemma', 'sign'].includes(style))
    const latex = runs.map(({ style, text }) =>
      style === 'siglum' ? `\\textit{${escaped(text)}}` : escaped(text),
    )
    return latex.join('').trim() || '\\textit{lacking}'
  }

  private blocks(blocks: readonly BodyBlock[]): string {
    return blocks
      .map(block => {
        if (block.type === 'paragraph') return block.inlines.map(part => this.inline(part)).join('')
        if (block.type === 'quotation') return this.blocks(block.blocks)
        return block.items
          .map((item, i) => `${block.ordered ? `${i + 1}.` : '•'} ${this.blocks(item)}`)
          .join('\\newline{}')
      })
      .join('\\newline{}')
  }

  private inline(part: Inline): string {
    if (part.type === 'ref') return escaped(this.printer.reference(part.to))
    if (part.type === 'cite') return this.printer.citation(part.key, part.locator).map(emphasised).join('')
    const words = emphasised(part)
    return part.href && part.href !== part.text ? `${words} (${escaped(part.href)})` : words
  }
}

export function emphasised({ text, em, strong }: { text: string; em: boolean; strong: boolean }): string {
  let latex = withBreaks(text)
  if (em) latex = `\\emph{${latex}}`
  return strong ? `\\textbf{${latex}}` : latex
}

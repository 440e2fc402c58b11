/** Notes as footnotes: their marks, which stand in the text, and their bodies at the end. */
import { noteEntriesOf } from '../../apparatus.js'
import type { BodyBlock, Inline } from '../../note-body.js'
import { bodyOf } from '../body.js'
import type { Exported } from '../format.js'
import { NotePrinter } from '../note-printer.js'
import { destination, escaped, paragraph, quotation } from './escape.js'
import { type MarkdownRun, runsMarkdown } from './runs.js'
import { sourceLabels } from './source-notes.js'

/** A footnote's body under its label. */
export const definition = (label: string, body: string) =>
  `[^${label}]: ${body.replace(/\n(?=[^\n])/g, '\n    ')}`

export class Footnotes {
  readonly printer: NotePrinter
  /** The notes not yet marked in the text, in the order of their ends. */
  private readonly pending: { readonly id: string; readonly end: number }[]
  private readonly labels = new Map<string, string>()

  constructor(private readonly exported: Exported) {
    this.printer = new NotePrinter(exported)
    const entries = noteEntriesOf(exported.document)
    this.pending = entries.map(({ note }) => note)
    const used = new Set([...sourceLabels(exported.document).values()].map(label => label.toLowerCase()))
    for (const { note, number } of entries) {
      const printed = this.printer.labels.get(note.id) ?? ''
      // Marks that are signs, or that begin anew on each page, cannot tell footnotes apart.
      const free = /^[a-z0-9]+$/i.test(printed) && !used.has(printed.toLowerCase())
      let label = free ? printed : `n${number}`
      while (used.has(label.toLowerCase())) label = `n${label}`
      used.add(label.toLowerCase())
      this.labels.set(note.id, label)
    }
  }

  /** The marks of the notes that end at or before an offset and have not been given out. */
  upTo(offset: number): MarkdownRun[] {
    const marks: MarkdownRun[] = []
    while (this.pending[0] && this.pending[0].end <= offset)
      marks.push({ text: `[^${this.labels.get(this.pending.shift()!.id)}]`, raw: true })
    return marks
  }

  /** The bodies of all notes. */
  definitions(): string[] {
    return [...this.labels].map(([id, label]) => {
      const body = this.blocks(bodyOf(this.exported.document.layers, id)) || '(no text)'
      return definition(label, body)
    })
  }

  private blocks(blocks: readonly BodyBlock[]): string {
    return blocks
      .map(block => {
        if (block.type === 'paragraph') {
          const line = paragraph(runsMarkdown(block.inlines.flatMap(part => this.inline(part))))
          return line === '' ? '&#8203;' : line
        }
        if (block.type === 'quotation') return quotation(this.blocks(block.blocks))
        return block.items
          .map((item, i) => {
            const marker = block.ordered ? `${i + 1}. ` : '- '
            return marker + this.blocks(item).replace(/\n(?=[^\n])/g, `\n${' '.repeat(marker.length)}`)
          })
          .join('\n')
      })
      .filter(text => text !== '')
      .join('\n\n')
  }

  private inline(part: Inline): MarkdownRun[] {
    if (part.type === 'ref') return [{ text: this.printer.reference(part.to) }]
    if (part.type === 'cite') return [...this.printer.citation(part.key, part.locator)]
    const to = part.href === null ? null : destination(part.href)
    if (!to) return [part]
    return [{ text: `[${escaped(part.text).replace(/\s+/g, ' ')}](${to})`, raw: true }]
  }
}

/** What formats are for, in the words of the export dialog. */
import type { Format } from '../../schema/formats/format.js'
import type { View } from '../../schema/readings.js'

export interface Purpose {
  readonly title: string
  readonly formats: readonly Format[]
}

const purposes: readonly (readonly [title: string, names: readonly string[]])[] = [
  ['Publish', ['pdf', 'epub', 'html']],
  ['Exchange', ['docx', 'tei', 'annotations', 'archive']],
  ['Work on', ['text', 'markdown', 'latex', 'typst', 'csv']],
]

/** The formats by what they are for; those of which nothing is known here stand in the last group. */
export function byPurpose(formats: readonly Format[]): Purpose[] {
  const placed = new Set(purposes.flatMap(([, names]) => names))
  return purposes
    .map(([title, names], i) => ({
      title,
      formats: [
        ...names.flatMap(name => formats.find(format => format.name === name) ?? []),
        ...(i === purposes.length - 1 ? formats.filter(({ name }) => !placed.has(name)) : []),
      ],
    }))
    .filter(({ formats }) => formats.length > 0)
}

/** In a few words, what one does with the file. */
export const formatWords: Readonly<Record<string, string>> = {
  pdf: 'Typeset pages, to print and to send',
  epub: 'A book for e-readers and tablets',
  html: 'One page with all four texts, to put on the web or send by mail',
  docx: 'For colleagues who work in Word: proposals as tracked changes, notes as comments and footnotes',
  tei: 'For archives and other editing programs, valid against tei_all',
  annotations: 'For programs that annotate, after the Web Annotation standard',
  archive: 'Everything, without loss; imports again into an equal document',
  text: 'Letters and nothing else, for any program',
  markdown: 'Text with notes as footnotes, for web sites and writing programs',
  latex: 'A critical edition to typeset yourself, with reledmac',
  typst: 'The source of the PDF, to typeset yourself',
  csv: 'A table for spreadsheets and statistics',
}

export const viewBeside: Readonly<Record<View, string>> = {
  received: 'As it came',
  diplomatic: 'With the accepted corrections of the transcription',
  reading: 'With all that was accepted',
  all: 'With proposals too',
}

/** Whether the text ends with the apparatus where that is wished; other formats say so by an option, or have it anyway. */
export function takesApparatus(format: Format, view: View): boolean {
  return ['text', 'docx'].includes(format.name) && (view === 'reading' || view === 'diplomatic')
}

/** Writes a Word file (WordprocessingML, ISO 29500): corrections as tracked changes of their authors, notes as footnotes
 * and comments. */
import { printedApparatus } from '../../apparatus-printed.js'
import { contributorsOf } from '../../contributors.js'
import { type Printed, printedText } from '../../printed.js'
import type { View } from '../../readings.js'
import { defaultSettings } from '../../settings.js'
import { chosen, type Exported, type Format } from '../format.js'
import { NotePrinter } from '../note-printer.js'
import { Anchors } from './anchors.js'
import { type WrittenNotes, writeNotes } from './notes.js'
import { coreProperties, customProperties, documentPart, namespaces, packed, wordPart } from './package.js'
import { dateOf, run } from './runs.js'
import { shownIn, type Tracking } from './shown.js'
import { stylesXml } from './styles.js'
import { TextWriter } from './text.js'

/** The same document, written at the same time, gives the same bytes. */
export function writeDocx(exported: Exported, view: View): Uint8Array {
  const { document, person, title, edition, metadata, at } = exported
  const tracking = chosen(docxFormat, 'corrections', exported) as Tracking
  const isClean = view !== 'all' || tracking === 'none'
  const shown = shownIn(document, view, tracking)
  const printer = new NotePrinter(exported)
  let ids = 0
  const nextId = () => ++ids
  const asComments = chosen(docxFormat, 'notes', exported) === 'comments'
  const notes = view === 'all' ? writeNotes(exported, shown, printer, { asComments, isClean }, nextId) : null
  const text = new TextWriter(exported, view, isClean, shown, new Anchors(notes?.anchors ?? []), nextId)
  const paragraphs = [
    ...text.write(),
    ...(view === 'all' ? worksXml(printer) : []),
    ...(needsApparatus(exported, view, isClean) ? apparatusXml(exported, printer, view) : []),
  ]
  // Word asks for one paragraph at least.
  const body = paragraphs.length > 0 ? paragraphs.join('\n') : '<w:p/>'
  const names = contributorsOf(document).map(id => person(id) || id)
  const hasFootnotes = (notes?.footnotes.length ?? 0) > 0
  const hasComments = (notes?.comments.length ?? 0) > 0
  const beside = [
    wordPart('styles', stylesXml(namespaces)),
    wordPart('settings', settingsXml(!isClean, hasFootnotes)),
    ...(hasFootnotes ? [wordPart('footnotes', footnotesXml(notes!), notes!.footnoteLinks.addresses)] : []),
    ...(hasComments ? [wordPart('comments', commentsXml(notes!), notes!.commentLinks.addresses)] : []),
  ]
  return packed(
    documentPart(
      `<w:document ${namespaces}><w:body>\n${body}\n<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    ),
    beside,
    [
      coreProperties({ title, subject: edition, creators: names.join('; '), at: dateOf(at) }),
      customProperties({
        corrigenda: isClean ? `text ${view === 'all' ? 'reading' : view}` : `corrections ${tracking}`,
        ...Object.fromEntries(Object.entries(metadata).map(([key, value]) => [`metadata.${key}`, value])),
        ...notes?.known,
      }),
    ],
  )
}

function needsApparatus({ withApparatus }: Exported, view: View, isClean: boolean): boolean {
  if (view === 'all') return isClean
  return withApparatus === true && (view === 'reading' || view === 'diplomatic')
}

const paragraph = (style: string, inside: string) =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${inside}</w:p>`

/** The apparatus that the settings ask for; notes that are footnotes are not listed again. */
function apparatusXml(exported: Exported, printer: NotePrinter, view: View): string[] {
  const { document, person, initials, citing } = exported
  const given = exported.settings ?? defaultSettings
  const lists = { ...given.apparatus.lists }
  if (view === 'all') {
    const asComments = chosen(docxFormat, 'notes', exported) === 'comments'
    lists.explanatoryNotes = false
    lists.textualNotes = !asComments
  }
  lists.declaration &&= exported.settings !== undefined
  return printedApparatus(document, {
    settings: { ...given, apparatus: { ...given.apparatus, lists } },
    person,
    ...(initials ? { initials } : {}),
    registered: ref => exported.register?.entry(ref)?.form ?? null,
    ...(citing ? { cited: (key: string) => printedText(citing.citation(key, '')) } : {}),
    inNotes: part =>
      part.type === 'ref'
        ? printer.reference(part.to)
        : printedText(printer.citation(part.key, part.locator)),
  }).flatMap(({ title, entries }) => [
    paragraph('ApparatusHeading', run(title)),
    ...entries.map(({ runs }) =>
      paragraph(
        'ApparatusEntry',
        runs
          .map(({ style, text }) => run(text, { em: style === 'siglum', strong: style === 'lemma' }))
          .join(''),
      ),
    ),
  ])
}

function worksXml(printer: NotePrinter): string[] {
  const works = printer.works()
  if (works.length === 0) return []
  const printedXml = (printed: readonly Printed[]) =>
    printed.map(({ text, em, strong }) => run(text, { em, strong })).join('')
  return [
    paragraph('ApparatusHeading', run('Works cited')),
    ...works.map(({ printed }) => paragraph('Bibliography', printedXml(printed))),
  ]
}

/** Whoever opens a file with tracked changes goes on writing such. */
function settingsXml(isTracking: boolean, hasFootnotes: boolean): string {
  return `<w:settings ${namespaces}>${isTracking ? '<w:trackRevisions/>' : ''}<w:defaultTabStop w:val="425"/>${hasFootnotes ? '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' : ''}<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`
}

function footnotesXml({ footnotes }: WrittenNotes): string {
  const line = (id: number, type: string) =>
    `<w:footnote w:type="${type}" w:id="${id}"><w:p><w:r><w:${type}/></w:r></w:p></w:footnote>`
  return `<w:footnotes ${namespaces}>${line(-1, 'separator')}${line(0, 'continuationSeparator')}${footnotes.join('\n')}</w:footnotes>`
}

const commentsXml = ({ comments }: WrittenNotes) =>
  `<w:comments ${namespaces}>${comments.join('\n')}</w:comments>`

export const docxFormat: Format = {
  name: 'docx',
  title: 'Word (DOCX)',
  extension: 'docx',
  mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  views: ['all', 'reading', 'diplomatic', 'received'],
  options: [
    {
      name: 'corrections',
      title: 'Corrections',
      choices: [
        { value: 'open', title: 'Open proposals as tracked changes, accepted ones applied' },
        { value: 'all', title: 'Open and accepted ones as tracked changes' },
        { value: 'none', title: 'Accepted ones applied, with the apparatus at the end' },
      ],
    },
    {
      name: 'notes',
      title: 'Notes',
      choices: [
        { value: 'footnotes', title: 'Explanatory notes as footnotes, textual ones as comments' },
        { value: 'comments', title: 'All notes as comments' },
      ],
    },
  ],
  write: writeDocx,
}

/** The pages of one document: its text with the notes beside it, and its apparatus. */
import type { Emendation } from '../../apparatus.js'
import type { EditedDocument } from '../../document.js'
import { shows } from '../../readings.js'
import { stateHash } from '../../state.js'
import { witnessHash } from '../../witness.js'
import { headingOf } from '../epub/chapters.js'
import type { Exported } from '../format.js'
import { isInTable } from '../grid.js'
import { apparatusHtml } from '../html/apparatus.js'
import { day, escaped } from '../html/escape.js'
import { footnoteHtml } from '../html/footnote.js'
import { frontHtml } from '../html/front.js'
import { htmlForm, InlineWriter, milestone as usual } from '../html/inline.js'
import { linked } from '../html/links.js'
import { nameIndexHtml } from '../html/names.js'
import { languageOf, noteMarks, type Parts, partsOf, shownInWords } from '../html/parts.js'
import { emendationLists } from '../html/sections.js'
import { SourceNoteWriter } from '../html/source-notes.js'
import { elementsHtml, fourTexts, grouped, type TextElement } from '../html/text.js'
import { beside, type DocumentPaths } from './paths.js'

/** How the pages of a document lead to those of the others. `work` is the name of a work's entry in the bibliography,
 * `document` the page of a document; both null where there is none. */
export interface Ways {
  readonly work: (key: string) => string | null
  readonly document: (id: string) => string | null
}

/** The insides of a document's pages, links worked out. `named` says whether a name has its place in the text. */
export interface DocumentPages {
  readonly text: string
  readonly apparatus: string
  readonly parts: Parts
  readonly named: (id: string) => boolean
}

/** So many paragraphs are laid out together; those out of sight are not. */
const together = 40

export function documentPages(exported: Exported, paths: DocumentPaths, ways: Ways): DocumentPages {
  const own = partsOf(exported)
  const { reference } = own.leads
  const parts: Parts = {
    ...own,
    leads: {
      ...own.leads,
      reference: to => {
        const page = to.document === '' || to.document === exported.id ? null : ways.document(to.document)
        return page === null ? reference(to) : beside(page)
      },
      work: key => {
        const name = ways.work(key)
        return name === null ? null : `../bibliography.html#${name}`
      },
    },
  }
  const { document } = parts
  const said = new Map(parts.emendations.map(e => [e.correction.id, saidOf(document, e, parts.person)]))
  const sourceNotes = new SourceNoteWriter(document)
  const inline = new InlineWriter(
    document,
    id => parts.entries.get(id),
    id => parts.targets.get(id),
    {
      milestone: point =>
        point.type === 'pb' ? usual(point).replace('<span>page ', '<span class="n">p. ') : usual(point),
      number: n => htmlForm.number(n).replace('<a ', `<a title="Paragraph ${n}: link and citation" `),
      reference: sourceNotes.reference,
      said: ({ id, text }) =>
        `${text === '' ? ' data-gone=""' : ''} title="${escaped(said.get(id) ?? '').replaceAll('\n', '&#10;')}"`,
    },
  )
  const marks = noteMarks(parts)
  const paragraphs = fourTexts(document, shownInWords(document, 'all'))
  const elements = elementsHtml(
    document,
    paragraphs,
    inline,
    block => marks.get(block) ?? [],
    sourceNotes.note,
  )
  const text = `${frontHtml(parts)}
${contentsHtml(elements)}<article class="text" id="text" lang="${languageOf(exported)}">
${chunks(withNotes(elements, parts)).join('\n')}
</article>
${colophon(parts, paths)}`
  const lists =
    emendationLists(parts, id => inline.shows(id)) +
    nameIndexHtml(document, exported.register, id => (inline.names(id) ? parts.targets.get(id) : undefined)) +
    apparatusHtml(exported, ['marks', 'stamps', 'speakers'])
  const apparatus = `<header class="front"><p class="edition">Apparatus</p><h1><a class="to" href="${beside(paths.page)}">${escaped(exported.title)}</a></h1></header>
${lists || '<p class="quiet">Nothing has been corrected, marked or named in this document.</p>'}`
  const [page, second] = linked([
    { file: beside(paths.page), body: text },
    { file: beside(paths.apparatus), body: apparatus },
  ])
  return { text: page!.body, apparatus: second!.body, parts, named: id => inline.names(id) }
}

/** What a correction says where it stands: the readings, its kind, who, why; a line each. */
function saidOf(document: EditedDocument, entry: Emendation, person: (id: string) => string): string {
  const { correction, received, lemma, standing, decision } = entry
  const line = (words: string) => words.replace(/\s+/g, ' ').trim()
  const made = correction.at > 0 ? day(correction.at) : ''
  const who = `${standing === 'accepted' ? '' : 'proposed by '}${person(correction.by)}${made ? `, ${made}` : ''}`
  const why = decision?.why ? `: ${line(decision.why)}` : ''
  const decided =
    decision && shows(document, correction, 'reading') ? `; accepted by ${person(decision.by)}${why}` : ''
  return [
    `${line(lemma) || '[left out]'} ] ${line(received) || '[lacking]'}`,
    [
      correction.kind,
      ...(correction.evidence ? [`${correction.evidence} evidence`] : []),
      ...(correction.certainty === 'unknown' ? [] : [`certainty ${correction.certainty}`]),
    ].join(' · '),
    who + decided,
    ...(correction.reason.trim() ? [line(correction.reason)] : []),
  ].join('\n')
}

/** The text with each note beside the paragraph that has its mark. Notes on a table stand beside what follows. */
function withNotes(elements: readonly TextElement[], parts: Parts): TextElement[] {
  const byNumber = new Map(parts.notes.map(entry => [String(entry.number), entry]))
  let waiting = ''
  const placed = elements.map(element => {
    const notes = [...element.html.matchAll(/ id="r-(\d+)"/g)].map(([, number]) => {
      const entry = byNumber.get(number!)!
      const close = ` <a class="close" href="#r-${number}">Close</a>`
      return `<aside class="side ${entry.note.type}" id="n-${number}" role="doc-footnote">${footnoteHtml(parts, entry, close)}</aside>`
    })
    waiting += notes.join('')
    if (waiting === '' || isInTable(element.flow)) return element
    const html =
      element.flow.kind === 'item'
        ? element.html.replace(/^<li[^>]*>/, tag => tag + waiting)
        : waiting + element.html
    waiting = ''
    return { ...element, html }
  })
  const last = placed.at(-1)
  if (waiting === '' || !last) return placed
  return [
    ...placed,
    { flow: { kind: 'rule', attrs: {}, number: 0, pieces: [] }, isRow: false, html: waiting },
  ]
}

function chunks(elements: readonly TextElement[]): string[] {
  const out: string[] = []
  for (let i = 0; i < elements.length; ) {
    let to = Math.min(i + together, elements.length)
    // A list or a table stays whole.
    const isWithin = (flow: TextElement['flow']) => flow.kind === 'item' || isInTable(flow)
    while (to < elements.length && isWithin(elements[to]!.flow)) to++
    out.push(`<div class="chunk">\n${grouped(elements.slice(i, to)).join('\n')}\n</div>`)
    i = to
  }
  return out
}

function contentsHtml(elements: readonly TextElement[]): string {
  const headings = elements.flatMap(({ flow }) => headingOf(flow))
  if (headings.length < 4) return ''
  const items = headings.map(
    ({ id, title, level }) => `<li class="l${level}"><a href="#${id}">${escaped(title)}</a></li>`,
  )
  return `<details class="contents"><summary>Contents</summary><nav aria-label="Contents of this document"><ol>\n${items.join('\n')}\n</ol></nav></details>\n`
}

/** How to cite the document, what it was made from, and what of it can be taken along. */
function colophon({ document, exported }: Parts, paths: DocumentPaths): string {
  const made = day(exported.at)
  return `<footer class="colophon" id="cite"><h2>Citing and versions</h2>
<p>Cite a paragraph by its number, which is also its address: <code>${beside(paths.page)}#p1</code>.</p>
<p class="citation">${escaped(exported.title)}${exported.edition ? `, in: ${escaped(exported.edition)}` : ''}${made ? `, version of ${made}` : ''}.</p>
<dl><dt>Text as received (SHA-256)</dt><dd><code>${witnessHash(document.witness)}</code></dd><dt>State of the edition (SHA-256)</dt><dd><code class="state">${stateHash(document.layers)}</code></dd><dt>Source</dt><dd>${escaped(document.witness.source.name)}</dd></dl>
<p>Paragraphs, page turns and speakers are those of the edition in all four texts. Written by Corrigenda.</p></footer>`
}

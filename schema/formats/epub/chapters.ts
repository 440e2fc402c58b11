/** The text as chapters, each a page of the book. */
import type { EditedDocument } from '../../document.js'
import { textOf, type View } from '../../readings.js'
import type { Milestone } from '../../witness.js'
import { type Flow, flowOf } from '../flow.js'
import { escaped } from '../html/escape.js'
import { InlineWriter, milestone as usual } from '../html/inline.js'
import { noteMarks, type Parts, shownInWords } from '../html/parts.js'
import { SourceNoteWriter } from '../html/source-notes.js'
import { elementsHtml, fourTexts, grouped, type TextElement } from '../html/text.js'
import type { Page } from './page.js'

/** A heading or the beginning of a page of the source, as the contents list them. */
export interface Place {
  readonly id: string
  readonly title: string
  readonly level: number
}

export interface Chapter extends Page {
  readonly headings: readonly Place[]
}

export interface Chapters {
  readonly chapters: readonly Chapter[]
  /** The pages of the source, in no order. */
  readonly pages: readonly Place[]
  readonly inline: InlineWriter
}

/** A chapter ends before a heading once it has so many characters of markup, and before any paragraph once it is five times as
 * long: reading systems lay out a page of the book as a whole. */
const enough = 40_000

/** `linked` says whether readings lead to entries of the apparatus; `after` gives what stands below a chapter's text. */
export function chaptersOf(
  parts: Parts,
  view: View,
  { linked, after }: { linked: boolean; after: (text: string) => string },
): Chapters {
  const { document, targets } = parts
  const sourceNotes = new SourceNoteWriter(document, {
    mark: ' epub:type="noteref"',
    note: ' epub:type="footnote"',
  })
  const pages: Place[] = []
  const names = pageNames(document)
  const inline = new InlineWriter(
    document,
    id => (linked ? parts.entries.get(id) : undefined),
    id => targets.get(id),
    {
      milestone: point => (point.type === 'pb' ? pageBreak(point, names, pages) : usual(point)),
      number: n => `<span class="no">${n}</span>`,
      reference: sourceNotes.reference,
    },
  )
  const corrections = shownInWords(document, view)
  const paragraphs =
    view === 'all'
      ? fourTexts(document, corrections)
      : flowOf(document, view, { corrections, withFormeWork: view !== 'reading' })
          .filter(hasSomething)
          .map(flow => [flow])
  const marks = marksIn(paragraphs, parts, view)
  const elements = elementsHtml(document, paragraphs, inline, marks, sourceNotes.note)
  const title = parts.exported.title
  const chapters = partedInChapters(elements).map((own, i): Chapter => {
    const headings = own.flatMap(({ flow }) => headingOf(flow))
    const text = grouped(own).join('\n')
    return {
      name: `chapter-${String(i + 1).padStart(3, '0')}`,
      type: 'bodymatter',
      title: headings[0]?.title ?? title,
      body: `<section class="text">\n${text}\n</section>\n${after(text)}`,
      headings,
    }
  })
  return { chapters, pages, inline }
}

function hasSomething({ pieces }: Flow): boolean {
  return pieces.some(
    piece =>
      piece.page !== null ||
      piece.segments.some(s => s.type === 'milestone' && s.milestone.type === 'pb') ||
      textOf(piece).trim() !== '',
  )
}

/** The marks of the notes. A note on what the text has not got stands at the end of what comes before. */
function marksIn(paragraphs: readonly (readonly Flow[])[], parts: Parts, view: View) {
  const marks = view === 'received' ? new Map<never, never>() : noteMarks(parts, ' epub:type="noteref"')
  const blocks = paragraphs.flatMap(flows => flows.flatMap(({ pieces }) => pieces.map(p => p.block.index)))
  const shown = [...new Set(blocks)].sort((a, b) => a - b)
  const placed = new Map<number, { offset: number; html: string }[]>()
  for (const [block, list] of marks) {
    const at = shown.findLast(index => index <= block) ?? shown[0]
    if (at !== undefined) placed.set(at, [...(placed.get(at) ?? []), ...list])
  }
  return (block: number) => placed.get(block) ?? []
}

/** The names of the source's pages by their page breaks; one that has none is counted, from 2. */
function pageNames(document: EditedDocument): Map<string, string> {
  const breaks = document.allMilestones().filter(({ type }) => type === 'pb')
  return new Map(breaks.map(({ id, n }, i) => [id, n?.trim() || String(i + 2)]))
}

/** A page's number where it begins; its place is noted for the list of pages. */
function pageBreak({ id: own }: Milestone, names: ReadonlyMap<string, string>, pages: Place[]): string {
  const id = `page-${pages.length + 1}`
  const title = names.get(own) ?? '?'
  pages.push({ id, title, level: 1 })
  return `<span class="pb" id="${id}" role="doc-pagebreak" epub:type="pagebreak" aria-label="${escaped(title)}">[p. ${escaped(title)}]</span>`
}

function partedInChapters(elements: readonly TextElement[]): TextElement[][] {
  const chapters: TextElement[][] = [[]]
  let length = 0
  for (const element of elements) {
    const { kind, attrs } = element.flow
    const isFree = kind !== 'item' && attrs.table === undefined
    if ((kind === 'heading' && length > enough) || (isFree && length > 5 * enough)) {
      chapters.push([])
      length = 0
    }
    chapters.at(-1)!.push(element)
    length += element.html.length
  }
  return chapters
}

/** A heading that has an address; empty for all else. */
export function headingOf({ kind, attrs, number, pieces }: Flow): Place[] {
  const title = pieces.map(textOf).join(' ').replace(/\s+/g, ' ').trim()
  if (kind !== 'heading' || number === 0 || title === '') return []
  const level = typeof attrs.level === 'number' ? Math.min(Math.max(Math.round(attrs.level), 1), 6) : 1
  return [{ id: `p${number}`, title, level }]
}

/** The notes of a Word file: footnotes, comments, and where they are anchored. */
import type { EditedDocument } from '../../document.js'
import { type BodyBlock, type Inline, inlinesOf } from '../../note-body.js'
import { notesInOrder } from '../../note-series.js'
import type { Note } from '../../notes.js'
import { onOneLine, wholeWords } from '../../words.js'
import { bodyOf } from '../body.js'
import type { Exported } from '../format.js'
import type { NotePrinter } from '../note-printer.js'
import { attributes, pointer } from '../tei/xml.js'
import type { Anchor } from './anchors.js'
import { run, signed } from './runs.js'
import type { Shown } from './shown.js'
import { explanatoryStyle, kindStyle, proposalStyle, reasonStyle } from './styles.js'

/** A part's external addresses: they stand in a file of relationships beside it. */
export class Links {
  readonly addresses: string[] = []

  id(address: string): string {
    let index = this.addresses.indexOf(address)
    if (index < 0) index = this.addresses.push(address) - 1
    return `link${index + 1}`
  }
}

/** `footnotes` and `comments` are the elements of those parts; `known` says of the name of a footnote's bookmark whose
 * note it is, as JSON, so that it can be read back. */
export interface WrittenNotes {
  readonly anchors: readonly Anchor[]
  readonly footnotes: readonly string[]
  readonly comments: readonly string[]
  readonly footnoteLinks: Links
  readonly commentLinks: Links
  readonly known: Readonly<Record<string, string>>
}

/** `asComments`: all notes are comments; else the explanatory ones are footnotes. `isClean`: textual notes are left to
 * the apparatus. `nextId` counts bookmarks and changes. */
export function writeNotes(
  exported: Exported,
  shown: Shown,
  printer: NotePrinter,
  { asComments, isClean }: { asComments: boolean; isClean: boolean },
  nextId: () => number,
): WrittenNotes {
  const { document } = exported
  const anchors: Anchor[] = []
  const footnotes: string[] = []
  const comments: string[] = []
  const known: Record<string, string> = {}
  const footnoteLinks = new Links()
  const commentLinks = new Links()
  const comment = (start: number, end: number, by: string, at: number, paragraphs: string) => {
    const id = comments.length
    comments.push(
      `<w:comment${signed(id, exported.person(by), at)}${attributes({ 'w:initials': exported.initials?.(by) })}>${paragraphs}</w:comment>`,
    )
    anchors.push({
      start,
      end,
      open: `<w:commentRangeStart w:id="${id}"/>`,
      close: `<w:commentRangeEnd w:id="${id}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="${id}"/></w:r>`,
    })
  }
  for (const note of notesInOrder(document)) {
    if (!asComments && note.type === 'explanatory') {
      // The ids 0 and -1 are the lines that Word draws above footnotes.
      const id = footnotes.length + 1
      const bookmark = nextId()
      const name = `note_${id}`
      known[name] = knownOf(exported, note)
      footnotes.push(
        `<w:footnote w:id="${id}">${bodyXml(bodyOf(document.layers, note.id), printer, footnoteLinks, 'FootnoteText', true)}</w:footnote>`,
      )
      anchors.push({
        start: note.start,
        end: note.end,
        open: `<w:bookmarkStart w:id="${bookmark}" w:name="${name}"/>`,
        close: `<w:bookmarkEnd w:id="${bookmark}"/><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="${id}"/></w:r>`,
      })
    } else if (!isClean || asComments) {
      const style = note.type === 'explanatory' ? explanatoryStyle : 'CommentText'
      const body = bodyXml(bodyOf(document.layers, note.id), printer, commentLinks, style, false)
      comment(note.start, note.end, note.by, note.at, body)
    }
  }
  for (const c of shown.inText.inOrder()) {
    const said = shown.tracked.has(c.id) ? reasonXml(document, c.id) : ''
    if (said) comment(c.start, c.end, c.by, c.at, said)
  }
  for (const c of shown.beside) {
    const { start, end, text } = wholeWords(c, document.text)
    const words = `${onOneLine(document.text.slice(start, end))} ] ${onOneLine(text)}`
    const reason = c.reason ? paragraph(reasonStyle, run(c.reason)) : ''
    comment(start, end, c.by, c.at, paragraph(proposalStyle, run(words)) + reason)
  }
  return { anchors, footnotes, comments, footnoteLinks, commentLinks, known }
}

function knownOf({ person }: Exported, { by, at, type }: Note): string {
  return JSON.stringify({ by: person(by), at, type })
}

/** What a tracked change cannot say of a correction: its kind, certainty, evidence and reason; '' where it has only a kind that
 * a reader would take it for. */
function reasonXml(document: EditedDocument, id: string): string {
  const c = document.corrections.get(id)
  if (!c) return ''
  const isPlain = c.kind === 'emendation' && c.certainty === 'unknown' && c.evidence === ''
  const said = [
    c.kind,
    ...(c.certainty === 'unknown' ? [] : [`certainty ${c.certainty}`]),
    ...(c.evidence === '' ? [] : [`evidence ${c.evidence}`]),
  ]
  return `${isPlain && !c.reason ? '' : paragraph(kindStyle, run(said.join(', ')))}${c.reason ? paragraph(reasonStyle, run(c.reason)) : ''}`
}

const paragraph = (style: string, inside: string) =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${inside}</w:p>`

/** The paragraphs of a note: at least one, as Word asks for. */
function bodyXml(
  blocks: readonly BodyBlock[],
  printer: NotePrinter,
  links: Links,
  style: string,
  isFootnote: boolean,
): string {
  const out: { style: string; inside: string }[] = []
  const walk = (list: readonly BodyBlock[], style: string, marker = '') => {
    for (const block of list) {
      if (block.type === 'paragraph') {
        const inside = block.inlines.map(inline => inlineXml(inline, printer, links)).join('')
        out.push({ style, inside: run(marker) + inside })
      } else if (block.type === 'quotation') walk(block.blocks, 'NoteQuotation', marker)
      else
        block.items.forEach((item, i) => {
          walk(item, 'NoteList', block.ordered ? `${i + 1}.\t` : '•\t')
        })
      marker = ''
    }
  }
  if ([...inlinesOf(blocks)].length > 0) walk(blocks, style)
  if (out.length === 0) out.push({ style, inside: '' })
  const mark = isFootnote
    ? '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
    : '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
  return out.map(({ style, inside }, i) => paragraph(style, (i === 0 ? mark : '') + inside)).join('')
}

function inlineXml(inline: Inline, printer: NotePrinter, links: Links): string {
  switch (inline.type) {
    case 'ref':
      return run(printer.reference(inline.to))
    case 'cite':
      return printer
        .citation(inline.key, inline.locator)
        .map(({ text, em, strong }) => run(text, { em, strong }))
        .join('')
    case 'text': {
      const { text, em, strong } = inline
      const address = inline.href === null ? undefined : pointer(inline.href)
      if (!address) return run(text, { em, strong })
      return `<w:hyperlink r:id="${links.id(address)}">${run(text, { style: 'Hyperlink', em, strong })}</w:hyperlink>`
    }
  }
}

/** The reader of HTML and XHTML: pages of the web, e-books' chapters, what other programs export, and our own editions. */
import type { Problem, Witness } from '../../../witness.js'
import { type FileRead, type Reader, unread, withoutExtension } from '../../reader.js'
import { Remarks, recognised, Unreadable, withoutRange } from '../../remarks.js'
import { WitnessBuilder } from '../../witness-builder.js'
import { decodeHtml } from './charset.js'
import { metadataOf } from './head.js'
import { notesIn, type PageNote } from './notes.js'
import { ownEdition } from './own.js'
import { attr, type Element, elementsIn, type Parent, parsed, placeOf, textIn } from './parse.js'
import { semantics } from './roles.js'
import { HtmlText } from './text.js'

export const htmlReader: Reader = {
  name: 'html',
  title: 'HTML',
  extensions: ['.html', '.htm', '.xhtml'],
  recognises: (bytes, name) => /\.x?html?$/i.test(name) || looksLikeHtml(bytes),
  read(bytes, name) {
    const decoded = decodeHtml(bytes)
    if ('error' in decoded) return unread('html', bytes, name, [decoded.error])
    const { text, encoding, bom, guess } = decoded
    const remarks = new Remarks(text)
    try {
      const page = pageIn(text, remarks)
      const witness = page.builder.finish({
        format: 'html',
        // The text is composed anew: what its file was encoded in is told, and no part of it.
        encoding: 'utf-8',
        bom,
        name: name.split(/[\\/]/).at(-1)!,
      })
      if (witness.blocks.length === 0)
        throw new Unreadable('empty', 'The page has no text: nothing that a browser would show is in it')
      const isUtf8 = encoding.toLowerCase() === 'utf-8'
      return fileRead(bytes, name, witness, page, [
        recognised('HTML', isUtf8 ? 'utf-8' : encoding, witness),
        ...(guess ? [withoutRange(guess)] : []),
        ...remarks.problems(),
      ])
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      return unread('html', bytes, name, [remarks.fault(error)])
    }
  },
}

/** Whether the first element of a file is HTML's, after whatever may stand before it. */
function looksLikeHtml(bytes: Uint8Array): boolean {
  let head = ''
  for (const byte of bytes.subarray(0, 4096)) if (byte !== 0) head += String.fromCharCode(byte)
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html)\b/i.test(
    head,
  )
}

interface Page {
  readonly builder: WitnessBuilder
  readonly title: string
  readonly metadata: Readonly<Record<string, string>>
}

function pageIn(text: string, remarks: Remarks): Page {
  const root = parsed(text)
  const builder = new WitnessBuilder()
  const own = ownEdition(root)
  if (own) {
    const { refs, backs } = notesIn(root)
    const reader = new HtmlText(builder, remarks, { refs, backs, bodies: new Map() }, own.conventions)
    reader.read(own.text)
    reader.readNotes(notesOf(own.notes, refs))
    return { builder, title: own.title, metadata: own.metadata }
  }
  const main = mainOf(root)
  const notes = notesIn(root)
  const metadata = metadataOf(root)
  const page = { builder, title: metadata.title ?? '', metadata }
  const reader = new HtmlText(builder, remarks, notes)
  reader.read(main)
  // Notes that stand outside of what is read are notes of it all the same.
  reader.readNotes([...notes.bodies].filter(([body]) => !isWithin(body, main)))
  outside(root, main, notes.bodies, remarks)
  if (builder.blocks.length > 0) return page
  // A page of nothing but a table of contents is read as that.
  const again = new WitnessBuilder()
  new HtmlText(again, remarks, notes, null, 0, true).read(main)
  return { ...page, builder: again }
}

/** The notes of an edition of ours, with the marks that its text has for them. */
function notesOf(bodies: readonly Element[], refs: ReadonlyMap<Element, PageNote>): [Element, PageNote][] {
  const marks = new Map<string, PageNote>()
  for (const [link, note] of refs) marks.set((attr(link, 'href') ?? '').slice(1), note)
  return bodies.flatMap(body => {
    const note = marks.get(attr(body, 'id') ?? '')
    return note ? [[body, note] as [Element, PageNote]] : []
  })
}

/** The element that holds the text: `<main>` where a page has one with words in it, else all of the body. */
function mainOf(root: Parent): Parent {
  const mains: Element[] = []
  let body: Element | null = null
  for (const element of elementsIn(root)) {
    if (element.tagName === 'body') body ??= element
    if (element.tagName === 'main' || semantics(element).includes('main')) mains.push(element)
  }
  const [main] = mains
  return main && mains.length === 1 && textIn(main, 1) !== '' ? main : (body ?? root)
}

function isWithin(element: Element, ancestor: Parent): boolean {
  for (let e: Parent | null = element; e; e = 'parentNode' in e ? e.parentNode : null)
    if (e === ancestor) return true
  return false
}

/** Says what of a page stands outside of its main part. */
function outside(root: Parent, main: Parent, bodies: ReadonlyMap<Element, PageNote>, remarks: Remarks): void {
  if ('tagName' in main && main.tagName === 'body') return
  for (const element of elementsIn(root)) {
    const isBeside = /^(?:header|footer|nav|aside|p|div|h[1-6]|ul|ol|table)$/.test(element.tagName)
    if (!isBeside || isWithin(element, main) || isWithin(main as Element, element) || bodies.has(element))
      continue
    const around = element.parentNode
    if (around && !isWithin(main as Element, around)) continue
    const words = textIn(element, 60)
    if (words !== '')
      remarks.say(
        'loss',
        'outside',
        `What stands outside of the page’s main part was left out: “${words.slice(0, 60)}”`,
        placeOf(element),
      )
  }
}

function fileRead(
  bytes: Uint8Array,
  name: string,
  witness: Witness,
  { title, metadata }: Page,
  problems: readonly Problem[],
): FileRead {
  return {
    reader: 'html',
    title: title || withoutExtension(name),
    edition: null,
    witness,
    metadata,
    problems,
    source: bytes,
    layers: null,
    people: {},
  }
}

/** What stands in a Word file or a book, as paragraphs of words: enough to see what one gets. */
import { strFromU8, unzipSync } from 'fflate'

export interface Stretch {
  readonly text: string
  readonly change?: 'added' | 'struck'
}
export interface SketchedBlock {
  readonly isHeading: boolean
  readonly stretches: readonly Stretch[]
}
export interface Sketch {
  readonly blocks: readonly SketchedBlock[]
  /** What it holds, in numbers: "12 tracked changes". */
  readonly figures: readonly string[]
  /** The files in it, with what they take unpacked, in bytes. */
  readonly entries: readonly { readonly name: string; readonly size: number }[]
}

/** So many paragraphs are shown. */
const most = 120

export function sketchOf(bytes: Uint8Array, format: string): Sketch {
  const entries: { name: string; size: number }[] = []
  const files = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      entries.push({ name, size: originalSize })
      return /\.x(ht)?ml$/.test(name)
    },
  })
  const xml = (name: string) => {
    const file = files[name]
    return file ? new DOMParser().parseFromString(strFromU8(file), 'application/xml') : null
  }
  if (format === 'docx') return { ...wordSketch(xml), entries }
  if (format === 'epub') {
    const names = entries
      .map(({ name }) => name)
      .filter(name => name.endsWith('.xhtml') && !/nav|toc/.test(name))
    return { ...bookSketch(names.map(xml)), entries }
  }
  return { blocks: [], figures: [], entries }
}

type Xml = globalThis.Document

function wordSketch(xml: (name: string) => Xml | null): Omit<Sketch, 'entries'> {
  const text = xml('word/document.xml')
  const all = (document: Xml | null, name: string) => [...(document?.getElementsByTagName(name) ?? [])]
  const blocks = all(text, 'w:p')
    .slice(0, most)
    .map(paragraph => ({
      isHeading: /^heading/i.test(paragraph.getElementsByTagName('w:pStyle')[0]?.getAttribute('w:val') ?? ''),
      stretches: [...paragraph.getElementsByTagName('w:r')].map(stretchOf).filter(({ text }) => text !== ''),
    }))
  const changes = all(text, 'w:ins')
    .concat(all(text, 'w:del'))
    .filter(e => e.querySelector('*') !== null)
  // Two of the footnotes are Word's own lines.
  const footnotes = all(xml('word/footnotes.xml'), 'w:footnote').filter(e => !e.getAttribute('w:type'))
  return {
    blocks,
    figures: [
      many(changes.length, 'tracked change'),
      many(all(xml('word/comments.xml'), 'w:comment').length, 'comment'),
      many(footnotes.length, 'footnote'),
    ].filter(words => words !== ''),
  }
}

function stretchOf(run: Element): Stretch {
  const parent = run.parentElement?.tagName
  const text = [...run.children]
    .map(child => {
      if (child.tagName === 'w:t' || child.tagName === 'w:delText') return child.textContent ?? ''
      return child.tagName === 'w:tab' ? '\t' : child.tagName === 'w:br' ? '\n' : ''
    })
    .join('')
  if (parent === 'w:del') return { text, change: 'struck' }
  return parent === 'w:ins' ? { text, change: 'added' } : { text }
}

function bookSketch(chapters: readonly (Xml | null)[]): Omit<Sketch, 'entries'> {
  const blocks = chapters
    .flatMap(chapter => [...(chapter?.querySelectorAll('h1, h2, h3, h4, h5, h6, p') ?? [])])
    .slice(0, most)
    .map(element => ({
      isHeading: /^h\d$/i.test(element.tagName),
      stretches: [{ text: printedIn(element) }],
    }))
  return { blocks, figures: [many(chapters.length, 'page')] }
}

/** The words of an element, without the number that stands before a paragraph. */
function printedIn(element: Element): string {
  const [first] = element.children
  const number = first && /^\d+$/.test(first.textContent ?? '') ? first : null
  const said = [...element.childNodes].map(node =>
    node === number ? '' : node instanceof Element && node.tagName === 'br' ? ' ' : (node.textContent ?? ''),
  )
  return said.join('').replace(/\s+/g, ' ').trim()
}

const many = (n: number, noun: string) =>
  n === 0 ? '' : `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`

/** The rows of a table, the first `most` of them; after RFC 4180. */
export function rowsOf(csv: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, bare = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)!.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (end === '' || rows.length > most) break
    rows.push([])
  }
  return rows.filter(row => row.length > 1 || row[0] !== '')
}

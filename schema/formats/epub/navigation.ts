/** The navigation document: contents, list of the source's pages, landmarks (EPUB 3.3 §7). */
import { escaped } from '../html/escape.js'
import type { Chapter, Place } from './chapters.js'
import { fileOf, type Page } from './page.js'

export function navigationPage(
  pages: readonly Page[],
  chapters: readonly Chapter[],
  breaks: readonly Place[],
): Page {
  const where = new Map<string, string>()
  for (const { name, body } of chapters)
    for (const [, id] of body.matchAll(/ id="([^"]*)"/g)) where.set(id!, `${fileOf(name)}#${id}`)
  const entries = pages.flatMap(page => {
    const chapter = chapters.find(({ name }) => name === page.name)
    const headings = chapter?.headings ?? []
    if (headings.length === 0) return [{ href: fileOf(page.name), title: page.title, level: 1 }]
    return headings.map(({ id, title, level }) => ({ href: where.get(id)!, title, level }))
  })
  const titles = new Map(breaks.map(({ id, title }) => [id, title]))
  const numbers = [...where].filter(([id]) => titles.has(id))
  const pageList =
    numbers.length > 0
      ? `<nav epub:type="page-list" role="doc-pagelist" hidden="hidden" aria-label="Pages of the source">\n<h2>Pages of the source</h2>\n<ol>\n${numbers.map(([id, href]) => `<li><a href="${href}">${escaped(titles.get(id)!)}</a></li>`).join('\n')}\n</ol>\n</nav>\n`
      : ''
  const marks = landmarks
    .flatMap(([name, type, title]) => {
      const page = pages.find(each => each.name === name)
      return page ? [`<li><a epub:type="${type}" href="${fileOf(name)}">${title}</a></li>`] : []
    })
    .join('\n')
  return {
    name: 'nav',
    type: 'frontmatter',
    title: 'Contents',
    body: `<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="contents">
<h1 id="contents">Contents</h1>
${nested(entries)}
</nav>
${pageList}<nav epub:type="landmarks" hidden="hidden" aria-label="Landmarks">
<h2>Landmarks</h2>
<ol>
<li><a epub:type="toc" href="nav.xhtml#toc">Contents</a></li>
${marks}
</ol>
</nav>`,
  }
}

const landmarks = [
  ['title', 'titlepage', 'Title page'],
  ['chapter-001', 'bodymatter', 'Text'],
  ['notes', 'endnotes', 'Notes'],
  ['works', 'bibliography', 'Works cited'],
] as const

interface Entry {
  readonly href: string
  readonly title: string
  readonly level: number
}

/** Entries as nested lists: a deeper one stands in the list of the one before it. */
function nested(entries: readonly Entry[]): string {
  let out = ''
  const open: number[] = []
  for (const { href, title, level } of entries) {
    while (open.length > 0 && open.at(-1)! > level) {
      if (open.length > 1 && open.at(-2)! >= level) {
        out += '</li></ol>'
        open.pop()
      } else open[open.length - 1] = level
    }
    if (open.at(-1) === level) out += '</li>\n'
    else {
      out += '<ol>\n'
      open.push(level)
    }
    out += `<li><a href="${href}">${escaped(title).trim() || '…'}</a>`
  }
  return out + '</li></ol>'.repeat(open.length)
}

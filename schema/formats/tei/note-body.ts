/** The body of a note in TEI, and the works that notes cite. */
import { namesText, type PersonName, type Work } from '../../bibliography.js'
import type { BodyBlock, Inline, Reference } from '../../note-body.js'
import { printedText } from '../../printed.js'
import type { NotePrinter } from '../note-printer.js'
import { attributes, content, pointer, word } from './xml.js'

/** `reference` and `work` give the pointer that a reference or citation leads to, undefined where there is none. */
export interface Pointers {
  readonly printer: NotePrinter
  readonly reference: (to: Reference) => string | undefined
  readonly work: (key: string) => string | undefined
}

/** The content of `<note>`. */
export function noteBodyXml(blocks: readonly BodyBlock[], to: Pointers): string {
  return blocks.length > 0 ? blocksXml(blocks, to) : '<p/>'
}

function blocksXml(blocks: readonly BodyBlock[], to: Pointers): string {
  return blocks
    .map(block => {
      if (block.type === 'paragraph')
        return `<p>${block.inlines.map(inline => inlineXml(inline, to)).join('')}</p>`
      if (block.type === 'quotation') return `<quote>${blocksXml(block.blocks, to)}</quote>`
      const items = block.items.map(item => `<item>${blocksXml(item, to)}</item>`)
      return `<list rend="${block.ordered ? 'numbered' : 'bulleted'}">${items.join('')}</list>`
    })
    .join('')
}

function inlineXml(inline: Inline, { printer, reference, work }: Pointers): string {
  switch (inline.type) {
    case 'ref': {
      const target = reference(inline.to)
      return `<ref${attributes({ target })}>${content(printer.reference(inline.to))}</ref>`
    }
    case 'cite': {
      const words = content(printedText(printer.citation(inline.key, inline.locator)))
      const target = work(inline.key)
      return `<bibl>${target ? `<ref${attributes({ target })}>${words}</ref>` : words}</bibl>`
    }
    case 'text': {
      const rend = [inline.em ? 'italic' : '', inline.strong ? 'bold' : ''].filter(r => r !== '').join(' ')
      const inner = rend ? `<hi rend="${rend}">${content(inline.text)}</hi>` : content(inline.text)
      const target = inline.href === null ? undefined : pointer(inline.href)
      return target ? `<ref${attributes({ target })}>${inner}</ref>` : inner
    }
  }
}

/** A work as `<bibl>`: its parts marked, and between them what a reader expects. */
export function biblXml(work: Work, id: string): string {
  const text = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  const within = text(work['container-title'])
  const level = within ? 'a' : work.type === 'manuscript' || work.type === 'document' ? 'u' : 'm'
  const isPeriodical = work.type.startsWith('article')
  const year = text(work.issued?.['date-parts']?.[0]?.[0]) || text(work.issued?.literal ?? work.issued?.raw)
  const parts = [
    ...people('author', work.author),
    element('title', text(work.title), { level }),
    element('title', within, { level: isPeriodical ? 'j' : 'm' }),
    ...people('editor', work.editor),
    element('biblScope', text(work.volume), { unit: 'volume' }),
    element('biblScope', text(work.issue), { unit: 'issue' }),
    element('pubPlace', text(work['publisher-place'])),
    element('publisher', text(work.publisher)),
    element('date', year, { when: /^[12]\d{3}$/.test(year) ? year : undefined }),
    element('biblScope', text(work.page), { unit: 'page' }),
    element('idno', text(work.archive_location), { type: 'shelfmark' }),
    element('idno', text(work.DOI), { type: 'DOI' }),
    element('idno', text(work.ISBN), { type: 'ISBN' }),
    work.URL && pointer(work.URL)
      ? `<ref${attributes({ target: pointer(work.URL) })}>${content(work.URL)}</ref>`
      : '',
  ].filter(part => part !== '')
  const type = { 'xml:id': id, type: word(work.type) }
  return `<bibl${attributes(type)}>${parts.join(', ') || content(work.id)}.</bibl>`
}

function people(name: 'author' | 'editor', list: readonly PersonName[] | undefined): string[] {
  return (list ?? []).map(one => element(name, namesText([one])))
}

function element(name: string, text: string, values: Record<string, string | undefined> = {}): string {
  return text ? `<${name}${attributes(values)}>${content(text)}</${name}>` : ''
}

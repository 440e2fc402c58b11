/** The body of a note in the HTML edition. */
import type { BodyBlock, Inline, Reference } from '../../note-body.js'
import type { Printed } from '../../printed.js'
import type { NotePrinter } from '../note-printer.js'
import { address, escaped } from './escape.js'

/** What a body leads to: `reference` and `work` give the address within the file, null where it has none. */
export interface Leads {
  readonly printer: NotePrinter
  readonly reference: (to: Reference) => string | null
  readonly work: (key: string) => string | null
}

export function bodyHtml(blocks: readonly BodyBlock[], leads: Leads): string {
  return blocks
    .map(block => {
      if (block.type === 'paragraph')
        return `<p>${block.inlines.map(inline => inlineHtml(inline, leads)).join('')}</p>`
      if (block.type === 'quotation') return `<blockquote>${bodyHtml(block.blocks, leads)}</blockquote>`
      const tag = block.ordered ? 'ol' : 'ul'
      const items = block.items.map(item => `<li>${bodyHtml(item, leads)}</li>`)
      return `<${tag} class="in-note">${items.join('')}</${tag}>`
    })
    .join('')
}

function inlineHtml(inline: Inline, { printer, reference, work }: Leads): string {
  switch (inline.type) {
    case 'ref':
      return linked(reference(inline.to), escaped(printer.reference(inline.to)))
    case 'cite':
      return linked(work(inline.key), printedHtml(printer.citation(inline.key, inline.locator)))
    case 'text': {
      let html = escaped(inline.text).replace(/\r\n?|\n/g, '<br>')
      if (inline.em) html = `<em>${html}</em>`
      if (inline.strong) html = `<strong>${html}</strong>`
      const link = inline.href === null ? null : address(inline.href)
      return link ? `<a class="out" href="${link}" rel="noopener noreferrer">${html}</a>` : html
    }
  }
}

const linked = (href: string | null, html: string) =>
  href === null ? html : `<a class="to" href="${href}">${html}</a>`

export function printedHtml(printed: readonly Printed[]): string {
  return printed
    .map(({ text, em, strong }) => {
      let html = escaped(text)
      if (em) html = `<i>${html}</i>`
      return strong ? `<b>${html}</b>` : html
    })
    .join('')
}

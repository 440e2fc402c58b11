/** What an editor's note of a TEI file says, as a note's body: paragraphs, quotations, lists, emphasis, links. */
import { type BodyBlock, bodyText, type Inline, linkPattern, type Reference } from '../../../note-body.js'
import { type Element, isElement, wordsOf } from './nodes.js'

/** The longest body that is taken over whole; beyond it, its words alone. */
const longest = 50_000
const mostParts = 500
const deepest = 6

/** What a pointer of the file leads to, where that is something that notes can refer to. */
export type Leads = (pointer: string) => Reference | null

/** The blocks of a `<note>`; empty where it says nothing. */
export function noteBodyOf(note: Element, leads: Leads): BodyBlock[] {
  const blocks = blocksIn(note, leads, 0)
  const text = bodyText(blocks)
  if (text.length <= longest && countOf(blocks) <= mostParts) return blocks
  const words = wordsOf(note)
  return [paragraph([plain(words.length > longest ? `${words.slice(0, longest - 1)}…` : words)])]
}

export const plain = (text: string): Inline => ({ type: 'text', text, em: false, strong: false, href: null })
export const paragraph = (inlines: readonly Inline[]): BodyBlock => ({ type: 'paragraph', inlines })

function countOf(blocks: readonly BodyBlock[]): number {
  let count = 0
  for (const block of blocks) {
    count++
    if (block.type === 'paragraph') count += block.inlines.length
    else if (block.type === 'quotation') count += countOf(block.blocks)
    else for (const item of block.items) count += 1 + countOf(item)
  }
  return count
}

/** The blocks in an element; what stands in the line between them makes paragraphs of its own. */
function blocksIn(element: Element, leads: Leads, depth: number): BodyBlock[] {
  const blocks: BodyBlock[] = []
  let open: Inline[] = []
  const close = () => {
    const inlines = trimmed(open)
    if (inlines.length > 0) blocks.push(paragraph(inlines))
    open = []
  }
  for (const child of element.children) {
    const within = isElement(child) ? blockOf(child, leads, depth) : null
    if (within) {
      close()
      blocks.push(...within)
    } else collect(child, open, {}, leads)
  }
  close()
  return blocks
}

/** What a child that is a block becomes; null where it stands in the line. */
function blockOf(child: Element, leads: Leads, depth: number): BodyBlock[] | null {
  const { name, children } = child
  const holdsBlocks = children.some(c => isElement(c) && /^(?:p|ab|lg|list|quote)$/.test(c.name))
  if (name === 'p' || name === 'ab' || name === 'lg' || name === 'l' || name === 'head')
    return blocksIn(child, leads, depth)
  if (depth >= deepest) return null
  if (name === 'list') {
    const items = children
      .filter(isElement)
      .filter(c => c.name === 'item')
      .map(item => blocksIn(item, leads, depth + 1))
    const ordered = /number|order/.test(`${child.attrs.rend ?? ''} ${child.attrs.type ?? ''}`)
    return items.length > 0 ? [{ type: 'list', ordered, items }] : []
  }
  if (name === 'quote' && holdsBlocks)
    return [{ type: 'quotation', blocks: blocksIn(child, leads, depth + 1) }]
  return null
}

interface Look {
  readonly em?: boolean
  readonly strong?: boolean
  readonly href?: string
}

function collect(child: Element['children'][number], into: Inline[], look: Look, leads: Leads): void {
  if (!isElement(child)) {
    const text = child.text.replace(/[ \t\r\n]+/g, ' ')
    if (text === '') return
    const { em = false, strong = false, href = null } = look
    const last = into.at(-1)
    const isSame = last?.type === 'text' && last.em === em && last.strong === strong && last.href === href
    if (isSame) into[into.length - 1] = { ...last, text: last.text + text }
    else into.push({ type: 'text', text, em, strong, href })
    return
  }
  const { name, attrs } = child
  if (name === 'lb') {
    into.push(plain(' '))
    return
  }
  const target = name === 'ref' || name === 'ptr' ? (attrs.target ?? '') : ''
  const to = target ? leads(target) : null
  if (to) {
    into.push({ type: 'ref', to })
    return
  }
  const { rend = '' } = attrs
  const inside: Look = {
    ...look,
    ...(name === 'emph' || (name === 'hi' && (rend === '' || /ital/i.test(rend))) ? { em: true } : {}),
    ...(name === 'hi' && /bold/i.test(rend) ? { strong: true } : {}),
    ...(linkPattern.test(target) ? { href: target } : {}),
  }
  for (const inner of child.children) collect(inner, into, inside, leads)
}

/** Without white space at either end, and without what is empty. */
function trimmed(inlines: readonly Inline[]): Inline[] {
  const list = [...inlines]
  const cut = (at: number, by: RegExp) => {
    while (list.length > 0) {
      const index = at < 0 ? list.length - 1 : 0
      const one = list[index]!
      if (one.type !== 'text') return
      const text = one.text.replace(by, '')
      if (text !== '') {
        list[index] = { ...one, text }
        return
      }
      list.splice(index, 1)
    }
  }
  cut(0, /^ +/)
  cut(-1, / +$/)
  return list
}

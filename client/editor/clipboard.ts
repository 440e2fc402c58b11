/** The clipboard: what is copied carries the corrected text, what is pasted is clean text. */
import { Fragment, type Node, Slice } from 'prosemirror-model'
import { proseSchema } from '../../schema/prosemirror.js'

/** What a selection says as plain text: the text as corrected, a blank line between blocks. */
export function textOfSlice(slice: Slice): string {
  const blocks: string[] = []
  const walk = (node: Node) => {
    if (node.type === proseSchema.nodes.block) blocks.push(inlineText(node))
    else node.forEach(walk)
  }
  slice.content.forEach(walk)
  if (blocks.length > 0) return blocks.join('\n\n')
  let text = ''
  slice.content.forEach(node => {
    text += leafText(node)
  })
  return text
}

function inlineText(block: Node): string {
  let text = ''
  block.forEach(node => {
    text += leafText(node)
  })
  return text
}

function leafText(node: Node): string {
  if (isStruck(node)) return ''
  if (node.isText) return node.text ?? ''
  return node.type === proseSchema.nodes.line ? '\n' : ''
}

const isStruck = (node: Node) => node.marks.some(m => m.type === proseSchema.marks.del)

/** Takes out of pasted HTML what word processors put in besides the words: conditional comments, list bullets drawn as
 * text, deletions. Runs before the HTML is parsed. */
export function cleanHTML(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const unwanted of page.querySelectorAll(
    'style, script, meta, link, title, xml, del, s, strike, .peer-caret',
  ))
    unwanted.remove()
  for (const element of page.querySelectorAll<HTMLElement>('[style]')) {
    if (/mso-list:\s*ignore|display:\s*none|mso-hide/i.test(element.getAttribute('style') ?? ''))
      element.remove()
  }
  // Our pages let nothing run or style itself from within the text; the browser would say so for each of these.
  for (const element of page.querySelectorAll('*'))
    for (const { name } of [...element.attributes])
      if (name === 'style' || name.startsWith('on')) element.removeAttribute(name)
  const comments = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT)
  const found: Comment[] = []
  while (comments.nextNode()) found.push(comments.currentNode as Comment)
  for (const comment of found) comment.remove()
  // In HTML a newline in running text is a space; in our blocks it would be a line break.
  const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode as Text
    if (!text.parentElement?.closest('pre, .block')) text.data = text.data.replace(/[\t\n\r ]+/g, ' ')
  }
  return page.body.innerHTML
}

/** Keeps the words and the blocks of pasted content and nothing else. What was struck where it was copied stays behind. */
export function cleanSlice(slice: Slice): Slice {
  return new Slice(cleanFragment(slice.content), slice.openStart, slice.openEnd)
}

function cleanFragment(fragment: Fragment): Fragment {
  const nodes: Node[] = []
  fragment.forEach(node => {
    if (isStruck(node) || node.type === proseSchema.nodes.milestone) return
    if (node.isText) {
      const text = cleanText(node.text ?? '')
      if (text) nodes.push(proseSchema.text(text))
    } else if (node.type === proseSchema.nodes.line) nodes.push(proseSchema.nodes.line!.create())
    else nodes.push(node.copy(cleanFragment(node.content)))
  })
  return Fragment.from(nodes)
}

/** No-break spaces of web pages become spaces, invisible characters go. */
function cleanText(text: string): string {
  return text.replace(/\u00a0/g, ' ').replace(/[\u00ad\u200b\u2060\ufeff\u2028\u2029]/g, '')
}

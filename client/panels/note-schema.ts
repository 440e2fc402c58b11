/** The ProseMirror schema of a note's body; names and marks are those that the gate lets in (schema/note-body.ts). */
import { type AttributeSpec, Schema } from 'prosemirror-model'
import { citationOf, linkPattern, referenceOf } from '../../schema/note-body.js'

export { linkPattern }

/** An attribute that is left out of the shared body where it has no value. */
const optional: AttributeSpec = { default: null }

/** What is copied out of one note and pasted into another carries its attributes along as JSON. */
function attributesIn(
  element: HTMLElement,
  read: (attributes: Readonly<Record<string, unknown>>) => object | null,
): object | false {
  try {
    return read(JSON.parse(element.dataset.attributes ?? '') as Record<string, unknown>) ?? false
  } catch {
    return false
  }
}

const given = (attributes: Readonly<Record<string, unknown>>) =>
  JSON.stringify(Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null)))

export const noteSchema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: {
      content: 'inline*',
      group: 'block',
      parseDOM: [{ tag: 'p' }, { tag: 'div' }],
      toDOM: () => ['p', 0],
    },
    blockquote: {
      content: 'block+',
      group: 'block',
      defining: true,
      parseDOM: [{ tag: 'blockquote' }],
      toDOM: () => ['blockquote', 0],
    },
    bullet_list: {
      content: 'list_item+',
      group: 'block',
      parseDOM: [{ tag: 'ul' }],
      toDOM: () => ['ul', 0],
    },
    ordered_list: {
      content: 'list_item+',
      group: 'block',
      parseDOM: [{ tag: 'ol' }],
      toDOM: () => ['ol', 0],
    },
    list_item: { content: 'block+', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0] },
    ref: {
      inline: true,
      group: 'inline',
      atom: true,
      attrs: {
        document: optional,
        note: optional,
        correction: optional,
        start: optional,
        end: optional,
      },
      parseDOM: [{ tag: 'span[data-note-ref]', getAttrs: node => attributesIn(node, referenceOf) }],
      toDOM: node => ['span', { 'data-note-ref': '', 'data-attributes': given(node.attrs) }],
    },
    cite: {
      inline: true,
      group: 'inline',
      atom: true,
      attrs: { key: { default: '' }, locator: optional },
      parseDOM: [{ tag: 'span[data-note-cite]', getAttrs: node => attributesIn(node, citationOf) }],
      toDOM: node => ['span', { 'data-note-cite': '', 'data-attributes': given(node.attrs) }],
    },
    text: { group: 'inline' },
  },
  marks: {
    em: { parseDOM: [{ tag: 'i' }, { tag: 'em' }, { style: 'font-style=italic' }], toDOM: () => ['em', 0] },
    strong: {
      parseDOM: [
        { tag: 'strong' },
        { tag: 'b', getAttrs: node => (node.style.fontWeight === 'normal' ? false : null) },
        { style: 'font-weight=bold' },
      ],
      toDOM: () => ['strong', 0],
    },
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: node => {
            const href = node.getAttribute('href') ?? ''
            return linkPattern.test(href) ? { href } : false
          },
        },
      ],
      toDOM: mark => ['a', { href: mark.attrs.href, rel: 'noopener noreferrer', target: '_blank' }, 0],
    },
  },
})

/** The ProseMirror schema of a note's body; names and marks are those that the gate lets in (schema/note-body.ts). */
import { Schema } from 'prosemirror-model'

/** An address that a note may link to. */
export const linkPattern = /^(https?:\/\/|mailto:)[^\s<>"]+$/i

export const noteSchema = new Schema({
  nodes: {
    doc: { content: 'paragraph+' },
    paragraph: { content: 'text*', parseDOM: [{ tag: 'p' }, { tag: 'div' }], toDOM: () => ['p', 0] },
    text: {},
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

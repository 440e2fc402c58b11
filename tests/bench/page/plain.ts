import { baseKeymap } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import { Schema } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { initProseMirrorDoc, ySyncPlugin, yUndoPlugin } from 'y-prosemirror'
import * as Y from 'yjs'

const schema = new Schema({
  nodes: {
    doc: { content: 'paragraph+' },
    paragraph: {
      content: 'text*',
      attrs: { who: { default: null } },
      toDOM: () => ['p', 0],
      parseDOM: [{ tag: 'p' }],
    },
    text: {},
  },
  marks: {
    del: { attrs: { id: { default: '' } }, excludes: '', inclusive: false, toDOM: () => ['del', 0] },
    ins: { attrs: { id: { default: '' } }, excludes: '', inclusive: false, toDOM: () => ['ins', 0] },
  },
})

/** The peer: y-prosemirror as its documentation sets it up, on the same text with the same corrections as marks. */
export async function mountPlain(mount: HTMLElement, size: string): Promise<EditorView> {
  const update = await fetch(`/data/plain-${size}.bin`).then(r => r.arrayBuffer())
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, new Uint8Array(update))
  const fragment = ydoc.getXmlFragment('text')
  const { doc, mapping } = initProseMirrorDoc(fragment, schema)
  return new EditorView(mount, {
    state: EditorState.create({
      doc,
      plugins: [ySyncPlugin(fragment, { mapping }), yUndoPlugin(), keymap(baseKeymap)],
    }),
    attributes: { class: 'plain' },
  })
}

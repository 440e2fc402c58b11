import type { EditorView } from 'prosemirror-view'
import * as Y from 'yjs'
import { Editor } from '../../../client/editor/editor.js'
import { EditedDocument } from '../../../schema/document.js'
import { Layers } from '../../../schema/layers.js'
import type { Witness } from '../../../schema/witness.js'

/** Our editor: the witness and the layers, as the server gives them. */
export async function mountOurs(mount: HTMLElement, size: string): Promise<EditorView> {
  const [witness, layers] = await Promise.all([
    fetch(`/data/witness-${size}.json`).then(r => r.json() as Promise<Witness>),
    fetch(`/data/layers-${size}.bin`).then(r => r.arrayBuffer()),
  ])
  const doc = new Y.Doc()
  Y.applyUpdate(doc, new Uint8Array(layers))
  const document = new EditedDocument(witness, new Layers(doc))
  const editor = new Editor({ mount, document, me: { id: 'bench', name: 'Bench' } })
  return editor.pm
}

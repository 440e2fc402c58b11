import { EditorPage } from './editor-page.js'
import { LiveDocument } from './live-document.js'

/** The editor of a document. */
export function DocumentPage({ id }: { readonly id: string }) {
  return <LiveDocument id={id} page={EditorPage} what="The editor" />
}

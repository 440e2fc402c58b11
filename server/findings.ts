/** What is found in each document of an edition, kept in memory until the document changes. */
import type { EditedDocument } from '../schema/document.js'
import { openDocument } from './opened.js'
import type { DocumentEntry, Store } from './store/store.js'

/** The findings of so many documents are kept. */
const most = 2_000

export class Findings<T> {
  private readonly known = new Map<string, { readonly key: string; readonly found: T }>()

  constructor(private readonly store: Store) {}

  /** What `find` finds in each of these documents of an edition, in their order; what can no longer be opened is left
   * out. `state` names all that the finding rests on beside the document. */
  async of(
    edition: string,
    documents: readonly DocumentEntry[],
    state: string,
    find: (document: EditedDocument) => T,
  ): Promise<{ readonly document: DocumentEntry; readonly found: T }[]> {
    const last = await this.store.lastUpdates(edition)
    const all: { document: DocumentEntry; found: T }[] = []
    for (const document of documents) {
      const { id, witness } = document
      const key = `${witness} ${last.get(id) ?? 0} ${state}`
      const known = this.known.get(id)
      if (known?.key === key) {
        all.push({ document, found: known.found })
        continue
      }
      // Sockets are served between two documents.
      await new Promise(resolve => setImmediate(resolve))
      const opened = await openDocument(this.store, id)
      if (!opened) continue
      const found = find(opened.document)
      opened.document.destroy()
      opened.document.layers.doc.destroy()
      this.keep(id, `${witness} ${opened.seq} ${state}`, found)
      all.push({ document, found })
    }
    return all
  }

  private keep(id: string, key: string, found: T): void {
    this.known.delete(id)
    this.known.set(id, { key, found })
    const [oldest] = this.known.keys()
    if (this.known.size > most && oldest !== undefined) this.known.delete(oldest)
  }
}

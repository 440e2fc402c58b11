/** Where the names of an edition stand, over all its documents. What was found in a document is kept until the document
 * or the register changes. */
import { FormFinder, type Occurrence, occurrencesIn } from '../schema/name-index.js'
import { Register, registerEntry } from '../schema/register.js'
import { openDocument } from './opened.js'
import type { DocumentEntry, Store } from './store/store.js'

/** The register of an edition. Records that cannot be read are left out. */
export async function registerOf(store: Store, edition: string): Promise<Register> {
  return (await loadRegister(store, edition)).register
}

async function loadRegister(store: Store, edition: string): Promise<{ register: Register; state: string }> {
  const records = await store.records(edition, 'register')
  const entries = records.flatMap(({ id, value }) => {
    const parsed = registerEntry.safeParse(value === null ? null : JSON.parse(value))
    return parsed.success ? [{ id, ...parsed.data }] : []
  })
  return { register: new Register(entries), state: records.map(({ id, rev }) => `${id}:${rev}`).join(' ') }
}

export interface NamesOfDocument {
  readonly document: DocumentEntry
  readonly occurrences: readonly Occurrence[]
}

/** So many documents' names are kept in memory. */
const most = 2_000

export class NameIndex {
  private readonly known = new Map<
    string,
    { readonly key: string; readonly occurrences: readonly Occurrence[] }
  >()

  constructor(private readonly store: Store) {}

  /** The names of each of these documents of an edition. */
  async of(edition: string, documents: readonly DocumentEntry[]): Promise<NamesOfDocument[]> {
    const { register, state } = await loadRegister(this.store, edition)
    const finder = new FormFinder(register.entries)
    const all: NamesOfDocument[] = []
    for (const document of documents)
      all.push({ document, occurrences: await this.inDocument(document, register, finder, state) })
    return all
  }

  private async inDocument(
    { id, witness }: DocumentEntry,
    register: Register,
    finder: FormFinder,
    state: string,
  ): Promise<readonly Occurrence[]> {
    const { seq } = await this.store.load(id)
    const key = `${witness} ${seq} ${state}`
    const known = this.known.get(id)
    if (known?.key === key) return known.occurrences
    const opened = await openDocument(this.store, id)
    if (!opened) return []
    const occurrences = occurrencesIn(opened.document, register, finder)
    opened.document.destroy()
    opened.document.layers.doc.destroy()
    this.known.delete(id)
    this.known.set(id, { key, occurrences })
    const [oldest] = this.known.keys()
    if (this.known.size > most && oldest !== undefined) this.known.delete(oldest)
    return occurrences
  }
}

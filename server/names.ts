/** Where the names of an edition stand, over all its documents. What was found in a document is kept until the document
 * or the register changes. */
import { FormFinder, type Occurrence, occurrencesIn } from '../schema/name-index.js'
import { Register, registerEntry } from '../schema/register.js'
import { Findings } from './findings.js'
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

export class NameIndex {
  private readonly findings: Findings<readonly Occurrence[]>

  constructor(private readonly store: Store) {
    this.findings = new Findings(store)
  }

  /** The names of each of these documents of an edition. */
  async of(edition: string, documents: readonly DocumentEntry[]): Promise<NamesOfDocument[]> {
    const { register, state } = await loadRegister(this.store, edition)
    const finder = new FormFinder(register.entries)
    const all = await this.findings.of(edition, documents, state, document =>
      occurrencesIn(document, register, finder),
    )
    return all.map(({ document, found }) => ({ document, occurrences: found }))
  }
}

/** The names of a document, grouped by what they mean: for lists and for the index. */
import type { EditedDocument } from './document.js'
import { type Name, type NameType, nameTypes } from './names.js'
import { compareForms, oneLine, type Register, type RegisterEntry } from './register.js'

/** Names that mean the same: one entry, or, where nobody has said which, the same words. `names` are in text order;
 * `speeches` are the offsets of the turns of a speaker who refers to the entry, each turn's first block alone. */
export interface NameGroup {
  readonly key: string
  readonly title: string
  readonly entry: RegisterEntry | null
  readonly names: readonly Name[]
  readonly speeches: readonly number[]
}

export interface NamesOfType {
  readonly type: NameType
  readonly groups: readonly NameGroup[]
}

interface Gathered {
  readonly title: string
  readonly entry: RegisterEntry | null
  readonly names: Name[]
  readonly speeches: number[]
}

/** The names and speakers of a document, by type and then alphabetically; types without any are left out. */
export function groupedNames(document: EditedDocument, register: Register): NamesOfType[] {
  const byType = new Map<NameType, Map<string, Gathered>>()
  const groupOf = (type: NameType, entry: RegisterEntry | null, words: string): Gathered => {
    const key = entry ? `e:${entry.id}` : `w:${words}`
    const groups = byType.get(type) ?? new Map<string, Gathered>()
    byType.set(type, groups)
    const group = groups.get(key) ?? { title: entry?.form ?? words, entry, names: [], speeches: [] }
    groups.set(key, group)
    return group
  }
  for (const name of document.names.inOrder()) {
    const words = oneLine(document.text.slice(name.start, name.end))
    const entry = name.ref === '' ? null : register.entry(name.ref, words)
    groupOf(entry?.type ?? name.type, entry, words).names.push(name)
  }
  const { structure } = document
  for (let i = 0; i < structure.count; i++) {
    const { kind, attrs, start } = structure.block(i)
    const { who, whoRef, continues } = attrs
    if (kind !== 'speech' || typeof whoRef !== 'string' || typeof who !== 'string') continue
    const entry = register.entry(whoRef, who)
    if (entry && continues !== true) groupOf(entry.type, entry, who).speeches.push(start)
  }
  return nameTypes.flatMap(type => {
    const groups = byType.get(type)
    if (!groups) return []
    const list = [...groups].map(([key, group]): NameGroup => ({ key: `${type} ${key}`, ...group }))
    return [{ type, groups: list.sort((a, b) => compareForms(a.title, b.title) || (a.key < b.key ? -1 : 1)) }]
  })
}

/** The names of a document as the left side lists them. */
import type { EditedDocument } from '../../schema/document.js'
import { type NameType, nameTypes } from '../../schema/names.js'
import { compareForms, oneLine, type Register } from '../../schema/register.js'

/** Names that mean the same: one entry, or, where nobody has said which, the same words. `offsets` ascend. */
export interface NameGroup {
  readonly key: string
  readonly title: string
  readonly offsets: readonly number[]
  /** Whether they refer to an entry of the register. */
  readonly known: boolean
}

export interface NamesOfType {
  readonly type: NameType
  readonly groups: readonly NameGroup[]
}

/** The names of a document, by type and then alphabetically; types without names are left out. */
export function groupedNames(document: EditedDocument, register: Register): NamesOfType[] {
  const byType = new Map<NameType, Map<string, { title: string; offsets: number[]; known: boolean }>>()
  for (const { start, end, type, ref } of document.names.inOrder()) {
    const words = oneLine(document.text.slice(start, end))
    const entry = ref === '' ? null : register.entry(ref, words)
    const key = entry ? `e:${entry.id}` : `w:${words}`
    const groups = byType.get(type) ?? new Map()
    const group = groups.get(key) ?? { title: entry?.form ?? words, offsets: [], known: entry !== null }
    group.offsets.push(start)
    groups.set(key, group)
    byType.set(type, groups)
  }
  return nameTypes.flatMap(type => {
    const groups = byType.get(type)
    if (!groups) return []
    const list = [...groups].map(([key, group]): NameGroup => ({ key: `${type} ${key}`, ...group }))
    return [{ type, groups: list.sort((a, b) => compareForms(a.title, b.title)) }]
  })
}

/** The offset to go to from where one stands: the next, or round the end the first. */
export function nextPlace(offsets: readonly number[], from: number): number | undefined {
  return offsets.find(offset => offset > from) ?? offsets[0]
}

/** What the paragraph styles of a Word file become, where somebody has chosen it. */
import { z } from 'zod'
import { type BlockKind, blockKinds } from '../witness.js'

/** A kind of block in a word: `quotation`, `heading:2` (its level, 1 to 6), `item:3` (its depth, 1 to 9). */
export interface StyledBlock {
  readonly kind: BlockKind
  readonly attrs: Readonly<Record<string, number>>
}

/** Words by the names of styles as Word shows them; names that differ only in case are the same. '' stands for what the
 * reader would make of the style by itself. */
export type StyleMap = Readonly<Record<string, string>>

/** A style that a file uses: in how many paragraphs with text, what most of them are by themselves, and what was chosen
 * instead, null where nothing was. Both are words. */
export interface StyleUse {
  readonly name: string
  readonly count: number
  readonly usual: string
  readonly chosen: string | null
}

/** What a word says; null where it is none. `heading` is of level 1, `item` of depth 1. */
export function blockOfWord(word: string): StyledBlock | null {
  const [, name, number] = /^([a-z]+)(?::([1-9]))?$/.exec(word) ?? []
  const kind = blockKinds.find(known => known === name)
  if (!kind) return null
  if (kind === 'heading') {
    const level = Number(number ?? 1)
    return level <= 6 ? { kind, attrs: { level } } : null
  }
  if (kind === 'item') return { kind, attrs: { depth: Number(number ?? 1) } }
  return number === undefined ? { kind, attrs: {} } : null
}

/** The word for a block. */
export function wordOfBlock(kind: BlockKind, attrs: Readonly<Record<string, unknown>>): string {
  const number = kind === 'heading' ? attrs.level : kind === 'item' ? attrs.depth : undefined
  return typeof number === 'number' ? `${kind}:${number}` : kind
}

/** A word as a person reads it: "Heading 2", "List item". */
export function titleOfWord(word: string): string {
  const block = blockOfWord(word)
  if (!block) return word
  const { kind, attrs } = block
  const title = titles[kind] ?? `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`
  if (kind === 'heading') return `${title} ${attrs.level}`
  return kind === 'item' && attrs.depth! > 1 ? `${title}, level ${attrs.depth}` : title
}

const titles: Readonly<Partial<Record<BlockKind, string>>> = { item: 'List item', stage: 'Stage direction' }

/** The words that a person chooses from. */
export const blockWords: readonly string[] = blockKinds.flatMap(kind => {
  if (kind === 'heading') return [1, 2, 3, 4, 5, 6].map(level => `heading:${level}`)
  return kind === 'item' ? ['item:1', 'item:2', 'item:3'] : [kind]
})

const isWord = (word: string) => word === '' || blockOfWord(word) !== null
const wordFault = `is not a kind of block: heading:1 to heading:6, item:1 to item:9, ${blockKinds.filter(kind => kind !== 'heading' && kind !== 'item').join(', ')}, or nothing for what the style is by itself`

/** Word's names of styles have up to 253 characters. */
export const styleMapSchema = z
  .record(z.string().min(1).max(253), z.string().max(40).refine(isWord, wordFault))
  .refine(map => Object.keys(map).length <= 1000, 'names more than 1000 styles')

/** `Name=heading:2`, as on the command line and in addresses. The last `=` counts: names may have some. */
export const styleChoice = z
  .string()
  .max(300)
  .regex(/^[\s\S]*\S[\s\S]*=[^=]*$/, 'A style is written as name=kind: "Subhead=heading:2".')
  .transform(said => {
    const at = said.lastIndexOf('=')
    return [said.slice(0, at).trim(), said.slice(at + 1).trim()] as const
  })
  .refine(([name, word]) => name.length <= 253 && isWord(word), `The part behind "=" ${wordFault}.`)

/** One map of several, the later ones before the earlier. */
export function mergedStyles(...maps: readonly StyleMap[]): StyleMap {
  const merged = new Map<string, readonly [name: string, word: string]>()
  for (const map of maps)
    for (const [name, word] of Object.entries(map)) merged.set(name.toLowerCase(), [name, word])
  return Object.fromEntries(merged.values())
}

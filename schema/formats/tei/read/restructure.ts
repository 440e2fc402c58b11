/** Changes of structure in a file that was read from TEI. */
import type { EditedDocument } from '../../../document.js'
import type { Kinds } from './kinds.js'
import type { TeiText } from './read.js'
import type { Weave } from './weave.js'

/** Blocks that can be followed by another of their name. */
const repeatable: ReadonlySet<string> = new Set([
  'p',
  'ab',
  'item',
  'l',
  'addrLine',
  'signed',
  'salute',
  'dateline',
])

/** Blocks that can be said to be parts of one (*TEI P5 att.fragmentable*). */
const fragments: ReadonlySet<string> = new Set(['p', 'ab', 'l', 'seg'])

/** Splits blocks, says of joined ones that they are parts of one, and gives speeches their speakers; what an element has no
 * place for is said in `unheld`. */
export function restructure(
  document: EditedDocument,
  text: TeiText,
  weave: Weave,
  kinds: Kinds,
  unheld: string[],
): void {
  const { blockElements } = text.composed
  const { blocks } = document.witness
  const starts = blocks.map(({ start }) => start)
  const joined = new Set<number>()
  for (const [offset, on] of [...document.layers.allBreaks()].sort((a, b) => a[0] - b[0])) {
    const index = starts.indexOf(offset)
    if (on && index < 0) {
      const words = document.text.slice(offset, offset + 40)
      if (weave.splitBlock(offset, repeatable)) continue
      weave.point(offset, 1, '<milestone unit="block"/>')
      unheld.push(`A block begins at “${words}…”; a milestone stands there.`)
    } else if (!on && index > 0) joined.add(index)
  }
  for (const index of joined) {
    const before = blockElements.get(starts[index - 1]!)
    const element = blockElements.get(starts[index]!)
    if (!before || !element || before.name !== element.name || !fragments.has(element.name)) {
      const words = document.text.slice(starts[index], starts[index]! + 40)
      unheld.push(`The block that begins “${words}…” goes on with the one before.`)
      continue
    }
    if (!joined.has(index - 1)) weave.attribute(before, 'part', 'I')
    weave.attribute(element, 'part', joined.has(index + 1) ? 'M' : 'F')
  }
  for (const [offset, key, value] of document.layers.allBlockAttrs()) {
    const element = blockElements.get(offset)
    const words = document.text.slice(offset, offset + 40)
    if (key === 'continues' && element && fragments.has(element.name) && starts.includes(offset)) {
      const before = blocks.findLast(
        ({ start, kind }) => start < offset && kind !== 'stamp' && kind !== 'catchword' && kind !== 'label',
      )
      const previous = before && blockElements.get(before.start)
      if (value === true && previous?.name === element.name) {
        weave.attribute(previous, 'part', 'I')
        weave.attribute(element, 'part', 'F')
        continue
      }
    }
    if (key === 'kind' && typeof value === 'string' && kinds.kind(offset, value)) continue
    if (key === 'who' && typeof value === 'string' && kinds.who(offset, value)) continue
    const said = value === null ? 'is taken away' : `is ${String(value)}`
    unheld.push(`Of the block that begins “${words}…”, “${key}” ${said}.`)
  }
}

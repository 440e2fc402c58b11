/** What is kept of an element's attributes. */
import type { Attrs, BlockKind } from '../../../witness.js'
import { type Element, wordsOf } from './nodes.js'

/** An element's attributes, those that are too long to be looked at left out: they stay in the file. */
export function attrsOf({ attrs }: Element): Attrs {
  const kept: Record<string, string> = {}
  let count = 0
  for (const [key, value] of Object.entries(attrs))
    if (value.length <= 1000 && /^[A-Za-z_][\w.:-]{0,63}$/.test(key) && ++count <= 30) kept[key] = value
  return kept
}

/** An element's name as the type of a span or point; of an absurd one the beginning. */
export function typeOf({ name }: Element): string {
  return name.length > 64 ? `${name.slice(0, 63)}…` : name
}

/** What a block keeps of its element: its name where the kind does not tell it, and its attributes as `tei:…`. */
export function kept(element: Element, kind: BlockKind): Attrs {
  const attrs: Record<string, string | number | boolean> = {}
  if (usual[kind] !== element.name) attrs.element = typeOf(element)
  for (const [key, value] of Object.entries(attrsOf(element))) attrs[`tei:${key}`] = value
  return attrs
}

const usual: Readonly<Partial<Record<BlockKind, string>>> = {
  heading: 'head',
  paragraph: 'p',
  speech: 'p',
  stage: 'stage',
  item: 'item',
  quotation: 'p',
  verse: 'l',
  stamp: 'stamp',
  catchword: 'fw',
  signature: 'signed',
  dateline: 'dateline',
  salutation: 'salute',
  label: 'label',
  note: 'note',
}

export function gapAttrs(element: Element): Attrs {
  const { quantity, extent, ...others } = attrsOf(element)
  const size = extent ?? quantity
  return { ...others, ...(size === undefined ? {} : { extent: size }) }
}

/** The number that a page mark says: `- 2 -` is 2. */
export function numbered(element: Element): Attrs {
  const n = element.attrs.n ?? /[\divxlc]+/i.exec(wordsOf(element))?.[0]
  return n ? { n } : {}
}

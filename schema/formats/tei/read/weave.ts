/** Weaves what editors have changed into the nodes of a TEI file: ranges of the text are wrapped in elements, points set
 * between letters, and everything else stays as it is spelled. */
import { Chain } from './chain.js'
import type { Composed } from './compose.js'
import type { Element, Node } from './nodes.js'
import type { Parsed } from './parse.js'
import { outOfWords, type Part, partsOf } from './parts.js'
import { around, barrierAround, outside, parentOf, splittable, takesPhrases, takesPoints } from './places.js'
import { made, reopened, type Tags, tagName } from './tags.js'

export class Weave {
  private readonly chain: Chain
  /** What was set between letters. */
  private readonly added = new Set<Node>()

  /** `spell` spells what is put in as the file is spelled. */
  constructor(parsed: Parsed, composed: Composed, spell: (xml: string) => string) {
    if (composed.blocks.length === 0) throw new Error('A file without text has nothing to weave into')
    this.chain = new Chain(parsed, spell)
  }

  /** Whether anything has been changed. */
  get isChanged(): boolean {
    return this.chain.isChanged
  }

  /** The file as it has become. */
  toString(): string {
    return this.chain.toString()
  }

  // --- ranges ---------------------------------------------------------------------------------------------------

  /** Wraps a range of the text; where it crosses elements that must stay whole it is wrapped in parts, unless it is to stay
   * `whole`. `tags` gives the tags of each part, counted from 0; `inWords` says that they may stand within a tagged word. False, and nothing done, where the range has no letter of its own, or stands where
   * nothing may be put. */
  wrap(
    start: number,
    end: number,
    tags: (part: number, isLast: boolean) => Tags,
    { inWords = false, whole = false }: { inWords?: boolean; whole?: boolean } = {},
  ): boolean {
    const parts = partsOf(this.chain.nodesIn(start, end)).map(outOfWords)
    const isBarred = ({ first }: Part) =>
      barrierAround(first) !== null || (!inWords && /^(?:w|line|zone)$/.test(parentOf(first)?.name ?? ''))
    if (parts.length === 0 || (whole && parts.length > 1) || parts.some(isBarred)) return false
    for (const [i, part] of parts.entries()) this.wrapPart(part, tags(i, i === parts.length - 1))
    return true
  }

  private wrapPart({ first, last, closing, opening }: Part, { open, close }: Tags): void {
    for (const element of closing) {
      const old = element.close
      const end = this.chain.insert('before', first, `</${tagName(element)}>`, 'close', element, true)
      element.close = end
      // The second half ends where the whole did.
      const half: Element = { ...element, open: old, close: old }
      old.element = half
      halves.set(element, half)
    }
    const wrapper: Element = made(open, parentOf(first))
    const begin = this.chain.insert('before', first, open, 'open', wrapper)
    for (const element of [...closing].reverse()) {
      const half = halves.get(element)!
      half.open = this.chain.insert('before', first, reopened(element), 'open', half, true)
    }
    let after = last
    for (const element of [...opening].reverse()) {
      const old = element.close
      after = this.chain.insert('after', after, `</${tagName(element)}>`, 'close', element, true)
      element.close = after
      const half: Element = { ...element, open: old, close: old }
      old.element = half
      halves.set(element, half)
    }
    after = this.chain.insert('after', after, close, 'close', wrapper)
    wrapper.open = begin
    wrapper.close = after
    for (const element of opening) {
      const half = halves.get(element)!
      after = this.chain.insert('after', after, reopened(element), 'open', half, true)
      half.open = after
    }
  }

  // --- points ---------------------------------------------------------------------------------------------------

  /** Puts something between two letters: after what ends at an offset, or before what begins there. `phrase` is put where
   * phrases may stand, elsewhere `xml`, which may stand wherever an anchor may. False, and nothing done, where there is no place. */
  point(offset: number, side: -1 | 1, xml: string | null, phrase = xml): boolean {
    this.chain.cut(offset)
    const before = side < 0 ? null : this.chain.beginning(offset)
    if (before) {
      const at = this.outOf(before, 'prev')
      const written = takesPhrases(outside(at)) ? phrase : xml
      if (written === null) return false
      this.added.add(this.chain.insert('before', at, written, 'other', null))
      return true
    }
    let after = this.chain.ending(offset) ?? this.chain.beginning(offset)?.prev ?? null
    if (!after) return false
    after = this.outOf(after, 'next')
    const written = takesPhrases(outside(after)) ? phrase : xml
    if (written === null) return false
    while (after.next && this.added.has(after.next)) after = after.next
    this.added.add(this.chain.insert('after', after, written, 'other', null))
    return true
  }

  /** Where something may stand beside a node: outside of elements that take nothing in, and of a choice's readings. */
  private outOf(node: Node, to: 'prev' | 'next'): Node {
    let at = node
    const edge = to === 'next' ? 'close' : 'open'
    for (
      let next = at[to];
      next?.type === edge && /^(?:sic|orig|abbr|surplus)$/.test(next.element?.name ?? '');
      next = at[to]
    ) {
      const outer = around(next.element!)
      at = outer?.name === 'choice' ? outer[edge] : next
    }
    const barrier = barrierAround(at)
    if (barrier) at = barrier[edge]
    for (let within = outside(at); within && !takesPoints(within); within = around(within)) at = within[edge]
    return at
  }

  // --- elements -------------------------------------------------------------------------------------------------

  /** Puts something before an element's end tag, or after its start tag. */
  into(element: Element, where: 'begin' | 'end', xml: string): void {
    if (element.open === element.close) {
      const name = tagName(element)
      element.open.xml = `${element.open.xml.replace(/\/>$/, '>')}${this.chain.spell(xml)}</${name}>`
      this.chain.isChanged = true
    } else if (where === 'begin') this.chain.insert('after', element.open, xml, 'other', null)
    else this.chain.insert('before', element.close, xml, 'other', null)
  }

  before(element: Element, xml: string): void {
    this.chain.insert('before', element.open, xml, 'other', null)
  }

  after(element: Element, xml: string): void {
    this.chain.insert('after', element.close, xml, 'other', null)
  }

  /** Takes an element's tags away; what stands in it stays. */
  unwrap({ open, close }: Element): void {
    this.chain.remove(open)
    if (close !== open) this.chain.remove(close)
  }

  /** Takes an element away with all that is in it. */
  removeWhole({ open, close }: Element): void {
    for (let node: Node | null = open; node; node = node.next) {
      this.chain.remove(node)
      if (node === close) return
    }
  }

  /** Takes a choice away but for what the source has. */
  keepOnly(whole: Element, part: Element): void {
    let inside = false
    for (let node: Node | null = whole.open; node; node = node.next) {
      if (node === part.open) inside = part.open !== part.close
      if (!inside || node === part.open) this.chain.remove(node)
      if (node === part.close && inside) {
        inside = false
        this.chain.remove(node)
      }
      if (node === whole.close) return
    }
  }

  /** Sets an attribute in an element's start tag; `values` are added to what it says. */
  attribute(element: Element, name: string, value: string, adds = false): void {
    const { open } = element
    const found = new RegExp(`(\\s${name}\\s*=\\s*)(?:"([^"]*)"|'([^']*)')`).exec(open.xml)
    this.chain.isChanged = true
    if (!found) open.xml = open.xml.replace(/\s*(\/?>)$/, `${this.chain.spell(` ${name}="${value}"`)}$1`)
    else {
      const before = found[2] ?? found[3] ?? ''
      const now =
        adds && !before.split(/\s+/).includes(value) ? `${before} ${value}`.trim() : adds ? before : value
      open.xml = open.xml.replace(found[0], () => `${found[1]}"${this.chain.spell(now)}"`)
    }
  }

  /** Gives an element another name; its attributes and all that is in it stay. */
  rename({ open, close }: Element, name: string): void {
    this.chain.isChanged = true
    for (const tag of new Set([open, close]))
      tag.xml = tag.xml.replace(/^(<\/?(?:[^\s/>:]+:)?)[^\s/>:]+/, (_, before: string) => before + name)
  }

  /** Ends the block of a name at an offset and begins another like it; false where something stands in the way. */
  splitBlock(offset: number, names: ReadonlySet<string>): boolean {
    this.chain.cut(offset)
    const node = this.chain.beginning(offset)
    if (!node || node.at !== offset) return false
    const within: Element[] = []
    let block = parentOf(node)
    for (; block && !names.has(block.name); block = around(block)) {
      if (!splittable.has(block.name) || !block.isTei) return false
      within.push(block)
    }
    if (!block?.isTei) return false
    // Where every item has a label, one without cannot follow.
    const isLabelled = (child: Element | Node) => 'children' in child && child.name === 'label'
    if (block.name === 'item' && block.parent?.children.some(isLabelled)) return false
    let at = node
    while (within.length > 0 && at.prev?.type === 'open' && at.prev.element === within[0]) {
      at = at.prev
      within.shift()
    }
    const ends = within.map(element => `</${tagName(element)}>`).join('')
    const begins = [...within].reverse().map(reopened).join('')
    const next = reopened(block).replace(/\s(?:n|part|prev|next)\s*=\s*(?:"[^"]*"|'[^']*')/g, '')
    this.chain.insert('before', at, `${ends}</${tagName(block)}>${next}${begins}`, 'other', null, true)
    return true
  }
}

const halves = new WeakMap<Element, Element>()

/** Weaves what editors have changed into the nodes of a TEI file: ranges of the text are wrapped in elements, points set
 * between letters, and everything else stays as it is spelled. */
import type { Composed } from './compose.js'
import { type Element, hasWords, isWhite, type Node } from './nodes.js'
import type { Parsed } from './parse.js'

/** Elements that may be closed and opened again where a range crosses them: they say how words look, not what they are. */
const splittable: ReadonlySet<string> = new Set(['hi', 'emph', 'seg', 'foreign', 'distinct'])

/** Elements that hold characters and nothing else, or so little else that no correction, note or name may stand in them. */
const closed: ReadonlySet<string> = new Set(
  (
    'code eg ident gi att val tag c m formula idno g am ex fDecl string symbol numeric binary egXML altIdent figDesc desc ' +
    'catDesc gloss equiv locus width height depth dim offset pron orth incident kinesic vocal writing shift geo rb rt ' +
    'ruby elementSpec classSpec macroSpec dataSpec moduleSpec schemaSpec specGrp constraintSpec attDef valItem valList postCode lbl lang pc fs oRef'
  ).split(' '),
)

/** Elements that stand in a line of text and may be wrapped with it (TEI's model.phrase, model.inter, model.global). */
const phrases: ReadonlySet<string> = new Set(
  (
    'hi emph seg foreign distinct ref ptr persName placeName orgName geogName name rs date time num measure title term gloss q quote choice sic ' +
    'corr orig reg abbr expan supplied surplus unclear gap add del subst damage restore handShift lb pb cb gb milestone anchor note fw g ' +
    'w pc app lem metamark space graphic soCalled mentioned forename surname roleName nameLink genName addName settlement country region ' +
    'bloc district mod retrace redo list stage stamp idno address email cit bibl affiliation code formula figure hyph'
  ).split(' '),
)

/** One part of a range: it begins before `first` and ends after `last`. `closing` are the elements around `first` that end
 * within, innermost first; `opening` those that begin within and end later, outermost first. */
interface Part {
  readonly first: Node
  readonly last: Node
  readonly closing: readonly Element[]
  readonly opening: readonly Element[]
}

/** The start and end tags of one part of a range. */
export interface Tags {
  readonly open: string
  readonly close: string
}

export class Weave {
  private readonly inText: Node[] = []
  private readonly rest = new Map<Node, Node>()
  private readonly added = new Set<Node>()
  /** Whether anything has been changed. */
  isChanged = false

  constructor(
    private readonly parsed: Parsed,
    composed: Composed,
    private readonly spell: (xml: string) => string,
  ) {
    for (let node: Node | null = parsed.first; node; node = node.next)
      if (node.at >= 0) this.inText.push(node)
    this.inText.sort((a, b) => a.at - b.at)
    if (composed.blocks.length === 0) throw new Error('A file without text has nothing to weave into')
  }

  /** The file as it has become. */
  toString(): string {
    const parts: string[] = []
    let inCdata = false
    for (let node: Node | null = this.parsed.first; node; node = node.next) {
      if (node.inCdata !== inCdata) {
        parts.push(node.inCdata ? '<![CDATA[' : ']]>')
        inCdata = node.inCdata
      }
      parts.push(node.xml)
    }
    return parts.join('')
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
    const parts = this.partsOf(this.nodesIn(start, end)).map(outOfWords)
    const isBarred = ({ first }: Part) =>
      barrierAround(first) !== null || (!inWords && /^(?:w|line|zone)$/.test(parentOf(first)?.name ?? ''))
    if (parts.length === 0 || (whole && parts.length > 1) || parts.some(isBarred)) return false
    for (const [i, part] of parts.entries()) this.wrapPart(part, tags(i, i === parts.length - 1))
    return true
  }

  private wrapPart({ first, last, closing, opening }: Part, { open, close }: Tags): void {
    for (const element of closing) {
      const old = element.close
      const end = this.insertBefore(first, `</${tagName(element)}>`, 'close', element, true)
      element.close = end
      // The second half ends where the whole did.
      const half: Element = { ...element, open: old, close: old }
      old.element = half
      halves.set(element, half)
    }
    const wrapper: Element = made(open, parentOf(first))
    const begin = this.insertBefore(first, open, 'open', wrapper)
    for (const element of [...closing].reverse()) {
      const half = halves.get(element)!
      half.open = this.insertBefore(first, reopened(element), 'open', half, true)
    }
    let after = last
    for (const element of [...opening].reverse()) {
      const old = element.close
      after = this.insertAfter(after, `</${tagName(element)}>`, 'close', element, true)
      element.close = after
      const half: Element = { ...element, open: old, close: old }
      old.element = half
      halves.set(element, half)
    }
    after = this.insertAfter(after, close, 'close', wrapper)
    wrapper.open = begin
    wrapper.close = after
    for (const element of opening) {
      const half = halves.get(element)!
      after = this.insertAfter(after, reopened(element), 'open', half, true)
      half.open = after
    }
  }

  /** The text's nodes from one offset to another, cut so that they end there. */
  private nodesIn(start: number, end: number): Node[] {
    this.cut(start)
    this.cut(end)
    const nodes: Node[] = []
    for (let i = this.indexAt(start); i < this.inText.length; i++) {
      for (let node: Node | undefined = this.inText[i]; node; node = this.rest.get(node)) {
        if (node.at >= end) return nodes
        if (node.at >= start && node.length > 0) nodes.push(node)
      }
    }
    return nodes
  }

  /** The index of the last node that begins at or before an offset, as the file was read. */
  private indexAt(offset: number): number {
    let low = 0
    let high = this.inText.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.inText[middle]!.at <= offset) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }

  /** Sees to it that no node reaches over an offset, where it is spelled so that it can be parted. */
  private cut(offset: number): void {
    let node: Node | undefined = this.inText[this.indexAt(offset)]
    while (node && node.at + node.length <= offset) node = this.rest.get(node)
    if (!node || node.at >= offset || node.type !== 'text' || node.xml.length !== node.length) return
    const by = offset - node.at
    const second: Node = {
      ...node,
      xml: node.xml.slice(by),
      text: node.text.slice(by),
      place: node.place + by,
      at: offset,
      length: node.length - by,
      prev: node,
    }
    if (node.next) node.next.prev = second
    node.next = second
    node.xml = node.xml.slice(0, by)
    node.text = node.text.slice(0, by)
    node.length = by
    const further = this.rest.get(node)
    if (further) this.rest.set(second, further)
    this.rest.set(node, second)
  }

  private partsOf(nodes: readonly Node[]): Part[] {
    const runs: Node[][] = []
    let run: Node[] = []
    const end = Math.max(...nodes.map(({ place }) => place))
    for (const node of nodes) {
      const before = run.at(-1)
      if (before && this.isParted(before, node, run[0]!, end)) {
        runs.push(run)
        run = []
      }
      run.push(node)
    }
    if (run.length > 0) runs.push(run)
    const worded = runs.filter(of => of.some(({ text, type }) => type === 'text' && text.trim() !== ''))
    return (worded.length > 0 ? worded : runs.slice(0, 1)).flatMap(of => {
      const part = this.partOf(of[0]!, of.at(-1)!)
      const mayBeCut = (element: Element) =>
        splittable.has(element.name) && element.isTei && !woven.has(element)
      if ([...part.closing, ...part.opening].every(mayBeCut)) return [part]
      // What must stay whole is crossed after all: each stretch of letters is a part.
      return of.filter(node => !isWhite(node.text)).map(node => this.partOf(node, node))
    })
  }

  /** Whether something that must stay whole begins or ends between two nodes. */
  private isParted(from: Node, to: Node, first: Node, end: number): boolean {
    if (to.place <= from.place) return true
    // What parts stand in must be an element with words of its own, not one that holds nothing but elements.
    let within = parentOf(from)
    let depth = 0
    let isCrossing = false
    for (let node = from.next; node !== to; node = node.next) {
      if (!node) return true
      const { element, type } = node
      if (!element || (type !== 'open' && type !== 'close')) continue
      isCrossing = true
      if (type === 'open') depth++
      else if (depth > 0) depth--
      else within = around(element)
      if (!woven.has(element) && !(element.isTei && phrases.has(element.name))) return true
      if (splittable.has(element.name) && !woven.has(element)) continue
      if (type === 'close' && !isAfter(element.open, first)) {
        if (!this.opensBefore(first, element.open)) return true
      }
      if (type === 'open' && element.close.place > end && !this.closesAfter(element.close, end)) return true
    }
    return isCrossing && within !== null && !isMixed(within)
  }

  /** Whether nothing but start tags stands between an element's start tag and a node: then a range can begin before it. */
  private opensBefore(first: Node, open: Node): boolean {
    for (let node: Node | null = first.prev; node; node = node.prev) {
      if (node === open) return !isBlockName(node.element)
      if (node.type !== 'open') return false
    }
    return false
  }

  private closesAfter(close: Node, end: number): boolean {
    if (isBlockName(close.element)) return false
    let node: Node | null = close.prev
    while (node && node.type === 'close') node = node.prev
    return node !== null && node.place <= end && node.at >= 0
  }

  private partOf(first: Node, last: Node): Part {
    const closing: Element[] = []
    const opened: Element[] = []
    for (let node: Node | null = first; node && node !== last; node = node.next) {
      const { element, type } = node
      if (!element) continue
      if (type === 'open') opened.push(element)
      else if (type === 'close') {
        if (opened.at(-1) === element) opened.pop()
        else closing.push(element)
      }
    }
    let from = first
    let to = last
    while (closing.length > 0 && from.prev?.type === 'open' && from.prev.element === closing[0]) {
      from = from.prev
      closing.shift()
    }
    while (opened.length > 0 && to.next) {
      const { next } = to
      const { element } = next
      if (next.type === 'close' && element === opened.at(-1)) opened.pop()
      else if (opened.at(-1)!.name !== 'choice') break
      else if (next.type === 'open') {
        // The other reading of a choice goes with it.
        to = element!.close
        continue
      }
      to = next
    }
    return { first: from, last: to, closing, opening: opened }
  }

  // --- points ---------------------------------------------------------------------------------------------------

  /** Puts something between two letters: after what ends at an offset, or before what begins there. `phrase` is put where
   * phrases may stand, elsewhere `xml`, which may stand wherever an anchor may. False, and nothing done, where there is no place. */
  point(offset: number, side: -1 | 1, xml: string | null, phrase = xml): boolean {
    this.cut(offset)
    const before = side < 0 ? null : this.beginning(offset)
    if (before) {
      const at = this.outOf(before, 'prev')
      const written = takesPhrases(outside(at)) ? phrase : xml
      if (written === null) return false
      this.added.add(this.insertBefore(at, written, 'other', null))
      return true
    }
    let after = this.ending(offset) ?? this.beginning(offset)?.prev ?? null
    if (!after) return false
    after = this.outOf(after, 'next')
    const written = takesPhrases(outside(after)) ? phrase : xml
    if (written === null) return false
    while (after.next && this.added.has(after.next)) after = after.next
    this.added.add(this.insertAfter(after, written, 'other', null))
    return true
  }

  /** The text's last node that ends at or before an offset. */
  private ending(offset: number): Node | null {
    for (let i = this.indexAt(Math.max(0, offset - 1)); i >= 0; i--) {
      let found: Node | null = null
      for (let node: Node | undefined = this.inText[i]; node; node = this.rest.get(node))
        if (node.at + node.length <= offset && !isBetween(node)) found = node
      if (found) return found
    }
    return null
  }

  /** The text's first node that begins at or after an offset. */
  private beginning(offset: number): Node | null {
    for (let i = this.indexAt(offset); i < this.inText.length; i++)
      for (let node: Node | undefined = this.inText[i]; node; node = this.rest.get(node))
        if (node.at >= offset && !isBetween(node)) return node
    return null
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
      element.open.xml = `${element.open.xml.replace(/\/>$/, '>')}${this.spell(xml)}</${name}>`
      this.isChanged = true
    } else if (where === 'begin') this.insertAfter(element.open, xml, 'other', null)
    else this.insertBefore(element.close, xml, 'other', null)
  }

  before(element: Element, xml: string): void {
    this.insertBefore(element.open, xml, 'other', null)
  }

  after(element: Element, xml: string): void {
    this.insertAfter(element.close, xml, 'other', null)
  }

  /** Takes an element's tags away; what stands in it stays. */
  unwrap({ open, close }: Element): void {
    this.remove(open)
    if (close !== open) this.remove(close)
  }

  /** Takes an element away with all that is in it. */
  removeWhole({ open, close }: Element): void {
    for (let node: Node | null = open; node; node = node.next) {
      this.remove(node)
      if (node === close) return
    }
  }

  /** Takes a choice away but for what the source has. */
  keepOnly(whole: Element, part: Element): void {
    let inside = false
    for (let node: Node | null = whole.open; node; node = node.next) {
      if (node === part.open) inside = part.open !== part.close
      if (!inside || node === part.open) this.remove(node)
      if (node === part.close && inside) {
        inside = false
        this.remove(node)
      }
      if (node === whole.close) return
    }
  }

  /** Sets an attribute in an element's start tag; `values` are added to what it says. */
  attribute(element: Element, name: string, value: string, adds = false): void {
    const { open } = element
    const found = new RegExp(`(\\s${name}\\s*=\\s*)(?:"([^"]*)"|'([^']*)')`).exec(open.xml)
    this.isChanged = true
    if (!found) open.xml = open.xml.replace(/\s*(\/?>)$/, `${this.spell(` ${name}="${value}"`)}$1`)
    else {
      const before = found[2] ?? found[3] ?? ''
      const now =
        adds && !before.split(/\s+/).includes(value) ? `${before} ${value}`.trim() : adds ? before : value
      open.xml = open.xml.replace(found[0], () => `${found[1]}"${this.spell(now)}"`)
    }
  }

  /** Ends the block of a name at an offset and begins another like it; false where something stands in the way. */
  splitBlock(offset: number, names: ReadonlySet<string>): boolean {
    this.cut(offset)
    const node = this.beginning(offset)
    if (!node || node.at !== offset) return false
    const within: Element[] = []
    let block = parentOf(node)
    for (; block && !names.has(block.name); block = around(block)) {
      if (!splittable.has(block.name) || !block.isTei) return false
      within.push(block)
    }
    if (!block?.isTei) return false
    let at = node
    while (within.length > 0 && at.prev?.type === 'open' && at.prev.element === within[0]) {
      at = at.prev
      within.shift()
    }
    const ends = within.map(element => `</${tagName(element)}>`).join('')
    const begins = [...within].reverse().map(reopened).join('')
    const next = reopened(block).replace(/\s(?:n|part|prev|next)\s*=\s*(?:"[^"]*"|'[^']*')/g, '')
    this.insertBefore(at, `${ends}</${tagName(block)}>${next}${begins}`, 'other', null, true)
    return true
  }

  // --- nodes ----------------------------------------------------------------------------------------------------

  private insertBefore(
    node: Node,
    xml: string,
    type: Node['type'],
    element: Element | null,
    spelled = false,
  ): Node {
    const made = this.node(node.place, xml, type, element, spelled)
    made.prev = node.prev
    made.next = node
    if (node.prev) node.prev.next = made
    node.prev = made
    return made
  }

  private insertAfter(
    node: Node,
    xml: string,
    type: Node['type'],
    element: Element | null,
    spelled = false,
  ): Node {
    const made = this.node(node.place, xml, type, element, spelled)
    made.next = node.next
    made.prev = node
    if (node.next) node.next.prev = made
    node.next = made
    return made
  }

  private node(
    place: number,
    xml: string,
    type: Node['type'],
    element: Element | null,
    spelled: boolean,
  ): Node {
    this.isChanged = true
    const spelling = spelled ? xml : this.spell(xml)
    return {
      type,
      xml: spelling,
      text: '',
      place,
      at: -1,
      length: 0,
      element,
      inCdata: false,
      prev: null,
      next: null,
    }
  }

  private remove(node: Node): void {
    this.isChanged = true
    node.xml = ''
    if (node.prev) node.prev.next = node.next
    if (node.next) node.next.prev = node.prev
  }
}

const halves = new WeakMap<Element, Element>()

function isBlockName(element: Element | null): boolean {
  return /^(?:p|ab|head|l|lg|item|list|row|cell|table|sp|u|div[1-7]?|opener|closer|dateline|salute|signed|speaker|body|front|back|text)$/.test(
    element?.name ?? '',
  )
}

/** Whether anchors and notes may stand in an element. */
function takesPoints(element: Element): boolean {
  return (
    isMixed(element) ||
    /^(?:div[1-7]?|body|front|back|text|list|table|row|lg|sp|figure|opener|closer|castList|floatingText|group|titlePage|TEI|teiCorpus)$/.test(
      element.name,
    )
  )
}

/** Whether any phrase of a text may stand in an element. */
function takesPhrases(element: Element | null): boolean {
  return element !== null && hosts.has(element.name)
}

const hosts: ReadonlySet<string> = new Set(
  (
    'p ab head l hi emph item cell note q quote ref salute signed dateline sic orig abbr corr reg lem rdg add del seg persName placeName orgName ' +
    'name rs foreign title date bibl u s stage speaker label supplied unclear fw stamp trailer byline opener closer docAuthor docDate addrLine titlePart'
  ).split(' '),
)

/** A part that is all of a tagged word goes around it. */
function outOfWords(part: Part): Part {
  let { first, last } = part
  while (
    first.prev?.type === 'open' &&
    last.next?.type === 'close' &&
    first.prev.element === last.next.element
  ) {
    const name = first.prev.element!.name
    if (!/^(?:w|pc|c|m)$/.test(name)) break
    const outer = parentOf(first.prev)
    if (!outer || !isMixed(outer)) break
    first = first.prev
    last = last.next
  }
  return { ...part, first, last }
}

/** Whether a node is white space between elements where no words stand. */
function isBetween(node: Node): boolean {
  if (node.type !== 'text' || !isWhite(node.text)) return false
  const within = parentOf(node)
  return within !== null && !isMixed(within)
}

/** Whether an element holds words beside its elements. */
function isMixed(element: Element): boolean {
  return (
    woven.has(element) ||
    hasWords(element) ||
    /^(?:p|ab|head|l|hi|emph|seg|cell|item|note|q|quote|ref|salute|signed|dateline|sic|orig|abbr|corr|reg|lem|add|del|persName|placeName|orgName|rs|name|foreign|title|s|lem|u|p|date|bibl)$/.test(
      element.name,
    )
  )
}

const woven = new WeakSet<Element>()

function isAfter(node: Node, first: Node): boolean {
  for (let n: Node | null = first; n; n = n.next) {
    if (n === node) return true
    if (n.place > node.place) return false
  }
  return false
}

/** The outermost element around a node that takes nothing in: one for characters only, or the markup of another
 * namespace that the node stands in directly. */
function barrierAround(node: Node): Element | null {
  let barrier: Element | null = null
  let isForeign = true
  for (let element = outside(node); element; element = around(element)) {
    isForeign &&= !element.isTei
    if (isForeign || closed.has(element.name)) barrier = element
  }
  return barrier
}

/** The element in which a node stands, as the file has become. */
function parentOf(node: Node): Element | null {
  let before = node.prev
  while (before) {
    const { element, type } = before
    if (element && type === 'open') return element
    before = element && type === 'close' ? element.open.prev : before.prev
  }
  return null
}

/** The element in which a tag's element or a node stands. */
function outside(node: Node): Element | null {
  return node.type === 'close' && node.element ? parentOf(node.element.open) : parentOf(node)
}

/** The element around another. What was woven in stands within blocks only. */
function around(element: Element): Element | null {
  return isBlockName(element) ? element.parent : parentOf(element.open)
}

function tagName({ open }: Element): string {
  return /^<([^\s/>]+)/.exec(open.xml)![1]!
}

/** An element's start tag once more: no two elements have one id. */
function reopened({ open }: Element): string {
  return open.xml.replace(/\sxml:id\s*=\s*(?:"[^"]*"|'[^']*')/, '')
}

function made(open: string, parent: Element | null): Element {
  // Of several tags the outermost is the one that others may cross.
  const name = /^<([^\s/>]+)/.exec(open)?.[1] ?? ''
  const nothing: Node = {
    type: 'other',
    xml: '',
    text: '',
    place: 0,
    at: -1,
    length: 0,
    element: null,
    inCdata: false,
    prev: null,
    next: null,
  }
  const element: Element = {
    name,
    isTei: true,
    attrs: {},
    parent,
    children: [],
    open: nothing,
    close: nothing,
  }
  woven.add(element)
  return element
}

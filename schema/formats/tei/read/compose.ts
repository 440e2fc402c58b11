/** Makes running text of a TEI file's nodes: which of them are in the text, where its blocks begin, what spans and points
 * it has. Each node that is in the text learns the offset at which it stands. */
import { graphemeStart } from '../../../graphemes.js'
import type { Attrs, Block, BlockKind, Milestone, Span } from '../../../witness.js'
import { wordStart } from '../../../words.js'
import type { EarlierCorrection, EarlierName, EarlierNote } from './earlier.js'
import { correctionsIn, editorialNote, flat, type NoteRole, nameTypeOf, noteRole } from './editorial.js'
import { type Element, elementsIn, isElement, isWhite, type Node, wordsOf } from './nodes.js'
import { hidden, isBlock, isInLine, joined, kindNamed } from './roles.js'

/** The running text of a file and what stands in it. `origins` says which element a span, milestone, correction or name
 * was made of, by its id. */
export interface Composed {
  readonly text: string
  readonly blocks: readonly Block[]
  readonly milestones: readonly Milestone[]
  readonly spans: readonly Span[]
  readonly corrections: readonly EarlierCorrection[]
  readonly notes: readonly EarlierNote[]
  readonly names: readonly EarlierName[]
  readonly origins: ReadonlyMap<string, Element>
  /** The elements that blocks were made of, by the offset at which the block begins. */
  readonly blockElements: ReadonlyMap<number, Element>
  /** Elements of the text that have no meaning to the editor, by name, and how often each occurs. */
  readonly unmodelled: ReadonlyMap<string, number>
  /** Elements that hold other readings than the one in the text. */
  readonly alternatives: readonly Element[]
}

/** What an element's words become a block of. */
interface Owner {
  readonly element: Element
  readonly kind: BlockKind
  readonly attrs: Attrs
  begun: boolean
}

/** What stands around an element. */
interface Context {
  readonly level: number
  readonly depth: number
  readonly ordered: boolean | undefined
  readonly quoted: boolean
  readonly closing: boolean
  readonly note: Attrs | null
  readonly cell: Attrs | null
  readonly inItem: boolean
  readonly speech: { readonly attrs: Attrs; begun: boolean } | null
  readonly table: { readonly n: number; row: number; cell: number } | null
}

const outermost: Context = {
  level: 0,
  depth: 0,
  ordered: undefined,
  quoted: false,
  closing: false,
  note: null,
  cell: null,
  inItem: false,
  speech: null,
  table: null,
}

/** A span that is open. `type` null makes none. */
interface Open {
  readonly element: Element
  start: number
}

/** Elements that the editor knows what to do with; all others are kept under their own names. */
const modelled: ReadonlySet<string> = new Set(
  (
    'TEI teiCorpus text front body back group floatingText div div1 div2 div3 div4 div5 div6 div7 p ab head l lg list item label table row cell ' +
    'sp spGrp u seg opener closer dateline salute signed postscript speaker stage quote q said hi emph foreign ref date persName placeName orgName ' +
    'name rs geogName note fw stamp pb cb gb lb gap unclear add del subst choice sic corr orig reg abbr expan supplied surplus app lem rdg milestone'
  ).split(' '),
)

const divisions = /^(?:div[1-7]?|floatingText)$/

export class Composer {
  private readonly parts: string[] = []
  private length = 0
  /** The text of the block that is open. */
  private line = ''
  private lineStart = 0
  private readonly blocks: Block[] = []
  private readonly milestones: Milestone[] = []
  private readonly spans: Span[] = []
  private readonly corrections: EarlierCorrection[] = []
  private readonly notes: EarlierNote[] = []
  private readonly names: EarlierName[] = []
  private readonly origins = new Map<string, Element>()
  private readonly blockElements = new Map<number, Element>()
  private readonly unmodelled = new Map<string, number>()
  private readonly alternatives: Element[] = []

  private block: { owner: Owner; start: number; kind: BlockKind; attrs: Attrs } | null = null
  /** What may go on in the open block although its own element has ended: the next verse, what a label belongs to. */
  private soft: { element: Element; by: 'line' | 'label' } | null = null
  /** White space and line breaks that show only where text follows. */
  private pending: Node[] = []
  private open: Open[] = []
  /** What waits for the next letter, to stand before it. */
  private waiting: ((at: number) => void)[] = []
  /** Notes of the source that stand below the paragraph to which they belong. */
  private below: { element: Element; context: Context }[] = []
  private tables = 0

  /** `speakerOf` gives the name of who is meant by @who. */
  constructor(private readonly speakerOf: (who: string) => string) {}

  compose(root: Element): Composed {
    this.walk(root, outermost, this.owner(root, 'paragraph', {}))
    this.finish()
    for (const tell of this.waiting) tell(this.length)
    this.spans.sort((a, b) => a.start - b.start || b.end - a.end)
    const order = new Map(this.spans.map((span, i) => [span.id, `s${i + 1}`]))
    const spans = this.spans.map(span => ({ ...span, id: order.get(span.id)! }))
    const origins = new Map([...this.origins].map(([id, element]) => [order.get(id) ?? id, element]))
    return {
      text: this.parts.join(''),
      blocks: this.blocks,
      milestones: [...this.milestones].sort((a, b) => a.at - b.at),
      spans,
      corrections: this.corrections,
      notes: this.notes,
      names: this.names,
      origins,
      blockElements: this.blockElements,
      unmodelled: this.unmodelled,
      alternatives: this.alternatives,
    }
  }

  // --- elements -------------------------------------------------------------------------------------------------

  private walk(element: Element, context: Context, owner: Owner): void {
    const { name, isTei } = element
    if (isTei && hidden.has(name)) return
    if (!modelled.has(name) || !isTei) this.unmodelled.set(name, (this.unmodelled.get(name) ?? 0) + 1)
    if (isTei)
      switch (name) {
        case 'lb':
          this.lineBreak(element)
          return
        case 'pb':
        case 'cb':
        case 'gb':
        case 'milestone':
          this.before(element, name)
          return
        case 'gap':
          this.settle()
          this.point(element, 'gap', gapAttrs(element))
          return
        case 'note':
          this.note(element, context, owner)
          return
        case 'fw':
        case 'stamp':
          this.formeWork(element, context)
          return
        case 'choice':
          this.choice(element, context, owner)
          return
        case 'subst':
          this.substitution(element, context, owner)
          return
        case 'app':
          this.variants(element, context, owner)
          return
        case 'surplus':
          this.surplus(element, context, owner)
          return
        case 'supplied':
          if (this.supplied(element)) return
      }
    if (isBlock(element)) this.blockElement(element, context)
    else this.inline(element, context, owner)
  }

  private children(element: Element, context: Context, owner: Owner): void {
    for (const child of element.children)
      if (isElement(child)) this.walk(child, context, owner)
      else this.put(child, owner)
  }

  private inline(element: Element, context: Context, owner: Owner): void {
    if (element.children.length === 0) {
      this.point(element, element.name, attrsOf(element))
      return
    }
    const range = this.ranged(element, () => this.children(element, context, owner))
    if (range) this.span(element, range, element.name, attrsOf(element))
    else if (!hasHidden(element)) this.point(element, element.name, attrsOf(element))
    const type = nameTypeOf(element)
    if (type && range) {
      const id = `tei-name${this.names.length + 1}`
      this.names.push({ id, ...range, type, element })
      this.origins.set(id, element)
    }
  }

  /** Where what `act` puts begins and ends; null where it puts nothing. */
  private ranged(element: Element, act: () => void): { start: number; end: number } | null {
    const open: Open = { element, start: -1 }
    this.open.push(open)
    act()
    this.open.pop()
    return open.start < 0 || open.start >= this.length ? null : { start: open.start, end: this.length }
  }

  private span(element: Element, range: { start: number; end: number }, type: string, attrs: Attrs): void {
    const id = `_${this.spans.length + 1}`
    this.spans.push({ id, ...range, type, ...(Object.keys(attrs).length > 0 ? { attrs } : {}) })
    this.origins.set(id, element)
  }

  // --- blocks ---------------------------------------------------------------------------------------------------

  private owner(element: Element, kind: BlockKind, attrs: Attrs): Owner {
    return { element, kind, attrs: { ...attrs, ...kept(element, kind) }, begun: false }
  }

  private blockElement(element: Element, context: Context): void {
    const { name } = element
    const inner = this.contextIn(element, context)
    const owner = this.ownerOf(element, inner, context)
    // Whatever is open belongs to something else, unless this may go on in it.
    if (!this.goesOn(element)) this.finish()
    const marks = name === 'speaker' || (name === 'label' && element.parent?.name === 'list')
    const act = () => this.children(element, inner, owner)
    if (marks) {
      const range = this.ranged(element, act)
      if (range) this.span(element, range, name === 'speaker' ? 'speaker' : 'marker', attrsOf(element))
      if (this.block) this.soft = { element, by: 'label' }
      return
    }
    act()
    if (joined.has(name) && this.block?.owner === owner) this.soft = { element, by: 'line' }
    else if (!joined.has(name)) this.finish()
  }

  private contextIn(element: Element, context: Context): Context {
    const { name, attrs } = element
    if (divisions.test(name)) return { ...context, level: context.level + 1, closing: false }
    switch (name) {
      case 'list': {
        const said = `${attrs.rend ?? ''} ${attrs.type ?? ''}`
        const ordered = /number|order/.test(said) ? true : /bullet/.test(said) ? false : undefined
        return { ...context, depth: context.depth + 1, ordered, inItem: false }
      }
      case 'item':
        return { ...context, inItem: true }
      case 'quote':
      case 'q':
      case 'cit':
        return { ...context, quoted: true }
      case 'closer':
        return { ...context, closing: true }
      case 'table':
        this.tables++
        return { ...context, table: { n: this.tables, row: 0, cell: 0 } }
      case 'row':
        if (context.table) {
          context.table.row++
          context.table.cell = 0
        }
        return context
      case 'cell': {
        if (!context.table) return context
        const { n, row } = context.table
        context.table.cell++
        const cell: Record<string, string | number> = { table: n, row, cell: context.table.cell }
        const role = attrs.role ?? element.parent?.attrs.role
        if (role && role !== 'data') cell.role = role
        return { ...context, cell }
      }
      case 'sp':
      case 'u': {
        const label = element.children.find(c => isElement(c) && c.name === 'speaker') as Element | undefined
        const words = label ? wordsOf(label, child => child.name === 'note') : ''
        const named = attrs.who ? this.speakerOf(attrs.who) : ''
        const who = named || words.replace(/[.:,;\s]+$/, '')
        return { ...context, speech: { attrs: who ? { who } : {}, begun: false } }
      }
      default:
        return context
    }
  }

  private ownerOf(element: Element, inner: Context, context: Context): Owner {
    const { name, attrs, parent } = element
    const make = (kind: BlockKind, more: Attrs = {}) => this.owner(element, kind, more)
    if (context.note) return make('note', context.note)
    switch (name) {
      case 'head':
        return /^(?:list|table|figure|lg|castList|castGroup|listBibl|listPerson|listPlace|listOrg|argument|q|quote)$/.test(
          parent?.name ?? '',
        )
          ? make('label')
          : make('heading', { level: Math.max(1, Math.min(6, context.level)) })
      case 'titlePart':
        return make('heading', { level: 1 })
      case 'l':
      case 'lg':
        return make('verse')
      case 'item':
      case 'label':
        if (name === 'label' && parent?.name !== 'list') return make('label')
        return make('item', {
          depth: Math.max(1, Math.min(9, context.depth)),
          ...(context.ordered === undefined ? {} : { ordered: context.ordered }),
          ...(name === 'label'
            ? { marker: wordsOf(element).slice(0, 200) }
            : attrs.n
              ? { marker: attrs.n.slice(0, 200) }
              : {}),
        })
      case 'speaker':
        return make('speech', { ...(context.speech?.attrs ?? {}), label: wordsOf(element).slice(0, 200) })
      case 'u':
        return make('speech', inner.speech!.attrs)
      case 'stage':
        return make('stage')
      case 'quote':
      case 'q':
      case 'said':
        return make('quotation')
      case 'dateline':
        return make('dateline')
      case 'salute':
        return make('salutation', context.closing ? { place: 'close' } : {})
      case 'signed':
        return make('signature')
      case 'cell':
        return make('paragraph', inner.cell ?? {})
      case 'trailer':
        return make('label')
      case 'incident':
      case 'kinesic':
      case 'vocal':
      case 'writing':
        return make('stage')
    }
    const named = name === 'ab' ? kindNamed(attrs.type) : null
    if (named) return make(named, attrs.n && named === 'metadata' ? { label: attrs.n } : {})
    if (context.cell) return make('paragraph', context.cell)
    if (context.inItem)
      return make('item', {
        depth: Math.max(1, Math.min(9, context.depth)),
        ...(context.ordered === undefined ? {} : { ordered: context.ordered }),
      })
    if (context.speech) return make('speech', context.speech.attrs)
    if (context.quoted) return make('quotation')
    return make('paragraph')
  }

  private goesOn({ name, parent }: Element): boolean {
    if (!this.soft || !this.block) return false
    if (this.soft.by === 'line') return joined.has(name) && parent === this.soft.element.parent
    return parent === this.soft.element.parent && (name === 'p' || name === 'ab' || name === 'item')
  }

  /** The block in which the words of an owner stand: the open one, or a new one. */
  private ensure(owner: Owner): void {
    const { block } = this
    if (block?.owner === owner) return
    if (block && this.soft && this.goesOn(owner.element)) {
      const { by } = this.soft
      this.soft = null
      this.pending = []
      this.append(by === 'line' ? '\n' : ' ')
      block.owner = owner
      if (by === 'label') {
        const { element: _, ...label } = block.attrs
        block.attrs = { ...owner.attrs, ...label }
        if (block.kind === 'speech') this.turn = owner.element.parent
      }
      owner.begun = true
      return
    }
    if (block) this.finish()
    this.soft = null
    this.pending = []
    const attrs: Record<string, string | number | boolean> = { ...owner.attrs }
    if (owner.begun || this.runsOn(owner)) attrs.continues = true
    owner.begun = true
    const before = this.blocks.at(-1)
    if (before) this.append(separator(before, owner))
    this.line = ''
    this.lineStart = this.length
    this.block = { owner, start: this.length, kind: owner.kind, attrs }
    this.blockElements.set(this.length, owner.element)
  }

  /** Whether a new block goes on with what was said before: a speaker's later paragraphs, a paragraph's later part. */
  private runsOn({ element, kind }: Owner): boolean {
    const part = element.attrs.part
    if (part === 'M' || part === 'F') return this.blocks.at(-1)?.kind === kind
    if (kind !== 'speech' || element.name === 'speaker') return false
    for (let e: Element | null = element; e; e = e.parent)
      if (e.name === 'sp' || e.name === 'u') {
        if (this.turn === e) return true
        this.turn = e
        return false
      }
    return false
  }
  private turn: Element | null = null

  /** Ends the open block; where notes belong below it, they follow. */
  private finish(): void {
    this.close()
    while (this.below.length > 0) {
      const waiting = this.below
      this.below = []
      for (const { element, context } of waiting) this.aside(element, context, this.noteAttrs(element))
    }
  }

  private close(): void {
    const { block } = this
    if (!block) return
    this.block = null
    this.soft = null
    this.pending = []
    if (block.owner.element.name === 'speaker') this.turn = block.owner.element.parent
    const { start, kind, attrs } = block
    const end = this.lineStart + this.line.trimEnd().length
    if (end > start) this.blocks.push({ start, end, kind, attrs })
  }

  // --- what stands beside the text --------------------------------------------------------------------------------

  private note(element: Element, context: Context, owner: Owner): void {
    const role: NoteRole = noteRole(element)
    if (role === 'page') {
      this.beside(element, context, 'label', { place: 'page', ...numbered(element) })
      return
    }
    if (role === 'label') {
      this.beside(element, context, 'label', {})
      return
    }
    const inLine = element.parent !== null && isInLine(element.parent)
    if (role === 'inline' && inLine) {
      this.inline(element, context, owner)
      return
    }
    const line = this.line.trimEnd()
    if (role === 'editorial' && line !== '') {
      const word = wordStart(line, line.length)
      const from = this.lineStart + (word < line.length ? word : graphemeStart(line, line.length - 1))
      const id = `tei-n${this.notes.length + 1}`
      this.notes.push({ id, start: from, end: this.lineStart + line.length, ...editorialNote(element) })
      this.origins.set(id, element)
      return
    }
    if (this.block || (inLine && role !== 'inline')) {
      const { n } = element.attrs
      this.point(element, 'note-ref', attrsOf(element), n)
      this.below.push({ element, context })
    } else this.aside(element, context, this.noteAttrs(element))
  }

  private noteAttrs(element: Element): Attrs {
    const { n, place, type } = element.attrs
    return { ...(n ? { n } : {}), ...(place ? { place } : {}), ...(type ? { type } : {}) }
  }

  private aside(element: Element, context: Context, note: Attrs): void {
    const { open } = this
    this.open = []
    const inner = { ...context, note, speech: null, cell: null }
    this.children(element, inner, this.owner(element, 'note', note))
    this.finish()
    this.open = open
  }

  private formeWork(element: Element, context: Context): void {
    const { type } = element.attrs
    if (element.name === 'stamp' || type === 'stamp') {
      this.beside(element, context, 'stamp', {})
      return
    }
    if (type === 'catch') {
      this.beside(element, context, 'catchword', {})
      return
    }
    this.beside(element, context, 'label', { place: 'page', ...numbered(element) })
  }

  /** A block that stands at the page's edge: a paragraph that it interrupts runs on after it. */
  private beside(element: Element, context: Context, kind: BlockKind, attrs: Attrs): void {
    const { open, below } = this
    this.close()
    this.open = []
    this.below = []
    this.children(element, { ...context, note: null }, this.owner(element, kind, attrs))
    this.finish()
    this.open = open
    this.below = below
  }

  // --- earlier editors --------------------------------------------------------------------------------------------

  private choice(element: Element, context: Context, owner: Owner): void {
    const found = correctionsIn(element)
    const alternatives = element.children.filter(isElement)
    const shown = found?.original ?? alternatives.find(child => !hidden.has(child.name)) ?? null
    const within = (child: Element) => {
      if (child.name === 'sic' || child.name === 'orig' || child.name === 'abbr')
        this.children(child, context, owner)
      else this.walk(child, context, owner)
    }
    const range = this.ranged(element, () => shown && within(shown))
    if (!found) {
      if (alternatives.length > 1) this.alternatives.push(element)
      const others = alternatives.filter(child => child !== shown).map(child => wordsOf(child))
      if (range)
        this.span(element, range, 'choice', { ...attrsOf(element), others: others.join(' | ').slice(0, 500) })
      else this.point(element, 'choice', attrsOf(element))
      return
    }
    for (const [i, proposal] of found.proposals.entries()) this.correct(element, range, proposal, i === 0)
  }

  private correct(
    element: Element,
    range: { start: number; end: number } | null,
    { text, ...said }: Omit<EarlierCorrection, 'id' | 'start' | 'end' | 'side' | 'holds'>,
    holds: boolean,
  ): void {
    const id = `tei-c${this.corrections.length + 1}`
    if (!range && text === '') return
    this.origins.set(id, element)
    const made = { id, start: 0, end: 0, side: -1 as -1 | 1, text, holds, ...said }
    this.corrections.push(made)
    if (range) Object.assign(made, range)
    else this.here((at, side) => Object.assign(made, { start: at, end: at, side }))
  }

  private supplied(element: Element): boolean {
    const { parent } = element
    if (!parent || !isInLine(parent) || wordsOf(parent, child => child === element) === '') return false
    for (const inner of elementsIn(element))
      if (
        isBlock(inner) ||
        !/^(?:hi|lb|emph|persName|placeName|orgName|date|foreign|unclear)$/.test(inner.name)
      )
        return false
    const words = flat(element)
    if (words.trim() === '') return false
    const [proposal] = correctionsIn(element)?.proposals ?? []
    if (!proposal) return false
    this.settle()
    const after = nextText(element)
    const isSpaced = /\s$/.test(this.line) && /^\s/.test(after)
    this.correct(element, null, { ...proposal, text: isSpaced ? `${words.trim()} ` : words }, true)
    return true
  }

  private surplus(element: Element, context: Context, owner: Owner): void {
    const range = this.ranged(element, () => this.children(element, context, owner))
    const [proposal] = correctionsIn(element)?.proposals ?? []
    if (range && proposal) this.correct(element, range, proposal, true)
  }

  private substitution(element: Element, context: Context, owner: Owner): void {
    const parts = element.children.filter(isElement)
    const struck = parts.filter(part => part.name === 'del')
    const now = parts.filter(part => part.name === 'add')
    const simple = struck.length === 1 && now.length === 1 && parts.length === 2 && !isBlock(element)
    if (!simple || wordsOf(now[0]!) === '') {
      this.inline(element, context, owner)
      return
    }
    const range = this.ranged(element, () => this.children(now[0]!, context, owner))
    if (!range) return
    const attrs: Record<string, string> = { deleted: wordsOf(struck[0]!).slice(0, 500) }
    const { rend } = struck[0]!.attrs
    const { place } = now[0]!.attrs
    if (rend) attrs.rend = rend
    if (place) attrs.place = place
    this.span(element, range, 'subst', attrs)
  }

  /** Readings of several witnesses: the lemma is the text, or the first reading where there is none. */
  private variants(element: Element, context: Context, owner: Owner): void {
    const parts = element.children.filter(isElement)
    const readings = parts.flatMap(part =>
      part.name === 'rdgGrp' ? part.children.filter(isElement) : [part],
    )
    const lemma = parts.find(part => part.name === 'lem')
    const shown = lemma ?? readings.find(part => part.name === 'rdg')
    const others = readings.filter(part => part.name === 'rdg' && part !== shown)
    const range = this.ranged(element, () => shown && this.children(shown, context, owner))
    this.alternatives.push(element)
    const said = others.map(part => `${part.attrs.wit ?? ''} ${wordsOf(part) || '∅'}`.trim()).join(' | ')
    const attrs = { ...attrsOf(element), ...(said ? { readings: said.slice(0, 500) } : {}) }
    if (range) this.span(element, range, 'app', attrs)
    else this.point(element, 'app', attrs)
  }

  // --- text ---------------------------------------------------------------------------------------------------------

  private put(node: Node, owner: Owner): void {
    if (isWhite(node.text)) {
      // A line break swallows the white space around it.
      if (this.block?.owner === owner && this.pending.length === 0 && !/[ \n]$/.test(this.line) && this.line)
        this.pending.push(node)
      return
    }
    this.ensure(owner)
    this.settle()
    const at = this.length
    for (let i = this.open.length - 1; i >= 0 && this.open[i]!.start < 0; i--) this.open[i]!.start = at
    if (this.waiting.length > 0) {
      for (const tell of this.waiting) tell(at)
      this.waiting = []
    }
    node.at = at
    node.length = node.text.length
    this.append(node.text)
  }

  /** Puts what was pending: the white space or line breaks before what follows. */
  private settle(): void {
    if (this.pending.length === 0) return
    const { pending } = this
    this.pending = []
    for (const node of pending) {
      node.at = this.length
      node.length = 1
      if (node.element) {
        const attrs = attrsOf(node.element)
        this.append('\n')
        if (Object.keys(attrs).length > 0)
          this.span(node.element, { start: node.at, end: node.at + 1 }, 'lb', attrs)
      } else this.append(' ')
    }
  }

  private append(text: string): void {
    this.parts.push(text)
    this.line += text
    this.length += text.length
  }

  private lineBreak(element: Element): void {
    if (!this.block || this.soft) return
    this.pending = this.pending.filter(node => node.element)
    // At a paragraph's beginning there is nothing to break.
    if (this.line !== '') this.pending.push(element.open)
  }

  // --- points -------------------------------------------------------------------------------------------------------

  /** Tells where the text has come to, or where it goes on if no block is open. */
  private here(tell: (at: number, side: -1 | 1) => void): void {
    if (this.block && this.line !== '') tell(this.length, -1)
    else this.waiting.push(at => tell(at, 1))
  }

  private point(element: Element, type: string, attrs: Attrs, n?: string): void {
    this.here(at => this.milestone(element, type, at, attrs, n))
  }

  /** A page, column or other break: it stands before what follows. */
  private before(element: Element, name: string): void {
    const { n, unit } = element.attrs
    const type = name === 'milestone' ? (unit ?? 'milestone').replace(/[^\w.:-]/g, '_') : name
    this.waiting.push(at => this.milestone(element, type, at, attrsOf(element), n))
  }

  private milestone(element: Element, type: string, at: number, attrs: Attrs, n?: string): void {
    const id = `m${this.milestones.length + 1}`
    const { n: _, ...others } = attrs
    this.milestones.push({
      id,
      at,
      type,
      ...(n ? { n } : {}),
      ...(Object.keys(others).length > 0 ? { attrs: others } : {}),
    })
    this.origins.set(id, element)
  }
}

function separator(before: Block, { kind, attrs }: Owner): string {
  if (attrs.cell !== undefined && before.attrs.table === attrs.table)
    return before.attrs.row === attrs.row && before.attrs.cell !== attrs.cell ? '\t' : '\n'
  return kind === 'item' && before.kind === 'item' ? '\n' : '\n\n'
}

/** An element's attributes, those that are too long to be looked at left out: they stay in the file. */
export function attrsOf({ attrs }: Element): Attrs {
  const kept: Record<string, string> = {}
  let count = 0
  for (const [key, value] of Object.entries(attrs))
    if (value.length <= 1000 && /^[A-Za-z_][\w.:-]{0,63}$/.test(key) && ++count <= 30) kept[key] = value
  return kept
}

/** What a block keeps of its element: its name where the kind does not tell it, and its attributes as `tei:…`. */
function kept(element: Element, kind: BlockKind): Attrs {
  const attrs: Record<string, string | number | boolean> = {}
  if (usual[kind] !== element.name) attrs.element = element.name
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

function gapAttrs(element: Element): Attrs {
  const { quantity, extent, ...others } = attrsOf(element)
  const size = extent ?? quantity
  return { ...others, ...(size === undefined ? {} : { extent: size }) }
}

/** The number that a page mark says: `- 2 -` is 2. */
function numbered(element: Element): Attrs {
  const n = element.attrs.n ?? /[\divxlc]+/i.exec(wordsOf(element))?.[0]
  return n ? { n } : {}
}

function hasHidden(element: Element): boolean {
  return element.children.some(child => isElement(child))
}

/** The text that follows an element within its parent, as far as it stands there at once. */
function nextText(element: Element): string {
  const siblings = element.parent?.children ?? []
  const next = siblings[siblings.indexOf(element) + 1]
  return next && !isElement(next) ? next.text : ''
}

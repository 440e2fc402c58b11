/** Makes running text of a page's elements: blocks, spans, points and the notes of the source. */
import type { Attrs, BlockKind } from '../../../witness.js'
import type { Remarks } from '../../remarks.js'
import type { WitnessBuilder } from '../../witness-builder.js'
import { type List, markerOf } from './lists.js'
import { isMark, isNoteList, type PageNote, type PageNotes } from './notes.js'
import {
  attr,
  type Element,
  isElement,
  isHtml,
  isText,
  type Node,
  type Parent,
  placeOf,
  textIn,
  wordsIn,
} from './parse.js'
import {
  blocks,
  isActive,
  isHidden,
  keepsSpace,
  keptAttrs,
  plain,
  rendOf,
  safeAddress,
  semantics,
  silent,
} from './roles.js'

/** What a page's own conventions say of an element, beyond what HTML says. */
export interface Conventions {
  /** Whether an element is no text of the page, without a word about it. */
  isNone(element: Element): boolean
  /** What the block is that an element holds; null where HTML says it. */
  blockOf(element: Element): { kind: BlockKind; attrs: Attrs } | null
  /** The type of the span that an element holds, '' where it holds none; null where its looks say it. */
  spanOf(element: Element): string | null
  /** Whether a new block begins here, in the middle of an element. */
  isBreak(element: Element): boolean
  /** Whether the white space of the page is that of the text. */
  readonly keepsSpace: boolean
}

/** What the words of an element become a block of. `first` are what its first block has and later ones have not. */
interface Owner {
  readonly kind: BlockKind
  readonly attrs: Attrs
  readonly first: { readonly attrs: Attrs; readonly marker: string } | null
  /** Whether what follows an interruption goes on with what stood before it. */
  readonly runsOn: boolean
  begun: boolean
}

interface Context {
  readonly owner: Owner
  /** What paragraphs in here are. */
  readonly within: { readonly kind: BlockKind; readonly attrs: Attrs }
  readonly depth: number
  readonly list: List | null
  readonly table: { readonly n: number; row: number; cell: number } | null
  readonly cell: Attrs | null
  /** The note of the page in which this stands. */
  readonly note: { readonly n: string; begun: boolean } | null
  readonly inNoteList: boolean
  readonly keeps: boolean
  readonly quotes: number
}

const outermost = {
  depth: 0,
  list: null,
  table: null,
  cell: null,
  note: null,
  inNoteList: false,
  quotes: 0,
} as const

/** What a context is for the words of something that begins here. */
function begunBy(
  within: Context['within'],
  { first = null, runsOn = false }: Partial<Pick<Owner, 'first' | 'runsOn'>> = {},
): Pick<Context, 'within' | 'owner'> {
  return { within, owner: { ...within, first, runsOn, begun: false } }
}

const white = /[ \t\n\f\r]+/

type Make = (
  within: Context['within'],
  given?: { readonly more?: Attrs; readonly first?: Owner['first'] },
) => Context

export class HtmlText {
  private tables = 0
  /** Notes that stand in a line: they follow its block. */
  private below: { element: Element; note: PageNote }[] = []
  private isBelow = false

  /** `base` is the offset of the page in the file, for the places of remarks. */
  constructor(
    private readonly builder: WitnessBuilder,
    private readonly remarks: Remarks,
    private readonly notes: PageNotes,
    private readonly conventions: Conventions | null = null,
    private readonly base = 0,
    private readonly withNavigation = false,
  ) {}

  /** Reads all that stands in an element. */
  read(root: Parent): void {
    const within = { kind: 'paragraph', attrs: {} } as const
    this.children(root, { ...outermost, ...begunBy(within), keeps: this.conventions?.keepsSpace ?? false })
    this.end()
  }

  /** Reads the notes whose elements are given, after the text. */
  readNotes(bodies: Iterable<readonly [Element, PageNote]>): void {
    for (const [element, note] of bodies) this.note(element, note, null)
  }

  private children(parent: Parent, context: Context): void {
    for (const child of parent.childNodes) this.node(child, context)
  }

  private node(node: Node, context: Context): void {
    if (isText(node)) this.words(node.value, context)
    else if (isElement(node)) this.element(node, context)
    else if (node.nodeName === '#comment' && !this.conventions)
      this.remark('info', 'comment', 'Comments of the page are no text', node)
  }

  private element(element: Element, context: Context): void {
    const { tagName } = element
    if (this.conventions?.isNone(element) || this.notes.backs.has(element)) return
    if (this.conventions?.isBreak(element)) {
      this.end()
      context.owner.begun = false
      return
    }
    if (isActive(element))
      this.remark(
        'loss',
        'active',
        `What runs when something is clicked or shown was left out, as in <${tagName}>`,
        element,
      )
    if (!isHtml(element)) {
      this.foreign(element, context)
      return
    }
    if (tagName === 'img' || tagName === 'image') {
      this.picture(element)
      return
    }
    if (silent.has(tagName)) {
      if (tagName !== 'link' && tagName !== 'meta' && tagName !== 'title')
        this.remark(
          /^(?:script|style|template|noscript)$/.test(tagName) ? 'info' : 'loss',
          'left-out',
          `<${tagName}> was left out: it is no text`,
          element,
        )
      return
    }
    if (isHidden(element) && !this.conventions) {
      if (textIn(element, 1) !== '')
        this.remark('loss', 'hidden', 'What the page does not show was left out', element)
      return
    }
    if (isNavigation(element) && !this.withNavigation) {
      this.remark('loss', 'navigation', 'What only leads about the site or the book was left out', element)
      return
    }
    const note = this.notes.bodies.get(element)
    if (note) {
      if (!blocks.has(tagName) && this.builder.isOpen) this.below.push({ element, note })
      else this.note(element, note, context)
      return
    }
    const page = pageOf(element)
    if (page !== null) {
      this.builder.before('pb', page ? { n: page } : {})
      return
    }
    const own = this.conventions?.blockOf(element)
    if (own) this.ownBlock(element, own, context)
    else if (blocks.has(tagName)) this.block(element, context)
    else this.inline(element, context)
  }

  // --- blocks -----------------------------------------------------------------------------------------------------

  private block(element: Element, context: Context): void {
    const { tagName } = element
    if (tagName === 'hr') {
      this.end()
      if (!context.inNoteList) {
        this.builder.begin('rule')
        this.builder.put('* * *')
        this.end()
      }
      return
    }
    this.end()
    this.children(element, this.contextIn(element, context))
    this.end()
  }

  /** A block that the page's own conventions know. One that interrupts a paragraph lets it go on afterwards. */
  private ownBlock(
    element: Element,
    { kind, attrs }: { kind: BlockKind; attrs: Attrs },
    context: Context,
  ): void {
    this.end()
    this.children(element, {
      ...context,
      ...begunBy({ kind, attrs: { ...attrs, ...context.cell } }, { runsOn: true }),
    })
    this.end()
  }

  private contextIn(element: Element, context: Context): Context {
    const { tagName } = element
    const named: Attrs = plain.has(tagName) ? {} : { element: tagName }
    const kept = this.conventions ? {} : keptAttrs(element, 'html:')
    const inside: Context = {
      ...context,
      keeps: context.keeps || keepsSpace(element),
      inNoteList: context.inNoteList || isNoteList(element),
    }
    const make: Make = (within, { more = {}, first = null } = {}) => {
      const attrs = { ...within.attrs, ...(context.cell ?? {}), ...more, ...named, ...kept }
      return { ...inside, within, owner: { ...begunBy(within, { first }).owner, attrs } }
    }
    /** A block that is a note's where it stands in one. */
    const makeKind = (kind: BlockKind, attrs: Attrs = {}) =>
      make(context.note ? context.within : { kind, attrs })
    const level = /^h([1-6])$/.exec(tagName)?.[1]
    if (level !== undefined) return makeKind('heading', { level: Number(level) })
    switch (tagName) {
      case 'blockquote':
        return makeKind('quotation')
      case 'ul':
      case 'menu':
      case 'dir':
      case 'ol':
        return { ...make(context.within), depth: context.depth + 1, list: { element, n: null } }
      case 'dl':
        return { ...make(context.within), depth: context.depth + 1, list: null }
      case 'li':
        return this.item(element, context, make)
      case 'dt':
      case 'caption':
      case 'figcaption':
      case 'legend':
      case 'summary':
        return makeKind('label')
      case 'dd':
        return makeKind('item', { depth: Math.min(Math.max(context.depth, 1), 9) })
      case 'table':
        this.tables++
        return { ...make(context.within), cell: null, table: { n: this.tables, row: 0, cell: 0 } }
      case 'tr':
        if (context.table) {
          context.table.row++
          context.table.cell = 0
        }
        return make(context.within)
      case 'td':
      case 'th':
        return context.table ? this.cell(element, context, make) : make(context.within)
      default:
        // A paragraph that stands alone in a note or an item is its beginning.
        return context.owner.first && !context.owner.begun && blocks.has(tagName)
          ? { ...inside, owner: context.owner }
          : make(context.within)
    }
  }

  private item(element: Element, { list, note, within, depth }: Context, make: Make): Context {
    const marker = list ? markerOf(element, list) : '•'
    const attrs = { depth: Math.min(Math.max(depth, 1), 9), ordered: list?.element.tagName === 'ol' }
    return make(note ? within : { kind: 'item', attrs }, {
      first: marker === '' ? null : { attrs: note ? {} : { marker }, marker },
    })
  }

  private cell(element: Element, { table, note, within }: Context, make: Make): Context {
    const { n, row } = table!
    const cell: Record<string, string | number> = { table: n, row, cell: ++table!.cell }
    if (element.tagName === 'th') cell.role = 'label'
    for (const [name, as] of [
      ['rowspan', 'rows'],
      ['colspan', 'cols'],
    ] as const) {
      const spanned = Number(attr(element, name))
      if (Number.isInteger(spanned) && spanned > 1 && spanned < 10_000) cell[as] = spanned
    }
    const made = make(note ? within : { kind: 'paragraph', attrs: {} }, { more: cell })
    return { ...made, cell, list: null, depth: 0 }
  }

  private note(element: Element, { n, place }: PageNote, context: Context | null): void {
    this.end()
    this.children(element, {
      ...outermost,
      ...begunBy({ kind: 'note', attrs: { n, place } }),
      note: { n, begun: false },
      keeps: context?.keeps ?? this.conventions?.keepsSpace ?? false,
    })
    this.end()
  }

  /** Ends the open block; notes that stood in its line follow. */
  private end(): void {
    this.builder.end()
    if (this.isBelow) return
    this.isBelow = true
    while (this.below.length > 0) {
      const { element, note } = this.below.shift()!
      this.note(element, note, null)
    }
    this.isBelow = false
  }

  /** Sees to it that a block is open for the words of an owner. */
  private ensure({ owner, note }: Context): void {
    if (this.builder.isOpen) return
    const { kind, attrs, first, runsOn } = owner
    const goesOn = (owner.begun && runsOn) || note?.begun
    this.builder.begin(kind, {
      ...attrs,
      ...(owner.begun ? {} : first?.attrs),
      ...(goesOn ? { continues: true } : {}),
    })
    if (note && !note.begun) {
      this.builder.marker(`[${note.n}]`)
      this.strip = note.n
      note.begun = true
    } else this.strip = ''
    if (first && !owner.begun) this.builder.marker(first.marker)
    owner.begun = true
  }
  /** The mark of a note that has begun, as long as none of its own words has been read: pages repeat it. */
  private strip = ''

  // --- what is in a line --------------------------------------------------------------------------------------------

  private inline(element: Element, context: Context): void {
    const { tagName } = element
    const { builder } = this
    if (tagName === 'br') {
      this.lineBreak(element, context)
      return
    }
    if (tagName === 'wbr' || tagName === 'rp') return
    const ref = this.notes.refs.get(element)
    if (ref) {
      this.ensure(context)
      builder.noteRef(ref.n)
      return
    }
    const inside = { ...context, keeps: context.keeps || keepsSpace(element) }
    const [type, attrs] = this.spanOf(element)
    if (tagName === 'ruby') {
      const rt = element.childNodes.filter(
        node => isElement(node) && (node.tagName === 'rt' || node.tagName === 'rtc'),
      )
      const read = rt.map(node => textIn(node as Element, 500)).join(' ')
      this.spanned(element, 'ruby', { ...attrs, ...(read ? { reading: read } : {}) }, inside)
      return
    }
    if (tagName === 'rt' || tagName === 'rtc') return
    if (tagName === 'q') {
      this.ensure(context)
      const span = builder.openSpan('q', attrs)
      builder.put(context.quotes % 2 === 0 ? '“' : '‘')
      this.children(element, { ...inside, quotes: context.quotes + 1 })
      this.ensure(context)
      builder.put(context.quotes % 2 === 0 ? '”' : '’')
      builder.closeSpan(span)
      return
    }
    const isRaised = tagName === 'sup' && this.holdsOnlyRef(element)
    if (type === '' || isRaised) {
      const id = attr(element, 'id') ?? (tagName === 'a' ? attr(element, 'name') : undefined)
      if (element.childNodes.length === 0 && id) builder.point('anchor', { n: id.slice(0, 200) })
      this.children(element, inside)
    } else this.spanned(element, type, attrs, inside)
  }

  private spanned(element: Element, type: string, attrs: Attrs, context: Context): void {
    const span = this.builder.openSpan(type, attrs)
    this.children(element, context)
    this.builder.closeSpan(span)
  }

  /** The span that an element is; a type of '' makes none. */
  private spanOf(element: Element): [string, Attrs] {
    const { tagName } = element
    const own = this.conventions?.spanOf(element)
    if (own !== null && own !== undefined) return [own, {}]
    if (this.conventions) {
      const rend = rendOf(element)
      return rend ? ['hi', { rend }] : ['', {}]
    }
    const { id: _, name: __, ...attrs } = keptAttrs(element)
    switch (tagName) {
      case 'a': {
        const href = attr(element, 'href')
        if (href === undefined) return ['', {}]
        const target = safeAddress(href)
        if (target === null) return ['', {}]
        return ['link', { ...attrs, target: target.slice(0, 1000) }]
      }
      case 'del':
        return ['del', attrs]
      case 'ins':
        return ['add', attrs]
      case 'code':
      case 'tt':
      case 'kbd':
      case 'samp':
        return ['code', attrs]
      case 'acronym':
        return ['abbr', attrs]
      case 'q':
      case 'ruby':
        return [tagName, attrs]
    }
    const rend = rendOf(element)
    if (rend) return ['hi', { ...attrs, rend }]
    if (tagName === 'span' || tagName === 'font')
      return Object.keys(attrs).length > 0 ? ['span', attrs] : ['', {}]
    return [/^[a-z][\w.:-]{0,63}$/.test(tagName) ? tagName : 'span', attrs]
  }

  private holdsOnlyRef(element: Element): boolean {
    const shown = element.childNodes.filter(node => !isText(node) || node.value.trim() !== '')
    return shown.length > 0 && shown.every(node => isElement(node) && this.notes.refs.has(node))
  }

  private lineBreak(element: Element, context: Context): void {
    const { builder } = this
    if (!builder.isOpen || !builder.hasWords) return
    if (this.conventions?.keepsSpace) {
      builder.put('\n')
      return
    }
    if (context.keeps || builder.lineBreak() < 2) {
      if (context.keeps) builder.lineBreak()
      return
    }
    this.remark(
      'guess',
      'breaks',
      'Two line breaks in a row were taken for the beginning of a new paragraph',
      element,
    )
    this.end()
  }

  private words(text: string, context: Context): void {
    const { builder } = this
    if (context.keeps) {
      if (text === '' || (!builder.hasWords && text.trim() === '')) return
      this.ensure(context)
      builder.put(text)
      return
    }
    const parts = text.split(white)
    parts.forEach((part, i) => {
      if (i > 0 && builder.isOpen) builder.space()
      if (part === '') return
      this.ensure(context)
      builder.put(this.strip ? this.withoutMark(part) : part)
    })
  }

  /** The first word of a note without the mark that the note has been given already. */
  private withoutMark(word: string): string {
    const n = this.strip
    this.strip = ''
    return isMark(word, n) ? '' : word
  }

  private picture(element: Element): void {
    const src = safeAddress(attr(element, 'src') ?? '')
    const alt = attr(element, 'alt')?.trim()
    const isInline = /^data:/i.test(src ?? '') || (src ?? '').length > 1000
    const attrs = { ...(src && !isInline ? { url: src } : {}), ...(alt ? { desc: alt.slice(0, 1000) } : {}) }
    this.builder.point('graphic', { attrs })
    this.remark('loss', 'picture', 'Of a picture only its address and description were kept', element)
  }

  /** Formulas keep their letters; drawings are left out. */
  private foreign(element: Element, context: Context): void {
    if (element.tagName !== 'math') {
      this.remark('loss', 'drawing', 'A drawing was left out', element)
      return
    }
    this.remark('loss', 'formula', 'Of a formula only the text was kept', element)
    const words = textIn(element, 10_000)
    if (words === '') return
    this.ensure(context)
    const span = this.builder.openSpan('formula')
    this.builder.put(words)
    this.builder.closeSpan(span)
  }

  private remark(severity: 'info' | 'guess' | 'loss', code: string, message: string, node: Node): void {
    this.remarks.say(severity, code, message, this.base + placeOf(node))
  }
}

/** Whether an element only leads elsewhere. */
function isNavigation(element: Element): boolean {
  return (
    element.tagName === 'nav' ||
    semantics(element).some(word => word === 'navigation' || word === 'toc') ||
    wordsIn(element, 'class').includes('mw-editsection')
  )
}

/** The number of the page that an element says begins; '' where it says none, null where no page begins. */
function pageOf(element: Element): string | null {
  if (!semantics(element).includes('pagebreak') && !wordsIn(element, 'class').includes('pagebreak'))
    return null
  const said =
    attr(element, 'aria-label') ??
    attr(element, 'title') ??
    (textIn(element, 60) || attr(element, 'id') || '')
  return said
    .replace(/^\s*(?:page|pg|p|seite|s)[\s._-]*(?=[\divxlc]+\b)/i, '')
    .trim()
    .slice(0, 60)
}

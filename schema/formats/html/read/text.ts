/** Makes running text of a page's elements: blocks, spans, points and the notes of the source. */
import type { Attrs, BlockKind } from '../../../witness.js'
import type { Remarks } from '../../remarks.js'
import type { WitnessBuilder } from '../../witness-builder.js'
import { begunBy, type Context, contextIn, outermost } from './context.js'
import type { Conventions } from './conventions.js'
import { isMark, type PageNote, type PageNotes } from './notes.js'
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
} from './parse.js'
import { blocks, isActive, isHidden, keepsSpace, safeAddress, silent } from './roles.js'
import { isNavigation, pageOf, spanOf } from './spans.js'

const white = /[ \t\n\f\r]+/

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
    this.children(
      element,
      contextIn(element, context, this.conventions === null, () => ++this.tables),
    )
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
    const [type, attrs] = spanOf(element, this.conventions)
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

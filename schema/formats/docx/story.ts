/** Reads a story of a Word file, its text or its notes, into a builder. */
import { readGap } from '../../source-marks.js'
import type { Attrs, Problem } from '../../witness.js'
import { wordOfBlock } from '../style-map.js'
import type { Author, Builder, Place, TrackedChange } from './builder.js'
import { type KindAndAttrs, type Numbering, numeral, type StyleSheet } from './sheet.js'
import { addedStyles, gapMark, pageMark, spanStyles } from './styles.js'
import { lastParagraph, partsOf, shapeOf } from './table-shape.js'
import { childNamed, type Element, elementsIn, textIn, valOf } from './tree.js'
import type { Relation } from './unpack.js'
import type { UsedStyles } from './used-styles.js'

/** A footnote or endnote that the text refers to. `change` is set where its mark was added or struck by somebody. */
export interface NoteReference {
  readonly type: 'footnote' | 'endnote'
  readonly id: string
  readonly n: string
  readonly place: Place
  readonly bookmark: string | null
  readonly change: TrackedChange | null
}

/** What all stories of a file share. `known` says of a bookmark whether a note of ours belongs to it. */
export interface Context {
  readonly styles: StyleSheet
  readonly numbering: Numbering
  readonly used: UsedStyles
  readonly isOurs: boolean
  readonly known: (bookmark: string) => boolean
  readonly people: (author: string) => string
  /** The number of a table that begins. */
  readonly nextTable: () => number
}

interface Inside {
  readonly change: TrackedChange | null
  readonly link: string | null
}

const plain: KindAndAttrs = { kind: 'paragraph', attrs: {} }
const types = new Map(Object.entries(spanStyles).map(([type, style]) => [style, type]))

export class Story {
  readonly references: NoteReference[] = []
  readonly comments = new Map<string, { start: Place | null; end: Place | null }>()
  readonly bookmarks = new Map<string, { start: Place; end: Place | null }>()
  readonly problems: Problem[] = []
  readonly counts = { items: 0, tables: 0, apparatus: 0 }
  private readonly bookmarkNames = new Map<string, string>()
  private readonly lost = new Map<string, { message: string; line: number; count: number }>()
  private paragraphs = 0
  private footnotes = 0
  private endnotes = 0
  private lastBookmark: string | null = null
  private boxes: Element[] = []
  private speaker = ''
  private marker: string | null = null
  /** The cell that is being read, and the last paragraphs of it and of its row. */
  private cell: Attrs | null = null
  private cellEnd: Element | undefined
  private rowEnd: Element | undefined
  private heard: string | null = null

  constructor(
    private readonly part: string,
    private readonly builder: Builder,
    private readonly context: Context,
    private readonly relations: ReadonlyMap<string, Relation>,
  ) {}

  /** Reads block-level content. `as`, where given, is what each paragraph is. */
  read(element: Element, as?: (first: boolean) => KindAndAttrs): void {
    let isFirst = true
    const next =
      as &&
      (() => {
        const is = as(isFirst)
        isFirst = false
        return is
      })
    for (const child of elementsIn(element)) {
      switch (child.name) {
        case 'w:p':
          if (this.isAdded(child)) this.counts.apparatus++
          else this.paragraph(child, next?.())
          break
        case 'w:tbl':
          this.table(child, next)
          break
        case 'w:sdt':
          this.read(childNamed(child, 'w:sdtContent') ?? child, next)
          break
        case 'w:customXml':
        case 'w:ins':
        case 'w:del':
        case 'w:moveTo':
        case 'w:moveFrom':
          this.read(child, next)
          break
        case 'w:altChunk':
          this.loss('chunk', 'A document set into this one was left out')
          break
        default:
          this.anchor(child)
      }
    }
  }

  /** The losses, one of each sort, with the paragraph at which the first stands. */
  losses(): Problem[] {
    return [...this.lost].map(([code, { message, line, count }]) => ({
      severity: 'loss',
      code,
      message: `${this.part}: ${message}${count > 1 ? ` (${count} times, first in paragraph ${line})` : `, in paragraph ${line}`}.`,
      line,
      column: 1,
    }))
  }

  private loss(code: string, message: string): void {
    const known = this.lost.get(code)
    if (known) known.count++
    else this.lost.set(code, { message, line: Math.max(this.paragraphs, 1), count: 1 })
  }

  private isAdded(p: Element): boolean {
    return this.context.isOurs && addedStyles.has(valOf(childNamed(p, 'w:pPr'), 'w:pStyle') ?? '')
  }

  // --- paragraphs -------------------------------------------------------------------------------------------------

  private paragraph(p: Element, as?: KindAndAttrs): void {
    const { builder, context, cell } = this
    this.paragraphs++
    builder.separator = this.separator()
    const properties = childNamed(p, 'w:pPr')
    const style = as || cell ? null : context.styles.nameOf(properties)
    const chosen = style === null ? null : context.used.choiceFor(style)
    // In a cell other programs' styles say how it looks.
    const usual = as ?? (cell && !context.isOurs ? plain : context.styles.kindOf(properties))
    let { kind, attrs } = chosen ?? usual
    const numbering = as ? null : context.styles.numberingOf(properties)
    const numbered = numbering ? context.numbering.next(numbering.num, numbering.level) : null
    if (numbered) {
      builder.add(numbered.marker, null, [{ type: 'marker' }])
      builder.add(' ', null)
      if (!cell && kind === (chosen ? 'item' : 'paragraph')) {
        kind = 'item'
        const depth = Math.max(numbering!.level + 1, chosen?.attrs.depth ?? 1)
        attrs = { ...attrs, marker: numbered.marker, ordered: numbered.ordered, depth }
        this.counts.items++
      }
    }
    this.marker = null
    this.heard = null
    this.inlines(p, { change: null, link: null })
    if (kind === 'item' && this.marker !== null)
      attrs = { ...attrs, marker: bare(this.marker), ordered: /\w/.test(this.marker) }
    if (kind === 'speech') {
      if (chosen) this.heard ??= /^\s*[^\s:][^:\n]{0,80}:(?=\s|$)/.exec(builder.paragraph)?.[0] ?? null
      const label = this.heard as string | null
      if (label !== null) {
        this.speaker = label
          .replace(/\([^)]*\)/g, '')
          .replace(/[\s:.]+$/, '')
          .trim()
        attrs = { ...attrs, label: label.trim() }
      }
      if (this.speaker) attrs = { ...attrs, who: this.speaker }
    }
    if (childNamed(properties, 'w:pPrChange'))
      this.loss('format-change', 'A tracked change of layout was left out')
    const mark = this.markChange(p, properties)
    if (cell) {
      attrs = { ...attrs, ...cell }
      const before = builder.blocks.at(-1)?.attrs
      const isSame = before?.table === cell.table && before?.row === cell.row && before?.cell === cell.cell
      if (builder.paragraph === '' && builder.isAdding && !isSame)
        this.loss(
          'cell-addition',
          'What was added to an empty cell of a table stands below the cell before it',
        )
    }
    if (style !== null && builder.paragraph.trim() !== '')
      context.used.count(
        style,
        numbered && usual.kind === 'paragraph'
          ? `item:${numbering!.level + 1}`
          : wordOfBlock(usual.kind, usual.attrs),
      )
    if (!builder.endParagraph({ kind, attrs }, mark))
      this.loss('join', 'Somebody has struck a paragraph’s mark; the two paragraphs were left apart')
    const boxes = this.boxes
    this.boxes = []
    for (const box of boxes) this.read(box, () => ({ kind: 'label', attrs: { place: 'box' } }))
  }

  /** Each paragraph of a cell is a block; those of a table within a cell are that cell's. */
  private table(table: Element, as?: () => KindAndAttrs): void {
    const outer = { cell: this.cell, cellEnd: this.cellEnd, rowEnd: this.rowEnd }
    const within = outer.cell
    if (within) this.loss('nested-table', 'The cells of a table within a table became paragraphs of its cell')
    else this.counts.tables++
    const n = within ? 0 : this.context.nextTable()
    const shape = shapeOf(table)
    for (const row of partsOf(table)) {
      const cells = shape.get(row)
      if (!cells) {
        this.anchor(row)
        continue
      }
      if (this.changeIn(childNamed(row, 'w:trPr')))
        this.loss(
          'row-change',
          'Of a tracked row of a table the words are proposals, the row is not; added ones stand below the cell before them',
        )
      const last = [...cells.keys()].at(-1)
      this.rowEnd = last ? lastParagraph(last) : undefined
      for (const part of partsOf(row)) {
        const attrs = cells.get(part)
        if (!attrs) {
          this.anchor(part)
          continue
        }
        this.cell = within ?? { table: n, ...attrs }
        this.cellEnd = lastParagraph(part)
        this.read(part, as)
      }
    }
    Object.assign(this, outer)
  }

  /** What parts a paragraph from the one before it. */
  private separator(): string {
    const { cell } = this
    const before = this.builder.blocks.at(-1)?.attrs
    if (!cell || before?.table !== cell.table) return '\n\n'
    return before?.row === cell.row && before?.cell !== cell.cell ? '\t' : '\n'
  }

  /** The tracked change of a paragraph's mark. That of the last one in a cell counts only where a whole row was added. */
  private markChange(p: Element, properties: Element | undefined): TrackedChange | null {
    const change = this.changeIn(childNamed(properties, 'w:rPr'))
    if (p !== this.cellEnd) return change
    return change?.type === 'ins' && p !== this.rowEnd && this.builder.paragraph === '' ? change : null
  }

  // --- what is in a paragraph -------------------------------------------------------------------------------------

  private inlines(parent: Element, inside: Inside): void {
    for (const child of elementsIn(parent)) {
      switch (child.name) {
        case 'w:r':
          this.run(child, inside)
          break
        case 'w:ins':
        case 'w:moveTo':
        case 'w:del':
        case 'w:moveFrom':
          this.changed(child, inside)
          break
        case 'w:hyperlink': {
          const relation = this.relations.get(child.attributes['r:id'] ?? '')
          this.inlines(child, { ...inside, link: relation?.target ?? inside.link })
          break
        }
        case 'w:smartTag':
        case 'w:customXml':
        case 'w:fldSimple':
        case 'w:dir':
        case 'w:bdo':
          this.inlines(child, inside)
          break
        case 'w:sdt':
          this.inlines(childNamed(child, 'w:sdtContent') ?? child, inside)
          break
        case 'm:oMath':
        case 'm:oMathPara':
          this.loss('formula', 'Of a formula only the text was kept')
          this.builder.add(textIn(child), inside.change)
          break
        case 'w:pPr':
          break
        default:
          this.anchor(child)
      }
    }
  }

  private changed(element: Element, inside: Inside): void {
    const isAddition = element.name === 'w:ins' || element.name === 'w:moveTo'
    if (element.name === 'w:moveFrom')
      this.loss('move', 'A tracked move was taken as a deletion and an addition')
    const author = this.author(element)
    const outer = inside.change
    if (outer?.type === 'ins' && !isAddition) {
      // What one person has added and another struck is a proposal still; the second person's doubt has no place.
      if (outer.by !== author.by)
        this.loss(
          'struck-addition',
          'Somebody has struck what another person had added; the addition was kept as that person’s proposal',
        )
      else return
      this.inlines(element, inside)
      return
    }
    this.inlines(element, { ...inside, change: { type: isAddition ? 'ins' : 'del', ...author } })
  }

  private run(r: Element, inside: Inside): void {
    const properties = childNamed(r, 'w:rPr')
    const style = valOf(properties, 'w:rStyle') ?? ''
    if (childNamed(properties, 'w:rPrChange'))
      this.loss('format-change', 'A tracked change of layout was left out')
    if (style === pageMark || style === gapMark) {
      this.mark(style, runText(r))
      return
    }
    const spans: { type: string; attrs?: Attrs }[] = []
    const type = types.get(style)
    if (type) spans.push({ type })
    const rend = type ? '' : this.context.styles.rendOf(properties)
    if (rend && style !== 'Hyperlink') spans.push({ type: 'hi', attrs: { rend } })
    if (inside.link) spans.push({ type: 'link', attrs: { target: inside.link.slice(0, 1000) } })
    for (const child of elementsIn(r)) this.inRun(child, inside.change, spans)
  }

  private inRun(
    child: Element,
    change: TrackedChange | null,
    spans: { type: string; attrs?: Attrs }[],
  ): void {
    const add = (text: string): void => this.builder.add(text, change, spans)
    switch (child.name) {
      case 'w:t':
      case 'w:delText': {
        const text = textOf(child)
        if (spans[0]?.type === 'speaker' && change?.type !== 'ins') this.heard = (this.heard ?? '') + text
        if (spans[0]?.type === 'marker' && change?.type !== 'ins') this.marker = (this.marker ?? '') + text
        add(text)
        break
      }
      case 'w:tab':
      case 'w:ptab':
        add('\t')
        break
      case 'w:cr':
        add('\n')
        break
      case 'w:br': {
        const kind = child.attributes['w:type']
        if (kind === 'page' || kind === 'column') this.builder.milestone(kind === 'page' ? 'pb' : 'cb')
        else add('\n')
        break
      }
      case 'w:noBreakHyphen':
        add('\u2011')
        break
      case 'w:softHyphen':
        add('\u00ad')
        break
      case 'w:sym': {
        const code = Number.parseInt(child.attributes['w:char'] ?? '', 16)
        this.loss('symbol', 'A sign of a font of its own was kept as its number in that font')
        add(
          code >= 0x20 && code <= 0xfffd && (code < 0xd800 || code > 0xdfff)
            ? String.fromCodePoint(code)
            : '\ufffd',
        )
        break
      }
      case 'w:footnoteReference':
        this.reference('footnote', child, change)
        break
      case 'w:endnoteReference':
        this.reference('endnote', child, change)
        break
      case 'w:drawing':
      case 'w:pict':
      case 'w:object':
      case 'mc:AlternateContent':
        this.drawing(child)
        break
      case 'w:ruby':
        this.loss('ruby', 'A reading above the line was left out')
        this.inlines(childNamed(child, 'w:rubyBase') ?? child, { change, link: null })
        break
      default:
        this.anchor(child)
    }
  }

  private mark(style: string, text: string): void {
    if (style === pageMark) {
      const n = /^\[p\. (.*)\]$/.exec(text.trim())?.[1] ?? ''
      this.builder.milestone('pb', n ? { n } : {})
    } else if (/^\[…/.test(text.trim())) {
      const said = text.trim().slice(2, -1).trim()
      this.builder.milestone('gap', { attrs: said ? readGap(said) : {} })
    }
  }

  private drawing(element: Element): void {
    const content = [...boxesIn(element)]
    if (content.length === 0) this.loss('picture', 'A picture or drawing was left out')
    else {
      this.loss('box', 'The text of a box was set below the paragraph that it is anchored in')
      this.boxes.push(...content)
    }
  }

  private reference(type: 'footnote' | 'endnote', element: Element, change: TrackedChange | null): void {
    const { builder } = this
    const bookmark = this.lastBookmark
    const isOurs = bookmark !== null && this.context.known(bookmark)
    const isCustom = /^(1|true|on)$/.test(element.attributes['w:customMarkFollows'] ?? '')
    const n = isCustom
      ? '*'
      : type === 'footnote'
        ? String(this.footnotes + 1)
        : numeral(this.endnotes + 1, 'lowerRoman')
    const isSource = !isOurs && change?.type !== 'ins'
    if (isSource) {
      if (!isCustom && type === 'footnote') this.footnotes++
      if (!isCustom && type === 'endnote') this.endnotes++
      if (!isCustom) builder.add(`[${n}]`, change, [{ type: 'note-ref' }])
    }
    this.references.push({
      type,
      id: element.attributes['w:id'] ?? '',
      n,
      place: builder.place(),
      bookmark: isOurs ? bookmark : null,
      change,
    })
  }

  /** What stands at a point: bookmarks and the ends of comments. */
  private anchor(element: Element): void {
    const id = element.attributes['w:id'] ?? ''
    switch (element.name) {
      case 'w:bookmarkStart': {
        const name = element.attributes['w:name'] ?? ''
        if (!this.context.known(name)) return
        this.bookmarkNames.set(id, name)
        this.bookmarks.set(name, { start: this.builder.place(), end: null })
        return
      }
      case 'w:bookmarkEnd': {
        const name = this.bookmarkNames.get(id)
        const known = name === undefined ? undefined : this.bookmarks.get(name)
        if (!known || name === undefined) return
        known.end = this.builder.place()
        this.lastBookmark = name
        return
      }
      case 'w:commentRangeStart':
        this.comments.set(id, { start: this.builder.place(), end: null })
        return
      case 'w:commentRangeEnd': {
        const known = this.comments.get(id)
        if (known) known.end = this.builder.place()
        return
      }
      case 'w:commentReference':
        if (!this.comments.has(id)) this.comments.set(id, { start: null, end: this.builder.place() })
        return
      default:
    }
  }

  private author({ attributes }: Element): Author {
    const at = Date.parse(attributes['w:date'] ?? '')
    return { by: this.context.people(attributes['w:author'] ?? ''), at: Number.isFinite(at) ? at : 0 }
  }

  /** The tracked change that properties name, of a paragraph's mark or a row. */
  private changeIn(properties: Element | undefined): TrackedChange | null {
    for (const name of ['w:ins', 'w:moveTo', 'w:del', 'w:moveFrom']) {
      const found = childNamed(properties, name)
      if (found)
        return { type: name === 'w:ins' || name === 'w:moveTo' ? 'ins' : 'del', ...this.author(found) }
    }
    return null
  }
}

/** The text of a `w:t`. As Word does: a line feed in the XML is a space, and white space at the ends counts only where it
 * is to be preserved. */
function textOf(element: Element): string {
  const text = textIn(element).replace(/[\r\n]+/g, ' ')
  return element.attributes['xml:space'] === 'preserve' ? text : text.trim()
}

const runText = (r: Element) =>
  [...elementsIn(r)]
    .filter(child => child.name === 'w:t' || child.name === 'w:delText')
    .map(textIn)
    .join('')

/** A marker without the dash before it: `- (a)` is `(a)`. */
const bare = (marker: string) => marker.trim().replace(/^[-–—]\s+(?=\S)/, '')

/** The texts of boxes in a drawing; of two ways to draw one thing the first counts. */
function* boxesIn(element: Element): Generator<Element> {
  for (const child of elementsIn(element)) {
    if (child.name === 'w:txbxContent') yield child
    else if (child.name === 'mc:Fallback' && childNamed(element, 'mc:Choice')) continue
    else yield* boxesIn(child)
  }
}

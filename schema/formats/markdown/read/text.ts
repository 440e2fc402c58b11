/** Makes running text of a Markdown tree: blocks, spans and the notes of the source. */
import type {
  BlockContent,
  DefinitionContent,
  FootnoteDefinition,
  List,
  ListItem,
  Nodes,
  Paragraph,
  PhrasingContent,
  RootContent,
  Table,
} from 'mdast'
import type { Attrs, BlockKind } from '../../../witness.js'
import { type Element, isElement, parsedFragment } from '../../html/read/parse.js'
import { keptAttrs, rendOf, safeAddress } from '../../html/read/roles.js'
import { HtmlText } from '../../html/read/text.js'
import type { Remarks } from '../../remarks.js'
import type { OpenSpan, WitnessBuilder } from '../../witness-builder.js'
import { isVerseIn, leading, nodesIn, ownMarker } from './nodes.js'
import type { Piece } from './parse.js'

/** What paragraphs are, by what they stand in. `marker` is put before the first of an item. */
interface Context {
  readonly kind: BlockKind
  readonly attrs: Attrs
  readonly depth: number
  marker: string
}

export class MarkdownText {
  private tables = 0
  /** Notes by their labels, and the marks that those have which are referred to. */
  private readonly notes = new Map<string, { readonly node: FootnoteDefinition; readonly piece: Piece }>()
  private readonly marks = new Map<string, string>()
  private readonly addresses = new Map<string, string>()
  /** Tags of HTML that are open in a paragraph. */
  private tags: { readonly name: string; readonly span: OpenSpan | null }[] = []

  /** What is being read. */
  private piece: Piece | null = null

  /** `base` is where the text begins in the file. */
  constructor(
    private readonly builder: WitnessBuilder,
    private readonly remarks: Remarks,
    private readonly base: number,
  ) {}

  read(pieces: Iterable<Piece>): void {
    for (const piece of pieces) this.readPiece(piece)
    // In the order in which the text refers to them; one that nothing refers to is a note all the same.
    for (const identifier of this.marks.keys()) this.note(identifier)
    for (const [identifier, { node, piece }] of this.notes) {
      if (this.marks.has(identifier)) continue
      this.piece = piece
      this.remark(
        'guess',
        'note',
        `Nothing in the text refers to the note “${node.label ?? identifier}”`,
        node,
      )
      this.note(identifier)
    }
  }

  private readPiece(piece: Piece): void {
    this.piece = piece
    const own = piece.root.children.filter(node => (node.position?.start.offset ?? 0) >= piece.added)
    // Definitions that stand in other pieces are added before.
    this.addresses.clear()
    for (const node of nodesIn(piece.root)) {
      const { type } = node
      if (type === 'definition' && !this.addresses.has(node.identifier))
        this.addresses.set(node.identifier, node.url)
      const isOwn = (node.position?.start.offset ?? 0) >= piece.added
      if (type === 'footnoteDefinition' && isOwn && !this.notes.has(node.identifier))
        this.notes.set(node.identifier, { node, piece })
    }
    this.blocks(own, { kind: 'paragraph', attrs: {}, depth: 0, marker: '' })
  }

  // --- blocks -----------------------------------------------------------------------------------------------------

  private blocks(nodes: readonly (RootContent | BlockContent | DefinitionContent)[], context: Context): void {
    for (const node of nodes) this.block(node, context)
  }

  private block(node: RootContent, context: Context): void {
    const { builder } = this
    switch (node.type) {
      case 'heading':
        this.begin(context, 'heading', { level: node.depth })
        this.inlines(node.children)
        builder.end()
        return
      case 'paragraph':
        this.paragraph(node, context)
        return
      case 'blockquote': {
        const isNote = context.kind === 'note'
        this.blocks(
          node.children,
          isNote ? context : { ...context, kind: 'quotation', attrs: {}, marker: '' },
        )
        return
      }
      case 'list':
        this.list(node, context)
        return
      case 'table':
        this.table(node, context)
        return
      case 'code':
        this.begin(context, context.kind, {
          element: 'code',
          ...(node.lang ? { language: node.lang.slice(0, 200) } : {}),
        })
        builder.put(node.value)
        builder.end()
        return
      case 'thematicBreak':
        this.begin({ ...context, kind: 'rule', attrs: {} }, 'rule')
        builder.put(this.source(node).replace(/\s+/g, ' ').trim() || '* * *')
        builder.end()
        return
      case 'html':
        this.html(node)
        return
    }
  }

  /** Begins a block of a kind, or, in a note, a paragraph of the note. */
  private begin(context: Context, kind: BlockKind, more: Attrs = {}): void {
    const { marker } = context
    const isNote = context.kind === 'note'
    const attrs = { ...(isNote || kind === context.kind ? context.attrs : {}), ...more }
    const isLater = isNote && marker === ''
    this.builder.begin(isNote ? 'note' : kind, isLater ? { ...attrs, continues: true } : attrs)
    if (marker !== '' && (isNote || kind === 'item')) {
      if (kind === 'item' && !isNote) this.builder.say({ marker })
      this.builder.marker(marker)
    }
    context.marker = ''
  }

  private paragraph(node: Paragraph, context: Context): void {
    const lines = this.lineBlock(node)
    if (lines) {
      this.begin(context, 'verse')
      lines.forEach((line, i) => {
        if (i > 0) this.builder.put('\n')
        this.builder.put(line)
      })
      this.builder.end()
      return
    }
    const own =
      context.kind === 'item' && context.marker === '•'
        ? ownMarker.exec(leading(node.children))?.[0]
        : undefined
    if (own !== undefined) context.marker = ''
    const isVerse = context.kind === 'paragraph' && isVerseIn(node)
    const ordered: Attrs = own === undefined ? {} : { marker: own, ordered: /\w/.test(own) }
    this.begin(context, isVerse ? 'verse' : context.kind, ordered)
    if (isVerse) this.remark('guess', 'verse', 'Lines that are broken by hand were taken for verse', node)
    const span = own === undefined ? null : this.builder.openSpan('marker')
    this.inlines(node.children, span ? { span, left: own!.length } : null)
    this.builder.end()
  }

  /** The lines of a block of verse as Pandoc has it, each after `| `; null where a paragraph is none. */
  private lineBlock(node: Paragraph): string[] | null {
    const isPlain = node.children.every(({ type }) => type === 'text')
    if (!isPlain) return null
    const lines = this.source(node).split(/\r\n|\r|\n/)
    if (lines.length < 2 || !lines.every(line => /^\s*\|(?: |$)/.test(line))) return null
    return lines.map(line => line.replace(/^\s*\| ?/, '').trimEnd())
  }

  private list(list: List, context: Context): void {
    const depth = Math.min(context.depth + 1, 9)
    let n = list.start ?? 1
    for (const item of list.children) {
      // The sign after the number is the source's: "1." or "1)".
      const sign = /^\d{1,9}([.)])/.exec(this.source(item))?.[1] ?? '.'
      const marker = `${list.ordered ? `${n++}${sign}` : '•'}`
      this.item(item, { depth, ordered: list.ordered === true }, marker, context)
    }
  }

  private item(item: ListItem, attrs: Attrs, marker: string, context: Context): void {
    const { checked } = item
    const done: Attrs = checked === null || checked === undefined ? {} : { checked }
    const depth = Number(attrs.depth)
    if (context.kind === 'note') {
      const inside = { ...context, depth }
      this.begin(inside, 'note')
      context.marker = ''
      this.builder.marker(marker)
      const [first, ...others] = item.children
      if (first?.type === 'paragraph') this.inlines(first.children)
      this.builder.end()
      this.blocks(first?.type === 'paragraph' ? others : item.children, { ...inside, marker: '' })
      return
    }
    const sign = checked === true ? '☑' : checked === false ? '☐' : marker
    this.blocks(item.children, { kind: 'item', attrs: { ...attrs, ...done }, depth, marker: sign })
  }

  private table(table: Table, context: Context): void {
    const { builder } = this
    const n = ++this.tables
    // A head that is empty is there because Markdown asks for one.
    const hasHead = table.children[0]?.children.some(({ children }) => children.length > 0) === true
    const rows = hasHead ? table.children : table.children.slice(1)
    rows.forEach((row, r) => {
      row.children.forEach((cell, c) => {
        const attrs: Attrs = {
          table: n,
          row: r + 1,
          cell: c + 1,
          ...(hasHead && r === 0 ? { role: 'label' } : {}),
        }
        if (context.kind === 'note') this.begin(context, 'note', attrs)
        else builder.begin('paragraph', attrs)
        this.inlines(cell.children)
        builder.end()
      })
    })
  }

  private note(identifier: string): void {
    const found = this.notes.get(identifier)
    if (!found) return
    const { node, piece } = found
    this.piece = piece
    const n = this.marks.get(identifier) ?? node.label ?? identifier
    this.blocks(node.children, { kind: 'note', attrs: { n, place: 'foot' }, depth: 0, marker: `[${n}]` })
  }

  /** Raw HTML that stands alone: what a browser would show of it is text. */
  private html(node: Extract<RootContent, { type: 'html' }>): void {
    this.remark('info', 'html', 'HTML in the text was read as a browser shows it', node)
    const none = { refs: new Map(), bodies: new Map(), backs: new Set<Element>() }
    new HtmlText(this.builder, this.remarks, none, null, this.placeOf(node)).read(parsedFragment(node.value))
  }

  // --- what is in a paragraph ---------------------------------------------------------------------------------------

  /** `own` is a span over the first letters, which are a marker. */
  private inlines(
    nodes: readonly PhrasingContent[],
    own: { span: OpenSpan; left: number } | null = null,
  ): void {
    const outer = this.tags
    this.tags = []
    let marked = own
    nodes.forEach((node, i) => {
      if (marked && node.type === 'text') {
        this.builder.put(node.value.slice(0, marked.left))
        this.builder.closeSpan(marked.span)
        this.words(node.value.slice(marked.left))
      } else this.inline(node, i === 0)
      marked = null
    })
    for (const { span } of this.tags.splice(0).reverse()) if (span) this.builder.closeSpan(span)
    this.tags = outer
  }

  private inline(node: PhrasingContent, isFirst: boolean): void {
    const { builder } = this
    switch (node.type) {
      case 'text':
        this.words(node.value)
        return
      case 'emphasis':
        this.spanned('hi', { rend: 'italic' }, node.children)
        return
      case 'strong':
        this.spanned('hi', { rend: 'bold' }, node.children)
        return
      case 'delete':
        this.spanned('del', {}, node.children)
        return
      case 'inlineCode': {
        const span = builder.openSpan('code')
        builder.put(node.value)
        builder.closeSpan(span)
        return
      }
      case 'break':
        if (!isFirst) builder.put('\n')
        return
      case 'link':
        this.link(node.url, node.title, node.children, node)
        return
      case 'linkReference':
        this.link(this.addresses.get(node.identifier) ?? '', null, node.children, node)
        return
      case 'image':
        this.picture(node.url, node.alt, node)
        return
      case 'imageReference':
        this.picture(this.addresses.get(node.identifier) ?? '', node.alt, node)
        return
      case 'footnoteReference': {
        const { identifier, label } = node
        if (!this.marks.has(identifier)) this.marks.set(identifier, label ?? identifier)
        builder.noteRef(this.marks.get(identifier)!)
        return
      }
      case 'html':
        this.tag(node.value, node)
        return
    }
  }

  private spanned(type: string, attrs: Attrs, nodes: readonly PhrasingContent[]): void {
    const span = this.builder.openSpan(type, attrs)
    this.inlines(nodes)
    this.builder.closeSpan(span)
  }

  /** Text; a line that was only wrapped goes on. */
  private words(text: string): void {
    this.builder.put(text.replace(/[ \t]*(?:\r\n|\r|\n)[ \t]*/g, ' '))
  }

  private link(
    url: string,
    title: string | null | undefined,
    nodes: readonly PhrasingContent[],
    node: Nodes,
  ): void {
    const target = safeAddress(url)
    if (target === null || target === '') {
      if (target === null)
        this.remark('loss', 'active', 'A link that would run something was left out, its words kept', node)
      this.inlines(nodes)
      return
    }
    this.spanned(
      'link',
      { target: target.slice(0, 1000), ...(title ? { title: title.slice(0, 1000) } : {}) },
      nodes,
    )
  }

  private picture(url: string, alt: string | null | undefined, node: Nodes): void {
    const safe = safeAddress(url)
    const attrs = {
      ...(safe && safe.length <= 1000 ? { url: safe } : {}),
      ...(alt ? { desc: alt.slice(0, 1000) } : {}),
    }
    this.builder.point('graphic', { attrs })
    this.remark('loss', 'picture', 'Of a picture only its address and description were kept', node)
  }

  /** A tag of HTML in a line: a line break, the beginning or the end of a span; comments and all else are told of. */
  private tag(html: string, node: Nodes): void {
    const { builder } = this
    if (/^<!--/.test(html)) {
      this.remark('info', 'comment', 'Comments are no text', node)
      return
    }
    this.remark('info', 'html', 'HTML in the text was read as a browser shows it', node)
    if (/^<br\b/i.test(html)) {
      builder.put('\n')
      return
    }
    const closing = /^<\/([a-z][\w-]*)/i.exec(html)?.[1]?.toLowerCase()
    if (closing !== undefined) {
      const at = this.tags.findLastIndex(tag => tag.name === closing)
      if (at < 0) return
      for (const { span } of this.tags.splice(at).reverse()) if (span) builder.closeSpan(span)
      return
    }
    const element = parsedFragment(html).childNodes.find(isElement)
    if (!element || /\/>$/.test(html)) return
    const attrs = keptAttrs(element)
    const rend = rendOf(element)
    const { tagName: name } = element
    const type = rend ? 'hi' : name === 'ins' ? 'add' : name
    this.tags.push({ name, span: builder.openSpan(type, rend ? { ...attrs, rend } : attrs) })
  }

  private source({ position }: Nodes): string {
    return position && this.piece ? this.piece.text.slice(position.start.offset, position.end.offset) : ''
  }

  /** Where a node stands in the file. */
  private placeOf({ position }: Nodes): number {
    if (!this.piece) return this.base
    return this.base + this.piece.at - this.piece.added + (position?.start.offset ?? 0)
  }

  private remark(severity: 'info' | 'guess' | 'loss', code: string, message: string, node: Nodes): void {
    this.remarks.say(severity, code, message, this.placeOf(node))
  }
}

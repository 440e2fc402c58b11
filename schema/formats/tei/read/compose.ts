/** Makes running text of a TEI file's nodes: which of them are in the text, where its blocks begin, what spans and points
 * it has. Each node that is in the text learns the offset at which it stands. */
import { graphemeStart } from '../../../graphemes.js'
import type { Attrs, Block, BlockKind, Milestone, Span } from '../../../witness.js'
import { wordStart } from '../../../words.js'
import { attrsOf, gapAttrs, numbered, typeOf } from './attrs.js'
import { Blocks } from './blocks.js'
import { type Context, Contexts, outermost } from './context.js'
import type { EarlierCorrection, EarlierDecision, EarlierName, EarlierNote } from './earlier.js'
import { editorialNote, type NoteRole, nameTypeOf, noteRole } from './editorial.js'
import { type Element, isElement } from './nodes.js'
import type { Mark } from './own.js'
import { type Owner, ownerAs, ownerOf } from './owner.js'
import { hidden, isBlock, isInLine, joined } from './roles.js'
import { RunningText } from './running-text.js'
import { Variants, type Walker } from './variants.js'

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
  readonly decisions: readonly EarlierDecision[]
  readonly origins: ReadonlyMap<string, Element>
  /** The elements that blocks were made of, by the offset at which the block begins. */
  readonly blockElements: ReadonlyMap<number, Element>
  /** Elements of the text that have no meaning to the editor, by name, and how often each occurs. */
  readonly unmodelled: ReadonlyMap<string, number>
  /** Elements that hold other readings than the one in the text. */
  readonly alternatives: readonly Element[]
}

/** Elements that the editor knows what to do with; all others are kept under their own names. */
const modelled: ReadonlySet<string> = new Set(
  (
    'TEI teiCorpus text front body back group floatingText div div1 div2 div3 div4 div5 div6 div7 p ab head l lg list item label table row cell ' +
    'sp spGrp u seg opener closer dateline salute signed postscript speaker stage quote q said hi emph foreign ref date persName placeName orgName ' +
    'name rs geogName note fw stamp pb cb gb lb gap unclear add del subst choice sic corr orig reg abbr expan supplied surplus app lem rdg milestone'
  ).split(' '),
)

export class Composer implements Walker {
  private readonly text = new RunningText()
  private readonly blocks = new Blocks(this.text, () => this.writeBelow())
  private readonly contexts: Contexts
  private readonly variants = new Variants(this, this.text, this.blocks, () => this.pointedAt !== null)
  readonly marks = new Map<string, Mark>()
  private readonly notes: EarlierNote[] = []
  private readonly names: EarlierName[] = []
  private readonly unmodelled = new Map<string, number>()
  /** Notes of the source that stand below the paragraph to which they belong. */
  private below: { element: Element; context: Context }[] = []

  /** `speakerOf` gives the name of who is meant by @who. `pointedAt` are the ids of anchors that only say where notes and
   * readings stand, in a file that this program wrote; null for any other. */
  constructor(
    speakerOf: (who: string) => string,
    private readonly pointedAt: ReadonlySet<string> | null = null,
  ) {
    this.contexts = new Contexts(speakerOf)
  }

  compose(root: Element): Composed {
    const { text, blocks, variants } = this
    this.walk(root, outermost, ownerAs(root, 'paragraph', {}))
    blocks.finish()
    text.tell()
    variants.finish(text.length)
    const sorted = text.spans.sort((a, b) => a.start - b.start || b.end - a.end)
    const order = new Map(sorted.map((span, i) => [span.id, `s${i + 1}`]))
    return {
      text: text.toString(),
      blocks: blocks.done,
      milestones: [...text.milestones].sort((a, b) => a.at - b.at),
      spans: sorted.map(span => ({ ...span, id: order.get(span.id)! })),
      corrections: variants.corrections,
      notes: this.notes,
      names: this.names,
      decisions: [],
      origins: new Map([...text.origins].map(([id, element]) => [order.get(id) ?? id, element])),
      blockElements: blocks.elements,
      unmodelled: this.unmodelled,
      alternatives: variants.alternatives,
    }
  }

  // --- elements -------------------------------------------------------------------------------------------------

  walk(element: Element, context: Context, owner: Owner): void {
    const { name, isTei } = element
    if (isTei && (hidden.has(name) || (this.pointedAt !== null && isOfNotes(element)))) return
    if (!modelled.has(name) || !isTei) {
      const type = typeOf(element)
      this.unmodelled.set(type, (this.unmodelled.get(type) ?? 0) + 1)
    }
    if (isTei)
      switch (name) {
        case 'lb':
          this.blocks.lineBreak(element)
          return
        case 'pb':
        case 'cb':
        case 'gb':
        case 'milestone':
          this.before(element, name)
          return
        case 'gap':
          this.text.settle()
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
          this.variants.choice(element, context, owner)
          return
        case 'subst':
          this.variants.substitution(element, context, owner)
          return
        case 'app':
          this.variants.variants(element, context, owner)
          return
        case 'surplus':
          this.variants.surplus(element, context, owner)
          return
        case 'anchor':
        case 'ptr':
          if (this.mark(element)) return
          break
        case 'corr':
        case 'reg':
        case 'expan':
          if (this.variants.added(element)) return
          break
        case 'supplied':
          if (this.variants.supplied(element)) return
          break
      }
    if (isBlock(element)) this.blockElement(element, context)
    else this.inline(element, context, owner)
  }

  /** Keeps where an anchor stands that only says where something begins or ends; false for any other. */
  private mark(element: Element): boolean {
    const id = element.attrs['xml:id']
    if (id === undefined || !this.pointedAt?.has(id)) return false
    const { text } = this
    const mark: Mark = { element, before: text.length, after: text.length }
    this.marks.set(id, mark)
    text.wait(at => {
      mark.after = at
    })
    return true
  }

  children(element: Element, context: Context, owner: Owner): void {
    for (const child of element.children)
      if (isElement(child)) this.walk(child, context, owner)
      else this.blocks.put(child, owner)
  }

  inline(element: Element, context: Context, owner: Owner): void {
    if (element.children.length === 0) {
      this.point(element, typeOf(element), attrsOf(element))
      return
    }
    const range = this.text.ranged(element, () => this.children(element, context, owner))
    if (range) this.text.span(element, range, typeOf(element), attrsOf(element))
    else if (!hasHidden(element)) this.point(element, typeOf(element), attrsOf(element))
    const type = nameTypeOf(element)
    if (type && range) {
      const id = `tei-name${this.names.length + 1}`
      this.names.push({ id, ...range, type, element, others: [] })
      this.text.origins.set(id, element)
    }
  }

  // --- blocks ---------------------------------------------------------------------------------------------------

  private blockElement(element: Element, context: Context): void {
    const { name } = element
    const inner = this.contexts.within(element, context)
    const owner = ownerOf(element, inner, context)
    // Whatever is open belongs to something else, unless this may go on in it.
    if (!this.blocks.goesOn(element)) this.blocks.finish()
    const marks = name === 'speaker' || (name === 'label' && element.parent?.name === 'list')
    const act = () => this.children(element, inner, owner)
    if (marks) {
      const range = this.text.ranged(element, act)
      if (range) this.text.span(element, range, name === 'speaker' ? 'speaker' : 'marker', attrsOf(element))
      this.blocks.labelEnded(element)
      return
    }
    act()
    if (!this.blocks.lineEnded(element, owner) && !joined.has(name)) this.blocks.finish()
  }

  /** Where notes belong below the block that has ended, they follow. */
  private writeBelow(): void {
    while (this.below.length > 0) {
      const waiting = this.below
      this.below = []
      for (const { element, context } of waiting) this.aside(element, context, this.noteAttrs(element))
    }
  }

  // --- what stands beside the text --------------------------------------------------------------------------------

  private note(element: Element, context: Context, owner: Owner): void {
    const { type } = element.attrs
    const isOurs = this.pointedAt !== null && (type === 'textual' || type === 'explanatory')
    const role: NoteRole = isOurs ? 'editorial' : noteRole(element)
    if (role === 'stamp') {
      this.beside(element, context, 'stamp', {})
      return
    }
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
    const line = this.text.line.trimEnd()
    if (role === 'editorial' && line !== '') {
      // The last word, and the full stop or quotation mark behind it.
      let end = line.length
      while (end > 0 && !/[\p{L}\p{N}\p{M}\ud800-\udfff]/u.test(line[end - 1]!)) end--
      const from =
        this.text.lineStart + (end > 0 ? wordStart(line, end) : graphemeStart(line, line.length - 1))
      const id = `tei-n${this.notes.length + 1}`
      this.notes.push({
        id,
        start: from,
        end: this.text.lineStart + line.length,
        on: null,
        ...editorialNote(element),
        beside: [],
      })
      this.text.origins.set(id, element)
      return
    }
    if (this.blocks.isOpen || (inLine && role !== 'inline')) {
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
    const inner = { ...context, note, speech: null, cell: null }
    this.text.apart(() => {
      this.children(element, inner, ownerAs(element, 'note', note))
      this.blocks.finish()
    })
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
    const { below } = this
    this.blocks.close()
    this.below = []
    this.text.apart(() => {
      this.children(element, { ...context, note: null }, ownerAs(element, kind, attrs))
      this.blocks.finish()
    })
    this.below = below
  }

  // --- points -------------------------------------------------------------------------------------------------------

  point(element: Element, type: string, attrs: Attrs, n?: string): void {
    this.blocks.here(at => this.text.milestone(element, type, at, attrs, n))
  }

  /** A page, column or other break: it stands before what follows. */
  private before(element: Element, name: string): void {
    const { n, unit } = element.attrs
    const type = name === 'milestone' ? (unit ?? 'milestone').slice(0, 64).replace(/[^\w.:-]/g, '_') : name
    this.text.wait(at => this.text.milestone(element, type, at, attrsOf(element), n))
  }
}

/** Whether a division lists the works that our notes cite. */
function isOfNotes({ name, attrs, parent }: Element): boolean {
  return name === 'div' && attrs.type === 'bibliography' && parent?.name === 'back'
}

function hasHidden(element: Element): boolean {
  return element.children.some(child => isElement(child))
}

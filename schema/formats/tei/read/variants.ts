/** Places that a file has in several readings: what earlier editors corrected, what was written over, what other witnesses read. */
import type { Attrs } from '../../../witness.js'
import { attrsOf } from './attrs.js'
import type { Blocks } from './blocks.js'
import type { Context } from './context.js'
import type { EarlierCorrection } from './earlier.js'
import { correctionsIn, flat, type Proposal, proposalOf } from './editorial.js'
import { type Element, elementsIn, isElement, wordsOf } from './nodes.js'
import type { Owner } from './owner.js'
import { hidden, isBlock, isInLine } from './roles.js'
import type { RunningText } from './running-text.js'

/** What goes through the elements of a text. */
export interface Walker {
  walk(element: Element, context: Context, owner: Owner): void
  children(element: Element, context: Context, owner: Owner): void
  inline(element: Element, context: Context, owner: Owner): void
  point(element: Element, type: string, attrs: Attrs): void
}

export class Variants {
  readonly corrections: EarlierCorrection[] = []
  /** Elements that hold other readings than the one in the text. */
  readonly alternatives: Element[] = []

  constructor(
    private readonly walker: Walker,
    private readonly text: RunningText,
    private readonly blocks: Blocks,
    /** Whether the file is one that this program wrote. */
    private readonly isOwn: () => boolean,
  ) {}

  choice(element: Element, context: Context, owner: Owner): void {
    const found = correctionsIn(element)
    const alternatives = element.children.filter(isElement)
    const shown = found?.original ?? alternatives.find(child => !hidden.has(child.name)) ?? null
    const within = (child: Element) => {
      if (child.name === 'sic' || child.name === 'orig' || child.name === 'abbr')
        this.walker.children(child, context, owner)
      else this.walker.walk(child, context, owner)
    }
    const range = this.text.ranged(element, () => shown && within(shown))
    if (!found) {
      if (alternatives.length > 1) this.alternatives.push(element)
      const others = alternatives.filter(child => child !== shown).map(child => wordsOf(child))
      if (range)
        this.text.span(element, range, 'choice', {
          ...attrsOf(element),
          others: others.join(' | ').slice(0, 500),
        })
      else this.walker.point(element, 'choice', attrsOf(element))
      return
    }
    for (const proposal of found.proposals) this.correct(element, range, proposal)
  }

  private correct(element: Element, range: { start: number; end: number } | null, proposal: Proposal): void {
    const id = `tei-c${this.corrections.length + 1}`
    if (!range && proposal.text === '') return
    this.text.origins.set(id, element)
    const place = { start: 0, end: 0, side: -1 as -1 | 1, ...range }
    const made: EarlierCorrection = { id, ...place, ...proposal, elements: [element], beside: [] }
    this.corrections.push(made)
    if (!range) this.blocks.here((at, side) => Object.assign(made, { start: at, end: at, side }))
  }

  /** A reading of ours that only adds: `<supplied>`, or a part of one that begins a block. False where it is not. */
  added(element: Element): boolean {
    if (!this.isOwn() || !element.attrs.ana || element.parent?.name === 'choice') return false
    const proposal = proposalOf(element, element, 'accepted')
    if (proposal.text === '') return true
    this.text.settle()
    const isAlone = element.parent !== null && wordsOf(element.parent, child => child === element) === ''
    this.correct(element, null, proposal)
    // What was a block by itself begins one.
    if (isAlone) this.alone.add(this.corrections.at(-1)!)
    return true
  }

  /** Gives readings that were blocks by themselves the mark that begins a block; `end` is the text's end. */
  finish(end: number): void {
    for (const made of this.alone) {
      const isLast = made.start >= end
      made.text = isLast ? `\u2029${made.text}` : `${made.text}\u2029`
      made.side = isLast ? -1 : 1
    }
  }
  private readonly alone = new Set<EarlierCorrection>()

  supplied(element: Element): boolean {
    if (this.added(element)) return true
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
    this.text.settle()
    const after = nextText(element)
    const isSpaced = /\s$/.test(this.text.line) && /^\s/.test(after)
    this.correct(element, null, { ...proposal, text: isSpaced ? `${words.trim()} ` : words })
    return true
  }

  surplus(element: Element, context: Context, owner: Owner): void {
    const range = this.text.ranged(element, () => this.walker.children(element, context, owner))
    const [proposal] = correctionsIn(element)?.proposals ?? []
    if (range && proposal) this.correct(element, range, proposal)
  }

  substitution(element: Element, context: Context, owner: Owner): void {
    const parts = element.children.filter(isElement)
    const struck = parts.filter(part => part.name === 'del')
    const now = parts.filter(part => part.name === 'add')
    const simple = struck.length === 1 && now.length === 1 && parts.length === 2 && !isBlock(element)
    if (!simple || wordsOf(now[0]!) === '') {
      this.walker.inline(element, context, owner)
      return
    }
    const range = this.text.ranged(element, () => this.walker.children(now[0]!, context, owner))
    if (!range) return
    const attrs: Record<string, string> = { deleted: wordsOf(struck[0]!).slice(0, 500) }
    const { rend } = struck[0]!.attrs
    const { place } = now[0]!.attrs
    if (rend) attrs.rend = rend
    if (place) attrs.place = place
    this.text.span(element, range, 'subst', attrs)
  }

  /** Readings of several witnesses: the lemma is the text, or the first reading where there is none. */
  variants(element: Element, context: Context, owner: Owner): void {
    const parts = element.children.filter(isElement)
    const readings = parts.flatMap(part =>
      part.name === 'rdgGrp' ? part.children.filter(isElement) : [part],
    )
    const lemma = parts.find(part => part.name === 'lem')
    const shown = lemma ?? readings.find(part => part.name === 'rdg')
    const others = readings.filter(part => part.name === 'rdg' && part !== shown)
    const range = this.text.ranged(element, () => shown && this.walker.children(shown, context, owner))
    const ours = this.isOwn() ? readings.filter(part => part.name === 'rdg' && part.attrs.ana) : []
    if (ours.length > 0) {
      for (const part of ours) this.correct(element, range, proposalOf(part, part, 'proposed'))
      return
    }
    this.alternatives.push(element)
    const said = others.map(part => `${part.attrs.wit ?? ''} ${wordsOf(part) || '∅'}`.trim()).join(' | ')
    const attrs = { ...attrsOf(element), ...(said ? { readings: said.slice(0, 500) } : {}) }
    if (range) this.text.span(element, range, 'app', attrs)
    else this.walker.point(element, 'app', attrs)
  }
}

/** The text that follows an element within its parent, as far as it stands there at once. */
function nextText(element: Element): string {
  const siblings = element.parent?.children ?? []
  const next = siblings[siblings.indexOf(element) + 1]
  return next && !isElement(next) ? next.text : ''
}

/** Changed kinds and speakers of blocks in a file that was read from TEI: other elements, where TEI permits them there. */
import type { EditedDocument } from '../../../document.js'
import type { BlockKind } from '../../../witness.js'
import type { Ids } from '../ids.js'
import { type Element, isElement } from './nodes.js'
import type { TeiText } from './read.js'
import type { Weave } from './weave.js'

/** What must come before everything else in a division (*TEI P5 model.divTop*). */
const tops: ReadonlySet<string> = new Set(
  'head opener byline dateline docAuthor docDate epigraph salute signed argument meeting'.split(' '),
)
/** What may stand anywhere, and so also before a heading. */
const anywhere: ReadonlySet<string> = new Set('pb cb gb lb milestone anchor fw note index'.split(' '))
const divisions = /^(?:div[1-7]?|body|front|back)$/

export class Kinds {
  /** Those who were given words to say: who they are, and how the file points to them. */
  readonly speakers = new Map<string, string>()

  constructor(
    private readonly document: EditedDocument,
    private readonly text: TeiText,
    private readonly weave: Weave,
    private readonly ids: Ids,
  ) {
    // Whom the file lets speak already is pointed to as it points to them.
    for (const { start, attrs } of document.witness.blocks) {
      const who = this.turnOf(start)?.attrs.who
      if (who && typeof attrs.who === 'string' && !this.known.has(attrs.who)) this.known.set(attrs.who, who)
    }
  }
  private readonly known = new Map<string, string>()

  /** Whether the block that begins at an offset now has another element around its words, for its kind. */
  kind(offset: number, kind: string): boolean {
    const element = this.text.composed.blockElements.get(offset)
    if (!element?.isTei || !this.isWhole(offset) || element.open === element.close) return false
    if (element.name === 'head') return kind === 'paragraph' && this.rename(element, 'p', isLastOfTop)
    if (element.name !== 'p' && element.name !== 'ab') return false
    if (kind === 'heading' && isFirst(element)) return this.rename(element, 'head', () => true)
    if (kind === 'stage' && divisions.test(element.parent?.name ?? ''))
      return this.rename(element, 'stage', () => true)
    if (kind === 'speech') return this.turn(element, this.document.layers.blockAttr(offset, 'who'))
    if (kind === 'paragraph') return this.rename(element, 'p', () => true)
    // An anonymous block may stand wherever a paragraph may; its type is what the reader takes for its kind.
    this.weave.attribute(element, 'type', kind)
    return this.rename(element, 'ab', () => true)
  }

  /** Whether the turn in which a block stands now names another speaker. */
  who(offset: number, who: string): boolean {
    const kind = this.document.layers.blockAttr(offset, 'kind')
    if ((kind as BlockKind | undefined) === 'speech') return true
    const turn = this.turnOf(offset)
    if (!turn || who.trim() === '') return false
    this.weave.attribute(turn, 'who', this.pointer(who))
    return true
  }

  private turn(element: Element, who: unknown): boolean {
    if (!divisions.test(element.parent?.name ?? '') || element.name !== 'p') return false
    const pointer = typeof who === 'string' && who.trim() !== '' ? ` who="${this.pointer(who)}"` : ''
    this.weave.before(element, `<sp${pointer}>`)
    this.weave.after(element, '</sp>')
    return true
  }

  private pointer(who: string): string {
    const known = this.known.get(who)
    if (known) return known
    const id = this.ids.of('speaker', who)
    this.speakers.set(who, id)
    return `#${id}`
  }

  /** The turn of which a block is the first or only paragraph. */
  private turnOf(offset: number): Element | null {
    for (let at = this.text.composed.blockElements.get(offset) ?? null; at; at = at.parent)
      if (at.name === 'sp' || at.name === 'u') return at
    return null
  }

  /** Whether a block of the witness begins at an offset, and nobody has split it or joined it with another. */
  private isWhole(offset: number): boolean {
    const { blocks } = this.document.witness
    const i = blocks.findIndex(({ start }) => start === offset)
    if (i < 0) return false
    const end = blocks[i + 1]?.start ?? this.document.length
    for (const [at] of this.document.layers.allBreaks()) if (at >= offset && at <= end) return false
    return true
  }

  private rename(element: Element, name: string, isAllowed: (element: Element) => boolean): boolean {
    if (!isAllowed(element)) return false
    if (element.name !== name) this.weave.rename(element, name)
    return true
  }
}

function siblings(element: Element): Element[] {
  return element.parent?.children.filter(isElement) ?? []
}

/** Whether nothing but headings stands before an element in its division. */
function isFirst(element: Element): boolean {
  if (!/^div[1-7]?$/.test(element.parent?.name ?? '')) return false
  const all = siblings(element)
  const at = all.indexOf(element)
  const isFollowed = all.slice(at + 1).some(({ name }) => !anywhere.has(name) && !tops.has(name))
  return isFollowed && all.slice(0, at).every(({ name }) => name === 'head' || anywhere.has(name))
}

/** Whether nothing that must stand at the top of a division follows a heading. */
function isLastOfTop(element: Element): boolean {
  if (!divisions.test(element.parent?.name ?? '')) return false
  const all = siblings(element)
  return all.slice(all.indexOf(element) + 1).every(({ name }) => !tops.has(name))
}

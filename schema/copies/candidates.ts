/** What differs between a document and a corrected copy, as corrections that can be proposed. */
import type { Difference, DifferenceClass } from '../align/index.js'
import { Places } from '../apparatus.js'
import { blockSeparator } from '../corrections.js'
import { lowerBound } from '../ranges.js'
import { maxCorrection } from '../shapes.js'
import { inWholeWords, wholeWords } from '../words.js'
import type { Candidate, CandidateClass, ProposedCorrection, StructureChange } from './candidate.js'
import type { Compared } from './compare.js'
import { placeIn, shown } from './place.js'
import type { ReadText } from './read-text.js'

/** More words than this at one place are a part that the copy has not, or that only it has, and no correction. */
const part = 60

/** A part that only the copy has is proposed up to so many words; front matter is longer, or stands at the end of a text. */
const longestAddition = 300

/** A difference in letters of our text, with what should stand there. */
interface Change {
  readonly difference: Difference
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The candidates in the order of the text, and how many differences are proposed or accepted already. */
export function candidatesOf(compared: Compared): { candidates: Candidate[]; known: number } {
  const { alignment, ours, theirs } = compared
  const changes: Change[] = alignment.differences
    .filter(d => d.class !== 'between')
    .map(difference => ({
      difference,
      start: difference.a.start,
      end: difference.a.end,
      text: inOneText(
        theirs,
        difference.b.start,
        difference.b.end,
        ours.text.slice(difference.a.start, difference.a.end),
      ),
    }))
  const places = new Places(compared.document)
  const candidates: Candidate[] = []
  let known = 0
  for (const change of inWholeWords(changes, ours.text)) {
    const found = new Trial(compared, places, change).candidate()
    if (found === 'known') known++
    else if (found) candidates.push(found)
  }
  return { candidates, known }
}

/** The text of a range as a correction writes it: where a block begins stands a separator. Lines are kept where what they
 * take the place of has lines. */
function inOneText({ text, blocks }: ReadText, start: number, end: number, ours: string): string {
  let out = ''
  let at = start
  for (let i = lowerBound(blocks, start, b => b.end); i + 1 < blocks.length; i++) {
    const next = blocks[i + 1]!.start
    if (next > end) break
    out += text.slice(at, blocks[i]!.end) + blockSeparator
    at = next
  }
  out += text.slice(at, end)
  return ours.includes('\n') ? out : out.replaceAll('\n', ' ')
}

class Trial {
  private readonly words: { readonly ours: number; readonly theirs: number }

  constructor(
    private readonly compared: Compared,
    private readonly places: Places,
    private readonly change: Change,
  ) {
    const { ours } = compared
    this.words = { ours: wordsIn(ours.text.slice(change.start, change.end)), theirs: wordsIn(change.text) }
  }

  /** Null where there is nothing that could be entered or told. */
  candidate(): Candidate | 'known' | null {
    const { compared, change } = this
    const { difference, start, end, text } = change
    const { ours } = compared
    const structure = this.structure()
    const corrections = structure.length > 0 ? [] : this.corrections()
    if (structure.length === 0 && corrections.length === 0) return null
    const kind = this.class()
    const standing = structure.length > 0 ? null : this.standing(corrections)
    if (standing === 'known') return 'known'
    const hindrance = corrections.some(c => c.text.length > maxCorrection)
      ? 'It is too long for one correction: enter it by hand, in parts.'
      : standing === 'reverts'
        ? 'The source reads so: reject the correction that is accepted here instead.'
        : ''
    const wasRejected = standing === 'rejected'
    return {
      id: 0,
      class: kind,
      ...placeIn(compared, this.places, start, end),
      received: shown(readable(ours.text.slice(start, end))),
      reading: shown(text),
      author: this.author(),
      isUsual: hindrance === '' && !wasRejected && !difference.isRewritten && this.isUsual(kind),
      wasRejected,
      hindrance,
      corrections,
      notes: [],
      structure,
    }
  }

  private isUsual(kind: CandidateClass): boolean {
    if (kind === 'words' || kind === 'punctuation') return true
    return kind === 'added' && this.words.theirs <= longestAddition && !this.isAtEdge()
  }

  private class(): CandidateClass {
    const { class: of, move } = this.change.difference
    if (of === 'split' || of === 'join') return 'structure'
    if (move !== null) return 'moved'
    if (of !== 'words') return classes[of]
    const { ours, theirs } = this.words
    if (theirs === 0 && (ours >= part || (this.coversBlocks() && this.isAtEdge()))) return 'missing'
    if (ours === 0 && this.change.text.includes(blockSeparator)) return 'added'
    return 'words'
  }

  /** Whether all of a block is left out. */
  private coversBlocks(): boolean {
    const { start, end } = this.change
    const block = this.compared.ours.blockAt(start, 1)
    return block !== undefined && block.start >= start && block.end <= end
  }

  private isAtEdge(): boolean {
    const { start, end } = this.change
    const { blocks } = this.compared.ours
    return start <= (blocks[0]?.start ?? 0) || end >= (blocks.at(-1)?.end ?? 0)
  }

  /** What is struck where, and what is put there: one correction, but for what reaches over several blocks. */
  private corrections(): ProposedCorrection[] {
    const { difference, start, end, text } = this.change
    const { ours } = this.compared
    if (ours.glueOf(start, end) && text.trim() === '') return []
    const parts = ours.partsOf(start, end)
    if (parts.length === 0) return text === '' ? [] : [this.correction(start, start, text)]
    const texts = text.split(blockSeparator)
    const blocks = [...new Set(parts.map(({ block }) => block))]
    // Paragraph by paragraph where both have as many; else all of it takes the place of the first.
    const isPaired = blocks.length === texts.length && blocks.length > 1 && !difference.isRewritten
    const seen = new Set<number>()
    return parts.map(({ start: from, end: to, block }, i) => {
      const isFirst = !seen.has(block)
      seen.add(block)
      const said = isPaired ? (isFirst ? texts[blocks.indexOf(block)]! : '') : i === 0 ? text : ''
      return this.correction(from, to, said)
    })
  }

  private correction(start: number, end: number, text: string): ProposedCorrection {
    const { ours } = this.compared
    const source = ours.sourceOf(start, end)
    return {
      start: source.start,
      end: source.end,
      side: ours.sideOf(start),
      text: source.before + text + source.after,
      kind: '',
      reason: this.tracked()?.reason ?? '',
      parent: source.parent,
    }
  }

  /** Whether the same is in the document already, or is what the witness has. */
  private standing(corrections: readonly ProposedCorrection[]): 'known' | 'rejected' | 'reverts' | null {
    const { document } = this.compared
    const all = corrections.map(correction => {
      const wide = wholeWords(correction, document.text)
      if (wide.text === document.text.slice(wide.start, wide.end)) return 'reverts'
      for (const other of document.corrections.touching(correction.start, correction.end)) {
        const { start, end, text } = wholeWords(other, document.text)
        if (start !== wide.start || end !== wide.end || text !== wide.text) continue
        const standing = document.standing(other.id)
        if (standing === 'rejected') return 'rejected'
        if (standing !== 'withdrawn') return 'known'
      }
      return null
    })
    const [first = null] = all
    return all.every(standing => standing === first) ? first : null
  }

  /** Splitting where a page turns, or what was joined, and joining are changes of structure: no correction says them. */
  private structure(): StructureChange[] {
    const { difference, start, end } = this.change
    const { document, ours } = this.compared
    if (difference.class === 'split') {
      const glue = ours.glueOf(start, end)
      if (!glue) return []
      return glue.glue === 'joint'
        ? [{ is: 'break', at: glue.offset, begins: true }]
        : [{ is: 'attribute', at: glue.offset, key: 'continues', value: null }]
    }
    if (difference.class !== 'join') return []
    const before = ours.blockAt(start, -1)
    const after = ours.blockAt(end, 1)
    if (!before || !after || after.start < end) return []
    const [one, two] = [
      document.structure.indexOfStart(before.offset),
      document.structure.indexOfStart(after.offset),
    ]
    if (two < 0 || document.structure.block(two).attrs.continues === true) return []
    return two === one + 1
      ? [{ is: 'break', at: after.offset, begins: false }]
      : [{ is: 'attribute', at: after.offset, key: 'continues', value: true }]
  }

  private author(): string | null {
    const by = this.tracked()?.by
    return by === undefined ? null : (this.compared.people[by] ?? null)
  }

  /** The change in the copy that its author had recorded. */
  private tracked() {
    const { copy, theirs } = this.compared
    const { start, end } = this.change.difference.b
    const source = theirs.sourceOf(start, end)
    return copy.corrections
      .touching(source.start, source.end)
      .find(c =>
        source.start === source.end
          ? c.start <= source.start && source.start <= c.end
          : (c.start < source.end && source.start < c.end) ||
            (c.start === c.end && c.start > source.start && c.start < source.end),
      )
  }
}

const classes: Readonly<Record<Exclude<DifferenceClass, 'split' | 'join'>, CandidateClass>> = {
  words: 'words',
  punctuation: 'punctuation',
  marks: 'typographic',
  hyphenation: 'typographic',
  normalization: 'typographic',
  'line-end': 'whitespace',
  whitespace: 'whitespace',
  between: 'whitespace',
}

/** Between paragraphs stands a separator. */
const readable = (text: string): string => text.replaceAll('\n\n', blockSeparator)

function wordsIn(text: string): number {
  return (text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu) ?? []).length
}

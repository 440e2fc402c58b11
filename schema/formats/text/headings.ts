/**
 * Headings and their levels. The title is level 1; headings with a keyword ("CHAPTER III.", "Section 1.") get the levels
 * below it in the order of their rank, those that the document does not use left out; numbered ones ("II.", "B."),
 * capitals and short title-like lines stand one level below the keyword that is open above them.
 */
import { isDateline, isPartialDateline } from './dates.js'
import { addSpan, beyond, cited, type Draft, guess, isProse, mark, type Reading } from './draft.js'
import { labelOf } from './metadata.js'
import { isCertificate, isSalutation, isSeparate, isSpaced, keywordOf, LIMIT, rankOf } from './notation.js'
import { recogniseClassification, recogniseTitle, repeatTitle } from './title.js'
import { beginsLower, ending, isCaps, romanValue, wordsOf } from './words.js'

const NUMBERED = /^((?:[IVXLC]{1,7}|[A-Z]|\d{1,2}(?:\.\d{1,2}){0,3})[.:)]?)\s+(?=["'“‘«(]?[\p{Lu}\d])/u
/** Marks title, headings and their levels, and words such as "SECRET" as labels. */
export function recogniseHeadings(reading: Reading): void {
  recogniseClassification(reading)
  const title = recogniseTitle(reading)
  const found = [...keywords(reading, title), ...numbered(reading), ...unmarked(reading, title)]
  found.sort((a, b) => a.index - b.index)
  setLevels(reading, found)
  repeatTitle(reading, title)
}

/** A heading before its level is known. `style` is its notation; a keyword's has its rank. */
interface Found {
  readonly index: number
  readonly style: string
  readonly rank: number | null
}

function keywords({ drafts }: Reading, title: number): Found[] {
  // Where "Article 1. …" begins a paragraph, a short "Article 2. They shall not build." is none the less a paragraph.
  const running = new Set(
    drafts
      .filter(d => d.kind === null && !keywordOf(d.line.text) && isProse(d))
      .map(d => rankOf(d.line.text)),
  )
  const found: Found[] = []
  drafts.forEach((draft, index) => {
    if (draft.kind !== null) return
    const { text } = draft.line
    const keyword = keywordOf(text)
    if (keyword?.sentence && running.has(keyword.rank)) return
    if (keyword) {
      mark(draft, 'heading')
      found.push({ index, style: `keyword ${keyword.rank}`, rank: keyword.rank })
      const next = drafts[index + 1]
      // "CHAPTER III." with its title on the line below.
      if (!keyword.titled && next && next.kind === null && !next.turn && isSubtitle(next)) {
        mark(next, 'heading')
        if (next.line.gap === 0) next.joins = true
        else found.push({ index: index + 1, style: `keyword ${keyword.rank}`, rank: keyword.rank })
      }
    } else if (isSpaced(text) && index !== title) {
      mark(draft, 'heading')
      found.push({ index, style: 'top', rank: -1 })
    } else if ((isSeparate(text) || isCertificateHead(text)) && stands(drafts, index)) {
      mark(draft, 'heading')
      found.push({ index, style: 'top', rank: -1 })
    }
  })
  return found
}

function isCertificateHead(text: string): boolean {
  return isCertificate(text) && (isCaps(text) || wordsOf(text).length <= 3) && ending(text) !== 'colon'
}

function isSubtitle({ line }: Draft): boolean {
  const { text } = line
  if (text.length > 120 || keywordOf(text) || isDateline(text) || NUMBERED.test(text)) return false
  return (
    isCaps(text) ||
    (ending(text) === 'open' && !beginsLower(text) && wordsOf(text).length <= 14 && !/,$/.test(text))
  )
}

/** Whether a line stands between blank lines or beside other headings. */
function stands(drafts: readonly Draft[], index: number): boolean {
  const { line } = drafts[index]!
  const before = drafts[index - 1]
  const after = drafts[index + 1]
  const clear = (d: Draft | undefined, gap: number) =>
    !d || gap > 0 || d.kind === 'heading' || d.kind === 'rule'
  return clear(before, line.gap) && clear(after, after?.line.gap ?? 1)
}

interface Numbered {
  readonly index: number
  readonly style: string
  readonly value: number
  readonly length: number
  readonly shaped: boolean
}

/** "I. …", "A. …", "1. …" where the numbers count up and (nearly) all of the sequence look like headings. */
function numbered(reading: Reading): Found[] {
  const { drafts } = reading
  const runs: Numbered[][] = []
  const open = new Map<string, Numbered[]>()
  drafts.forEach((draft, index) => {
    if (draft.kind === 'heading') for (const style of ['1', 'A']) open.delete(style)
    if (draft.kind !== null) return
    const marker = NUMBERED.exec(draft.line.text.slice(0, 24))
    if (!marker) return
    const core = marker[1]!.replace(/[.:)]$/, '')
    if (core === marker[1] && !core.includes('.')) return
    const styles: [string, number][] = []
    if (/^\d+$/.test(core)) styles.push(['1', Number(core)])
    else if (core.includes('.'))
      styles.push([`1${'.1'.repeat(core.split('.').length - 1)}`, Number(core.split('.').at(-1))])
    else {
      const roman = romanValue(core)
      if (roman !== null) styles.push(['I', roman])
      if (core.length === 1) styles.push(['A', core.charCodeAt(0) - 64])
    }
    const chosen =
      styles.find(([style, value]) => open.get(style)?.at(-1)?.value === value - 1) ??
      styles.find(([, value]) => value === 1)
    if (!chosen) return
    const one: Numbered = {
      index,
      style: chosen[0],
      value: chosen[1],
      length: marker[1]!.length,
      shaped: isShaped(drafts, index, marker[0].length),
    }
    const run = chosen[1] === 1 ? undefined : open.get(chosen[0])
    if (run) run.push(one)
    else {
      const begun = [one]
      runs.push(begun)
      open.set(chosen[0], begun)
    }
  })
  const found: Found[] = []
  for (const run of runs) {
    const shaped = run.filter(one => one.shaped)
    const decimal = run[0]!.style.includes('.')
    if (shaped.length < run.length * 0.67 || (run.length < 2 && !decimal)) continue
    for (const { index, style, length } of shaped) {
      mark(drafts[index]!, 'heading')
      addSpan(drafts[index]!, 0, length, 'marker')
      found.push({ index, style, rank: null })
    }
  }
  return found
}

/** Short, without a stop, between blank lines, and with running text (not another such line) below it. */
function isShaped(drafts: readonly Draft[], index: number, length: number): boolean {
  const { text } = drafts[index]!.line
  const rest = text.slice(length)
  const end = ending(rest)
  if (rest.length > LIMIT || end === 'colon' || end === 'semicolon' || /,$/.test(rest)) return false
  if (
    end === 'final' &&
    !isCaps(rest) &&
    !(wordsOf(rest).length <= 6 && /^\p{Lu}/u.test(rest) && mostlyCapitals(rest))
  )
    return false
  if (!stands(drafts, index)) return false
  const below = drafts[beyond(drafts, index, 1)]
  if (!below) return false
  return (
    below.line.text.length > 60 ||
    below.kind !== null ||
    /[.:;!?]$/.test(below.line.text) ||
    NUMBERED.test(below.line.text)
  )
}

function mostlyCapitals(text: string): boolean {
  const words = wordsOf(text).filter(word => word.length > 3)
  return (
    words.length > 0 && words.filter(word => /^["“(]?[\p{Lu}\d]/u.test(word)).length >= words.length * 0.7
  )
}

/** Lines in capitals, and short lines like a title, between complete paragraphs. */
function unmarked(reading: Reading, title: number): Found[] {
  const { drafts } = reading
  const found: Found[] = []
  const letter = drafts.slice(0, 16).some(d => isSalutation(d.line.text))
  const lastProse = drafts.findLastIndex(d => isProse(d) || d.kind === 'speech')
  drafts.forEach((draft, index) => {
    const { text } = draft.line
    if (draft.kind !== null || draft.turn || index > lastProse || text.length > 120 || index === title) return
    if (!stands(drafts, index) && !follows(drafts, index)) return
    const caps =
      isCaps(text.replace(/\([^)]*\)$/, ''), 4) &&
      wordsOf(text).length <= 16 &&
      !/[:,;]$/.test(text) &&
      /\p{L}{4}/u.test(text)
    if (!caps && (letter || reading.dialogue || !looksLikeTitle(drafts, index))) return
    // A name in capitals below "I have the honor to be, &c.," signs.
    if (/,$/.test(drafts[index - 1]?.line.text ?? '') && wordsOf(text).length <= 5) return
    if (/^[/"“(]|^\d/.test(text) || isDateline(text) || isPartialDateline(text)) return
    mark(draft, 'heading')
    const after = follows(drafts, index)
    if (after && found.at(-1)?.style === 'caps' && caps) {
      draft.joins = true
      return
    }
    found.push({ index, style: caps ? 'caps' : 'bare', rank: null })
    guess(
      reading,
      draft,
      'heading',
      `${cited(text)} was taken for a heading, as it is ${caps ? 'in capitals' : 'short and has no full stop'}.`,
    )
  })
  return found
}

/** Whether a line stands right below one just taken for a heading in capitals. */
function follows(drafts: readonly Draft[], index: number): boolean {
  return drafts[index]!.line.gap === 0 && drafts[index - 1]?.kind === 'heading'
}

function looksLikeTitle(drafts: readonly Draft[], index: number): boolean {
  const { text } = drafts[index]!.line
  const words = wordsOf(text)
  if (text.length > 80 || words.length > 10 || !/^\p{Lu}/u.test(text) || !/\p{L}$/u.test(text)) return false
  if (labelOf(text) || (words.length > 4 && !mostlyCapitals(text)) || !/\p{Ll}{3}/u.test(text)) return false
  const above = drafts[beyond(drafts, index, -1)]
  const below = drafts[beyond(drafts, index, 1)]
  if (!below || !above) return false
  const complete =
    above.kind === 'heading' ||
    above.kind === 'dateline' ||
    above.kind === 'rule' ||
    ending(above.line.text) === 'final'
  return complete && below.kind !== 'signature' && isProse(below) && beginsLower(below.line.text) === false
}

/** Keywords by rank below the title; what has no keyword one below the deepest keyword open above it. Notations
 * without keyword nest in the order in which they first occur below that keyword. */
function setLevels({ drafts }: Reading, found: readonly Found[]): void {
  const ranks = [...new Set(found.map(f => f.rank).filter(rank => rank !== null && rank >= 0))].sort(
    (a, b) => a! - b!,
  )
  let keyword = 1
  let nested: string[] = []
  for (const { index, style, rank } of found) {
    let level: number
    if (rank !== null) {
      level = rank < 0 ? 2 : 2 + ranks.indexOf(rank)
      keyword = level
      nested = []
    } else {
      const at = nested.indexOf(style)
      nested = at === -1 ? [...nested, style] : nested.slice(0, at + 1)
      level = keyword + nested.length
    }
    for (let i = index; i === index || drafts[i]?.joins; i++) drafts[i]!.attrs.level = Math.min(level, 6)
  }
}

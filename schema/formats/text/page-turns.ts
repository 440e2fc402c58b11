/**
 * Page turns that a typist left in the text: the catchword (the first word of the next page, typed at the foot), a
 * stamp (a short line, often a garbled date), a page mark, a form feed. Each may stand without the others.
 */
import { isDateline, isDateStamp, isGarbled } from './dates.js'
import { beyond, cited, type Draft, guess, isFurniture, isProse, mark, type Reading } from './draft.js'
import { bare, beginsLower, ending, isCaps, isNearly, isOpen, wordsOf } from './words.js'

/** The longest line taken for a catchword or a stamp. */
const SHORT = 40
const STAMP_WORDS = /^\[?\s*(?:stamp(?:ed)?|seal|received|rec['’]?d|filed|registered|entered|approved)\b/i
const FUNCTION_WORD =
  /^(?:a|an|the|on|in|of|to|at|by|for|from|with|and|or|but|as|it|he|she|they|we|this|that|these|those|his|her|its|their|our|which|who|if|when|after|before|during|under|however|thus|then|there|was|were|is|are|be|has|have|had|not|no|so|such)$/

/** Whether a line is the catchword of `next`: one to three words with which `next` begins. `near` where a letter
 * differs or the catchword is cut short. */
export function catchwordOf(text: string, next: string): 'exact' | 'near' | null {
  const words = wordsOf(text)
  if (text.length > SHORT || words.length > 3) return null
  const own = words.map(bare).filter(Boolean)
  const follows = wordsOf(next, 200)
  const first = follows.map(bare).filter(Boolean)
  if (own.length === 0 || first.length <= own.length) return null
  // A full stop or colon is a catchword's only where what follows has it too: "3.", "(b)", "Stalin:".
  const typed = follows.find(word => bare(word) !== '') ?? ''
  if (/[.?!:]$/.test(text) && words[0] !== typed) return null
  if (
    isCaps(text, 2) !==
    isCaps(
      follows
        .filter(word => bare(word) !== '')
        .slice(0, own.length)
        .join(' '),
      2,
    )
  )
    return null
  if (own.every((word, i) => word === first[i])) return 'exact'
  const [mine, theirs] = [own.join(' '), first.slice(0, own.length).join(' ')]
  if (mine.length >= 4 && isNearly(mine, theirs)) return 'near'
  return own.length === 1 && mine.length >= 3 && theirs.startsWith(mine) && /[-–—=]$/.test(text)
    ? 'near'
    : null
}

interface Turn {
  /** Index of the first draft of the new page. */
  readonly at: number
  readonly catchword: number
  readonly near: boolean
  readonly stamps: readonly number[]
  /** Sure by itself; otherwise it wants other page turns of the document beside it. */
  readonly sure: boolean
  readonly garbled: boolean
}

/** Marks catchwords and stamps and sets `turn` on each draft with which a new page begins. */
export function recognisePageTurns(reading: Reading): void {
  const { drafts } = reading
  const turns: Turn[] = []
  for (let at = 1; at < drafts.length; at++) {
    if (isFurniture(drafts[at]!) || drafts[at]!.kind === 'metadata') continue
    const turn = turnAt(reading, at)
    if (turn) turns.push(turn)
  }
  const sure = turns.filter(turn => turn.sure)
  const stamped = sure.some(turn => turn.stamps.length > 0)
  const caught = sure.some(turn => turn.catchword >= 0)
  for (const turn of turns) {
    const wanted = turn.sure || (turn.catchword >= 0 ? caught || stamped : stamped || turn.garbled)
    if (wanted) take(reading, turn)
  }
}

function turnAt(reading: Reading, at: number): Turn | null {
  const { drafts } = reading
  // Dates below dates are a table.
  if (isDateStamp(drafts[at]!.line.text)) return null
  let best: Turn | null = null
  // A form feed or a page mark is enough without catchword and stamp, if nothing stands between it and the text.
  let marked = drafts[at]!.line.formFeed
  let bareMark = marked
  let furniture = true
  for (let from = at - 1; from >= 0 && from >= at - 4; from--) {
    const draft = drafts[from]!
    if (draft.kind === 'label' && draft.attrs.place === 'page') {
      marked = true
      bareMark ||= furniture
    } else if (
      (draft.kind !== null && !isLoneLabel(draft, drafts[at]!)) ||
      draft.line.rows > 1 ||
      draft.line.text.length > SHORT
    )
      break
    else furniture = false
    best = judge(reading, from, at, marked) ?? best
    marked ||= draft.line.formFeed
    bareMark ||= furniture && draft.line.formFeed
  }
  return (
    best ?? (bareMark ? { at, catchword: -1, near: false, stamps: [], sure: true, garbled: false } : null)
  )
}

/** What the drafts from `from` up to `at` are, if all of them are page furniture; `marked` says that a form feed or
 * page mark is among them. */
function judge({ drafts }: Reading, from: number, at: number, marked: boolean): Turn | null {
  const next = drafts[at]!
  const before = from - 1 < 0 ? -1 : isFurniture(drafts[from - 1]!) ? beyond(drafts, from - 1, -1) : from - 1
  const previous = drafts[before]
  if (!previous || isDateStamp(previous.line.text)) return null
  const open = isBroken(previous)
  const lower = beginsLower(next.line.text) && next.kind === null
  let catchword = -1
  let near = false
  const others: number[] = []
  for (let i = from; i < at; i++) {
    if (isFurniture(drafts[i]!)) continue
    const match = catchword === -1 ? catchwordOf(drafts[i]!.line.text, next.line.text) : null
    if (match) {
      catchword = i
      near = match === 'near'
    } else others.push(i)
  }
  const dated = others.filter(i => isDateStamp(drafts[i]!.line.text))
  const allStamps = others.every(i => isStampText(drafts[i]!.line.text))
  const garbled = dated.some(i => isGarbled(drafts[i]!.line.text))
  const turn = { at, catchword, near, stamps: others, garbled }

  if (catchword >= 0) {
    const strong = dated.length > 0 || marked || (open && (lower || !near))
    if (near) return strong && allStamps ? { ...turn, sure: true } : null
    // Between a catchword and its page any short line is a stamp.
    if (!allStamps && !(open || others.every(i => isStampLike(drafts[i]!.line.text)))) return null
    const word = bare(drafts[catchword]!.line.text)
    const plain =
      FUNCTION_WORD.test(word) ||
      /^[\d(]|:$/.test(drafts[catchword]!.line.text) ||
      beginsLower(drafts[catchword]!.line.text)
    if (strong || others.length > 0 || (plain && (isProse(previous) || previous.kind === 'speech')))
      return { ...turn, sure: true }
    return isProse(previous) && isProse(next) ? { ...turn, sure: false } : null
  }
  if (others.length === 0) return null
  if (!allStamps) {
    const framed = open && lower && others.length === 1 && isStampLike(drafts[others[0]!]!.line.text)
    return framed ? { ...turn, sure: true } : null
  }
  // A stamp's date in the middle of a sentence, however short what stands above it.
  const parted = lower && isOpen(previous.line.text) && wordsOf(previous.line.text).length >= 3
  if (marked || (open && lower) || (parted && dated.length > 0)) return { ...turn, sure: true }
  if (others.length > 1) return null
  const sentence =
    isProse(previous) || (ending(previous.line.text) === 'final' && wordsOf(previous.line.text).length >= 4)
  if (!sentence && previous.kind === null && !open) return null
  const prose =
    previous.line.text.length > 120 || (sentence && (before > 1 || garbled)) || previous.kind === 'speech'
  if (!prose && !(open && before > 1)) return null
  return { ...turn, sure: open && before > 1 && garbled }
}

/** "Stalin:" alone before "Stalin: …" is a catchword, though it was taken for a turn. */
function isLoneLabel({ kind, attrs, line }: Draft, next: Draft): boolean {
  return (
    kind === 'speech' &&
    line.text === attrs.label &&
    next.kind === 'speech' &&
    next.attrs.label === attrs.label
  )
}

/** Whether a paragraph breaks off. A title has no full stop either, so only longer lines count. */
function isBroken({ kind, line }: Draft): boolean {
  if (kind !== null && kind !== 'speech' && kind !== 'item') return false
  const end = ending(line.text)
  return (
    (end === 'open' || end === 'abbreviation') && (line.text.length >= 60 || /\p{Ll},$|-$/u.test(line.text))
  )
}

function isStampText(text: string): boolean {
  return isDateStamp(text) || STAMP_WORDS.test(text)
}

/** Whether a short line might be a stamp of a kind not known: a number, a shelf mark, capitals. */
function isStampLike(text: string): boolean {
  if (text.length > SHORT || (isDateline(text) && text.includes(','))) return false
  return (
    isOpen(text) && !/^["“„«]/.test(text) && (/\d/.test(text) || isCaps(text, 2) || /^\[.*\]$/.test(text))
  )
}

function take(reading: Reading, turn: Turn): void {
  const { drafts } = reading
  const next = drafts[turn.at]!
  next.turn = true
  for (const i of turn.stamps) mark(drafts[i]!, 'stamp')
  if (turn.catchword >= 0) {
    drafts[turn.catchword]!.attrs = {}
    drafts[turn.catchword]!.spans = []
    mark(drafts[turn.catchword]!, 'catchword')
  }
  for (const i of turn.stamps) {
    const { text } = drafts[i]!.line
    if (!isStampText(text))
      guess(
        reading,
        drafts[i]!,
        'stamp',
        `${cited(text)} was taken for a stamp, as it stands at a page turn.`,
      )
    else if (!turn.sure)
      guess(
        reading,
        drafts[i]!,
        'stamp',
        `${cited(text)} was taken for a stamp and a page turn, though both paragraphs beside it are complete.`,
      )
  }
  if (turn.catchword === -1) return
  const catchword = drafts[turn.catchword]!
  const { text } = catchword.line
  if (turn.near) {
    const found = wordsOf(next.line.text)[0] ?? ''
    guess(
      reading,
      catchword,
      'catchword',
      `${cited(text)} was taken for a catchword, though the next page begins with ${cited(found)}.`,
    )
  } else if (!turn.sure)
    guess(
      reading,
      catchword,
      'catchword',
      `${cited(text)} was taken for a catchword and a page turn; it might be a heading.`,
    )
}

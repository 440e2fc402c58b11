/** Speaker turns: "Stalin: …", "Mr. MOLOTOV (interrupting): …", "THE PRESIDENT. …", "Q. …", and who goes on speaking. */
import { addSpan, beyond, cited, type Draft, guess, isFurniture, mark, type Reading } from './draft.js'
import { isArchiveLabel, isMemoLabel } from './metadata.js'
import { bare, isOpen } from './words.js'

const NAME = String.raw`\p{Lu}[\p{L}\p{M}.'’-]*`
const PARTICLE = String.raw`(?:of|the|de|du|da|di|del|von|van|der|den|la|le|and|for|al|bin|no\.?|\d{1,2})`
const ASIDE = String.raw`(?:\s*[(\[][^()\[\]]{1,60}[)\]])?`
const COLON = new RegExp(
  String.raw`^(${NAME}(?:[ \t\u00A0]+(?:${NAME}|${PARTICLE})){0,6})(${ASIDE})\s*[:：](?=\s|$|["“„«'‘(\[\p{Lu}])`,
  'u',
)
const RANK = '(?:(?:The|Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Count|Prince|Baron|General|Gen|Marshal|Admiral|M)\\.?\\s+)'
const STOP = new RegExp(
  String.raw`^(${RANK}?\p{Lu}[\p{Lu}'’-]{2,}(?:\s+\p{Lu}[\p{Lu}'’-]+){0,3})(${ASIDE})\.\s*[—–-]?(?=\s|\p{Lu})`,
  'u',
)
/** What only a speaker's label is: "The CHAIRMAN.—". */
const FORMAL = new RegExp(`^${RANK}\\p{Lu}{3,}\\.`, 'u')
const ANSWER = /^([QA])(\.?)(?=\s+\S)/

const NO_SPEAKER =
  /^(?:(?:my|dear|mydear)?(?:sirs?|gentlemen|madam|lord|excellency)|dear.*|your(?:excellency|majesty|highness|lordship)|monsieur.*|notes?|nb|ps|pps|witness(?:es)?|attest(?:ed)?|present|absent|participants|place|time|enclosures?|attachments?|annex|appendix|agenda|item|.*remarks?|example|warning|decisions?|resolved|resolution|action|conclusions?|results?|distribution|copies|copy|copyto|signed|seal|total|first|second|third|fourth|fifth|lastly|finally|chapter.*|section.*|subsection.*|paragraph.*|article.*|part.*|page.*|table.*|figure.*|no|vol.*|january|february|march|april|may|june|july|august|september|october|november|december)$/

/** A speaker's label at the beginning of a line: `length` runs to the end of its colon or full stop. */
export interface Label {
  readonly who: string
  readonly aside: { from: number; to: number } | null
  readonly length: number
}

function labelIn(text: string, pattern: RegExp): Label | null {
  const head = text.slice(0, 130)
  const found = pattern.exec(head)
  if (!found || found[1]!.length > 60) return null
  const who = found[1]!.trim()
  const aside = pattern === ANSWER ? '' : (found[2] ?? '')
  const white = aside.length - aside.trimStart().length
  const from = found[1]!.length + white
  return {
    who,
    aside: aside.trim() ? { from, to: from + aside.trim().length } : null,
    length: found[0].length,
  }
}

/** The label of a line that would be a speaker's turn in a dialogue, or null. */
export function speakerLabel(text: string): Label | null {
  const label = labelIn(text, COLON)
  if (!label) return null
  const key = bare(label.who)
  if (key === '' || NO_SPEAKER.test(key) || isMemoLabel(label.who) || /^\P{L}+$/u.test(label.who)) return null
  return isArchiveLabel(label.who) && !/^(?:editor|translator|author|chairman)$/.test(key) ? null : label
}

/** Marks speaker turns. A document is taken for a dialogue when at least two labels occur in at least three turns and
 * one of them recurs, or when nearly every line has one; then a label that occurs once is a speaker too if it looks
 * like a name. Turns marked with a full stop instead of a colon want two speakers with two turns each. */
export function recogniseSpeeches(reading: Reading): void {
  for (const pattern of [COLON, ANSWER, STOP]) {
    const turns = turnsBy(reading, pattern)
    if (!turns) continue
    reading.dialogue = true
    const names = new Map<string, string>()
    for (const { draft, label } of turns) {
      const key = bare(label.who)
      if (!names.has(key))
        names.set(
          key,
          label.who.replace(/[.\s]+$/, endOf => (isTitled(label.who) ? endOf.trim() : '')),
        )
      mark(draft, 'speech', { who: names.get(key)!, label: draft.line.text.slice(0, label.length).trimEnd() })
      addSpan(draft, 0, draft.line.text.slice(0, label.length).trimEnd().length, 'speaker')
      if (label.aside) addSpan(draft, label.aside.from, label.aside.to, 'stage')
    }
    return
  }
}

/** "Jr." or "T. V." keep their stop; "Stalin." does not. */
function isTitled(who: string): boolean {
  return /\b(?:Jr|Sr|\p{Lu})\.$/u.test(who)
}

function turnsBy({ drafts }: Reading, pattern: RegExp): { draft: Draft; label: Label }[] | null {
  const turns: { draft: Draft; label: Label }[] = []
  const counts = new Map<string, number>()
  let lines = 0
  for (const draft of drafts) {
    if (draft.kind !== null) continue
    lines++
    const label = pattern === COLON ? speakerLabel(draft.line.text) : labelIn(draft.line.text, pattern)
    if (!label || (pattern === STOP && NO_SPEAKER.test(bare(label.who)))) continue
    turns.push({ draft, label })
    counts.set(bare(label.who), (counts.get(bare(label.who)) ?? 0) + 1)
  }
  const recurring = [...counts.values()].filter(n => n > 1).length
  if (pattern === COLON) {
    // A list of offices ("Finance: Segris.") has as many labels, but none twice.
    const dense = turns.length >= (lines - 1) * 0.6 && (recurring > 0 || counts.size <= 3)
    if (counts.size < 2 || !(dense || (turns.length >= 3 && recurring > 0 && turns.length >= lines * 0.1)))
      return null
    const isAlone = ({ draft, label }: (typeof turns)[number]) => label.length === draft.line.text.length
    const recurs = ({ label }: (typeof turns)[number]) => counts.get(bare(label.who))! > 1
    // "MEMBERS OF THE COMMITTEE:" alone heads a list where the speakers' labels have text beside them.
    const alone = turns.some(turn => recurs(turn) && isAlone(turn))
    const all = turns.length >= (lines - 1) * 0.8
    return turns.filter(
      turn => recurs(turn) || ((alone || !isAlone(turn)) && looksLikeName(turn.draft, turn.label, all)),
    )
  }
  if (recurring < 2) return null
  return turns.filter(({ label, draft }) => counts.get(bare(label.who))! > 1 || FORMAL.test(draft.line.text))
}

/** A label that occurs only once: at most four words, and what it introduces begins like speech, or nearly all
 * lines have labels. */
function looksLikeName({ line }: Draft, { who, length }: Label, dense: boolean): boolean {
  const rest = line.text.slice(length).trimStart()
  return who.split(/\s+/).length <= 4 && (dense || rest === '' || /^["“„«'‘([\d…\p{Lu}]/u.test(rest))
}

const NARRATION =
  /^(?:the (?:meeting|session|conference|committee|conversation|interview|court|tribunal|house|sitting|assembly|council|proceedings|delegation)|at this (?:point|moment|juncture)|there (?:was|followed)|(?:here|then)\b.{0,40}\b(?:entered|left|withdrew|followed)|adjourned|after (?:a|the|an) (?:pause|break|recess|adjournment|short)|end of|the (?:secretary|chairman|president|interpreter|clerk|speaker|ambassador|ministers?|delegates?|members?|guests?) (?:then |now )?(?:\w+ed|read|left|rose|spoke|said|gave|took|withdrew))\b/i

/** Gives the paragraphs after a labelled turn to its speaker, until something else begins. A paragraph that tells what
 * happened ("The meeting adjourned …") is nobody's. */
export function continueSpeeches(reading: Reading): void {
  if (!reading.dialogue) return
  const { drafts } = reading
  const names = new Set(drafts.filter(d => d.kind === 'speech').map(d => String(d.attrs.who)))
  let who: string | null = null
  drafts.forEach((draft, i) => {
    if (draft.kind === 'speech') {
      who = String(draft.attrs.who)
      return
    }
    if (isFurniture(draft) || ['stage', 'item', 'quotation', 'verse', 'note'].includes(draft.kind ?? ''))
      return
    if (draft.kind !== null) who = null
    if (who === null) return
    const { text, gap } = draft.line
    const previous = drafts[beyond(drafts, i, -1)]
    const alone = previous?.kind === 'speech' && previous.line.text === previous.attrs.label
    const runsOn =
      gap === 0 ||
      alone ||
      (previous !== undefined && isOpen(previous.line.text) && previous.line.text.length > 40)
    if (!runsOn && isNarration(text, names)) {
      guess(
        reading,
        draft,
        'narration',
        `${cited(text)} was taken for narration, not for part of what ${who} says.`,
      )
      who = null
      return
    }
    mark(draft, 'speech', { who, continues: true })
    if (!runsOn && !draft.turn)
      guess(
        reading,
        draft,
        'speech-continues',
        `This paragraph has no speaker's label; it was given to ${who}, who spoke last.`,
      )
  })
}

function isNarration(text: string, names: ReadonlySet<string>): boolean {
  if (NARRATION.test(text)) return true
  const plain = text.replace(/^The /, '')
  const verb = /^\s*(?:then|now|and|again|here|\p{Ll}+(?:ed|s)\b|left|rose|spoke|read|said|gave|took)/u
  for (const name of names)
    if (plain.startsWith(`${name} `) && verb.test(plain.slice(name.length))) return true
  return false
}

const STAGE = /^\([^()]*(?:\([^()]*\)[^()]*)*\)[.,;:]?$|^\[[^[\]]*\][.,;:]?$/
/** "[Translator's note: …]" is no direction. */
const REMARK = /^[([]\s*(?:(?:translator|editor|transcriber)\b|note\b)/i
const SIGNED = /^[([]\s*(?:signed|sgd|s\/)/i
/** Directions are short: a longer paragraph in parentheses is text. */
const STAGE_LIMIT = 160

/** Marks lines wholly in parentheses or brackets as stage directions, in a text that has speakers. */
export function recogniseStages(reading: Reading): void {
  if (!reading.dialogue) return
  for (const draft of reading.drafts) {
    const { text } = draft.line
    if (draft.kind === null && text.length <= STAGE_LIMIT && STAGE.test(text) && !SIGNED.test(text))
      mark(draft, REMARK.test(text) ? 'note' : 'stage')
  }
}

/** The speakers with the number of their turns, most turns first. */
export function speakersOf({ drafts }: Reading): { who: string; turns: number }[] {
  const counts = new Map<string, number>()
  for (const { kind, attrs } of drafts)
    if (kind === 'speech' && !attrs.continues)
      counts.set(String(attrs.who), (counts.get(String(attrs.who)) ?? 0) + 1)
  return [...counts].map(([who, turns]) => ({ who, turns })).sort((a, b) => b.turns - a.turns)
}

/** Paragraphs that run on: across a page turn, or broken with no mark at all. */
import { beyond, cited, type Draft, guess, isFurniture, mark, type Reading } from './draft.js'
import { quoting } from './quotations.js'
import { beginsLower, ending, wordsOf } from './words.js'

/** Kinds whose blocks may run on over a page turn. */
const RUNNING = new Set(['paragraph', 'item', 'speech', 'quotation'])

/** Sets `continues` where a block runs on from the one before it. Call it last: drafts without a kind are paragraphs. */
export function recogniseContinuations(reading: Reading): void {
  const { drafts } = reading
  let turned = false
  drafts.forEach((draft, i) => {
    turned ||= draft.turn
    if (isFurniture(draft)) return
    const across = turned
    turned = false
    if (draft.joins || draft.attrs.continues || (draft.kind !== null && !isRest(draft))) return
    const at = beyond(drafts, i, -1)
    const previous = drafts[at]
    const kind = previous?.kind ?? 'paragraph'
    if (!previous || !RUNNING.has(kind)) return
    const { text } = draft.line
    const end = ending(previous.line.text)
    const lower = beginsLower(text)
    if (across) {
      const breaks =
        end === 'abbreviation' ||
        (end === 'open' && (previous.line.text.length >= 60 || /[,–—-]$/.test(previous.line.text)))
      if (!breaks && !lower) return
      take(draft, previous)
      // A capital may as well begin a new paragraph when the page ended without a stop by mistake.
      if (!lower && !drafts.slice(at + 1, i).some(({ kind }) => kind === 'catchword'))
        guess(reading, draft, 'continues', `${cited(text)} was taken to run on from the page before.`)
    } else if (kind === 'quotation' && quoting(previous.line.text) !== 'begins') return
    else if (end === 'open' && lower && wordsOf(previous.line.text).length >= 3 && !/^[-–•*]/.test(text)) {
      take(draft, previous)
      guess(
        reading,
        draft,
        'broken-paragraph',
        `The paragraph before ends without a full stop and this one begins with a small letter: they were taken for one.`,
      )
    }
  })
}

/** The rest of a quotation that was recognised over the page turn may run on as well. */
function isRest({ kind, line }: Draft): boolean {
  return kind === 'quotation' && !/^["“„«]/.test(line.text)
}

function take(draft: Draft, previous: Draft): void {
  const { who, ordered, depth } = previous.attrs
  const kind = previous.kind ?? 'paragraph'
  if (kind === 'speech') mark(draft, 'speech', { who: who!, continues: true })
  else if (kind === 'item') mark(draft, 'item', { ordered: ordered!, depth: depth!, continues: true })
  else mark(draft, kind, { continues: true })
}

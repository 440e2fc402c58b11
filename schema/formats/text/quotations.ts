/** Quotations: paragraphs that stand wholly in quotation marks, such as the text of a telegram. */
import { beyond, type Draft, isFurniture, mark, type Reading } from './draft.js'

const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '„': '“”',
  '«': '»',
  '»': '«',
  '‘': '’',
  '”': '”',
}
/** Shorter quoted lines are somebody's answer; only an introducing colon makes them a quotation. */
const SHORT = 40

/** How a paragraph's quotation marks stand: `whole` (it is one quotation), `begins` (it opens one and does not close
 * it, as each paragraph of a long quotation does), or null. */
export function quoting(text: string): 'whole' | 'begins' | null {
  const open = text[0]!
  const close = CLOSING[open]
  if (!close || (open === '‘' && text.length < SHORT)) return null
  const straight = open === '"'
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (straight ? char !== '"' : char !== open && !close.includes(char)) continue
    const opens = straight
      ? i === 0 || /[\s([—–-]/.test(text[i - 1]!)
      : char === open && !(i > 0 && close.includes(char))
    // An apostrophe is the same character as a closing single quotation mark.
    if (open === '‘' && !opens && /\p{L}/u.test(text[i + 1] ?? '')) continue
    depth += opens ? 1 : -1
    if (depth === 0) return i >= text.length - 2 && /^[.,;:)]?$/.test(text.slice(i + 1)) ? 'whole' : null
  }
  return 'begins'
}

/** Marks quotations, among them those of several paragraphs of which only the last closes. */
export function recogniseQuotations({ drafts }: Reading): void {
  drafts.forEach((draft, i) => {
    if (draft.kind !== null) return
    const kind = quoting(draft.line.text)
    if (kind === 'whole') {
      const introduced = /:$/.test(drafts[beyond(drafts, i, -1)]?.line.text ?? '')
      if (introduced || draft.line.text.length >= SHORT) mark(draft, 'quotation')
    } else if (kind === 'begins') runFrom(drafts, i)
  })
}

/** Each paragraph of the run opens with a mark, or runs on from a page turn; the last one closes. */
function runFrom(drafts: readonly Draft[], from: number): void {
  const run = [drafts[from]!]
  for (let i = from + 1; i < drafts.length && run.length < 60; i++) {
    const draft = drafts[i]!
    if (isFurniture(draft)) continue
    if (draft.kind !== null) return
    const { text } = draft.line
    const opened = CLOSING[text[0]!] !== undefined
    if (!opened && !draft.turn) return
    run.push(draft)
    const closed = opened ? quoting(text) === 'whole' : /["”»][.,;]?$/.test(text)
    if (!closed) continue
    for (const one of run) mark(one, 'quotation')
    return
  }
}

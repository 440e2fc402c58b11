/** Marks that an earlier transcriber or editor left inside the text: "(?)", "[sic]", "[…]". They remain source text. */
import { addSpan, type Draft, isFurniture } from './draft.js'

const DOUBT = /(?:[^\s[\]()]{1,80}\s?)?[([]\s?\?\s?[)\]]/g
const SIC = /^[[(]\s*sic[!.]?\s*[\])]$/i
/** A longer stretch in brackets is no editor's insertion but text. */
const LIMIT = 300

/** Adds `unclear` (the doubtful word with its "(?)"), `sic` and `editorial` spans to a draft. */
export function recogniseInline(draft: Draft): void {
  if (isFurniture(draft)) return
  const { text } = draft.line
  const taken = draft.spans.filter(({ type }) => type === 'marker' || type === 'stage' || type === 'note-ref')
  if (text.includes('?'))
    for (const match of text.matchAll(DOUBT))
      addSpan(draft, match.index, match.index + match[0].length, 'unclear')
  if (text.includes('('))
    for (const match of text.matchAll(/\(sic[!.]?\)/gi))
      addSpan(draft, match.index, match.index + match[0].length, 'sic')
  let open = -1
  for (let i = text.indexOf('['); i !== -1 && i < text.length; i++) {
    const char = text[i]
    if (char === '[') open = i
    else if (char === ']' && open !== -1) {
      const inner = text.slice(open, i + 1)
      if (SIC.test(inner)) addSpan(draft, open, i + 1, 'sic')
      else if (
        inner.length > 2 &&
        inner.length <= LIMIT &&
        !/^\[\s?\?\s?\]$/.test(inner) &&
        !isTaken(draft, taken, open)
      )
        addSpan(draft, open, i + 1, 'editorial')
      open = -1
    }
  }
}

/** "[a]" at the beginning of an item and "[laughing]" in a label are something else already. */
function isTaken(draft: Draft, taken: Draft['spans'], index: number): boolean {
  const at = draft.line.start + index
  return (draft.kind === 'stage' && index === 0) || taken.some(({ start, end }) => start <= at && at < end)
}

/** Replacing what was found: a proposal at each place, never a change of the text. */
import type { EditedDocument } from '../../schema/document.js'
import type { Match } from '../../schema/search.js'
import { inWholeWords, type Reading } from '../../schema/words.js'
import type { Editor } from './editor.js'

/** How many proposals were made, and how many places were left alone. */
export interface Replaced {
  readonly made: number
  readonly left: number
}

/** What would be proposed: on whole words, one for each place. A place that has a correction already, or is parted by a
 * page turn, is left alone; one that reads so already is passed over. `matches` are in text order. */
export function replacementsFor(
  document: EditedDocument,
  matches: readonly Match[],
  text: string,
): { readonly readings: Reading[]; readonly left: number } {
  const found = matches.map(match => rangeOf(document, match))
  const free = found.filter(range => range !== null)
  const readings = inWholeWords(
    free.map(range => ({ ...range, text })),
    document.text,
  ).filter(({ start, end, text }) => document.text.slice(start, end) !== text)
  return { readings, left: found.length - free.length }
}

/** Proposes `text` at each of the matches, in one step that can be undone. */
export function replaceAll(editor: Editor, matches: readonly Match[], text: string): Replaced {
  const { document, me } = editor
  const { readings, left } = replacementsFor(document, matches, text)
  if (readings.length === 0) return { made: 0, left }
  const done = editor.change(() => {
    for (const reading of readings)
      document.layers.addCorrection({
        ...reading,
        id: editor.newId(),
        side: -1,
        kind: editor.defaultKind,
        reason: '',
        evidence: '',
        certainty: 'unknown',
        by: me.id,
        at: Date.now(),
        parent: null,
      })
  })
  return { made: done ? readings.length : 0, left }
}

/** The range of the witness that a match covers; null where it is not of one piece or something is proposed there. */
function rangeOf(document: EditedDocument, { parts }: Match): { start: number; end: number } | null {
  const [first] = parts
  if (!first || 'correction' in first) return null
  const { start } = first
  let { end } = first
  for (const part of parts.slice(1)) {
    if ('correction' in part || part.start !== end) return null
    end = part.end
  }
  const isCorrected = document.corrections
    .touching(start, end)
    .some(c => c.start < end && c.end > start && /^(proposed|accepted)$/.test(document.standing(c.id)))
  return isCorrected ? null : { start, end }
}

/** Which corrections a Word file shows, and how: applied, as tracked changes, or beside the text in comments. */
import type { Correction } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import { SortedRanges } from '../../ranges.js'
import { placeOf, shows, type View } from '../../readings.js'
import { inWholeWords } from '../../words.js'
import { mainOnes } from '../plain/markup.js'

/** `open`: what is accepted is applied, what is proposed tracked. `all`: both are tracked. `none`: what is accepted is
 * applied, what is proposed is left out. */
export type Tracking = 'open' | 'all' | 'none'

/** `inText` are all that stand in the text, on whole words, none overlapping another; `tracked` the ids of those that
 * are tracked; `beside` those that compete with one in the text. */
export interface Shown {
  readonly inText: SortedRanges<Correction>
  readonly tracked: ReadonlySet<string>
  readonly beside: readonly Correction[]
}

export function shownIn(document: EditedDocument, view: View, tracking: Tracking): Shown {
  const isClean = view !== 'all' || tracking === 'none'
  const wanted = view === 'all' && tracking === 'none' ? 'reading' : view
  const shown = document.corrections.inOrder().filter(c => shows(document, c, wanted))
  const typed = isClean ? document.winners.filter(c => shows(document, c, wanted)) : mainOnes(document, shown)
  const inText = inWholeWords(typed, document.text).map((wide, i) => withinBlock(document, wide, typed[i]!))
  const isInText = new Set(inText.map(c => c.id))
  return {
    inText: SortedRanges.of(inText),
    tracked: new Set(
      isClean
        ? []
        : inText.filter(c => tracking === 'all' || document.standing(c.id) === 'proposed').map(c => c.id),
    ),
    beside: isClean ? [] : shown.filter(c => !isInText.has(c.id)),
  }
}

/** A correction on whole words, or as typed where it would reach out of its block by that. */
function withinBlock(document: EditedDocument, wide: Correction, typed: Correction): Correction {
  if (wide === typed) return typed
  const { start, end } = document.structure.block(placeOf(document, typed))
  return typed.start >= start && typed.end <= end && wide.start >= start && wide.end <= end ? wide : typed
}

/** What stands before the text and below it: title, source, editors; and how the pages came to be. */
import { contributorsOf } from '../../contributors.js'
import type { View } from '../../readings.js'
import { witnessHash } from '../../witness.js'
import type { Exported } from '../format.js'
import { address, day } from '../html/escape.js'
import { labelOf } from '../html/parts.js'
import { escaped, literal } from './escape.js'

const viewWords: Readonly<Record<View, string>> = {
  reading: '',
  diplomatic: 'Diplomatic text',
  received: 'The text as received',
  all: 'The text with all corrections and proposals',
}

const explained: Readonly<Record<View, string>> = {
  reading: 'The reading text, with all accepted corrections.',
  diplomatic: 'The diplomatic text, with accepted corrections of the transcription.',
  received: 'The text as received, without any correction.',
  all: 'All markup: what is struck out stands as it was received, what is underlined was corrected; dotted lines are proposals, unbroken ones have been accepted.',
}

/** The names of all who had a hand in the document, in order of their names. */
export function editorsOf({ document, person }: Exported): string[] {
  const names = contributorsOf(document).map(id => person(id) || id)
  return [...new Set(names)].sort((a, b) => (a < b ? -1 : 1))
}

/** The title block; without the title where the text has it. */
export function frontTypst(exported: Exported, view: View, hasTitle: boolean): string {
  const { edition, title } = exported
  const lines = [
    `edition: ${edition.trim() ? `[${escaped(edition)}]` : 'none'}`,
    `title: ${hasTitle || !title.trim() ? 'none' : `[${escaped(title)}]`}`,
    `which: ${viewWords[view] ? `[${viewWords[view]}]` : 'none'}`,
    `note: ${sourceNote(exported)}`,
  ]
  return `#front(${lines.join(', ')})`
}

/** What is known of the source; what its text says itself is not said again. */
function sourceNote({ metadata, document, title }: Exported): string {
  const parts = Object.entries(metadata)
    .filter(([key, value]) => key !== 'language' && value.trim() !== '' && value.trim() !== title.trim())
    .filter(([, value]) => !document.text.includes(value.trim()))
    .map(([key, value]) => {
      const words = escaped(value.trim())
      const shown = address(value.trim()) === null ? words : `#link(${literal(value.trim())})[${words}]`
      return `#emph[${escaped(labelOf(key))}:] ${shown}${/[.!?]$/.test(value.trim()) ? '' : '.'}`
    })
  return parts.length > 0 ? `[${parts.join(' ')}]` : 'none'
}

/** The last lines. `lacking` are the characters that the typeface has not got. */
export function colophonTypst(exported: Exported, view: View, lacking: readonly string[]): string {
  const { document, at } = exported
  const { source } = document.witness
  const editors = editorsOf(exported)
  const made = day(at)
  const sentences = [
    ...(editors.length > 0 ? [`Edited by ${escaped(inSeries(editors))}.`] : []),
    escaped(explained[view]),
    `Written by Corrigenda${made ? ` on ${made}` : ''} from ${escaped(source.name)} and set in Libertinus Serif.`,
    `The text as received has the SHA\\-256 #hash("${witnessHash(document.witness)}").`,
  ]
  const boxes =
    lacking.length > 0
      ? [
          `#parbreak();#strong[Not all characters could be printed.] Libertinus Serif has no sign for ${lacking.slice(0, 60).map(named).join(', ')}${lacking.length > 60 ? ` and ${lacking.length - 60} others` : ''}: where they stand, the page shows an empty box. The Typst source of this document can be set in a typeface that has them.`,
        ]
      : []
  return `#colophon[${[...sentences, ...boxes].join(' ')}]`
}

/** A character by its code: its sign would be a box here, too. */
function named(character: string): string {
  return `U\\+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}

function inSeries(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

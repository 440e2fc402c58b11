/** Excess: what is too much for one edit. It is refused before anything is done, with a word to the person. */
import { maxCorrection } from '../../schema/shapes.js'
import type { Edit } from './interpretation.js'

/** Whoever strikes more blocks than this at once has pressed a key with everything selected. */
const mostBlocks = 1_000

/** Why an edit is too much, in a sentence for the person at the keyboard; null where it is not. */
export function excessOf(edit: Edit): string | null {
  if (edit.struck.length > mostBlocks)
    return `That would strike ${edit.struck.length.toLocaleString('en')} paragraphs at once. Select fewer than ${mostBlocks.toLocaleString('en')}.`
  const own = edit.left.left?.segment
  const there = own && 'correction' in own ? own.correction.text.length : 0
  if (edit.text.length + there > maxCorrection)
    return `A correction can hold ${maxCorrection.toLocaleString('en')} characters, and this would make ${(edit.text.length + there).toLocaleString('en')}. Import long texts as a document of their own.`
  return null
}

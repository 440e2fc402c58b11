/** Settling: when the caret leaves what one has just typed, a correction grows to whole words (`Ugeki` struck, `Ugaki`
 * beside it), so that it is stored, shown and exported as a scholar would write it. */
import { blockSeparator, type Correction } from '../../schema/corrections.js'
import type { EditedDocument } from '../../schema/document.js'
import { wholeWords } from '../../schema/words.js'
import { isOpen, takeBack } from './operations.js'
import type { Writer } from './writer.js'

/** Widens one open correction of the writer's to whole words, taking in that person's other open corrections in the same
 * words. Removes it where it says nothing. Must run inside a Yjs transaction. */
export function settle(document: EditedDocument, id: string, writer: Writer): void {
  const { layers, text } = document
  const { person } = writer
  const mine = (c: Correction) => isOpen(document, c, person)
  const correction = layers.correction(id, document.length)
  if (!correction || !mine(correction)) return
  if (correction.start === correction.end && blank(correction.text)) {
    takeBack(document, id, writer)
    return
  }
  const wide = wholeWords(correction, text)
  if (wide === correction) return

  const within = document.corrections
    .touching(wide.start, wide.end)
    .filter(
      c =>
        c.id === id ||
        (c.start < wide.end && c.end > wide.start && mine(c) && !document.isDecidedByOthers(c.id, person)),
    )
    .map(c => layers.correction(c.id, document.length))
    .filter(c => c !== null)
  const start = Math.min(wide.start, ...within.map(c => c.start))
  const end = Math.max(wide.end, ...within.map(c => c.end))
  let before = ''
  let after = ''
  let at = start
  let passed = false
  for (const c of within) {
    const kept = text.slice(at, Math.max(at, c.start))
    if (passed) after += kept
    else before += kept
    if (c.id === id) passed = true
    else {
      if (passed) after += c.text
      else before += c.text
      layers.removeCorrection(c.id)
    }
    at = Math.max(at, c.end)
  }
  after += text.slice(at, end)
  const shared = layers.correctionText(id)!
  if (after) shared.insert(shared.length, after)
  if (before) shared.insert(0, before)
  layers.setCorrection(id, { start, end })
  if (shared.toString() === text.slice(start, end)) takeBack(document, id, writer)
}

/** Nothing but white space and empty blocks that were opened and left. */
function blank(text: string): boolean {
  return text.includes(blockSeparator) && text.trim() === ''
}

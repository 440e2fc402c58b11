/** Where a candidate stands, as readers see it. */
import type { Places } from '../apparatus.js'
import { onOneLine } from '../words.js'
import type { Candidate } from './candidate.js'
import type { Compared } from './compare.js'

/** So much of the text round a candidate is shown with it, in UTF-16 units. */
const around = 48

/** What is shown of a long reading at its beginning and at its end. */
const longest = 400

/** The parts of a candidate that say where it stands: `start` to `end` of our text. */
export function placeIn(
  { document, ours }: Compared,
  places: Places,
  start: number,
  end: number,
): Pick<Candidate, 'offset' | 'before' | 'after' | 'paragraph' | 'page'> {
  const offset = ours.sourceOf(start, end).start
  const { paragraph, page } = places.of(offset, document.structure.indexAt(offset, 1))
  const block = ours.blockAt(start, 1)
  const from = Math.max(block && block.start <= start ? block.start : 0, start - around)
  const to = Math.min(ours.blockAt(end, -1)?.end ?? ours.text.length, end + around)
  return {
    offset,
    before: whole(ours.text.slice(from, start)).trimStart(),
    after: whole(ours.text.slice(end, Math.max(end, to))).trimEnd(),
    paragraph,
    page,
  }
}

/** Half a letter at an end is left out. */
const whole = (text: string): string =>
  text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '').replace(/\s+/g, ' ')

/** A reading as a candidate shows it; empty for nothing. */
export function shown(reading: string): string {
  if (reading === '') return ''
  const line = onOneLine(reading)
  if (line.length <= longest) return line
  return `${whole(line.slice(0, longest / 2))} […] ${whole(line.slice(-longest / 2))}`
}

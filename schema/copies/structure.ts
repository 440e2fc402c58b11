/** What paragraphs are, in a copy whose format says so. */
import { Places } from '../apparatus.js'
import { formeWork } from '../structure.js'
import type { Candidate } from './candidate.js'
import type { Compared } from './compare.js'
import { placeIn, shown } from './place.js'

/** Paragraphs of the same words that are of different kinds, as changes of structure. */
export function kindsOf(compared: Compared): Candidate[] {
  const { document, alignment, ours, theirs } = compared
  const places = new Places(document)
  const found: Candidate[] = []
  for (const { start, end, kind, offset } of ours.blocks) {
    const there = alignment.mapRange(start, end)
    if (there.confidence < 0.8 || there.isMoved) continue
    const block = theirs.blockAt(there.start, 1)
    if (!block || block.start !== there.start || block.end !== there.end) continue
    if (block.kind === kind || [block.kind, kind].some(k => formeWork.has(k) || k === 'note')) continue
    found.push({
      id: 0,
      class: 'structure',
      ...placeIn(compared, places, start, end),
      before: '',
      after: shown(ours.text.slice(start, end)).slice(0, 80),
      received: kind,
      reading: block.kind,
      author: null,
      isUsual: false,
      wasRejected: false,
      hindrance: '',
      corrections: [],
      notes: [],
      structure: [{ is: 'attribute', at: offset, key: 'kind', value: block.kind }],
    })
  }
  return found
}

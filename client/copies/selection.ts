/** What of a corrected copy is chosen, and of which kind each correction is to be. */
import type { z } from 'zod'
import { type CandidateClass, candidateClasses } from '../../schema/copies/index.js'
import type { copyEntry } from '../../schema/copies/shapes.js'
import type { CorrectionKind } from '../../schema/corrections.js'
import type { Candidate, Compared } from './asking.js'

/** Which candidates are shown: of a class, or all; chosen, left out, or both. */
export interface Shown {
  readonly class: CandidateClass | ''
  readonly chosen: 'all' | 'chosen' | 'left'
}

export const everything: Shown = { class: '', chosen: 'all' }

export const classWords: Readonly<Record<CandidateClass, string>> = {
  words: 'Words',
  punctuation: 'Punctuation',
  typographic: 'Typography',
  whitespace: 'White space',
  structure: 'Structure',
  missing: 'Missing parts',
  added: 'Added paragraphs',
  moved: 'Moved',
  note: 'Notes',
}

export const mayChoose = ({ hindrance }: Candidate): boolean => hindrance === ''

/** Those that are entered unless somebody says otherwise. */
export function usual(candidates: readonly Candidate[]): ReadonlySet<number> {
  return new Set(candidates.filter(c => c.isUsual).map(c => c.id))
}

export function shownOf(
  candidates: readonly Candidate[],
  shown: Shown,
  chosen: ReadonlySet<number>,
): readonly Candidate[] {
  return candidates.filter(
    c =>
      (shown.class === '' || c.class === shown.class) &&
      (shown.chosen === 'all' || chosen.has(c.id) === (shown.chosen === 'chosen')),
  )
}

/** How many candidates there are of each class that has any, and how many of them are chosen. */
export function countsOf(candidates: readonly Candidate[], chosen: ReadonlySet<number>) {
  return candidateClasses
    .map(of => {
      const all = candidates.filter(c => c.class === of)
      return { class: of, all: all.length, chosen: all.filter(c => chosen.has(c.id)).length }
    })
    .filter(({ all }) => all > 0)
}

/** What is chosen, as the server takes it. */
export function entryOf(
  { witness, candidates }: Compared,
  chosen: ReadonlySet<number>,
  kinds: ReadonlyMap<number, CorrectionKind>,
): z.input<typeof copyEntry> {
  const taken = candidates.filter(c => chosen.has(c.id))
  return {
    witness,
    corrections: taken.flatMap(({ id, author, corrections }) =>
      corrections.map(correction => ({ ...correction, author, kind: kinds.get(id) ?? correction.kind })),
    ),
    notes: taken.flatMap(({ author, notes }) => notes.map(note => ({ ...note, author }))),
    structure: taken.flatMap(({ structure }) => structure),
  }
}

/** "12 corrections and 2 notes"; empty for nothing. */
export function countWords({
  corrections,
  notes,
  structure,
}: {
  readonly corrections: number
  readonly notes: number
  readonly structure: number
}): string {
  const parts = [
    [corrections, 'proposal', 'proposals'],
    [notes, 'note', 'notes'],
    [structure, 'change of structure', 'changes of structure'],
  ] as const
  const said = parts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`)
  const last = said.pop() ?? ''
  return said.length > 0 ? `${said.join(', ')} and ${last}` : last
}

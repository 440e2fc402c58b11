/** Comparing a document with a corrected copy of it. */

import * as Y from 'yjs'
import { type Alignment, align } from '../align/index.js'
import { type Correction, overlap } from '../corrections.js'
import { EditedDocument } from '../document.js'
import type { FileRead } from '../formats/reader.js'
import { Layers } from '../layers.js'
import { SortedRanges } from '../ranges.js'
import type { Problem } from '../witness.js'
import type { Candidate } from './candidate.js'
import { candidatesOf } from './candidates.js'
import { notesOf } from './notes.js'
import { ReadText } from './read-text.js'
import { kindsOf } from './structure.js'

/** The texts that a copy may have been made from. */
export const bases = ['reading', 'diplomatic', 'received'] as const
export type Base = (typeof bases)[number]

/** `base` is the text that the copy was compared with. `shared` says how much of the words of the document and of the copy
 * stands in the other, 0 to 1; where that is little in both, `isOther`: the file seems to be no copy of this document.
 * `known` counts the differences that are proposed or accepted already. `problems` is what the file's reader said. */
export interface CopyComparison {
  readonly title: string
  readonly reader: string
  readonly base: Base
  readonly shared: { readonly document: number; readonly copy: number }
  readonly isOther: boolean
  readonly known: number
  readonly candidates: readonly Candidate[]
  readonly problems: readonly Problem[]
}

/** Below this share of common words on both sides a file is taken for another text. Two letters of one writer share
 * a tenth of their words in order; a badly recognised copy keeps half. */
const leastShared = 0.35

/** What the copy would change. `base` is the text that it was made from: without it the nearest. Null where the file could
 * not be read; its `problems` say why. */
export function compareCopy(document: EditedDocument, read: FileRead, base?: Base): CopyComparison | null {
  const { witness, layers, problems, title, reader } = read
  if (!witness) return null
  const held = new Layers(new Y.Doc())
  if (layers) Y.applyUpdate(held.doc, layers)
  const copy = new EditedDocument(witness, held)
  try {
    const { alignment, ours, theirs, base: found } = nearest(document, copy, base ? [base] : bases)
    const given = { document, copy, alignment, ours, theirs, people: read.people }
    const { candidates, known } = candidatesOf(given)
    const notes = notesOf(given)
    const kinds = reader === 'text' ? [] : kindsOf(given)
    const all = [...candidates, ...notes.candidates, ...kinds]
    all.sort((a, b) => a.offset - b.offset)
    const { a, b } = alignment.shared
    return {
      title,
      reader,
      base: found,
      shared: { document: a, copy: b },
      isOther: a < leastShared && b < leastShared,
      known: known + notes.known,
      candidates: all.map((candidate, id) => ({ ...candidate, id })),
      problems,
    }
  } finally {
    copy.destroy()
    held.doc.destroy()
  }
}

/** What candidates are made from: `a` of the alignment is our text, `b` the copy's. */
export interface Compared {
  readonly document: EditedDocument
  readonly copy: EditedDocument
  readonly ours: ReadText
  readonly theirs: ReadText
  readonly alignment: Alignment
  /** The names of those whom the file names, by their ids in it. */
  readonly people: Readonly<Record<string, string>>
}

/** Our text as the copy was made from it: of the four texts, with forme work or without, the one that differs in the
 * fewest words. */
function nearest(document: EditedDocument, copy: EditedDocument, among: readonly Base[]) {
  const withNotes = hasNotes(document)
  const theirs = new ReadText(copy, 'reading', {
    withFormeWork: true,
    withNotes,
    corrections: shownIn(copy),
  })
  const theirsJoined = new ReadText(copy, 'reading', {
    withFormeWork: false,
    withNotes,
    corrections: shownIn(copy),
  })
  const tried = new Set<string>()
  let best: { cost: number; base: Base; ours: ReadText; theirs: ReadText; alignment: Alignment } | null = null
  for (const base of among)
    for (const withFormeWork of [false, true]) {
      const ours = new ReadText(document, base, { withFormeWork, withNotes: true })
      if (tried.has(ours.text)) continue
      tried.add(ours.text)
      const other = withFormeWork ? theirs : theirsJoined
      const alignment = align(ours, other)
      const { a, b } = alignment.shared
      const cost = (1 - a) * ours.text.length + (1 - b) * other.text.length
      if (!best || cost < best.cost) best = { cost, base, ours, theirs: other, alignment }
    }
  return best!
}

function hasNotes({ structure, spans }: EditedDocument): boolean {
  for (const span of spans.values()) if (span.type === 'note-ref') return true
  for (let i = 0; i < structure.count; i++) if (structure.block(i).kind === 'note') return true
  return false
}

/** The copy as its authors want it: with every correction in it that is not refused. Of two that overlap the one that holds,
 * or else the first. */
function shownIn(copy: EditedDocument): SortedRanges<Correction> {
  const shown: Correction[] = [...copy.winners]
  const held = SortedRanges.of(shown)
  for (const correction of copy.corrections.inOrder()) {
    if (copy.standing(correction.id) !== 'proposed') continue
    if (held.touching(correction.start, correction.end).some(other => overlap(other, correction))) continue
    held.set(correction)
  }
  return held
}

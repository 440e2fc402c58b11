/** The apparatus: all corrections and notes of a document as entries of a list, each with where it stands. */
import type { Correction, Standing } from './corrections.js'
import type { Decision } from './decisions.js'
import { latestDecisions } from './decisions.js'
import type { EditedDocument } from './document.js'
import type { Note } from './notes.js'
import { lowerBound } from './ranges.js'
import { placeOf } from './readings.js'
import { inWholeWords, wholeWords } from './words.js'

/** Where something stands. `paragraph` is the number by which readers cite it (0 before the first), `page` the page's
 * name as its page break has it, '' where the document has no page breaks. */
export interface Place {
  readonly offset: number
  readonly block: number
  readonly paragraph: number
  readonly page: string
}

/** A correction as an apparatus lists it: on whole words, `received` what the witness has, `lemma` what should stand
 * there. `decision` is the newest one on it, null where nobody has decided. */
export interface Emendation extends Place {
  readonly correction: Correction
  readonly received: string
  readonly lemma: string
  readonly standing: Standing
  readonly decision: Decision | null
}

/** A note and the words it is about; `number` counts the document's notes from 1, in the order in which their ranges end. */
export interface NoteEntry extends Place {
  readonly note: Note
  readonly number: number
  readonly words: string
}

/** All corrections in text order, whatever has been decided about them. */
export function emendationsOf(document: EditedDocument): Emendation[] {
  const decisions = latestDecisions(document.layers.allDecisions())
  const places = new Places(document)
  const wideWinners = new Map(inWholeWords(document.winners, document.text).map(c => [c.id, c]))
  return document.corrections.inOrder().map(typed => {
    const correction = wideWinners.get(typed.id) ?? wholeWords(typed, document.text)
    return {
      ...places.of(typed.start, placeOf(document, typed)),
      correction,
      received: document.text.slice(correction.start, correction.end),
      lemma: correction.text,
      standing: document.standing(typed.id),
      decision: decisions.get(typed.id) ?? null,
    }
  })
}

/** All notes, in the order in which their ranges end. */
export function noteEntriesOf(document: EditedDocument): NoteEntry[] {
  const places = new Places(document)
  const notes = document.notes.inOrder()
  notes.sort((a, b) => a.end - b.end || a.start - b.start || (a.id < b.id ? -1 : 1))
  return notes.map((note, i) => {
    const on = note.on === null ? undefined : document.corrections.get(note.on)
    return {
      ...places.of(note.start, document.structure.indexAt(note.end, note.end > note.start ? -1 : 1)),
      note,
      number: i + 1,
      words: document.text.slice(note.start, note.end) || (on?.text ?? ''),
    }
  })
}

/** Finds the paragraph and page of offsets. Good for as long as the document does not change. */
export class Places {
  private readonly pages: readonly { at: number; n: string }[]

  constructor(private readonly document: EditedDocument) {
    let n = 1
    this.pages = document
      .allMilestones()
      .filter(m => m.type === 'pb')
      .map(m => {
        n++
        return { at: m.at, n: m.n ?? String(n) }
      })
  }

  of(offset: number, block: number): Place {
    return { offset, block, paragraph: this.document.structure.cited(block), page: this.page(offset) }
  }

  /** What stands before the first page break is on page 1. */
  page(offset: number): string {
    if (this.pages.length === 0) return ''
    const next = lowerBound(this.pages, offset + 1, p => p.at)
    return next === 0 ? '1' : this.pages[next - 1]!.n
  }
}

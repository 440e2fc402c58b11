/** The series of notes: textual and explanatory notes are counted apart, each in its own marks. The source's own notes,
 * blocks of kind `note`, are a third series, marked by the source itself. */
import type { EditedDocument } from './document.js'
import { compareIds } from './ids.js'
import type { Note } from './notes.js'
import { lowerBound } from './ranges.js'
import { defaultSettings, type NoteMarks, type Settings } from './settings.js'

export type NoteSeries = Settings['noteSeries']

export const defaultSeries: NoteSeries = defaultSettings.noteSeries

/** All notes in the order in which their marks stand in the text: that of the ends of their ranges. */
export function notesInOrder(document: EditedDocument): Note[] {
  const notes = document.notes.inOrder()
  return notes.sort((a, b) => a.end - b.end || a.start - b.start || compareIds(a.id, b.id))
}

/** The mark of each note by its id: a, b, c … for the textual, 1, 2, 3 … for the explanatory, or as `series` says. */
export function labelsOf(document: EditedDocument, series: NoteSeries = defaultSeries): Map<string, string> {
  const borders = bordersOf(document, series.restart)
  const counts = { textual: 0, explanatory: 0 }
  const labels = new Map<string, string>()
  let part = 0
  for (const { id, type, start, end } of notesInOrder(document)) {
    // A note that ends where a page does stands on that page.
    const at = lowerBound(borders, end > start ? end : end + 1, border => border)
    if (at !== part) {
      counts.textual = 0
      counts.explanatory = 0
      part = at
    }
    counts[type]++
    labels.set(id, labelOf(series[type], counts[type]))
  }
  return labels
}

/** The offsets at which counting begins anew. */
function bordersOf(document: EditedDocument, restart: NoteSeries['restart']): number[] {
  if (restart === 'page')
    return document
      .allMilestones()
      .filter(m => m.type === 'pb')
      .map(m => m.at)
  if (restart === 'document') return []
  const { structure } = document
  return structure.starts.filter((_, i) => {
    const { kind, attrs } = structure.block(i)
    return kind === 'heading' && (attrs.level ?? 1) === 1
  })
}

/** The `n`th mark of a kind, counted from 1. */
export function labelOf(marks: NoteMarks, n: number): string {
  switch (marks) {
    case 'letters':
      return letters(n)
    case 'numbers':
      return String(n)
    case 'roman':
      return roman(n)
    case 'symbols':
      // After the double dagger the signs come again, doubled, as printers do.
      return signs[(n - 1) % signs.length]!.repeat(Math.floor((n - 1) / signs.length) + 1)
  }
}

const signs = ['*', '†', '‡', '§', '‖', '¶']

/** a … z, aa, ab … */
function letters(n: number): string {
  let left = n
  let text = ''
  while (left > 0) {
    left--
    text = String.fromCharCode(97 + (left % 26)) + text
    left = Math.floor(left / 26)
  }
  return text
}

const romans = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
] as const

function roman(n: number): string {
  let left = n
  let text = ''
  for (const [value, sign] of romans)
    while (left >= value) {
      text += sign
      left -= value
    }
  return text
}

/** The blocks of kind `note`, by their indexes: the source's own notes. */
export function sourceNotesOf(document: EditedDocument): number[] {
  const { structure } = document
  return [...structure.starts.keys()].filter(i => structure.block(i).kind === 'note')
}

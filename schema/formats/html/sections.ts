/** The sections that follow the text: emendations, notes, works. */
import { listOfKind, listTitles } from '../../apparatus-printed.js'
import type { Standing } from '../../corrections.js'
import { emendationHtml, noteHtml } from './lists.js'
import { printedHtml } from './note-body.js'
import type { Parts } from './parts.js'

/** The lists of accepted corrections, in order. */
const accepted = ['emendations', 'transcription', 'regularizations'] as const

/** All corrections, by list. `shown` says whether a correction has a place in the text. */
export function emendationLists(
  { emendations, entries, person }: Parts,
  shown: (id: string) => boolean,
): string {
  const of = (wanted: (standing: Standing) => boolean, list?: (typeof accepted)[number]) =>
    emendations
      .filter(e => wanted(e.standing) && (list === undefined || listOfKind(e.correction.kind) === list))
      .map(e => emendationHtml(e, entries.get(e.correction.id)!, shown(e.correction.id), person))
  return [
    ...accepted.map(list =>
      section(
        list,
        listTitles[list],
        of(s => s === 'accepted', list),
      ),
    ),
    section(
      'proposals',
      'Open proposals',
      of(s => s === 'proposed'),
    ),
    section(
      'declined',
      'Not adopted',
      of(s => s !== 'accepted' && s !== 'proposed'),
    ),
  ].join('')
}

export function notesSection({ document, notes, person, leads }: Parts): string {
  const items = notes.map(note => noteHtml(document, note, person, leads))
  return section('notes', 'Notes', items)
}

export function worksSection({ works }: Pick<Parts, 'works'>): string {
  const items = works.map(({ printed }, i) => `<li id="b-${i + 1}">${printedHtml(printed)}</li>`)
  return section('works', 'Works cited', items)
}

/** A heading with a list below it; '' where that is empty. */
export function section(id: string, title: string, items: readonly string[]): string {
  return items.length > 0
    ? `<section class="list-of" id="${id}"><h2>${title} <span class="quiet">${items.length}</span></h2><ul>\n${items.join('\n')}\n</ul></section>\n`
    : ''
}

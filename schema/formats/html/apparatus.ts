/** The lists of the apparatus that hold neither corrections, notes nor names: declaration, marks of the source, stamps,
 * speakers. */
import { type PrintedEntry, printedApparatus } from '../../apparatus-printed.js'
import { apparatusLists, defaultSettings } from '../../settings.js'
import type { Exported } from '../format.js'
import { escaped } from './escape.js'

const shown = ['declaration', 'marks', 'stamps', 'speakers'] as const

/** The sections, `only` some of them; those that the settings ask for and that are not empty; '' where there are none. A declaration is
 * printed only where the edition has settings: a default that nobody has chosen declares nothing. */
export function apparatusHtml(
  { document, person, initials, settings }: Exported,
  only: readonly (typeof shown)[number][] = shown,
): string {
  const given = settings ?? defaultSettings
  const lists = { ...given.apparatus.lists }
  for (const list of apparatusLists) lists[list] &&= (only as readonly string[]).includes(list)
  lists.declaration &&= settings !== undefined
  const apparatus = { ...given.apparatus, lists }
  return printedApparatus(document, {
    settings: { ...given, apparatus },
    person,
    ...(initials ? { initials } : {}),
  })
    .filter(({ list }) => list !== 'sigla')
    .map(
      ({ list, title, entries }) =>
        `<section class="list-of printed" id="a-${list}"><h2>${title} <span class="quiet">${entries.length}</span></h2><ul>\n${entries.map(entryHtml).join('\n')}\n</ul></section>\n`,
    )
    .join('')
}

function entryHtml({ runs }: PrintedEntry): string {
  return `<li>${runs.map(({ style, text }) => `<span class="${style}">${escaped(text)}</span>`).join('')}</li>`
}

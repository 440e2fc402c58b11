/** The index of names at the end of the HTML edition. */
import type { EditedDocument } from '../../document.js'
import { groupedNames, type NameGroup } from '../../name-groups.js'
import { type Authority, authorityPages, Register, typeWords } from '../../register.js'
import { escaped, wellFormed } from './escape.js'

/** The ids of the places in the text that the index leads to, by the ids of the names. */
export function nameTargets(document: EditedDocument): Map<string, string> {
  return new Map(document.names.inOrder().map(({ id }, i) => [id, `name-${i + 1}`]))
}

/** The index as a section; '' where nothing is named. `targetOf` gives the id of a name's place in the text, where the
 * text shows it. */
export function nameIndexHtml(
  document: EditedDocument,
  register: Register | undefined,
  targetOf: (name: string) => string | undefined,
): string {
  const types = groupedNames(document, register ?? new Register([]))
  if (types.length === 0) return ''
  const lists = types.map(({ type, groups }) => {
    const title = typeWords[type][1]
    const items = groups.map(group => groupHtml(document, group, targetOf))
    return `<h3>${title.charAt(0).toUpperCase()}${title.slice(1)}</h3>\n<ul>\n${items.join('\n')}\n</ul>`
  })
  return `<section class="list-of" id="names"><h2>Index of names</h2>\n${lists.join('\n')}\n</section>\n`
}

function groupHtml(
  document: EditedDocument,
  { title, entry, names, speeches }: NameGroup,
  targetOf: (name: string) => string | undefined,
): string {
  const { structure } = document
  const citedAt = (offset: number) => structure.cited(structure.indexAt(offset, 1))
  // One link for each paragraph, to the first place in it.
  const links = new Map<number, string>()
  for (const { id, start } of names) {
    const n = citedAt(start)
    const target = targetOf(id)
    const where = n > 0 ? `¶ ${n}` : '¶'
    if (!links.has(n)) links.set(n, target ? `<a class="place" href="#${target}">${where}</a>` : where)
  }
  const details: string[] = []
  if (entry) {
    if (entry.variants.length > 0) details.push(`also ${entry.variants.map(escaped).join(', ')}`)
    for (const [name, value] of Object.entries(entry.authorities)) {
      const [label, base] = authorityPages[name as Authority]
      if (value !== '')
        details.push(
          `<a class="out" href="${escaped(base + encodeURIComponent(wellFormed(value)))}" rel="noopener noreferrer">${label} ${escaped(value)}</a>`,
        )
    }
  }
  const [first] = speeches
  if (first !== undefined) {
    const n = citedAt(first)
    const from = n > 0 ? `, first in <a class="place" href="#p${n}">¶ ${n}</a>` : ''
    details.push(`speaks ${speeches.length === 1 ? 'once' : `${speeches.length} times`}${from}`)
  }
  const words = entry ? `<b>${escaped(title)}</b>` : `<i>${escaped(title)}</i>`
  const dates = entry?.dates ? ` <span class="quiet">${escaped(entry.dates)}</span>` : ''
  const note = entry?.note.trim() ? `<p>${escaped(entry.note).replace(/\r\n?|\n/g, '<br>')}</p>` : ''
  return `<li>${words}${dates} ${[...links.values()].join(', ')}${note}${details.length > 0 ? `<p class="by">${details.join(' · ')}</p>` : ''}</li>`
}

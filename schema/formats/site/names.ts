/** The register of a site: a page for each type of names, with every place of every document. */

import { groupedNames } from '../../name-groups.js'
import { type NameType, nameTypes } from '../../names.js'
import {
  type Authority,
  authorityPages,
  compareForms,
  Register,
  type RegisterEntry,
  typeWords,
} from '../../register.js'
import { escaped, wellFormed } from '../html/escape.js'
import type { DocumentPages } from './document.js'
import type { SitePage } from './shell.js'

interface Where {
  readonly page: string
  readonly title: string
  /** Links to the places, in order. */
  readonly links: readonly string[]
}

interface Meant {
  readonly title: string
  readonly entry: RegisterEntry | null
  readonly where: Where[]
}

const files: Readonly<Record<NameType, string>> = {
  person: 'people.html',
  place: 'places.html',
  org: 'organisations.html',
  date: 'dates.html',
}

/** Gathers the names of documents as they pass. */
export class NamePages {
  private readonly types = new Map<NameType, Map<string, Meant>>()

  add({ parts, named }: DocumentPages, page: string): void {
    const { document, exported, targets } = parts
    const { structure } = document
    for (const { type, groups } of groupedNames(document, exported.register ?? new Register([]))) {
      const known = this.types.get(type) ?? new Map<string, Meant>()
      this.types.set(type, known)
      for (const { key, title, entry, names, speeches } of groups) {
        const meant = known.get(key) ?? { title, entry, where: [] }
        known.set(key, meant)
        const links = names.map(({ id, start }) => {
          const n = structure.cited(structure.indexAt(start, 1))
          const target = named(id) ? targets.get(id) : n > 0 ? `p${n}` : undefined
          return `<a class="place" href="${page}${target ? `#${target}` : ''}">${n > 0 ? `¶ ${n}` : 'beginning'}</a>`
        })
        const [first] = speeches
        if (first !== undefined) {
          const n = structure.cited(structure.indexAt(first, 1))
          links.push(
            `speaks ${speeches.length === 1 ? 'once' : `${speeches.length} times`}, first in <a class="place" href="${page}#p${n}">¶ ${n}</a>`,
          )
        }
        meant.where.push({ page, title: exported.title, links })
      }
    }
  }

  /** A page that leads to those of the types, and these. */
  pages(): SitePage[] {
    const types = nameTypes.filter(type => this.types.has(type))
    const items = types.map(
      type =>
        `<li><a class="title" href="${files[type]}">${titleOf(type)}</a> <span class="quiet">${this.types.get(type)!.size}</span></li>`,
    )
    const first: SitePage = {
      path: 'names.html',
      title: 'Names',
      kind: 'list',
      body: `<header class="front"><h1>Names</h1></header>\n${items.length > 0 ? `<ul class="documents">\n${items.join('\n')}\n</ul>` : '<p class="quiet">No names are marked in these documents.</p>'}`,
    }
    return [first, ...this.typePages()]
  }

  private typePages(): SitePage[] {
    return nameTypes.flatMap(type => {
      const known = this.types.get(type)
      if (!known) return []
      const list = [...known].sort(([x, a], [y, b]) => compareForms(a.title, b.title) || (x < y ? -1 : 1))
      const items = list.map(([, meant], i) => meantHtml(meant, `name-${i + 1}`))
      const body = `<header class="front"><h1>${titleOf(type)}</h1><p class="quiet">${list.length} in ${count(new Set(list.flatMap(([, { where }]) => where.map(({ page }) => page))).size)}. In italics: words of which nobody has said yet whom or what they mean.</p></header>
<ul class="register">
${items.join('\n')}
</ul>`
      return [{ path: files[type], title: titleOf(type), kind: 'list', body }]
    })
  }
}

const count = (documents: number) => (documents === 1 ? '1 document' : `${documents} documents`)

function titleOf(type: NameType): string {
  const [, many] = typeWords[type]
  return many.charAt(0).toUpperCase() + many.slice(1)
}

function meantHtml({ title, entry, where }: Meant, id: string): string {
  const about: string[] = []
  if (entry) {
    if (entry.variants.length > 0) about.push(`also ${entry.variants.map(escaped).join(', ')}`)
    for (const [name, value] of Object.entries(entry.authorities)) {
      const [label, base] = authorityPages[name as Authority]
      if (value !== '')
        about.push(
          `<a class="out" href="${escaped(base + encodeURIComponent(wellFormed(value)))}" rel="noopener noreferrer">${label} ${escaped(value)}</a>`,
        )
    }
  }
  const words = entry ? `<b>${escaped(title)}</b>` : `<i>${escaped(title)}</i>`
  const dates = entry?.dates ? ` <span class="quiet">${escaped(entry.dates)}</span>` : ''
  const note = entry?.note.trim() ? `<p>${escaped(entry.note).replace(/\r\n?|\n/g, '<br>')}</p>` : ''
  const said = about.length > 0 ? `<p class="by">${about.join(' · ')}</p>` : ''
  const places = where.map(
    ({ page, title, links }) =>
      `<li><a class="in" href="${page}">${escaped(title)}</a> ${links.join(', ')}</li>`,
  )
  return `<li id="${id}">${words}${dates}${note}${said}<ul class="where">${places.join('\n')}</ul></li>`
}

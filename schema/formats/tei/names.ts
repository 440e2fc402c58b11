/** Names in TEI: elements in the running text, and lists of persons, places and organisations in `standOff` (TEI P5
 * §14 and §14.3). */
import type { EditedDocument } from '../../document.js'
import type { Name, NameType } from '../../names.js'
import { type Authority, oneLine, type Register, type RegisterEntry } from '../../register.js'
import type { Ids } from './ids.js'
import { attributes, content } from './xml.js'

const elements: Readonly<Record<NameType, string>> = {
  person: 'persName',
  place: 'placeName',
  org: 'orgName',
  date: 'date',
}

const authorityTypes: Readonly<Record<Authority, string>> = {
  viaf: 'VIAF',
  wikidata: 'Wikidata',
  geonames: 'GeoNames',
  gnd: 'GND',
}

/** The start and end tags of names, which may be written in several parts: the later ones point to the one before. */
export class NameTags {
  private readonly parts = new Map<string, number>()

  constructor(
    private readonly ids: Ids,
    private readonly entryOf: (name: Name) => RegisterEntry | null,
  ) {}

  open(name: Name): string {
    const part = (this.parts.get(name.id) ?? 0) + 1
    this.parts.set(name.id, part)
    const entry = this.entryOf(name)
    const values = {
      'xml:id': this.idOf(name, part),
      ref: entry && entry.type !== 'date' ? `#${entryId(this.ids, entry)}` : undefined,
      when: name.type === 'date' && entry ? isoDate(entry) : undefined,
      prev: part > 1 ? `#${this.idOf(name, part - 1)}` : undefined,
    }
    return `<${elements[name.type]}${attributes(values)}>`
  }

  close({ type }: Name): string {
    return `</${elements[type]}>`
  }

  private idOf({ id }: Name, part: number): string {
    return this.ids.of('name', part === 1 ? id : `${id}-${part}`)
  }
}

/** The id of an entry in the lists of names. */
export function entryId(ids: Ids, { id }: RegisterEntry): string {
  return ids.of('entry', id)
}

/** The entry that a name refers to; null where there is none. */
export function entryFinder(
  document: EditedDocument,
  register: Register | undefined,
): (name: Name) => RegisterEntry | null {
  return ({ ref, start, end }) =>
    ref === '' || !register ? null : register.entry(ref, oneLine(document.text.slice(start, end)))
}

/** The day, month or year that an entry of a date means, where its dates or its form say it as ISO 8601 does. */
function isoDate({ dates, form }: RegisterEntry): string | undefined {
  const iso = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/
  return [dates, form].find(text => iso.test(text))
}

/** The lists of the entries that are named; '' where there are none. Dates have no list of their own in TEI. */
export function nameLists(entries: Iterable<RegisterEntry>, ids: Ids): string {
  const lists = new Map<NameType, string[]>()
  for (const entry of entries) {
    if (entry.type === 'date') continue
    const list = lists.get(entry.type) ?? []
    lists.set(entry.type, list)
    list.push(entryXml(entry, ids))
  }
  const written = (type: NameType, name: string) => {
    const list = lists.get(type)
    return list ? [`<${name}>\n${list.join('\n')}\n</${name}>`] : []
  }
  return [
    ...written('person', 'listPerson'),
    ...written('place', 'listPlace'),
    ...written('org', 'listOrg'),
  ].join('\n')
}

function entryXml(entry: RegisterEntry, ids: Ids): string {
  const { type, form, variants, dates, authorities, note } = entry
  const item = type === 'person' ? 'person' : type === 'place' ? 'place' : 'org'
  const form1 = (words: string, kind: string) =>
    `<${elements[type]} type="${kind}">${content(words)}</${elements[type]}>`
  const idnos = Object.entries(authorities).filter(([, value]) => value !== '')
  return [
    `<${item}${attributes({ 'xml:id': entryId(ids, entry) })}>`,
    form1(form, 'canonical'),
    ...variants.map(variant => form1(variant, 'variant')),
    ...idnos.map(
      ([authority, value]) =>
        `<idno type="${authorityTypes[authority as Authority]}">${content(value)}</idno>`,
    ),
    ...(dates === '' ? [] : [`<note type="dates">${content(dates)}</note>`]),
    ...(note.trim() === '' ? [] : [`<note>${content(note)}</note>`]),
    `</${item}>`,
  ].join('')
}

/** The register: whom and what an edition's names mean. One entry a person, place, organisation or date; two persons of
 * one spelling are two entries. Shared by all documents of the edition, kept beside them. */
import { z } from 'zod'
import { type NameType, nameTypes } from './names.js'

/** What is done about a form that is not the canonical one: *emend* (the source is wrong), *regularize* (made uniform),
 * leave it and list it in the index, or leave it and say so in a note. */
export const policyActs = ['emend', 'regularize', 'leave-index', 'leave-note'] as const
export type PolicyAct = (typeof policyActs)[number]

/** The files of authority that an entry can point into. */
export const authorities = ['viaf', 'wikidata', 'geonames', 'gnd'] as const
export type Authority = (typeof authorities)[number]

/** The name of each, and the address of its pages without the number at the end. */
export const authorityPages: Readonly<Record<Authority, readonly [title: string, address: string]>> = {
  viaf: ['VIAF', 'https://viaf.org/viaf/'],
  wikidata: ['Wikidata', 'https://www.wikidata.org/wiki/'],
  geonames: ['GeoNames', 'https://www.geonames.org/'],
  gnd: ['GND', 'https://d-nb.info/gnd/'],
}

const line = z.string().trim().max(300)
/** A form as it stands in a text: on one line, so that white space never tells two forms apart. */
const form = line.min(1).transform(text => text.replace(/\s+/gu, ' '))

/** An entry as it is kept; its id is the record's. `form` is the canonical form, `variants` the others, `dates` free
 * text ("1868–1956"). `policies` says for a variant what is done and how it shall read. `parted` says of forms that
 * were once this entry's which entry they mean now, `mergedInto` names the entry that has taken this one's place. */
export const registerEntry = z
  .object({
    type: z.enum(nameTypes),
    form,
    variants: z.array(form).max(200).default([]),
    dates: line.default(''),
    authorities: z.partialRecord(z.enum(authorities), line).default({}),
    note: z.string().max(5_000).default(''),
    policies: z
      .record(z.string().max(300), z.object({ act: z.enum(policyActs), reading: line.default('') }))
      .default({}),
    parted: z.record(z.string().max(300), z.string().max(64)).default({}),
    mergedInto: z.string().max(64).optional(),
  })
  .meta({ id: 'RegisterEntry' })
export type EntryValue = z.infer<typeof registerEntry>
export type RegisterEntry = EntryValue & { readonly id: string }

/** The words for types of names, for one and for many. */
export const typeWords: Readonly<Record<NameType, readonly [one: string, many: string]>> = {
  person: ['person', 'persons'],
  place: ['place', 'places'],
  org: ['organisation', 'organisations'],
  date: ['date', 'dates'],
}

/** A new entry of one form. */
export function newEntry(type: NameType, words: string): EntryValue {
  return {
    type,
    form: oneLine(words).slice(0, 300),
    variants: [],
    dates: '',
    authorities: {},
    note: '',
    policies: {},
    parted: {},
  }
}

/** Words as a form: white space drawn together, none at the ends. */
export function oneLine(words: string): string {
  return words.replace(/\s+/gu, ' ').trim()
}

/** An entry with one more variant; the same one (`===`) where it has that form already. */
export function withVariant<T extends EntryValue>(entry: T, words: string): T {
  const variant = oneLine(words).slice(0, 300)
  if (variant === '' || formsOf(entry).includes(variant)) return entry
  return { ...entry, variants: [...entry.variants, variant] }
}

/** The canonical form and the variants, each once. */
export function formsOf({ form, variants }: EntryValue): string[] {
  return [...new Set([form, ...variants])]
}

/** What `from` knows put into `into`, whose own words go first. The canonical form of `from` becomes a variant. */
export function merged(into: EntryValue, from: EntryValue): EntryValue {
  const forms = [...into.variants, from.form, ...from.variants].filter(f => f !== into.form)
  return {
    ...into,
    variants: [...new Set(forms)],
    dates: into.dates || from.dates,
    authorities: { ...from.authorities, ...into.authorities },
    note: [into.note, from.note].filter(text => text.trim() !== '').join('\n'),
    policies: { ...from.policies, ...into.policies },
    // Forms that come back with the merger mean this entry again.
    parted: Object.fromEntries(Object.entries(into.parted).filter(([form]) => !forms.includes(form))),
  }
}

/** An entry without some of its variants, and a new one (its id is to be `id`) that has them, the first of them as its
 * canonical form. Names with these forms that refer to the entry mean the new one from then on. Null where none of
 * `variants` is a variant of the entry. */
export function split(
  entry: EntryValue,
  variants: readonly string[],
  id: string,
): [rest: EntryValue, parted: EntryValue] | null {
  const gone = new Set(entry.variants.filter(v => variants.includes(v)))
  const [first, ...others] = [...gone]
  if (first === undefined) return null
  const policies = Object.entries(entry.policies)
  const parted = {
    ...newEntry(entry.type, first),
    variants: others,
    policies: Object.fromEntries(policies.filter(([variant]) => others.includes(variant))),
  }
  const rest = {
    ...entry,
    variants: entry.variants.filter(v => !gone.has(v)),
    policies: Object.fromEntries(policies.filter(([variant]) => !gone.has(variant))),
    parted: { ...entry.parted, ...Object.fromEntries([...gone].map(variant => [variant, id])) },
  }
  return [rest, parted]
}

/** The register in memory: entries by id, forms by their words. */
export class Register {
  private readonly byId: ReadonlyMap<string, RegisterEntry>

  constructor(entries: Iterable<RegisterEntry>) {
    this.byId = new Map([...entries].map(entry => [entry.id, entry]))
  }

  /** The entry that an id means, mergers followed, and, for a name with these `words`, splits too. Null where there is
   * none, or mergers and splits run in a circle. */
  entry(id: string, words = ''): RegisterEntry | null {
    let entry = this.byId.get(id)
    for (let steps = 0; entry; steps++) {
      const next = (words !== '' ? entry.parted[words] : undefined) ?? entry.mergedInto
      if (next === undefined) return entry
      if (steps > this.byId.size) return null
      entry = this.byId.get(next)
    }
    return null
  }

  /** The entries that have not been merged into another, by their canonical forms. */
  get entries(): readonly RegisterEntry[] {
    return [...this.byId.values()]
      .filter(entry => entry.mergedInto === undefined)
      .sort((a, b) => compareForms(a.form, b.form) || (a.id < b.id ? -1 : 1))
  }

  /** Those that were merged into another. */
  get mergedEntries(): readonly RegisterEntry[] {
    return [...this.byId.values()].filter(entry => entry.mergedInto !== undefined)
  }
}

/** Alphabetical order, without regard to case and accents. */
export function compareForms(a: string, b: string): number {
  const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const [x, y] = [bare(a), bare(b)]
  return x < y ? -1 : x > y ? 1 : a < b ? -1 : a > b ? 1 : 0
}

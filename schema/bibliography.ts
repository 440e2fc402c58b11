/** The bibliography of an edition: the works that its notes cite, as CSL JSON items. Each is one record of the edition,
 * of kind `bibliography`, and its key is the record's id. */
import { z } from 'zod'
import type { EditedDocument } from './document.js'
import { inlinesOf, keyPattern, readBody } from './note-body.js'

/** A person or body, as CSL has it: `family` and `given`, or `literal` for what is written as it is. */
const personName = z.looseObject({
  family: z.string().max(500).optional(),
  given: z.string().max(500).optional(),
  literal: z.string().max(500).optional(),
})
export type PersonName = z.infer<typeof personName>

const number = z.union([z.number(), z.string().max(40)])

/** `date-parts` holds [year, month?, day?], and a second such list where the date is a span. */
const date = z.looseObject({
  'date-parts': z.array(z.array(number).max(3)).max(2).optional(),
  raw: z.string().max(200).optional(),
  literal: z.string().max(200).optional(),
})

const text = z.union([z.string().max(10_000), z.number()])

/** A work. `id` is its key, by which notes cite it. The fields that the form offers are checked; whatever else CSL JSON
 * has is kept as it came. */
export const workSchema = z
  .looseObject({
    id: z.string().regex(keyPattern, 'is not a key: up to 64 of A–Z a–z 0–9 _ . : ~ -'),
    type: z.string().regex(/^[a-z_-]{1,40}$/, 'is not a type of CSL'),
    title: z.string().max(10_000).optional(),
    author: z.array(personName).max(500).optional(),
    editor: z.array(personName).max(500).optional(),
    issued: date.optional(),
    'container-title': text.optional(),
    publisher: text.optional(),
    'publisher-place': text.optional(),
    volume: text.optional(),
    issue: text.optional(),
    page: text.optional(),
    edition: text.optional(),
    archive: text.optional(),
    archive_location: text.optional(),
    DOI: z.string().max(500).optional(),
    ISBN: z.string().max(500).optional(),
    URL: z.string().max(2_000).optional(),
    note: z.string().max(10_000).optional(),
  })
  .refine(work => Object.keys(work).length <= 120, 'has more than 120 fields')
  .meta({ id: 'Work' })
export type Work = z.infer<typeof workSchema>

/** The types that the form offers, the usual ones first; CSL has more, and those are kept. */
export const workTypes = [
  ['book', 'Book'],
  ['chapter', 'Chapter or essay in a book'],
  ['article-journal', 'Article in a journal'],
  ['article-newspaper', 'Article in a newspaper'],
  ['manuscript', 'Manuscript or archival document'],
  ['thesis', 'Thesis'],
  ['report', 'Report'],
  ['paper-conference', 'Paper of a conference'],
  ['webpage', 'Web page'],
  ['document', 'Other'],
] as const

/** Names in a line: `Coox, Alvin D.; Nish, Ian`. One without a comma is a body: `Imperial Army`. */
export function namesText(names: readonly PersonName[] | undefined): string {
  return (names ?? [])
    .map(({ family, given, literal }) => literal ?? [family, given].filter(Boolean).join(', '))
    .filter(name => name !== '')
    .join('; ')
}

export function namesIn(line: string): PersonName[] {
  return line
    .split(';')
    .map(part => part.trim())
    .filter(part => part !== '')
    .map(part => {
      const comma = part.indexOf(',')
      if (comma < 0) return { literal: part }
      const family = part.slice(0, comma).trim()
      const given = part.slice(comma + 1).trim()
      return given ? { family, given } : { literal: family }
    })
}

/** The year as it is printed, '' where there is none. */
export function yearOf({ issued }: Work): string {
  const year = issued?.['date-parts']?.[0]?.[0]
  return year === undefined ? (issued?.literal ?? issued?.raw ?? '') : String(year)
}

/** The first name that a reader would look the work up by. */
function leading({ author, editor, title }: Work): string {
  const first = author?.[0] ?? editor?.[0]
  return first?.family ?? first?.literal ?? title ?? ''
}

/** A key that nobody has yet: `coox1985`, then `coox1985b`. */
export function freshKey(work: Work, taken: ReadonlySet<string>): string {
  const word = ascii(leading(work)).split('-')[0]?.toLowerCase().slice(0, 40) || 'work'
  const stem = `${word}${ascii(yearOf(work)).slice(0, 12)}`
  if (!taken.has(stem)) return stem
  for (let n = 2; ; n++) {
    const key = n <= 26 ? `${stem}${String.fromCharCode(96 + n)}` : `${stem}-${n}`
    if (!taken.has(key)) return key
  }
}

/** A text in the letters that a key may have, runs of all others as hyphens. */
function ascii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

/** Works in the order of a bibliography: by name, year and title. */
export function inBibliographicOrder(works: Iterable<Work>): Work[] {
  const key = (work: Work) => [leading(work), yearOf(work), work.title ?? '', work.id]
  return [...works]
    .map(work => ({ work, by: key(work).map(part => part.toLowerCase()) }))
    .sort((a, b) => {
      for (let i = 0; i < a.by.length; i++) if (a.by[i] !== b.by[i]) return a.by[i]! < b.by[i]! ? -1 : 1
      return 0
    })
    .map(({ work }) => work)
}

/** A citation of a work in a note. */
export interface Cited {
  readonly key: string
  readonly locator: string
  readonly note: string
}

/** All citations in a document's notes, in text order. */
export function citationsIn(document: EditedDocument): Cited[] {
  return document.notes.inOrder().flatMap(({ id }) => {
    const body = document.layers.noteBody(id)
    if (!body) return []
    return [...inlinesOf(readBody(body))].flatMap(part =>
      part.type === 'cite' ? [{ key: part.key, locator: part.locator, note: id }] : [],
    )
  })
}

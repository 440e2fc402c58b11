/** Pages of lists that may be long. */
import { z } from 'zod'
import { HttpError } from '../problem.js'

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(200).describe('So many at most'),
  after: z.string().max(200).optional().describe('Only what comes after: `next` of the last answer'),
})

/** `next` is what to ask for after this page, null where it is the last. */
export const nextAnswer = z.string().nullable().describe('The next page’s `after`; null: this is the last')

/** Where an item stands in its list: the numbers first, then the id. It may be gone when the next page is asked for. */
export type Standpoint = readonly [number, number, string]

/** A page of a list that is in the order of its items' standpoints. */
export function pageOf<T>(
  items: readonly T[],
  standpoint: (item: T) => Standpoint,
  { limit, after }: z.output<typeof pageQuery>,
): { readonly page: T[]; readonly next: string | null } {
  const from = after === undefined ? null : pointOf(after)
  const rest = from ? items.filter(item => compare(standpoint(item), from) > 0) : [...items]
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return { page, next: last !== undefined && rest.length > limit ? standpoint(last).join('.') : null }
}

function pointOf(after: string): Standpoint {
  const [, first, second, id] = /^(\d{1,12})\.(\d{1,12})\.(.+)$/.exec(after) ?? []
  if (id === undefined) throw new HttpError(400, 'after: this is not the `next` of an answer')
  return [Number(first), Number(second), id]
}

export function compare(a: Standpoint, b: Standpoint): number {
  return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0)
}

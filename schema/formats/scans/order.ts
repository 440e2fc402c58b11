/** The order in which the regions of a page are read. */
import type { Element } from '../tei/read/nodes.js'
import type { Report } from './report.js'

/** Regions in the order in which `named` says their ids. One that is named again counts where it was named first; one
 * that nobody names stands after the region that it follows in the file, so that none is lost. `unknown` are ids of no
 * region, `twice` those named more than once. */
export interface Ordered<T> {
  readonly regions: T[]
  readonly unknown: string[]
  readonly twice: string[]
  readonly unnamed: T[]
}

export function ordered<T extends { readonly id: string | undefined }>(
  regions: readonly T[],
  named: Iterable<string>,
): Ordered<T> {
  const byId = new Map<string, T>()
  for (const region of regions) if (region.id && !byId.has(region.id)) byId.set(region.id, region)
  const order = new Set<T>()
  const unknown = new Set<string>()
  const twice = new Set<string>()
  for (const id of named) {
    const region = byId.get(id)
    if (!region) unknown.add(id)
    else if (order.has(region)) twice.add(id)
    else order.add(region)
  }
  const unnamed: T[] = []
  const followers = new Map<T | null, T[]>([[null, []]])
  let before: T | null = null
  for (const region of regions)
    if (order.has(region)) {
      before = region
      followers.set(region, [])
    } else {
      unnamed.push(region)
      followers.get(before)!.push(region)
    }
  const all = [...followers.get(null)!]
  for (const region of order) {
    all.push(region)
    for (const follower of followers.get(region)!) all.push(follower)
  }
  return { regions: all, unknown: [...unknown], twice: [...twice], unnamed }
}

/** Ids in the order in which each names the next, from those that none names; circles are entered at the first of them
 * in the file. */
export function chained(next: ReadonlyMap<string, string>): string[] {
  const inner = new Set(next.values())
  const heads = [...next.keys()].filter(id => !inner.has(id))
  const order = new Set<string>()
  for (const head of [...heads, ...next.keys()])
    for (let id: string | undefined = head; id !== undefined && !order.has(id); id = next.get(id))
      order.add(id)
  return [...order]
}

/** Says that a file's own order was used, and what is wrong with it. `isText` says of a region whether it matters that
 * it was left out. */
export function sayOrder<T extends { readonly id: string | undefined }>(
  { unknown, twice, unnamed }: Ordered<T>,
  report: Report,
  where: Element | undefined,
  isText: (region: T) => boolean,
): void {
  report.say('info', 'reading-order', 'The reading order is the one that the file gives.')
  const list = (ids: readonly (string | undefined)[]) =>
    ids
      .slice(0, 8)
      .map(id => id ?? 'one without id')
      .join(', ') + (ids.length > 8 ? ' …' : '')
  const guess = (words: string) => report.say('guess', 'reading-order', words, where)
  if (unknown.length > 0) guess(`The reading order names regions that are not there: ${list(unknown)}.`)
  if (twice.length > 0)
    guess(`The reading order names regions twice: ${list(twice)}. They stand where they are named first.`)
  const missed = unnamed.filter(isText)
  if (missed.length > 0)
    guess(
      `The reading order leaves out ${list(missed.map(({ id }) => id))}: each stands after the region that it follows in the file.`,
    )
}

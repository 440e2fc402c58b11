/** Links between pages that are written as if they were one: `#e-3` leads to the entry wherever it is. */

/** A page with the address by which the others find it. */
export interface LinkedPage {
  readonly file: string
  readonly body: string
}

/** Where links lead that no page has: `id` what is asked for, an address elsewhere as it stands. Null leads nowhere. */
export interface Beyond {
  readonly missing?: (id: string) => string | null
  readonly outside?: (href: string) => string | null
}

/** The pages with their links led to the right files. A link that leads nowhere stays words. */
export function linked<P extends LinkedPage>(
  pages: readonly P[],
  { missing = () => null, outside = href => href }: Beyond = {},
): P[] {
  const where = new Map<string, string>()
  for (const { file, body } of pages)
    for (const [, id] of body.matchAll(/ id="([^"]*)"/g)) where.set(id!, file)
  const within = (id: string, here: string) => {
    const file = where.get(id)
    if (file === undefined) return missing(id)
    return file === here ? `#${id}` : `${file}#${id}`
  }
  return pages.map(page => ({
    ...page,
    body: page.body.replace(
      /<a((?: [a-z:-]+="[^"]*")*)>(.*?)<\/a>/gs,
      (_, attributes: string, inside: string) => {
        const href = / href="([^"]*)"/.exec(attributes)?.[1] ?? ''
        const to = href.startsWith('#') ? within(href.slice(1), page.file) : outside(href)
        if (to !== null)
          return `<a${attributes.replace(` href="${href}"`, () => ` href="${to}"`)}>${inside}</a>`
        return `<span${attributes.match(/ (?:class|id|title)="[^"]*"/g)?.join('') ?? ''}>${inside}</span>`
      },
    ),
  }))
}

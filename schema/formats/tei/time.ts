/** Times as TEI's @when takes them. */

const year = 31_556_952_000

/** An ISO time of milliseconds since 1970; undefined for what no calendar of four-digit years holds. */
export function when(at: number): string | undefined {
  if (!Number.isFinite(at) || at < -1900 * year || at > 8000 * year) return undefined
  return new Date(at).toISOString()
}

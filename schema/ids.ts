/** Ids: chosen by whoever makes a record, compared alike everywhere. */

export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

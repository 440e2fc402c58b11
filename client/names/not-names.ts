/** Words that somebody has said are no names: kept by the browser, one list an edition. */
import { recall, remember } from '../app/local.js'

const keyOf = (edition: string) => `not-names:${edition}`

export function notNames(edition: string): Set<string> {
  try {
    const kept: unknown = JSON.parse(recall(keyOf(edition)) ?? '[]')
    return new Set(Array.isArray(kept) ? kept.filter(word => typeof word === 'string') : [])
  } catch {
    return new Set()
  }
}

export function keepNotNames(edition: string, words: ReadonlySet<string>): void {
  remember(keyOf(edition), words.size > 0 ? JSON.stringify([...words]) : null)
}

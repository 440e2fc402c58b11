/** Fuzzy matching for the command palette: every word asked for must occur, as letters in order. */

/** How well `text` answers `query`: higher is better, 0 where it does not. Words match at the beginning of a word best,
 * then inside one, then as letters scattered over it. An empty query matches everything alike. */
export function fuzzyScore(query: string, text: string): number {
  const hay = fold(text)
  let score = 1
  for (const word of fold(query).split(/\s+/).filter(Boolean)) {
    const found = scoreWord(word, hay)
    if (found === 0) return 0
    score += found
  }
  // Of two that match alike the shorter says it more exactly.
  return score + 1 / (1 + hay.length)
}

function scoreWord(word: string, hay: string): number {
  const at = hay.indexOf(word)
  if (at === 0) return 12
  if (at > 0) {
    const wordStart = new RegExp(`(^|[^\\p{L}\\p{N}])${quoted(word)}`, 'u').test(hay)
    return wordStart ? 10 : 5
  }
  if (word.length < 2) return 0
  let from = 0
  let gaps = 0
  for (const letter of word) {
    const next = hay.indexOf(letter, from)
    if (next < 0) return 0
    if (from > 0) gaps += next - from
    from = next + 1
  }
  // Letters scattered over a whole line are chance, not an answer.
  return gaps > word.length * 3 ? 0 : Math.max(0.5, 3 - gaps * 0.2)
}

/** Lower case and without accents, so that "chargé" is found by "charge". */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** The best matches first, as many as `limit`; equals keep their order. */
export function bestMatches<T>(
  query: string,
  items: readonly T[],
  textOf: (item: T) => string,
  limit: number,
): T[] {
  return items
    .map(item => ({ item, score: fuzzyScore(query, textOf(item)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ item }) => item)
}

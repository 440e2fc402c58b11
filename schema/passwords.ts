/** What makes a password good enough, after NIST SP 800-63B §5.1.1.2: length counts, rules about signs do not. */

export const shortestPassword = 12
export const longestPassword = 1_000

/** A phrase of one or two letters over and over is long, and the first thing that is tried. */
const fewestSigns = 5

/** A password as it is hashed: whichever way a keyboard composes its letters, it is the same (NFKC). */
export function normalPassword(password: string): string {
  return password.normalize('NFKC')
}

/** Why somebody may not have this password, as a sentence for them; null where they may. `own` is what everybody knows of
 * them: their name, their address. */
export function passwordFault(password: string, own: readonly string[]): string | null {
  const normal = normalPassword(password)
  const signs = [...normal]
  if (signs.length < shortestPassword)
    return `A password has at least ${shortestPassword} characters. A few words in a row do well.`
  if (normal.length > longestPassword) return `A password has at most ${longestPassword} characters.`
  if (new Set(signs).size < fewestSigns) return 'These are the same few letters over and over.'
  const bare = plain(normal)
  const known = own.flatMap(words => [words, words.replace(/@.*$/, '')]).map(plain)
  if (known.some(words => words !== '' && (bare === words || bare === words + words)))
    return 'This is your name or address: everybody knows it.'
  return null
}

/** Small letters and digits alone. */
function plain(words: string): string {
  return words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

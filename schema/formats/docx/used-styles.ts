/** Which paragraph styles a Word file uses, and what somebody has chosen that they become. */
import { blockOfWord, type StyledBlock, type StyleMap, type StyleUse } from '../style-map.js'

export class UsedStyles {
  private readonly chosen = new Map<string, string>()
  private readonly counts = new Map<string, { name: string; count: number; words: Map<string, number> }>()

  constructor(choices: StyleMap) {
    for (const [name, word] of Object.entries(choices))
      if (blockOfWord(word)) this.chosen.set(name.toLowerCase(), word)
  }

  /** What was chosen for a style, by its name as Word shows it; null where nothing was. */
  choiceFor(name: string): StyledBlock | null {
    const word = this.chosen.get(name.toLowerCase())
    return word === undefined ? null : blockOfWord(word)
  }

  /** Counts a paragraph, which by itself would be what a word says. */
  count(name: string, usual: string): void {
    const known = this.counts.get(name) ?? { name, count: 0, words: new Map<string, number>() }
    known.count++
    known.words.set(usual, (known.words.get(usual) ?? 0) + 1)
    this.counts.set(name, known)
  }

  /** The most frequent first. */
  uses(): StyleUse[] {
    return [...this.counts.values()]
      .map(({ name, count, words }) => ({
        name,
        count,
        usual: [...words].reduce((most, word) => (word[1] > most[1] ? word : most))[0],
        chosen: this.chosen.get(name.toLowerCase()) ?? null,
      }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
  }
}

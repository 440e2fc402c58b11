/** Stretches of text with emphasis. */
import { escaped } from './escape.js'

/** `raw` is Markdown already: the mark of a note, a link. `isText` says that it stands for words of the text. */
export interface MarkdownRun {
  readonly text: string
  readonly em?: boolean
  readonly strong?: boolean
  readonly raw?: boolean
  readonly isText?: boolean
}

/** The runs as one stretch of Markdown, to be made a paragraph or heading. Emphasis is set where its signs are sure to be
 * read as such (CommonMark §6.2): on one line, with white space or punctuation beside it. The words stay in any case. */
export function runsMarkdown(runs: readonly MarkdownRun[]): string {
  const joined: MarkdownRun[] = []
  for (const run of runs) {
    const last = joined.at(-1)
    if (run.text === '') continue
    if (last && !last.raw && !run.raw && !last.em === !run.em && !last.strong === !run.strong)
      joined[joined.length - 1] = { ...last, text: last.text + run.text }
    else joined.push(run)
  }
  return joined
    .map(({ text, em, strong, raw }, i) => {
      if (raw) return text
      const before = joined[i - 1]
      const after = joined[i + 1]
      let words = escaped(text)
      // After a note's mark or a link these would make something else of it.
      if (before?.raw) words = words.replace(/^[:(]/, '\\$&')
      if (after?.raw) words = words.replace(/!$/, '\\!')
      const sign = (em ? '*' : '') + (strong ? '**' : '')
      if (sign === '' || !/^\S(.*\S)?$/.test(text)) return words
      const isPlain = (run: MarkdownRun) => !run.raw && !run.em && !run.strong
      const left = !before || (isPlain(before) && /\s$/.test(before.text))
      const right = !after || (isPlain(after) && /^[\s.,;:!?)”’]/.test(after.text))
      return left && right ? sign + words + sign : words
    })
    .join('')
}

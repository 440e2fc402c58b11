/** The source's own notes as footnotes: their labels and what they say. */
import type { EditedDocument } from '../../document.js'
import { calledNotes } from '../called-notes.js'
import { markLength } from '../source-footnotes.js'
import type { MarkdownRun } from './runs.js'

/** The labels of the notes that something leads to, by the id of what does: their own marks where those are letters or digits
 * and are not another's, else `s` and a number. */
export function sourceLabels(document: EditedDocument): Map<string, string> {
  const labels = new Map<string, string>()
  const used = new Set<string>()
  const called = [...calledNotes(document)]
  const give = (reference: string, label: string) => {
    if (used.has(label.toLowerCase())) return false
    used.add(label.toLowerCase())
    labels.set(reference, label)
    return true
  }
  const left = called.filter(([id, { mark }]) => !(/^[a-z0-9]{1,50}$/i.test(mark) && give(id, mark)))
  let n = 1
  for (const [reference] of left) while (!give(reference, `s${n++}`));
  return labels
}

/** What a note says, from its first words on, without the mark that its label is; with its mark where that is no label. */
export function noteRuns(runs: readonly MarkdownRun[], label: string, mark: string): MarkdownRun[] {
  const words = runs.map(({ text, raw }) => (raw ? '\u0000' : text)).join('')
  const own = markLength(words, mark)
  if (label !== mark) {
    const isThere = mark === '' || own > 0 || words.startsWith(mark)
    return isThere ? [...runs] : [{ text: `${mark} ` }, ...runs]
  }
  let left = own
  return runs.flatMap(run => {
    const cut = Math.min(left, run.raw ? 0 : run.text.length)
    left -= cut
    return cut > 0 ? { ...run, text: run.text.slice(cut) } : run
  })
}

/** Plain text of all markup, in CriticMarkup: `{~~Ugeki~>Ugaki~~}`, `{++added++}`, `{--removed--}`, `{>>comment<<}`. */
import { blockSeparator, type Correction, overlap } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import { bodyText, type Inline } from '../../note-body.js'
import { printedText } from '../../printed.js'
import { shows } from '../../readings.js'
import { inWholeWords, wholeWords } from '../../words.js'
import { bodyOf } from '../body.js'
import type { Exported } from '../format.js'
import { NotePrinter } from '../note-printer.js'
import { Signs } from './signs.js'

/** The source's own lay-out with all that is proposed or accepted. Where corrections overlap, the accepted one (or else
 * the first) is shown in the text; the others follow it as comments `{>>Ugeki ] Ugaky …<<}`. Every correction has a
 * comment with its kind, standing and author; every note is a comment at the end of its range, and the works
 * that they cite are a comment at the end. The text's
 * own braces, and a tilde before >, have a backslash before them. */
export function markup(exported: Exported): string {
  const { document, person } = exported
  const { text } = document
  const printer = new NotePrinter(exported)
  const shown = document.corrections.inOrder().filter(c => shows(document, c, 'all'))
  const inText = mainOnes(document, shown)
  const isInText = new Set(inText.map(c => c.id))
  const insertions: { offset: number; rank: number; text: string }[] = []
  const wide = inWholeWords(inText, text)
  const comment = (c: Correction, reading: string) =>
    `{>>${reading}${c.kind}, ${document.standing(c.id)}, ${person(c.by)}${c.reason ? `: ${lines(c.reason)}` : ''}<<}`
  for (const c of shown) {
    if (isInText.has(c.id)) continue
    const { start, end, text: reading } = wholeWords(c, text)
    insertions.push({
      offset: c.end,
      rank: 1,
      text: comment(c, `${lines(text.slice(start, end)) || '‸'} ] ${lines(reading) || '–'}; `),
    })
  }
  for (const note of document.notes.inOrder()) {
    const lemma = lines(text.slice(note.start, note.end))
    const body = lines(bodyText(bodyOf(document.layers, note.id), part => spelled(part, printer)))
    const label = printer.labels.get(note.id)
    insertions.push({
      offset: note.end,
      rank: 2,
      text: `{>>${note.type} note ${label}${lemma ? ` on “${lemma}”` : ''}, ${person(note.by)}: ${body}<<}`,
    })
  }
  for (const { offset, closes, text: sign } of new Signs(document).all)
    insertions.push({ offset, rank: closes ? 0 : 3, text: escaped(sign) })
  insertions.sort((a, b) => a.offset - b.offset || a.rank - b.rank)

  const out: string[] = []
  let at = 0
  let next = 0
  const upTo = (offset: number) => {
    for (; next < insertions.length && insertions[next]!.offset <= offset; next++) {
      const insertion = insertions[next]!
      if (insertion.offset > at) out.push(escaped(text.slice(at, insertion.offset)))
      at = Math.max(at, insertion.offset)
      out.push(insertion.text)
    }
    if (offset > at) out.push(escaped(text.slice(at, offset)))
    at = Math.max(at, offset)
  }
  for (const c of wide) {
    upTo(c.start)
    const before = escaped(text.slice(c.start, c.end))
    const after = escaped(c.text.replaceAll(blockSeparator, '\n\n'))
    if (!before && after) out.push(`{++${after}++}`)
    else if (before && !after) out.push(`{--${before}--}`)
    else if (before) out.push(`{~~${before}~>${after}~~}`)
    at = c.end
    out.push(comment(c, ''))
  }
  upTo(text.length)
  const works = printer.works().map(({ printed }) => lines(printedText(printed)))
  if (works.length > 0) out.push(`\n{>>Works cited: ${works.join(' / ')}<<}\n`)
  const whole = out.join('').replace(/\r\n?/g, '\n')
  return whole.endsWith('\n') ? whole : `${whole}\n`
}

function spelled(part: Exclude<Inline, { type: 'text' }>, printer: NotePrinter): string {
  return part.type === 'ref'
    ? printer.reference(part.to)
    : printedText(printer.citation(part.key, part.locator))
}

/** Of corrections that overlap, those that are shown in the text: the accepted first, then in text order. */
export function mainOnes(document: EditedDocument, shown: readonly Correction[]): Correction[] {
  const main: Correction[] = [...document.winners]
  const taken = new Set(main.map(c => c.id))
  let w = 0
  let last: Correction | null = null
  for (const c of shown) {
    if (taken.has(c.id)) continue
    // Both lists are in text order: winners that end before this one begins cannot meet it or any later one.
    while (w < document.winners.length && document.winners[w]!.end < c.start) w++
    let free = !last || !overlap(last, c)
    for (let i = w; free && i < document.winners.length && document.winners[i]!.start <= c.end; i++)
      free = !overlap(document.winners[i]!, c)
    if (!free) continue
    main.push(c)
    if (!last || c.end >= last.end) last = c
  }
  return main.sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1))
}

const escaped = (text: string) => text.replace(/[{}]|~(?=>)/g, '\\$&')

/** A text on one line, as a comment has it; what would end the comment is escaped. */
const lines = (text: string) => escaped(text.replace(/\s*[\r\n\u2029]+\s*/g, ' / ').trim())

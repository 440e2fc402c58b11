/** Writes the HTML edition: one file, nothing to fetch, no script. The four texts are one marked-up text; radio buttons
 * and the style sheet choose what of it shows. */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { type Emendation, emendationsOf, type NoteEntry, noteEntriesOf } from '../../apparatus.js'
import { listOfKind, listTitles } from '../../apparatus-printed.js'
import { contributorsOf } from '../../contributors.js'
import type { Correction, Standing } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import { SortedRanges } from '../../ranges.js'
import { shows, type View } from '../../readings.js'
import { witnessHash } from '../../witness.js'
import { winnersInWords } from '../flow.js'
import type { Exported, Format } from '../format.js'
import { type CitedWork, NotePrinter } from '../note-printer.js'
import { apparatusHtml } from './apparatus.js'
import { address, day, escaped } from './escape.js'
import { InlineWriter } from './inline.js'
import { emendationHtml, noteHtml } from './lists.js'
import { nameIndexHtml, nameTargets } from './names.js'
import { type Leads, printedHtml } from './note-body.js'
import { style } from './style.js'
import { textHtml } from './text.js'

export function writeHtml(exported: Exported, view: View): Uint8Array {
  return utf8ToBytes(html(exported, view))
}

/** What a browser may do with the file: show it in its own style sheet, and nothing else. */
const policy = `default-src 'none'; style-src 'sha256-${base64(sha256(utf8ToBytes(`\n${style}`)))}'; base-uri 'none'; form-action 'none'`

/** RFC 4648 §4. */
function base64(bytes: Uint8Array): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    for (let k = 0; k < 4; k++) out += i + k > bytes.length ? '=' : letters[(bits >> (18 - 6 * k)) & 63]
  }
  return out
}

const choices = [
  ['reading', 'Reading', 'The reading text, with all accepted corrections.'],
  ['diplomatic', 'Diplomatic', 'The diplomatic text, with accepted corrections of the transcription.'],
  ['received', 'Received', 'The text as received.'],
  ['all', 'All markup', 'All markup: what was received, accepted and proposed, side by side.'],
] as const

/** The edition as a string, `view` showing first. The received text shows in the structure as edited: splits, joins and kinds of block are
 * the same in all four texts. */
export function html(exported: Exported, view: View = 'reading'): string {
  const { document, title } = exported
  const person = (id: string) => (id ? exported.person(id) || id : 'unsigned')
  const emendations = emendationsOf(document)
  const names = new Map(emendations.map((e, i) => [e.correction.id, String(i + 1)]))
  const notes = noteEntriesOf(document)
  const printer = new NotePrinter(exported)
  const works = printer.works()
  const leads = leadsOf(document, notes, names, works, printer)
  const marks = marksOf(notes, printer)
  const targets = nameTargets(document)
  const inline = new InlineWriter(
    document,
    id => names.get(id),
    id => targets.get(id),
  )
  const text = textHtml(document, shownInWords(document), inline, block => marks.get(block) ?? [])
  return `<!doctype html>
<html lang="${language(exported)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="generator" content="Corrigenda">
<title>${escaped(title)}</title>
<style>
${style}</style>
</head>
<body>
${choices.map(([name]) => `<input type="radio" name="view" id="v-${name}" class="choice"${name === view ? ' checked' : ''}>`).join('\n')}
<nav class="bar" aria-label="Which text to show">
${choices.map(([view, name]) => `<label for="v-${view}">${name}</label>`).join('\n')}
</nav>
<main class="sheet">
${head(exported, emendations, notes)}
${choices.map(([view, , words]) => `<p class="which w-${view}">${words}</p>`).join('\n')}
<article class="text">
${text}
</article>
${lists(document, emendations, notes, names, id => inline.shows(id), person, leads)}${nameIndexHtml(document, exported.register, id => (inline.names(id) ? targets.get(id) : undefined))}${worksHtml(works)}${apparatusHtml(exported)}
${colophon(exported)}
</main>
</body>
</html>
`
}

function head(
  { title, edition, metadata, document, person }: Exported,
  emendations: readonly Emendation[],
  notes: readonly NoteEntry[],
): string {
  const rows = Object.entries(metadata)
    .filter(([key, value]) => key !== 'title' && value.trim() !== '')
    .map(([key, value]) => {
      const link = key === 'url' ? address(value) : null
      const shown = escaped(value).replace(/\r\n?|\n/g, '<br>')
      return `<tr><th scope="row">${escaped(label(key))}</th><td>${link ? `<a class="out" href="${link}" rel="noopener noreferrer">${shown}</a>` : shown}</td></tr>`
    })
  const people = contributorsOf(document).map(id => {
    const counts = [
      count(emendations.filter(e => e.correction.by === id).length, 'correction'),
      count(notes.filter(n => n.note.by === id).length, 'note'),
      count([...document.layers.allDecisions()].filter(d => d.by === id).length, 'decision'),
    ].filter(c => c !== '')
    return `<li>${escaped(person(id) || id)} <span class="quiet">${counts.join(', ')}</span></li>`
  })
  return `<header class="front">
${edition ? `<p class="edition">${escaped(edition)}</p>\n` : ''}<h1>${escaped(title)}</h1>
${rows.length > 0 ? `<table class="about">\n${rows.join('\n')}\n</table>\n` : ''}${people.length > 0 ? `<section class="people" aria-label="Editors"><h2>Edited by</h2><ul>\n${people.join('\n')}\n</ul></section>\n` : ''}</header>`
}

/** The lists of accepted corrections, in order. */
const accepted = ['emendations', 'transcription', 'regularizations'] as const

function lists(
  document: EditedDocument,
  emendations: readonly Emendation[],
  notes: readonly NoteEntry[],
  names: ReadonlyMap<string, string>,
  shown: (id: string) => boolean,
  person: (id: string) => string,
  leads: Leads,
): string {
  const section = (id: string, title: string, items: readonly string[], tag = 'ul') =>
    items.length > 0
      ? `<section class="list-of" id="${id}"><h2>${title} <span class="quiet">${items.length}</span></h2><${tag}>\n${items.join('\n')}\n</${tag}></section>\n`
      : ''
  const entries = (wanted: (standing: Standing) => boolean, list?: (typeof accepted)[number]) =>
    emendations
      .filter(e => wanted(e.standing) && (list === undefined || listOfKind(e.correction.kind) === list))
      .map(e => emendationHtml(e, names.get(e.correction.id)!, shown(e.correction.id), person))
  const noted = notes.map(n => noteHtml(document, n, person, leads))
  return (
    accepted
      .map(list =>
        section(
          list,
          listTitles[list],
          entries(s => s === 'accepted', list),
        ),
      )
      .join('') +
    section(
      'proposals',
      'Open proposals',
      entries(s => s === 'proposed'),
    ) +
    section(
      'declined',
      'Not adopted',
      entries(s => s !== 'accepted' && s !== 'proposed'),
    ) +
    section('notes', 'Notes', noted)
  )
}

/** Where references and citations lead within the file. */
function leadsOf(
  document: EditedDocument,
  notes: readonly NoteEntry[],
  names: ReadonlyMap<string, string>,
  works: readonly CitedWork[],
  printer: NotePrinter,
): Leads {
  const numbers = new Map(notes.map(({ note, number }) => [note.id, number]))
  const entries = new Map(works.map(({ work }, i) => [work.id, i + 1]))
  return {
    printer,
    reference: to => {
      if (!printer.isHere(to)) return null
      if ('note' in to) return numbers.has(to.note) ? `#n-${numbers.get(to.note)}` : null
      if ('correction' in to) return names.has(to.correction) ? `#e-${names.get(to.correction)}` : null
      if (to.end > document.length) return null
      const block = document.structure.indexAt(to.start, 1)
      const number = document.structure.cited(block)
      return number > 0 ? `#p${number}` : null
    },
    work: key => (entries.has(key) ? `#b-${entries.get(key)}` : null),
  }
}

function worksHtml(works: readonly CitedWork[]): string {
  const items = works.map(({ printed }, i) => `<li id="b-${i + 1}">${printedHtml(printed)}</li>`)
  return items.length > 0
    ? `<section class="list-of" id="works"><h2>Works cited <span class="quiet">${works.length}</span></h2><ul>\n${items.join('\n')}\n</ul></section>\n`
    : ''
}

function colophon({ document, at }: Exported): string {
  const { source } = document.witness
  const made = day(at)
  return `<footer class="colophon"><p>Written by Corrigenda${made ? ` on ${made}` : ''} from ${escaped(source.name)}. The text as received has the SHA-256 <code>${witnessHash(document.witness)}</code>. Paragraphs, page turns and speakers are those of the edition in all four texts.</p></footer>`
}

/** The marks of the notes by the block in which they end, in the order of their ends. */
function marksOf(
  notes: readonly NoteEntry[],
  { labels }: NotePrinter,
): Map<number, { offset: number; html: string }[]> {
  const marks = new Map<number, { offset: number; html: string }[]>()
  for (const { note, number, block } of notes) {
    const html = `<a class="ref" id="r-${number}" href="#n-${number}" role="doc-noteref">${escaped(labels.get(note.id) ?? String(number))}</a>`
    const list = marks.get(block) ?? []
    list.push({ offset: note.end, html })
    marks.set(block, list)
  }
  return marks
}

/** All that is accepted or proposed, on whole words where an accepted one stands alone. */
function shownInWords(document: EditedDocument): SortedRanges<Correction> {
  const wide = winnersInWords(document)
  return SortedRanges.of(
    document.corrections
      .inOrder()
      .filter(c => shows(document, c, 'all'))
      .map(c => wide.get(c.id) ?? c),
  )
}

function language({ metadata }: Exported): string {
  const given = metadata.language ?? ''
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(given) ? given : 'en'
}

function label(key: string): string {
  const words = key.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  return key === 'url' ? 'Address' : words.charAt(0).toUpperCase() + words.slice(1)
}

function count(n: number, what: string): string {
  return n === 0 ? '' : `${n} ${what}${n === 1 ? '' : 's'}`
}

export const htmlFormat: Format = {
  name: 'html',
  title: 'HTML edition (one file)',
  extension: 'html',
  mediaType: 'text/html; charset=utf-8',
  views: [],
  write: writeHtml,
}

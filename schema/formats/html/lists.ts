/** The lists at the end of the HTML edition: emendations and notes. */
import type { Emendation, NoteEntry } from '../../apparatus.js'
import type { EditedDocument } from '../../document.js'
import { bodyOf } from '../body.js'
import { day, escaped } from './escape.js'
import { bodyHtml, type Leads } from './note-body.js'

/** `name` is that of the entry, as the text links to it; `shown` is false where the text does not hold the reading. */
export function emendationHtml(
  { correction, received, lemma, standing, decision, paragraph, page }: Emendation,
  name: string,
  shown: boolean,
  person: (id: string) => string,
): string {
  const { kind, reason, evidence, certainty, by, at } = correction
  const place = placeHtml(paragraph, page, shown ? `#c-${name}` : paragraph > 0 ? `#p${paragraph}` : null)
  const details = [
    ...(evidence ? [`${evidence} evidence`] : []),
    ...(certainty === 'unknown' ? [] : [`certainty ${certainty}`]),
    `${standing === 'accepted' ? '' : 'proposed by '}${person(by)}${at > 0 && day(at) ? `, ${day(at)}` : ''}`,
    ...(decision
      ? [`${acts[decision.act]} by ${person(decision.by)}${decision.why ? `: ${decision.why}` : ''}`]
      : []),
  ]
  return `<li id="e-${name}">${place} <span class="app"><b>${reading(lemma, 'left out')}</b> <span class="br">]</span> ${reading(received, 'lacking')}</span> <span class="tag k-${kind}">${kind}</span>${standing === 'accepted' ? '' : ` <span class="tag">${standing}</span>`}${reason ? `<p>${paragraphs(reason)}</p>` : ''}<p class="by">${escaped(details.join(' · '))}</p></li>`
}

const acts = { accept: 'accepted', reject: 'rejected', reopen: 'reopened', withdraw: 'withdrawn' } as const

export function noteHtml(
  document: EditedDocument,
  { note, number, words, paragraph, page }: NoteEntry,
  person: (id: string) => string,
  leads: Leads,
): string {
  const body = bodyHtml(bodyOf(document.layers, note.id), leads)
  const made = note.at > 0 ? day(note.at) : ''
  return `<li id="n-${number}"><a class="back" href="#r-${number}" aria-label="back to the text">${escaped(leads.printer.labels.get(note.id) ?? String(number))}</a> ${placeHtml(paragraph, page, `#r-${number}`)} <span class="app">${reading(short(words), 'here')} <span class="br">]</span></span>${body}<p class="by">${escaped([note.type, person(note.by), ...(made ? [made] : [])].join(' · '))}</p></li>`
}

function placeHtml(paragraph: number, page: string, href: string | null): string {
  const where = paragraph > 0 ? `¶ ${paragraph}` : '¶'
  const place = href === null ? where : `<a class="place" href="${href}">${where}</a>`
  return page ? `${place} <span class="page">p. ${escaped(page)}</span>` : place
}

function reading(text: string, nothing: string): string {
  return text.trim() === '' ? `<i>${nothing}</i>` : escaped(text.replace(/\s*[\r\n\u2029]+\s*/g, ' / '))
}

/** Long lemmata by their first and last words, as printed editions do. */
export function short(words: string): string {
  const list = words.trim().split(/\s+/)
  return list.length <= 8 ? words.trim() : `${list.slice(0, 3).join(' ')} … ${list.slice(-2).join(' ')}`
}

function paragraphs(text: string): string {
  return escaped(text).replace(/\r\n?|\n/g, '<br>')
}

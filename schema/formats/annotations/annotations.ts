/** What has been said about a document as annotations: a correction, decision, reply, note or name each. */
import { type Emendation, emendationsOf, noteEntriesOf } from '../../apparatus.js'
import { blockSeparator } from '../../corrections.js'
import { type Authority, authorityPages } from '../../register.js'
import { bodyOf } from '../body.js'
import { chosen, type Exported, type Format } from '../format.js'
import { wellFormed } from '../html/escape.js'
import { bodyHtml } from '../html/note-body.js'
import { NotePrinter } from '../note-printer.js'
import { ReadingText } from '../plain/reading-text.js'
import { personIri, textIri, thingIri } from './ids.js'
import type { Json } from './json.js'
import { SelectableText } from './selectors.js'

type Made = { readonly [key: string]: Json }
type Purpose =
  | 'editing'
  | 'commenting'
  | 'replying'
  | 'identifying'
  | 'describing'
  | 'classifying'
  | 'tagging'

export class Annotations {
  private readonly received: SelectableText
  private readonly reading: SelectableText
  private readonly readingText: ReadingText
  private readonly printer: NotePrinter
  private readonly texts: string

  constructor(
    private readonly exported: Exported,
    format: Format,
  ) {
    const { document, id } = exported
    this.readingText = new ReadingText(document)
    this.received = new SelectableText(textIri(id, 'received'), document.text)
    this.reading = new SelectableText(textIri(id, 'reading'), this.readingText.text)
    this.printer = new NotePrinter(exported)
    this.texts = chosen(format, 'text', exported)
  }

  /** Corrections, notes and names, each in text order; what was decided and replied stands after what it is about. */
  all(): Made[] {
    const { document } = this.exported
    const made: Made[] = []
    for (const emendation of emendationsOf(document)) {
      const { id } = emendation.correction
      made.push(this.correction(emendation), ...this.decisions(id), ...this.replies('correction', id))
    }
    for (const { note } of noteEntriesOf(document))
      made.push(this.note(note.id), ...this.replies('note', note.id))
    for (const name of document.names.inOrder()) made.push(this.name(name.id))
    return made
  }

  private correction({ correction: c, lemma, standing }: Emendation): Made {
    const { document } = this.exported
    const typed = document.corrections.get(c.id)!
    const evidence = [c.evidence ? `${c.evidence} evidence` : '', c.citation ?? ''].filter(
      said => said !== '',
    )
    return {
      ...this.head('correction', c.id, 'editing', c.by, c.at),
      body: [
        text('editing', lemma.replaceAll(blockSeparator, '\n\n')),
        text('classifying', c.kind),
        text('tagging', standing),
        ...(c.certainty === 'unknown' ? [] : [text('tagging', `certainty ${c.certainty}`)]),
        ...(evidence.length > 0 ? [text('describing', evidence.join(': '))] : []),
        ...(c.reason ? [text('commenting', c.reason)] : []),
      ],
      target: this.places(c.start, c.end, this.readingText.rangeOf(c.start, c.end, typed)),
    }
  }

  private decisions(correction: string): Made[] {
    return this.exported.document.decisionsOn(correction).map(({ id, act, by, at, why }) => ({
      ...this.head('decision', id, 'moderating', by, at),
      body: [text('tagging', act), ...(why ? [text('commenting', why)] : [])],
      target: thingIri(this.exported.id, 'correction', correction),
    }))
  }

  private replies(what: 'correction' | 'note', on: string): Made[] {
    return this.exported.document.repliesOn(on).map(({ id, act, text: words, by, at }) => ({
      ...this.head('reply', id, 'replying', by, at),
      body: [text('replying', words), ...(act === 'reply' ? [] : [text('tagging', act)])],
      target: thingIri(this.exported.id, what, on),
    }))
  }

  private note(id: string): Made {
    const { document } = this.exported
    const note = document.notes.get(id)!
    const leads = { printer: this.printer, reference: () => null, work: () => null }
    const target: Json[] = []
    if (note.on !== null) target.push({ id: thingIri(this.exported.id, 'correction', note.on) })
    if (note.on === null || note.end > note.start)
      target.push(...this.places(note.start, note.end, this.readingText.rangeOf(note.start, note.end)))
    return {
      ...this.head('note', id, 'commenting', note.by, note.at),
      body: [
        { ...text('commenting', bodyHtml(bodyOf(document.layers, id), leads)), format: 'text/html' },
        text('classifying', note.type),
      ],
      target,
    }
  }

  private name(id: string): Made {
    const { document, register } = this.exported
    const { start, end, type, ref, by, at } = document.names.get(id)!
    const entry = ref ? register?.entry(ref, document.text.slice(start, end)) : null
    const known = Object.entries(entry?.authorities ?? {}).filter(([, number]) => number !== '')
    return {
      ...this.head('name', id, 'identifying', by, at),
      body: [
        ...known.map(([name, number]) => ({
          type: 'SpecificResource',
          purpose: 'identifying',
          source: authorityPages[name as Authority][1] + encodeURIComponent(wellFormed(number)),
        })),
        ...(entry ? [text('identifying', entry.dates ? `${entry.form} (${entry.dates})` : entry.form)] : []),
        text('classifying', type),
      ],
      target: this.places(start, end, this.readingText.rangeOf(start, end)),
    }
  }

  /** The same words in the texts that were asked for. What the reading text has not got is selected in the received. */
  private places(
    start: number,
    end: number,
    inReading: { readonly start: number; readonly end: number } | null,
  ): Json[] {
    const reading =
      inReading && this.texts !== 'received'
        ? [
            {
              ...this.reading.part(inReading),
              // The reading text changes with every decision.
              ...dated('state', this.exported.at, sourceDate => ({ type: 'TimeState', sourceDate })),
            },
          ]
        : []
    if (this.texts === 'reading' && reading.length > 0) return reading
    return [this.received.part({ start, end }), ...reading]
  }

  private head(
    what: 'correction' | 'decision' | 'reply' | 'note' | 'name',
    id: string,
    motivation: string,
    by: string,
    at: number,
  ): Made {
    return {
      id: thingIri(this.exported.id, what, id),
      type: 'Annotation',
      motivation,
      ...(by ? { creator: this.person(by) } : {}),
      ...(at > 0 ? dated('created', at) : {}),
    }
  }

  private person(id: string): Made {
    const orcid = this.exported.orcid?.(id)
    return {
      id: orcid ? `https://orcid.org/${orcid}` : personIri(id),
      type: 'Person',
      name: wellFormed(this.exported.person(id) || id),
    }
  }
}

function text(purpose: Purpose, value: string): Made {
  return { type: 'TextualBody', purpose, value: wellFormed(value), format: 'text/plain' }
}

/** A moment under a key, in UTC; nothing where the number is no moment that RFC 3339 can spell. */
export function dated(key: string, at: number, make: (time: string) => Json = time => time): Made {
  const date = new Date(at)
  const year = date.getUTCFullYear()
  return year >= 0 && year <= 9999 ? { [key]: make(date.toISOString().replace('.000Z', 'Z')) } : {}
}

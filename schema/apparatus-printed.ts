/** The printed apparatus: the lists that an edition prints, as runs of text that every format sets in its own way. It is
 * written anew from the layers each time, so it is never out of date. */
import {
  type Emendation,
  emendationsOf,
  type NoteEntry,
  noteEntriesOf,
  type Place,
  Places,
} from './apparatus.js'
import type { CorrectionKind } from './corrections.js'
import { declarationOf } from './declaration.js'
import type { EditedDocument } from './document.js'
import { Lines } from './lines.js'
import { bodyText, type Inline } from './note-body.js'
import { labelsOf } from './note-series.js'
import type { Note } from './notes.js'
import { wordsOf } from './references.js'
import { type ApparatusList, type ApparatusSettings, apparatusLists, type Settings } from './settings.js'
import { Sigla } from './sigla.js'
import { describeMark, sourceMarksOf } from './source-marks.js'
import { stampsOf } from './stamps.js'

/** How a stretch of an entry is set: `mark` the mark that a note has in the text, `place` where it stands, `lemma` what should be read, `sign` the bracket or arrow
 * between readings, `received` what the source has, `siglum` who and why, `words` everything else. */
export interface EntryRun {
  readonly style: 'mark' | 'place' | 'lemma' | 'sign' | 'received' | 'siglum' | 'words'
  readonly text: string
}

/** One entry. `id` tells it from the others of its list; `offset` is where it leads to, null where to no one place;
 * `correction` and `note` name what it is about. */
export interface PrintedEntry {
  readonly id: string
  readonly offset: number | null
  readonly correction?: string
  readonly note?: string
  readonly runs: readonly EntryRun[]
}

/** `sigla` explains the abbreviations that the other lists use. */
export type PrintedListName = ApparatusList | 'sigla'

/** A list with its heading. */
export interface PrintedList {
  readonly list: PrintedListName
  readonly title: string
  readonly entries: readonly PrintedEntry[]
}

/** What the apparatus needs to know that is not in the document. `person` gives a person's name, `initials` their siglum,
 * empty where it is to be made of the name; `registered` the
 * canonical form of a register's entry, null where there is none; `cited` a citation as it is printed. `inNotes` says what a
 * citation in a note, or its reference to another document, says. */
export interface Sources {
  readonly settings: Settings
  readonly person: (id: string) => string
  readonly initials?: (id: string) => string
  readonly registered?: (ref: string) => string | null
  readonly cited?: (citation: string) => string
  readonly inNotes?: (part: Exclude<Inline, { type: 'text' }>) => string
}

/** The headings of the lists. */
export const listTitles: Readonly<Record<PrintedListName, string>> = {
  declaration: 'Editorial declaration',
  emendations: 'Emendations',
  transcription: 'Corrections of the transcription',
  regularizations: 'Regularizations',
  textualNotes: 'Textual notes',
  explanatoryNotes: 'Explanatory notes',
  marks: 'Marks of the source',
  rejected: 'Proposals not adopted',
  stamps: 'Stamps',
  speakers: 'Speakers',
  names: 'Names',
  sigla: 'Sigla',
}

/** The list to which an accepted correction of a kind belongs. */
export function listOfKind(kind: CorrectionKind): 'emendations' | 'transcription' | 'regularizations' {
  if (kind === 'transcription') return 'transcription'
  return kind === 'regularization' ? 'regularizations' : 'emendations'
}

/** The lists that the settings ask for and that have anything in them, in order. */
export function printedApparatus(document: EditedDocument, sources: Sources): PrintedList[] {
  const printer = new Printer(document, sources)
  const lists: PrintedList[] = []
  for (const list of apparatusLists) {
    if (!sources.settings.apparatus.lists[list]) continue
    const entries = printer.entries(list)
    if (entries.length > 0) lists.push({ list, title: listTitles[list], entries })
  }
  const entries = printer.sigla()
  if (entries.length > 0) lists.push({ list: 'sigla', title: listTitles.sigla, entries })
  return lists
}

/** An entry as plain text. */
export const entryText = ({ runs }: PrintedEntry): string => runs.map(run => run.text).join('')

/** The whole apparatus as plain text: each heading underlined, each entry a line. */
export function apparatusText(lists: readonly PrintedList[]): string {
  return lists
    .map(({ title, entries }) => [title, '-'.repeat(title.length), '', ...entries.map(entryText)].join('\n'))
    .join('\n\n')
}

const run = (style: EntryRun['style'], text: string): EntryRun => ({ style, text })

class Printer {
  private readonly form: ApparatusSettings
  private readonly places: Places
  private readonly abbreviations: Sigla
  private readonly corrections: readonly Emendation[]
  private lines: Lines | null = null
  private labels: ReadonlyMap<string, string> | null = null

  constructor(
    private readonly document: EditedDocument,
    private readonly sources: Sources,
  ) {
    this.form = sources.settings.apparatus
    this.places = new Places(document)
    this.abbreviations = new Sigla(sources.person, sources.initials)
    this.corrections = emendationsOf(document)
  }

  entries(list: ApparatusList): PrintedEntry[] {
    switch (list) {
      case 'declaration':
        return declarationOf(this.sources.settings).map(({ key, title, text }) => ({
          id: key,
          offset: null,
          runs: [run('lemma', `${title}. `), run('words', text)],
        }))
      case 'emendations':
      case 'transcription':
      case 'regularizations':
        return this.corrections
          .filter(e => e.standing === 'accepted' && listOfKind(e.correction.kind) === list)
          .map(e => this.emendation(e))
      case 'rejected':
        return this.corrections
          .filter(e => e.standing !== 'accepted' && e.standing !== 'proposed')
          .map(e => this.emendation(e))
      case 'textualNotes':
        return this.notes('textual')
      case 'explanatoryNotes':
        return this.notes('explanatory')
      case 'marks':
        return this.marks()
      case 'stamps':
        return this.stamps()
      case 'speakers':
        return this.speakers()
      case 'names':
        return this.names()
    }
  }

  /** What the abbreviations that were used mean. */
  sigla(): PrintedEntry[] {
    return this.abbreviations.key().map(([siglum, words]) => ({
      id: siglum,
      offset: null,
      runs: [run('siglum', siglum), run('words', ` ${words}`)],
    }))
  }

  private emendation(entry: Emendation): PrintedEntry {
    const { correction, standing, decision } = entry
    const { kind, evidence, certainty, by } = correction
    const sigla = [
      this.form.kind ? this.abbreviations.kind(kind) : '',
      this.form.evidence && evidence ? this.evidence(correction) : '',
      this.form.certainty && certainty !== 'unknown' ? `cert. ${certainty}` : '',
      this.form.responsibility ? this.abbreviations.who(by) : '',
      standing === 'accepted' ? '' : standing,
    ].filter(siglum => siglum !== '')
    const why = standing === 'rejected' && decision?.why ? oneLine(decision.why) : ''
    const reason = this.form.reasons ? oneLine(correction.reason) : ''
    return {
      id: correction.id,
      offset: correction.start,
      correction: correction.id,
      runs: [
        run('place', this.placeText(entry, correction.start)),
        ...this.readings(entry),
        ...(sigla.length > 0 ? [run('siglum', ` (${sigla.join('; ')})`)] : []),
        ...(reason ? [run('words', ` ${ended(reason)}`)] : []),
        ...(why ? [run('words', ` Not adopted: ${ended(why)}`)] : []),
      ],
    }
  }

  private evidence({ evidence, citation }: Emendation['correction']): string {
    if (!evidence) return ''
    const cited = citation?.trim() ? (this.sources.cited?.(citation) ?? citation).trim() : ''
    const siglum = this.abbreviations.evidence(evidence)
    return cited ? `${siglum}: ${cited}` : siglum
  }

  private readings({ lemma, received }: Emendation): EntryRun[] {
    const witness = this.abbreviations.witness(this.form.witness.trim())
    const right = run('lemma', oneLine(lemma) || '[left out]')
    const left = run('received', oneLine(received) || '[lacking]')
    const siglum = witness ? [run('siglum', ` ${witness}`)] : []
    switch (this.form.form) {
      case 'lemma-bracket':
        return [right, run('sign', ' ] '), left, ...siglum]
      case 'lemma-tight':
        return [right, run('sign', '] '), left, ...siglum]
      case 'for':
        return [right, run('sign', ' for '), left, ...siglum]
      case 'received-arrow':
        return [left, ...siglum, run('sign', ' → '), right]
    }
  }

  /** Where something stands, as `¶ 11. `; '' where nothing is known. */
  private placeText({ paragraph, page }: Pick<Place, 'paragraph' | 'page'>, offset: number): string {
    const inParagraph = paragraph > 0 ? `¶ ${paragraph}` : ''
    const onPage = page === '' ? '' : `p. ${page}`
    const both = [onPage, inParagraph].filter(part => part !== '').join(', ')
    let said = inParagraph || onPage
    if (this.form.place === 'page') said = onPage || inParagraph
    else if (this.form.place === 'page-paragraph') said = both
    else if (this.form.place === 'page-line') {
      this.lines ??= new Lines(this.document)
      const line = this.lines.of(offset)
      said = line === 0 ? both : page === '' ? `l. ${line}` : `${page}.${line}`
    }
    return said === '' ? '' : `${said}. `
  }

  /** The same inside a sentence. */
  private placeAt(offset: number, block = this.document.structure.indexAt(offset, 1)): string {
    return this.placeText(this.places.of(offset, block), offset).replace(/\. $/, '')
  }

  private notes(type: NoteEntry['note']['type']): PrintedEntry[] {
    const labels = this.noteLabels()
    return noteEntriesOf(this.document)
      .filter(entry => entry.note.type === type)
      .map(entry => {
        const { note, words } = entry
        const label = labels.get(note.id)
        const by = this.form.responsibility ? this.abbreviations.who(note.by) : ''
        return {
          id: note.id,
          offset: note.start,
          note: note.id,
          runs: [
            ...(label === undefined ? [] : [run('mark', `${label}${/\w$/.test(label) ? '.' : ''} `)]),
            run('place', this.placeText(entry, note.start)),
            run('lemma', shortened(oneLine(words)) || '[here]'),
            run('sign', this.form.form === 'lemma-tight' ? '] ' : ' ] '),
            run('words', oneLine(this.noteText(note))),
            ...(by ? [run('siglum', ` (${by})`)] : []),
          ],
        }
      })
  }

  private noteLabels(): ReadonlyMap<string, string> {
    this.labels ??= labelsOf(this.document, this.sources.settings.noteSeries)
    return this.labels
  }

  /** A note's words; references within the document are worked out here, all else is asked of `inNotes`. */
  private noteText(note: Note): string {
    const body = this.document.layers.noteBody(note.id)
    if (!body) return note.text
    const labels = this.noteLabels()
    return bodyText(body, part => {
      if (part.type === 'ref' && part.to.document === '')
        return wordsOf(this.document, labels, part.to) ?? '[gone]'
      if (this.sources.inNotes) return this.sources.inNotes(part)
      return part.type === 'ref' ? '→' : `[${[part.key, part.locator].filter(Boolean).join(', ')}]`
    })
  }

  private marks(): PrintedEntry[] {
    return sourceMarksOf(this.document)
      .filter(mark => mark.added)
      .map(mark => {
        const place = this.placeAt(mark.start)
        const words = shortened(oneLine(this.document.text.slice(mark.start, mark.end)))
        return {
          id: mark.id,
          offset: mark.start,
          runs: [
            run('place', place ? `${place}. ` : ''),
            ...(words ? [run('received', words), run('sign', ' ] ')] : []),
            run('words', describeMark(mark)),
          ],
        }
      })
  }

  private stamps(): PrintedEntry[] {
    return stampsOf(this.document).map(({ offset, page, received, reading, doubts, group }) => {
      const remarks = [...doubts, ...(group && group !== oneLine(reading) ? [`group: ${group}`] : [])]
      return {
        id: String(offset),
        offset,
        runs: [
          ...(page === '' ? [] : [run('place', `p. ${page}. `)]),
          run('lemma', oneLine(reading) || '[left out]'),
          ...(reading === received ? [] : [run('sign', ' ] '), run('received', oneLine(received))]),
          ...(remarks.length > 0 ? [run('siglum', ` (${remarks.join('; ')})`)] : []),
        ],
      }
    })
  }

  private speakers(): PrintedEntry[] {
    const { structure, text, spans } = this.document
    const all = new Map<string, { first: number; block: number; turns: number; labels: Set<string> }>()
    for (let i = 0; i < structure.count; i++) {
      const { kind, attrs, start } = structure.block(i)
      if (kind !== 'speech' || typeof attrs.who !== 'string' || attrs.who.trim() === '') continue
      const known = all.get(attrs.who) ?? { first: start, block: i, turns: 0, labels: new Set() }
      if (attrs.continues !== true) known.turns++
      const label = spans.touching(start, start).find(s => s.type === 'speaker' && s.start === start)
      if (label) known.labels.add(oneLine(text.slice(label.start, label.end)).replace(/:$/, ''))
      all.set(attrs.who, known)
    }
    return [...all].map(([who, { first, block, turns, labels }]) => {
      const others = [...labels].filter(label => label !== who && label !== '')
      const where = this.placeAt(first, block)
      return {
        id: who,
        offset: first,
        runs: [
          run('lemma', who),
          ...(others.length > 0 ? [run('words', ` (as ${quoted(others)})`)] : []),
          run('words', `, ${turns} ${turns === 1 ? 'turn' : 'turns'}${where ? `, first ${where}` : ''}`),
        ],
      }
    })
  }

  /** Names by who or what is meant: those of one entry of the register together, others by their spelling. */
  private names(): PrintedEntry[] {
    const { text } = this.document
    const groups = new Map<string, { name: string; type: string; forms: Set<string>; at: number[] }>()
    for (const { start, end, type, ref } of this.document.names.inOrder()) {
      const form = oneLine(text.slice(start, end))
      const name = (ref ? this.sources.registered?.(ref) : null) ?? form
      const key = `${type} ${ref || form}`
      const group = groups.get(key) ?? { name, type, forms: new Set(), at: [] }
      group.forms.add(form)
      group.at.push(start)
      groups.set(key, group)
    }
    const sorted = [...groups].sort(
      ([x, a], [y, b]) => a.name.localeCompare(b.name, 'en') || (x < y ? -1 : 1),
    )
    return sorted.map(([key, { name, type, forms, at }]) => {
      const others = [...forms].filter(form => form !== name)
      const places = new Set(at.map(offset => this.placeAt(offset)).filter(place => place !== ''))
      return {
        id: key,
        offset: at[0] ?? null,
        runs: [
          run('lemma', name),
          run('words', ` (${type === 'org' ? 'organisation' : type})`),
          ...(others.length > 0 ? [run('words', `, as ${quoted(others)}`)] : []),
          run('words', places.size > 0 ? `: ${[...places].join('; ')}` : ''),
        ],
      }
    })
  }
}

const quoted = (words: readonly string[]) => words.map(word => `“${word}”`).join(', ')

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n\u2029]+\s*/g, ' / ').trim()
}

/** Long lemmata by their first and last words, as printed editions do. */
function shortened(words: string): string {
  const list = words.split(/\s+/)
  return list.length <= 8 ? words : `${list.slice(0, 3).join(' ')} … ${list.slice(-2).join(' ')}`
}

/** A sentence with its stop. */
const ended = (text: string) => (/[.!?…]["”’)]*$/.test(text) ? text : `${text}.`)

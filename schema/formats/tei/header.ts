/** The header of a TEI file: what it is, where it comes from, who did what. */

import { contributorsOf } from '../../contributors.js'
import type { correctionKinds, evidences } from '../../corrections.js'
import type { Decision } from '../../decisions.js'
import { declarationOf } from '../../declaration.js'
import type { EditedDocument } from '../../document.js'
import type { View } from '../../readings.js'
import type { RegisterEntry } from '../../register.js'
import type { Settings } from '../../settings.js'
import { witnessHash } from '../../witness.js'
import { wholeWords } from '../../words.js'
import type { Exported } from '../format.js'
import type { Ids } from './ids.js'
import { entryId } from './names.js'
import type { TeiChoices } from './options.js'
import { when } from './time.js'
import { attributes, content, illegalIn, pointer, word } from './xml.js'

/** Somebody who speaks in the text, as the turns name them, and the entry of the register that they refer to. */
export interface Speaker {
  readonly who: string
  readonly entry: RegisterEntry | null
}

/** `speakers` are those who speak in the text. */
export function header(
  exported: Exported,
  view: View,
  choices: TeiChoices,
  ids: Ids,
  speakers: readonly Speaker[],
): string {
  return [
    '<teiHeader>',
    fileDesc(exported, ids),
    encodingDesc(exported, view, choices),
    ...(speakers.length > 0 ? [profileDesc(ids, speakers)] : []),
    ...revisionDesc(exported, view, ids),
    '</teiHeader>',
  ].join('\n')
}

function fileDesc({ title, edition, metadata, document, person, at }: Exported, ids: Ids): string {
  const acts = new Map<string, Set<string>>()
  const count = (by: string, act: string) => acts.set(by, (acts.get(by) ?? new Set()).add(act))
  for (const { by } of document.corrections.values()) count(by, 'corrections')
  for (const { by } of document.notes.values()) count(by, 'notes')
  for (const { by } of document.layers.allDecisions()) count(by, 'decisions')
  const people = contributorsOf(document).map(id => {
    const name = `<name xml:id="${ids.of('p', id)}">${content(person(id) || id)}</name>`
    return `<respStmt><resp>${[...acts.get(id)!].join(', ')}</resp>${name}</respStmt>`
  })
  const { title: sourceTitle, date, url, ...others } = metadata
  const address = url === undefined ? undefined : pointer(url)
  const hash = witnessHash(document.witness)
  const { name, encoding } = document.witness.source
  return [
    '<fileDesc>',
    '<titleStmt>',
    `<title>${content(title)}</title>`,
    ...people,
    '</titleStmt>',
    `<publicationStmt><p>${edition ? `Part of the edition “${content(edition)}”. ` : ''}Written by Corrigenda${dated(at)}.</p></publicationStmt>`,
    '<sourceDesc>',
    '<bibl>',
    `<title>${content(sourceTitle ?? title)}</title>`,
    ...(date === undefined ? [] : [`<date>${content(date)}</date>`]),
    ...(url === undefined ? [] : [`<ref${attributes({ target: address })}>${content(url)}</ref>`]),
    ...Object.entries(others).map(
      ([key, value]) => `<note type="${word(key).replace(/[&<>"]/g, '_')}">${content(value)}</note>`,
    ),
    '</bibl>',
    '<listWit>',
    `<witness xml:id="received">The transcription as received: ${content(name)}, ${encoding}. SHA-256 of the witness: ${hash}.</witness>`,
    '</listWit>',
    '</sourceDesc>',
    '</fileDesc>',
  ].join('\n')
}

function dated(at: number): string {
  const time = when(at)
  return time ? ` on <date when="${time}">${time.slice(0, 10)}</date>` : ''
}

/** What the text of a view is, in a few sentences for readers of the file. */
export function wordsOfView(view: View, { rivals, notes }: TeiChoices): string {
  return view === 'all'
    ? `The text as received together with its corrections. Accepted corrections stand in the text as choice, supplied or surplus. ${rivalWords[rivals]} ${noteWords[notes]}`
    : viewWords[view]
}

const rivalWords: Readonly<Record<TeiChoices['rivals'], string>> = {
  standoff:
    'All others (proposed, rejected, withdrawn, superseded) stand as an external apparatus in standOff, anchored by double end points. The type of each rdg is its standing.',
  app: 'All others (proposed, rejected, withdrawn, superseded) stand in the text as rdg of an app whose lem is the text; those that cross another correction or the edge of a block, as an external apparatus in standOff, anchored by double end points. The type of each rdg is its standing.',
  choice:
    'Proposed and superseded ones stand in the text as further readings of a choice, whose ana says their standing; rejected and withdrawn ones, and those that cross another correction or the edge of a block, as an external apparatus in standOff, anchored by double end points.',
}

const noteWords: Readonly<Record<TeiChoices['notes'], string>> = {
  inline: 'A note stands at the end of the words that it is about and points to their beginning.',
  end: 'Notes stand in the back; each points to the beginning of the words that it is about and to the ptr at their end, which leads to it.',
  standoff:
    'Notes stand in standOff as annotations, each of which points to anchors at the beginning and the end of the words that it is about.',
}

const viewWords: Readonly<Record<Exclude<View, 'all'>, string>> = {
  reading:
    'The reading text: all accepted corrections are carried out without mark; stamps and catchwords are left out.',
  diplomatic: 'The diplomatic text: accepted corrections of the transcription are carried out without mark.',
  received: 'The text as received, without corrections.',
}

const kindWords: Readonly<Record<(typeof correctionKinds)[number], string>> = {
  transcription: 'The transcriber misread the source.',
  emendation: 'The source itself is wrong.',
  regularization: 'A spelling is made uniform.',
  expansion: 'An abbreviation is written out.',
  supplied: 'Something is omitted or damaged in the source.',
  surplus: 'Something stands in the source by mistake.',
}

const evidenceWords: Readonly<Record<(typeof evidences)[number], string>> = {
  internal: 'The source itself shows it.',
  external: 'Another source shows it.',
  conjecture: 'It is an editor’s conjecture.',
}

/** The edition's own statements where it has settings, and what this writer does in any case. */
function declared(settings: Settings | undefined): string[] {
  if (!settings)
    return [
      '<normalization method="markup"><p>Spelling is as received but where a reg says otherwise.</p></normalization>',
      '<hyphenation eol="all"><p>Hyphens are kept as received. A break within a word has break="no".</p></hyphenation>',
    ]
  return declarationOf(settings).map(({ key, element, choice, text }) => {
    const values: Record<string, string | undefined> = {}
    if (key === 'silent') values.method = choice === 'nothing' ? 'markup' : 'silent'
    else if (element === 'normalization') values.method = 'markup'
    else if (element === 'hyphenation') values.eol = choice === 'kept' ? 'all' : 'some'
    else if (element === 'quotation') values.marks = 'all'
    else if (element === 'punctuation') values.marks = 'all'
    const said = `<p>${content(text)}</p>`
    return element === 'p' ? said : `<${element}${attributes(values)}>${said}</${element}>`
  })
}

const standingWords = {
  proposed: 'Nobody has decided yet.',
  superseded: 'It was accepted, but another acceptance is newer.',
}

/** How the readings that do not hold are encoded. */
export function variantEncodings({ rivals }: Pick<TeiChoices, 'rivals'>): string[] {
  return [
    ...(rivals === 'app' ? ['<variantEncoding method="parallel-segmentation" location="internal"/>'] : []),
    '<variantEncoding method="double-end-point" location="external"/>',
  ]
}

/** What `ana` of a correction points to: its kind, the evidence for it, its standing. Those whose ids are `taken` are in the
 * file already. */
export function taxonomies(
  { rivals }: Pick<TeiChoices, 'rivals'>,
  taken: (id: string) => boolean = () => false,
): string[] {
  const written = [
    taxonomy('kind', kindWords),
    taxonomy('evidence', evidenceWords),
    ...(rivals === 'choice' ? [taxonomy('standing', standingWords)] : []),
  ].filter(({ id }) => !taken(id))
  return written.length > 0 ? ['<classDecl>', ...written.map(({ xml }) => xml), '</classDecl>'] : []
}

function taxonomy(id: string, words: Readonly<Record<string, string>>): { id: string; xml: string } {
  const categories = Object.entries(words).map(
    ([key, text]) => `<category xml:id="${id}.${key}"><catDesc>${key}: ${text}</catDesc></category>`,
  )
  return { id, xml: `<taxonomy xml:id="${id}">\n${categories.join('\n')}\n</taxonomy>` }
}

function encodingDesc({ document, settings }: Exported, view: View, choices: TeiChoices): string {
  const replaced = illegalIn(document.text)
  return [
    '<encodingDesc>',
    '<editorialDecl>',
    `<correction${view === 'all' ? ' method="markup"' : ' method="silent"'}><p>${wordsOfView(view, choices)}</p></correction>`,
    ...declared(settings),
    '<interpretation><p>Paragraphs that run on over a page turn are one p, with catchword, stamp and page break where they stand. A line feed within a p parts what are separate lines of the source.</p></interpretation>',
    ...(replaced > 0
      ? [
          `<normalization><p>${replaced} ${replaced === 1 ? 'character' : 'characters'} of the source that XML does not allow ${replaced === 1 ? 'is' : 'are'} shown by a control picture or U+FFFD.</p></normalization>`,
        ]
      : []),
    '</editorialDecl>',
    ...(view === 'all' ? [...variantEncodings(choices), ...taxonomies(choices)] : []),
    '<appInfo><application ident="corrigenda" version="0.1.0"><label>Corrigenda</label></application></appInfo>',
    '</encodingDesc>',
  ].join('\n')
}

function profileDesc(ids: Ids, speakers: readonly Speaker[]): string {
  const people = speakers.map(({ who, entry }) => {
    const ref = entry ? `#${entryId(ids, entry)}` : undefined
    return `<person xml:id="${ids.of('speaker', who)}"><persName${attributes({ ref })}>${content(who)}</persName></person>`
  })
  return `<profileDesc><particDesc><listPerson type="speakers">\n${people.join('\n')}\n</listPerson></particDesc></profileDesc>`
}

const actWords: Readonly<Record<Decision['act'], string>> = {
  accept: 'Accepted',
  reject: 'Rejected',
  reopen: 'Reopened',
  withdraw: 'Withdrew',
}

function revisionDesc({ document }: Exported, view: View, ids: Ids): string[] {
  const changes = changesOf(document, view, ids)
  return changes.length > 0 ? ['<revisionDesc>', ...changes, '</revisionDesc>'] : []
}

/** The decisions, newest first, each a `<change>`; those whose ids are in `except` are left out. `person` gives the
 * pointer to somebody. */
export function changesOf(
  document: EditedDocument,
  view: View,
  ids: Ids,
  except: ReadonlySet<string> = new Set(),
  person: (by: string) => string | undefined = by => (by ? `#${ids.of('p', by)}` : undefined),
): string[] {
  const decisions = [...document.layers.allDecisions()]
    .filter(({ id }) => !except.has(id))
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
  return decisions.map(({ act, on, by, at, why }) => {
    const correction = document.corrections.get(on)
    const wide = correction ? wholeWords(correction, document.text) : null
    const shown = wide
      ? `${document.text.slice(wide.start, wide.end) || '[nothing]'} ] ${wide.text || '[nothing]'}`
      : on
    const values = {
      type: act,
      when: when(at),
      who: person(by),
      target: correction && view === 'all' ? `#${ids.of('c', on)}` : undefined,
    }
    return `<change${attributes(values)}>${actWords[act]} ${content(shown)}${why ? `: <seg type="why">${content(why)}</seg>` : ''}</change>`
  })
}

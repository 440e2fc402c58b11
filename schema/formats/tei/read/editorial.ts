/** What earlier editors have done within a TEI file: their corrections, notes and names. */
import type { Certainty, CorrectionKind, Evidence } from '../../../corrections.js'
import type { NameType } from '../../../names.js'
import type { NoteType } from '../../../notes.js'
import type { EarlierCorrection } from './earlier.js'
import { type Element, isElement, wordsOf } from './nodes.js'

type Proposal = Omit<EarlierCorrection, 'id' | 'start' | 'end' | 'side' | 'holds'>

const kinds: Readonly<Record<string, CorrectionKind>> = {
  corr: 'emendation',
  reg: 'regularization',
  expan: 'expansion',
  supplied: 'supplied',
  surplus: 'surplus',
}

/** What a `<choice>`, `<supplied>` or `<surplus>` corrects; null for a choice between readings. `original` is what the
 * source has, null where the element says nothing of it. */
export function correctionsIn(
  element: Element,
): { readonly original: Element | null; readonly proposals: readonly Proposal[] } | null {
  if (element.name !== 'choice') return { original: null, proposals: [proposalOf(element, element)] }
  const parts = element.children.filter(isElement)
  const original = parts.find(({ name }) => name === 'sic' || name === 'orig' || name === 'abbr') ?? null
  const proposed = parts.filter(({ name }) => name === 'corr' || name === 'reg' || name === 'expan')
  if (!original || proposed.length === 0) return null
  return { original, proposals: proposed.map(part => proposalOf(part, element)) }
}

function proposalOf(part: Element, whole: Element): Proposal {
  const { resp, cert, evidence, ana } = { ...whole.attrs, ...part.attrs }
  const said =
    /(?:^|\s)#kind\.(transcription|emendation|regularization|expansion|supplied|surplus)(?:\s|$)/.exec(
      ana ?? '',
    )?.[1]
  return {
    text: part.name === 'surplus' ? '' : flat(part),
    kind: (said as CorrectionKind | undefined) ?? kinds[part.name] ?? 'emendation',
    certainty: /^(?:high|medium|low)$/.test(cert ?? '') ? (cert as Certainty) : 'unknown',
    evidence: /^(?:internal|external|conjecture)$/.test(evidence ?? '') ? (evidence as Evidence) : '',
    resp: resp ?? '',
    element: part,
  }
}

/** The words of an editor's reading: line breaks as newlines, notes and what is corrected in turn left out. */
export function flat(element: Element): string {
  const parts: string[] = []
  const collect = (of: Element) => {
    for (const child of of.children)
      if (!isElement(child)) parts.push(child.text.replace(/[ \t\r\n]+/g, ' '))
      else if (child.name === 'lb') parts.push('\n')
      else if (!/^(?:note|sic|orig|abbr|rdg|index)$/.test(child.name) || child.parent?.name !== 'choice') {
        if (child.name !== 'note') collect(child)
      }
  }
  collect(element)
  return parts
    .join('')
    .replace(/ {2,}/g, ' ')
    .replace(/ *\n */g, '\n')
}

/** Where a note belongs: to the page (`- 2 -`), to the words as their label, in the line, to earlier editors, or to the
 * source itself. */
export type NoteRole = 'page' | 'label' | 'inline' | 'editorial' | 'source'

/** `@place` says that the source has the note, `@resp` that somebody else than its author wrote it. */
export function noteRole({ attrs }: Element): NoteRole {
  const { type = '', place = '', rend = '', resp = '' } = attrs
  if (/^(?:foliation|pagination|pageNum|folio)$/i.test(type)) return 'page'
  if (type === 'speaker') return 'label'
  if (place === 'inline' || rend === 'inline') return 'inline'
  if (resp !== '' && !/^#?(?:author|aut|au)$/i.test(resp)) return 'editorial'
  return 'source'
}

export function editorialNote(element: Element): {
  type: NoteType
  text: string
  resp: string
  element: Element
} {
  const paragraphs = element.children.filter((c): c is Element => isElement(c) && c.name === 'p')
  const text = paragraphs.length > 0 ? paragraphs.map(p => wordsOf(p)).join('\n') : wordsOf(element)
  const { type, resp = '' } = element.attrs
  return { type: type === 'textual' || type === 'app' ? 'textual' : 'explanatory', text, resp, element }
}

const named: Readonly<Record<string, NameType>> = {
  persName: 'person',
  placeName: 'place',
  geogName: 'place',
  settlement: 'place',
  country: 'place',
  region: 'place',
  orgName: 'org',
  date: 'date',
}

/** What kind of name an element is; null where it is none, or does not say. */
export function nameTypeOf({ name, isTei, attrs, parent }: Element): NameType | null {
  if (!isTei) return null
  // A place within the name of a place is one name.
  if ((name === 'settlement' || name === 'country' || name === 'region') && parent?.name === 'placeName')
    return null
  const known = named[name]
  if (known) return known
  if (name !== 'name' && name !== 'rs') return null
  const type = attrs.type ?? ''
  if (/pers/i.test(type)) return 'person'
  if (/place|geo|city|country/i.test(type)) return 'place'
  return /org|inst/i.test(type) ? 'org' : null
}

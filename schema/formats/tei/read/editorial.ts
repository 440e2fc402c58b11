/** What earlier editors have done within a TEI file: their corrections, notes and names. */
import {
  type Certainty,
  type CorrectionKind,
  correctionKinds,
  type Evidence,
  evidences,
  type Standing,
  standings,
} from '../../../corrections.js'
import type { NameType } from '../../../names.js'
import type { NoteType } from '../../../notes.js'
import type { EarlierCorrection } from './earlier.js'
import { type Element, isElement } from './nodes.js'

/** What an element proposes, wherever it stands. */
export type Proposal = Omit<EarlierCorrection, 'id' | 'start' | 'end' | 'side' | 'elements' | 'beside'>

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
  if (element.name !== 'choice')
    return { original: null, proposals: [proposalOf(element, element, 'accepted')] }
  const parts = element.children.filter(isElement)
  const original = parts.find(({ name }) => name === 'sic' || name === 'orig' || name === 'abbr') ?? null
  const proposed = parts.filter(({ name }) => name === 'corr' || name === 'reg' || name === 'expan')
  if (!original || proposed.length === 0) return null
  // The first of several readings is the one that holds.
  return {
    original,
    proposals: proposed.map((part, i) => proposalOf(part, element, i === 0 ? 'accepted' : 'proposed')),
  }
}

/** The reading of `part`, which stands in `whole`; `usual` is its standing where it does not say. */
export function proposalOf(part: Element, whole: Element, usual: Standing): Proposal {
  const { resp, cert, ana = '', ...attrs } = { ...whole.attrs, ...part.attrs }
  const said = (list: string, known: readonly string[]) => {
    const value = new RegExp(`(?:^|\\s)#${list}\\.(\\w+)(?:\\s|$)`).exec(ana)?.[1] ?? ''
    return known.includes(value) ? value : undefined
  }
  const type = part.name === 'rdg' ? attrs.type : undefined
  const evidence = attrs.evidence ?? said('evidence', evidences) ?? ''
  const isFirst = usual === 'accepted'
  return {
    xmlId: part.attrs['xml:id'] ?? (isFirst ? whole.attrs['xml:id'] : undefined) ?? '',
    text: part.name === 'surplus' ? '' : flat(part),
    kind: (said('kind', correctionKinds) as CorrectionKind | undefined) ?? kinds[part.name] ?? 'emendation',
    certainty: /^(?:high|medium|low)$/.test(cert ?? '') ? (cert as Certainty) : 'unknown',
    evidence: (evidences as readonly string[]).includes(evidence) ? (evidence as Evidence) : '',
    resp: resp ?? '',
    reason: '',
    standing: (said('standing', standings) ?? standings.find(known => known === type) ?? usual) as Standing,
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
      else if (child.name === 'milestone' && child.attrs.unit === 'block') parts.push('\u2029')
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

/** Where a note belongs: to a stamp that is written as one, to the page (`- 2 -`), to the words as their label, in the line, to earlier editors, or to the
 * source itself. */
export type NoteRole = 'stamp' | 'page' | 'label' | 'inline' | 'editorial' | 'source'

/** `@place` says that the source has the note, `@resp` that somebody else than its author wrote it. */
export function noteRole({ attrs }: Element): NoteRole {
  const { type = '', place = '', rend = '', resp = '' } = attrs
  if (type === 'stamp') return 'stamp'
  if (/^(?:foliation|pagination|pageNum|folio)$/i.test(type)) return 'page'
  if (type === 'speaker') return 'label'
  if (place === 'inline' || rend === 'inline') return 'inline'
  if (resp !== '' && !/^#?(?:author|aut|au)$/i.test(resp)) return 'editorial'
  return 'source'
}

export function editorialNote(element: Element): {
  type: NoteType
  resp: string
  element: Element
} {
  const { type, resp = '' } = element.attrs
  return { type: type === 'textual' || type === 'app' ? 'textual' : 'explanatory', resp, element }
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

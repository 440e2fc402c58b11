/** What whoever writes TEI may choose. Every choice is valid TEI and holds the same. */
import { chosen, type Exported, type FormatOption } from '../format.js'

export const teiOptions = [
  {
    name: 'stamps',
    title: 'Stamps',
    choices: [
      { value: 'stamp', title: '<stamp>' },
      { value: 'fw', title: '<fw type="stamp">' },
      { value: 'note', title: '<note type="stamp">' },
    ],
  },
  {
    name: 'rivals',
    title: 'Readings that do not hold',
    choices: [
      { value: 'standoff', title: 'Apart from the text, as a list of readings' },
      { value: 'app', title: 'In the text, as <app> with <lem> and <rdg>' },
      { value: 'choice', title: 'In the text, as further readings of <choice>' },
    ],
  },
  {
    name: 'notes',
    title: 'Notes',
    choices: [
      { value: 'inline', title: 'In the text, at the end of their words' },
      { value: 'end', title: 'In the back, at the end of the file' },
      { value: 'standoff', title: 'Apart from the text, as annotations' },
    ],
  },
] as const satisfies readonly FormatOption[]

/** `rivals` says where corrections stand that do not hold: proposed, rejected, withdrawn and superseded ones. */
export interface TeiChoices {
  readonly stamps: 'stamp' | 'fw' | 'note'
  readonly rivals: 'standoff' | 'app' | 'choice'
  readonly notes: 'inline' | 'end' | 'standoff'
}

const format = { name: 'tei', options: teiOptions }

export function choicesOf(exported: Exported): TeiChoices {
  const of = (name: keyof TeiChoices) => chosen(format, name, exported)
  return {
    stamps: of('stamps') as TeiChoices['stamps'],
    rivals: of('rivals') as TeiChoices['rivals'],
    notes: of('notes') as TeiChoices['notes'],
  }
}

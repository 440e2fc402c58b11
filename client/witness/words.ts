/** How the pages about witnesses say what has no place, and what became of everything. */
import { type Root, readAttrKey } from '../../schema/layers.js'
import type { Json } from '../../schema/state.js'
import { fieldsOf, short } from '../../schema/telling.js'
import type { Cause, Unplaced, UnplacedState } from '../../schema/unplaced.js'

/** What one of a part of the layers is called, and several. */
export const nouns: Readonly<Record<Root, readonly [one: string, many: string]>> = {
  meta: ['document', 'documents'],
  corrections: ['Correction', 'Corrections'],
  decisions: ['Decision', 'Decisions'],
  notes: ['Note', 'Notes'],
  threads: ['Reply', 'Replies'],
  names: ['Name', 'Names'],
  breaks: ['Split or join', 'Splits and joins'],
  blockAttrs: ['Block', 'Attributes of blocks'],
  milestones: ['Page break', 'Page breaks'],
  spans: ['Mark', 'Marks'],
  unplaced: ['Record', 'Records'],
}

export const causeWords: Readonly<Record<Cause, string>> = {
  already: 'already so',
  gone: 'words gone',
  changed: 'words changed',
  unsure: 'not sure where',
  bound: 'what it stood on has no place',
  unreadable: 'unreadable',
}

export const stateWords: Readonly<Record<UnplacedState, string>> = {
  open: 'To be placed',
  already: 'Already so',
  placed: 'Placed',
  aside: 'Set aside',
}

/** What a record says, on one line; empty where its words say it all. */
export function saidBy({ root, record, value }: Unplaced): string {
  const said = fieldsOf(value)
  switch (root) {
    case 'corrections':
      return short(String(said.text ?? '')) || '∅'
    case 'notes':
      return short(textIn(said.body))
    case 'names':
      return `${said.type}`
    case 'spans':
      return said.off === true ? 'taken away' : `${said.type}`
    case 'milestones':
      return said.off === true
        ? 'taken away'
        : `${said.type === 'pb' ? 'page' : said.type} ${said.n ?? ''}`.trim()
    case 'breaks':
      return said.on === true ? 'a block begins before these words' : 'joined to what stands before it'
    case 'blockAttrs':
      return `${readAttrKey(record)?.key ?? 'attribute'}: ${value === null ? 'none' : String(value)}`
    default:
      return ''
  }
}

/** Who made a record; empty where nobody signs such ones. */
export function authorOf({ value }: Unplaced): string {
  const { by } = fieldsOf(value)
  return typeof by === 'string' ? by : ''
}

/** The text of a note's body as a state has it. */
function textIn(body: Json | undefined): string {
  if (!Array.isArray(body)) return ''
  return body
    .map(node => {
      const { text, content } = fieldsOf(node)
      return typeof text === 'string' ? text : textIn(content)
    })
    .join(' ')
    .trim()
}

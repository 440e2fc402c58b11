/** What a note's body may hold (G10): paragraphs of text with the marks em, strong and link. */
import * as Y from 'yjs'
import { hasKeys, isFragment, partsOf } from './changes.js'

export interface BodyFault {
  readonly rule: 'G6' | 'G10'
  readonly message: string
}

/** Characters of a whole body. */
const maxBody = 50_000
const maxParagraphs = 1_000
const maxAddress = 2_000

export function bodyFault(id: string, body: unknown): BodyFault | null {
  const bad = (message: string): BodyFault => ({ rule: 'G10', message: `note ${id}: ${message}` })
  if (!isFragment(body) || hasKeys(body)) return bad('its body is not a body')
  if (body.length > maxParagraphs)
    return { rule: 'G6', message: `note ${id} has more than ${maxParagraphs} paragraphs` }
  let length = 0
  for (const paragraph of body.toArray()) {
    if (!(paragraph instanceof Y.XmlElement) || paragraph.nodeName !== 'paragraph')
      return bad('it holds something other than paragraphs')
    if (hasKeys(paragraph)) return bad('its paragraphs have attributes')
    for (const text of paragraph.toArray()) {
      if (!(text instanceof Y.XmlText) || hasKeys(text))
        return bad('its paragraphs hold something other than text')
      for (const part of partsOf(text)) {
        if (part.type === 'other') return bad('its text holds something other than characters')
        if (part.type === 'mark' && !isMark(part.key, part.value))
          return bad(`it has the mark "${part.key.slice(0, 40)}"`)
      }
      length += text.length
    }
  }
  return length > maxBody ? { rule: 'G6', message: `note ${id} is longer than ${maxBody}` } : null
}

function isMark(key: string, value: unknown): boolean {
  if (value === null) return key === 'em' || key === 'strong' || key === 'link'
  if (key === 'link') return isLink(value)
  return (key === 'em' || key === 'strong') && (value === true || isEmpty(value))
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** An address that can do no harm when it is followed. */
function isLink(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('href' in value)) return false
  const { href } = value
  if (Object.keys(value).length !== 1 || typeof href !== 'string' || href.length > maxAddress) return false
  return /^(https?:\/\/|mailto:)[^\s<>"]+$/i.test(href)
}

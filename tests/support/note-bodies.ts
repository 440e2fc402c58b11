/** Bodies of notes by hand: `fill(document, id, list(false, [para('one')]), para('See ', ref({ note: 'n1' })))`. */
import * as Y from 'yjs'
import type { EditedDocument } from '../../schema/document.js'

type Attributes = Readonly<Record<string, string | number>>
export type Piece = string | Y.XmlElement

export function element(
  name: string,
  attributes: Attributes = {},
  ...inside: readonly Piece[]
): Y.XmlElement {
  const made = new Y.XmlElement<Record<string, string | number>>(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.insert(
    0,
    inside.map(piece => (typeof piece === 'string' ? new Y.XmlText(piece) : piece)),
  )
  return made as unknown as Y.XmlElement
}

export const para = (...inside: readonly Piece[]) => element('paragraph', {}, ...inside)
export const quote = (...inside: readonly Y.XmlElement[]) => element('blockquote', {}, ...inside)
export const list = (ordered: boolean, ...items: readonly (readonly Y.XmlElement[])[]) =>
  element(
    ordered ? 'ordered_list' : 'bullet_list',
    {},
    ...items.map(item => element('list_item', {}, ...item)),
  )
export const ref = (to: Attributes) => element('ref', to)
export const cite = (key: string, locator = '') => element('cite', locator ? { key, locator } : { key })

/** Puts blocks in the place of a note's body. */
export function fill(document: EditedDocument, note: string, ...blocks: readonly Y.XmlElement[]): void {
  const body = document.layers.noteBody(note)
  if (!body) throw new Error(`There is no note ${note}`)
  document.layers.change(null, () => {
    body.delete(0, body.length)
    body.insert(0, [...blocks])
  })
}

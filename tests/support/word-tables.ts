/** Tables of Word files in tests: made by hand, and as they are read. */
import * as Y from 'yjs'
import { EditedDocument } from '../../schema/document.js'
import type { FileRead } from '../../schema/formats/reader.js'
import { Layers } from '../../schema/layers.js'
import type { Witness } from '../../schema/witness.js'
import { t, wp } from './docx.js'

export const tbl = (...rows: string[]) => `<w:tbl><w:tblPr/>${rows.join('')}</w:tbl>`
export const tr = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`
export const head = (...cells: string[]) => `<w:tr><w:trPr><w:tblHeader/></w:trPr>${cells.join('')}</w:tr>`
export const tc = (inside: string, properties = '') =>
  `<w:tc>${properties ? `<w:tcPr>${properties}</w:tcPr>` : ''}${inside}</w:tc>`
export const cell = (text: string, properties = '') => tc(wp(text === '' ? '' : t(text)), properties)
export const wide = (n: number) => `<w:gridSpan w:val="${n}"/>`
export const top = '<w:vMerge w:val="restart"/>'
export const goesOn = '<w:vMerge/>'

/** Each block as `1:1.2 words` where it is the second cell of the first row of the first table, with what else is said of it. */
export const cellsOf = ({ witness }: { readonly witness: Witness | null }) =>
  witness!.blocks.map(({ start, end, kind, attrs }) => {
    const { table, row, cell, continues: _, ...more } = attrs
    const said = Object.entries(more).map(([key, value]) => `${key}=${value}`)
    return [
      ...(cell === undefined ? [] : [`${table}:${row}.${cell}`]),
      ...(kind === 'paragraph' ? [] : [kind]),
      ...said,
      witness!.text.slice(start, end),
    ].join(' ')
  })

export function editedOf({ witness, layers }: FileRead): EditedDocument {
  const doc = new Y.Doc()
  if (layers) Y.applyUpdate(doc, layers)
  return new EditedDocument(witness!, new Layers(doc))
}

export const losses = ({ problems }: FileRead) => problems.filter(p => p.severity === 'loss').map(p => p.code)

/** Each proposal as `Eva: struck ] added`. */
export function proposals(file: FileRead): string[] {
  const { corrections, text } = editedOf(file)
  return corrections
    .inOrder()
    .map(c => `${file.people[c.by]}: ${text.slice(c.start, c.end)} ] ${c.text.replaceAll('\u2029', '¶')}`)
}

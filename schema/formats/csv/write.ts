/** Writes a document's corrections, notes or names as a table for spreadsheets. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { chosen, type Exported, type Format } from '../format.js'
import { csv } from './table.js'
import { correctionRows, nameRows, noteRows } from './tables.js'

const tables = { corrections: correctionRows, notes: noteRows, names: nameRows }

/** Begins with a byte-order mark: without it spreadsheets take UTF-8 for something older. */
export function writeCsv(exported: Exported): Uint8Array {
  const table = chosen(csvFormat, 'table', exported) as keyof typeof tables
  return utf8ToBytes(`\ufeff${csv(tables[table](exported))}`)
}

export const csvFormat: Format = {
  name: 'csv',
  title: 'Table (CSV)',
  extension: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  views: ['all'],
  options: [
    {
      name: 'table',
      title: 'Table of',
      choices: [
        { value: 'corrections', title: 'Corrections' },
        { value: 'notes', title: 'Notes' },
        { value: 'names', title: 'Names' },
      ],
    },
  ],
  write: writeCsv,
}

/** What belongs to the edition as a whole: its apparatus as tables over all documents, register, bibliography, declaration. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { declarationOf } from '../../declaration.js'
import { printedText } from '../../printed.js'
import { authorities, authorityPages } from '../../register.js'
import { type Cell, csv } from '../csv/table.js'
import { correctionRows, nameRows, noteRows } from '../csv/tables.js'
import type { EditionExported, EditionFile } from '../edition-format.js'
import type { Exported } from '../format.js'

type Row = readonly Cell[]

const tables = { corrections: correctionRows, notes: noteRows, names: nameRows } as const
type Table = keyof typeof tables

/** The tables over all documents, gathered as the documents pass. */
export class Lists {
  private readonly rows: Record<Table, Row[]> = { corrections: [], notes: [], names: [] }

  /** `number` is the document's place in the edition, from 1. */
  add(number: number, exported: Exported): void {
    for (const table of Object.keys(tables) as Table[]) {
      const [head = [], ...rows] = tables[table](exported)
      const kept = this.rows[table]
      if (kept.length === 0) kept.push(['number', 'document', ...head])
      for (const row of rows) kept.push([number, exported.title, ...row])
    }
  }

  /** Those that have a row. */
  *files(): Generator<EditionFile> {
    for (const table of Object.keys(tables) as Table[])
      if (this.rows[table].length > 1) yield sheet(`lists/${table}.csv`, this.rows[table])
  }
}

export function* editionFiles(edition: EditionExported): Generator<EditionFile> {
  const { register, citing, settings } = edition
  const { entries } = register
  if (entries.length > 0)
    yield sheet('register.csv', [
      ['id', 'type', 'form', 'variants', 'dates', ...authorities.map(a => authorityPages[a][0]), 'note'],
      ...entries.map(entry => [
        entry.id,
        entry.type,
        entry.form,
        entry.variants.join('; '),
        entry.dates,
        ...authorities.map(a => entry.authorities[a] ?? ''),
        entry.note,
      ]),
    ])
  const works = citing?.entries() ?? []
  if (works.length > 0) {
    yield text('bibliography.txt', works.map(({ printed }) => `${printedText(printed)}\n`).join('\n'))
    const items = works.map(({ work }) => work).sort((a, b) => (a.id < b.id ? -1 : 1))
    yield text('bibliography.json', `${JSON.stringify(items, null, 2)}\n`)
  }
  const declared = declarationOf(settings).map(({ title, text }) => `${title}\n${text}\n`)
  yield text('declaration.txt', `Editorial declaration\n\n${declared.join('\n')}`)
}

/** Begins with a byte-order mark: without it spreadsheets take UTF-8 for something older. */
const sheet = (path: string, rows: readonly Row[]): EditionFile => text(path, `\ufeff${csv(rows)}`)

const text = (path: string, said: string): EditionFile => ({ path, bytes: utf8ToBytes(said) })

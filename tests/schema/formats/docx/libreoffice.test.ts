/** LibreOffice opens what we write. Few machines have it: where it is absent the test says so and is skipped. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeDocx } from '../../../../schema/formats/docx/write.js'
import { correct, edited, exported, note } from '../../../support/layers.js'
import { block, heading, p, witness } from '../../../support/witness.js'

const isHere = spawnSync('soffice', ['--version']).status === 0

test.skipIf(!isHere)(
  `LibreOffice finds the text, its changes and its notes${isHere ? '' : ' (skipped: LibreOffice is not installed)'}`,
  () => {
    const document = edited(
      witness(
        heading(1, 'Minutes'),
        p('from Foreign Minister Ugeki to Nishi'),
        block('paragraph', 'Name', { table: 1, row: 1, cell: 1, rows: 2 }),
        block('paragraph', 'Post', { table: 1, row: 1, cell: 2, cols: 2 }),
        block('paragraph', 'since May', { table: 1, row: 2, cell: 2 }),
        block('paragraph', 'until June', { table: 1, row: 2, cell: 3 }),
      ),
    )
    correct(document, 'Ugeki', 'Ugaki')
    note(document, 'Nishi', 'A diplomat.')
    correct(document, 'June', 'July')
    note(document, 'since May', 'Of 1938.')
    const folder = mkdtempSync(join(tmpdir(), 'docx-'))
    try {
      writeFileSync(join(folder, 'a.docx'), writeDocx(exported(document), 'all'))
      const profile = `-env:UserInstallation=file://${folder}/profile`
      const filter = 'fodt:OpenDocument Text Flat XML'
      spawnSync('soffice', [
        profile,
        '--headless',
        '--convert-to',
        filter,
        '--outdir',
        folder,
        join(folder, 'a.docx'),
      ])
      const xml = readFileSync(join(folder, 'a.fodt'), 'utf8')
      expect(xml).toMatch(/<text:h [^>]*>.*Minutes/)
      expect(xml).toContain('<text:tracked-changes')
      expect(xml).toContain('Ann Author')
      expect(xml).toContain('A diplomat.')
      const table = /<table:table [\s\S]*<\/table:table>/.exec(xml)![0]
      expect(table.match(/<table:table-row/g)).toHaveLength(2)
      expect(table).toMatch(/number-rows-spanned="2"[\s\S]*Name/)
      expect(table).toMatch(/number-columns-spanned="2"[\s\S]*Post/)
      expect(table).toContain('Of 1938.')
      expect(table).toContain('July')
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
  120_000,
)

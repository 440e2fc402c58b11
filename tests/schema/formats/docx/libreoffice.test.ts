/** LibreOffice opens what we write. Few machines have it: where it is absent the test says so and is skipped. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeDocx } from '../../../../schema/formats/docx/write.js'
import { correct, edited, exported, note } from '../../../support/layers.js'
import { heading, p, witness } from '../../../support/witness.js'

const isHere = spawnSync('soffice', ['--version']).status === 0

test.skipIf(!isHere)(
  `LibreOffice finds the text, its changes and its notes${isHere ? '' : ' (skipped: LibreOffice is not installed)'}`,
  () => {
    const document = edited(witness(heading(1, 'Minutes'), p('from Foreign Minister Ugeki to Nishi')))
    correct(document, 'Ugeki', 'Ugaki')
    note(document, 'Nishi', 'A diplomat.')
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
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
  120_000,
)

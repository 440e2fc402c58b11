import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../../../schema/document.js'
import { readFile } from '../../../../schema/formats/index.js'
import { writePlain } from '../../../../schema/formats/plain/write.js'
import { passagesOf, piecesOf, textOf, type View } from '../../../../schema/readings.js'
import { sourceMarksOf } from '../../../../schema/source-marks.js'
import { anyDocument } from '../../../support/anything.js'
import { accept, correct, decide, edited, exported, find, note } from '../../../support/layers.js'
import { absent, hasMaterial, material, seeds } from '../../../support/material.js'
import { Random } from '../../../support/random.js'
import { block, catchword, item, on, p, page, speech, stamp, witness } from '../../../support/witness.js'

const plain = (document: EditedDocument, view: View) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(writePlain(exported(document), view))

/** The document without its marks of the source, whose signs no reading has. */
function unmarked(document: EditedDocument): EditedDocument {
  document.layers.change(null, () => {
    for (const { id, isPoint } of sourceMarksOf(document)) {
      if (isPoint) document.layers.removeMilestone(id, document.isWitnessMilestone(id))
      else document.layers.removeSpan(id, document.isWitnessSpan(id))
    }
  })
  return document
}

const report = () =>
  edited(
    witness(
      p('from Minister Ugeki to the Russian General'),
      catchword('Staff'),
      stamp('16th Aug 1911'),
      page('2', on('Staff at Lake Hasang.')),
      item(1, '1.', 'One.'),
      item(2, '(a)', 'Two.'),
      speech('Stalin', 'Stalin: Yes.'),
      speech('Stalin', 'And more.'),
      block('verse', 'a\nb'),
    ),
  )

describe('plain text', () => {
  test('received is the import, corrections or not', () => {
    const document = report()
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    expect(plain(document, 'received')).toBe(document.text)
  })

  test('diplomatic keeps the lay-out and takes accepted corrections of the transcription alone', () => {
    const document = report()
    accept(document, correct(document, 'Ugeki', 'Ugaki', { kind: 'emendation' }))
    accept(document, correct(document, 'Hasang', 'Khasan', { kind: 'transcription' }))
    correct(document, 'One', 'Eins', { kind: 'transcription' })
    expect(plain(document, 'diplomatic')).toBe(document.text.replace('Hasang', 'Khasan'))
  })

  test('reading joins what runs on, leaves out forme work and keeps lists together', () => {
    const document = report()
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    expect(plain(document, 'reading')).toBe(
      'from Minister Ugaki to the Russian General Staff at Lake Hasang.\n\n1. One.\n  (a) Two.\n\nStalin: Yes.\n\nAnd more.\n\na\nb\n',
    )
  })

  test('all markup is CriticMarkup', () => {
    const document = edited(witness(p('from Minister Ugeki to Lake Hasang, twice over.')))
    accept(document, correct(document, 'Ugeki', 'Ugaki', { reason: 'So elsewhere.' }))
    correct(document, 'Hasang', 'Khasan')
    correct(document, 'Hasang', 'Hassan', { by: 'ben', kind: 'regularization' })
    correct(document, ', twice', '', { kind: 'surplus' })
    decide(document, correct(document, 'over', 'under'), 'reject')
    note(document, 'Lake', 'Which?')
    expect(plain(document, 'all')).toBe(
      'from Minister {~~Ugeki~>Ugaki~~}{>>emendation, accepted, Ann Author: So elsewhere.<<} to Lake{>>explanatory note 1 on “Lake”, Ann Author: Which?<<} {~~Hasang~>Khasan~~}{>>emendation, proposed, Ann Author<<}{>>Hasang ] Hassan; regularization, proposed, Ben Brown<<}{--, twice--}{>>surplus, proposed, Ann Author<<} over.\n',
    )
  })

  test('what looks like CriticMarkup in the text is escaped', () => {
    expect(plain(edited(witness(p('a {++b++} c'))), 'all')).toBe('a \\{++b++\\} c\n')
  })

  const bare = (text: string) => text.replace(/\s+/g, '')

  test('the views say what the readings say, for random documents', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const document = unmarked(anyDocument(new Random(seed)))
      const gap = document.winners.some(c => {
        const inside = document.witness.blocks.some(b => b.start <= c.end && b.end >= c.start)
        return !inside
      })
      if (gap) continue
      const diplomatic = document.structure.starts.flatMap((_, i) =>
        piecesOf(document, i, 'diplomatic').map(textOf),
      )
      expect(bare(plain(document, 'diplomatic')), `seed ${seed}`).toBe(bare(diplomatic.join('')))
      const reading = [...passagesOf(document, 'reading')].flatMap(({ pieces }) => pieces.map(textOf))
      expect(bare(plain(document, 'reading')), `seed ${seed}`).toBe(bare(reading.join('')))
    }
  })

  test('of all markup, leaving out what is added gives the text as received, for random documents', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const document = unmarked(anyDocument(new Random(seed)))
      const text = plain(document, 'all')
        .replace(/(?<!\\)\{>>[\s\S]*?(?<!\\)<<\}/g, '')
        .replace(/(?<!\\)\{\+\+[\s\S]*?\+\+\}/g, '')
        .replace(/(?<!\\)\{--([\s\S]*?)--\}/g, '$1')
        .replace(/(?<!\\)\{~~([\s\S]*?)~>[\s\S]*?~~\}/g, '$1')
        .replace(/\\([{}~])/g, '$1')
      expect(bare(text), `seed ${seed}`).toBe(bare(document.text))
    }
  })

  for (const name of seeds) {
    const here = hasMaterial(`seeds/${name}`)
    test.skipIf(!here)(`${name}: received is byte for byte the import${here ? '' : ` ${absent}`}`, () => {
      const bytes = material(`seeds/${name}`)
      const document = edited(readFile(bytes, name).witness!)
      accept(document, correct(document, 'the', 'THE'))
      expect(writePlain(exported(document), 'received')).toEqual(bytes)
    })
  }
})

describe('marks of the source have the signs that editions use', () => {
  const marked = () => {
    const document = edited(witness(p('from Minister Ugeki to the General'), p('at the lake')))
    const { layers } = document
    layers.change(null, () => {
      layers.setSpan({ id: 'u', ...find(document, 'Ugeki'), type: 'unclear', attrs: { cert: 'low' } })
      layers.setSpan({ id: 'a', ...find(document, 'to the'), type: 'add', attrs: { place: 'above' } })
      layers.setSpan({ id: 'd', ...find(document, 'the General'), type: 'del' })
      layers.setSpan({ id: 's', ...find(document, 'lake'), type: 'subst', attrs: { deleted: 'sea' } })
      const gap = { reason: 'torn', extent: '2', unit: 'words' }
      layers.setMilestone({ id: 'g', at: find(document, 'Minister').start, type: 'gap', attrs: gap })
    })
    return document
  }
  const shown = 'from [… torn, 2 words]Minister Ugeki[?] \\to ⟦the/ General⟧\n\nat the ⟦sea⟧\\lake/\n'

  test('in the reading and the diplomatic text', () => {
    const document = marked()
    // Marks that cross each other are closed where they end.
    expect(plain(document, 'diplomatic')).toBe(shown)
    expect(plain(document, 'reading')).toBe(shown)
  })

  test('around what an accepted correction puts there', () => {
    const document = marked()
    accept(document, correct(document, 'Ugeki', 'Ugaki', { kind: 'transcription' }))
    expect(plain(document, 'diplomatic')).toContain('Minister Ugaki[?] \\to')
    expect(plain(document, 'reading')).toContain('Minister Ugaki \\to')
  })

  test('in all markup', () => {
    expect(plain(marked(), 'all')).toBe(shown)
  })
})

test('a reading can end with the apparatus', () => {
  const document = edited(witness(p('from Ugeki to the General')))
  accept(document, correct(document, 'Ugeki', 'Ugaki'))
  const given = exported(document, { withApparatus: true })
  const text = new TextDecoder().decode(writePlain(given, 'reading'))
  expect(text).toMatch(/^from Ugaki to the General\n\n\nEditorial declaration\n-/)
  expect(text).toContain('\nEmendations\n-----------\n\n¶ 1. Ugaki ] Ugeki (A.A.)\n')
  expect(new TextDecoder().decode(writePlain(given, 'received'))).toBe(document.text)
})

import { expect, test } from 'vitest'
import type { EditedDocument } from '../../../../schema/document.js'
import { docxFormat, writeDocx } from '../../../../schema/formats/docx/write.js'
import { anyDocument } from '../../../support/anything.js'
import { hasWordSchema, packParts, partsOf, wordFaults } from '../../../support/docx.js'
import { hostileDocument } from '../../../support/hostile.js'
import { accept, correct, edited, exported, note } from '../../../support/layers.js'
import { absent } from '../../../support/material.js'
import { Random } from '../../../support/random.js'
import { heading, item, p, page, speech, stamp, witness } from '../../../support/witness.js'

const named = (name: string) => `${name}${hasWordSchema ? '' : ` ${absent}`}`

/** A document of everything: what a reader of the schema would want to see in use. */
function sample(): EditedDocument {
  const document = edited(
    witness(
      heading(1, 'Minutes'),
      speech('Stalin', 'Stalin: Yes, from Ugeki.'),
      stamp('16 Nov'),
      page('2', item(1, '1.', 'Item')),
    ),
  )
  const c = correct(document, 'Ugeki', 'Ugaki', {
    reason: 'So elsewhere.',
    kind: 'transcription',
    certainty: 'low',
  })
  accept(document, correct(document, 'Item', 'An item\u2029Another'))
  correct(document, 'Ugeki', 'Ugaky', { by: 'ben' })
  note(document, 'from Ugeki', 'Two\nparagraphs')
  note(document, 'Minutes', 'On words', { type: 'textual' })
  note(document, '', 'On a correction', { on: c })
  return document
}

const choices = docxFormat.options![0]!.choices.flatMap(({ value: corrections }) =>
  docxFormat.options![1]!.choices.map(({ value: notes }) => ({ corrections, notes })),
)

test.skipIf(!hasWordSchema)(
  named('what is not valid is found'),
  () => {
    const parts = partsOf(writeDocx(exported(edited(witness(p('Text.')))), 'all'))
    const broken = {
      ...parts,
      'word/document.xml': parts['word/document.xml']!.replace('<w:r>', '<w:x/><w:r>'),
    }
    expect(wordFaults(packParts(broken))).not.toEqual([])
  },
  120_000,
)

test.skipIf(!hasWordSchema).each(choices)(
  named('corrections: $corrections, notes: $notes is valid against ISO 29500'),
  options => {
    expect(wordFaults(writeDocx(exported(sample(), { options }), 'all'))).toEqual([])
  },
  120_000,
)

test.skipIf(!hasWordSchema)(
  named('whatever the layers hold, all parts are valid'),
  () => {
    let parts = 0
    for (let seed = 1; seed <= 60; seed++) {
      const document = anyDocument(new Random(seed))
      const options = choices[seed % choices.length]!
      const bytes = writeDocx(exported(document, { options }), seed % 3 ? 'all' : 'reading')
      expect(wordFaults(bytes), `seed ${seed}`).toEqual([])
      const { exported: hostile } = hostileDocument(seed)
      const other = writeDocx({ ...hostile, options }, 'all')
      expect(wordFaults(other), `hostile ${seed}`).toEqual([])
      parts += Object.keys(partsOf(other)).length
    }
    expect(parts).toBeGreaterThan(400)
  },
  120_000,
)

import { describe, expect, test } from 'vitest'
import { align } from '../../../schema/align/index.js'
import { type Carried, carry, joined } from '../../../schema/carrying/carry.js'
import { EditedDocument } from '../../../schema/document.js'
import { inlinesOf, readBody } from '../../../schema/note-body.js'
import { passagesOf, textOf, views } from '../../../schema/readings.js'
import { rangeFault } from '../../../schema/shapes.js'
import { equal, type Json, keyOf, layersOf, partsOfKey, stateOf, writeRecord } from '../../../schema/state.js'
import { fieldsOf } from '../../../schema/telling.js'
import { allUnplaced, sameButPlace } from '../../../schema/unplaced.js'
import { type Witness, witnessFaults } from '../../../schema/witness.js'
import { anyDocument } from '../../support/anything.js'
import { accept, correct, decide, edited, find, note } from '../../support/layers.js'
import { Random } from '../../support/random.js'
import { heading, p, page, stamp, witness } from '../../support/witness.js'

/** Carries a document over, and the document that comes of it. */
function over(document: EditedDocument, to: Witness): Carried & { readonly made: EditedDocument } {
  const { text, blocks } = document.witness
  const carried = carry(document, 'old', to, align({ text, blocks }, { text: to.text, blocks: to.blocks }))
  checkNothingLost(document, carried)
  return { ...carried, made: new EditedDocument(to, layersOf(carried.state)) }
}

/** Each record is there with all that it said, or it is kept whole, and there is an outcome that says which. */
function checkNothingLost({ layers }: EditedDocument, { state, outcomes }: Carried): void {
  const outcome = new Map(outcomes.map(o => [keyOf(o.root, o.record), o]))
  for (const [key, value] of stateOf(layers)) {
    const { root, record } = partsOfKey(key)!
    if (root === 'meta') continue
    if (root === 'unplaced') {
      expect([...state.keys()]).toContain(key)
      continue
    }
    const { how } = outcome.get(key) ?? { how: 'nothing' }
    const kept = fieldsOf(state.get(keyOf('unplaced', key)))
    if (how === 'already' || how === 'unplaced') {
      expect(bare(kept.value, root), `${key} is kept whole`).toEqual(bare(value, root))
      expect(
        state.has(key) && root !== 'breaks' && root !== 'blockAttrs' && equal(state.get(key), value),
      ).toBe(false)
      continue
    }
    expect(how).toMatch(/carried|reworded/)
    const now = [...state]
      .filter(([k]) => k.startsWith(`${root}/`))
      .map(([k, v]) => [k.slice(root.length + 1), v] as const)
    const own = now.filter(([id]) => id === record).map(([, v]) => v)
    const found = (
      own.length > 0 && root !== 'breaks' && root !== 'blockAttrs' ? own : now.map(([, v]) => v)
    ).some(v => equal(bare(v, root), bare(value, root)))
    expect(found, `${key} says what it said`).toBe(true)
  }
}

/** What a record says besides its place, and where notes refer to. */
function bare(value: Json | undefined, root: string): Json {
  if (root === 'breaks' || root === 'blockAttrs') return value ?? null
  const { start: _, end: __, at, seen: ___, on, body, ...rest } = fieldsOf(value)
  return {
    ...rest,
    ...(root === 'milestones' ? {} : { at: at ?? null }),
    ...(root === 'notes' ? {} : { on: on ?? null }),
    body: JSON.stringify(body ?? null).replace(/"attrs":\{[^}]*\}/g, ''),
  }
}

const textsOf = (document: EditedDocument) =>
  views.map(view => [...passagesOf(document, view)].map(({ pieces }) => pieces.map(textOf).join('|')))

const howOf = ({ outcomes }: Carried, id: string) => outcomes.find(({ record }) => record === id)?.how

const speech = witness(
  heading(1, 'Minutes of the Harbour Board'),
  p('The chairman received from Foreign Minister Ugeki a note on the pilots of Little Hovde.'),
  stamp('SECRET'),
  page('2', p('He read it to the members, who where not pleased with it at all.')),
  p('The board then rose at noon.'),
)
const mended = witness(
  heading(1, 'Minutes of the Harbour Board'),
  p('The chairman received from Foreign Minister Ugaki a note on the pilots of Little Hovde.'),
  stamp('SECRET'),
  page('2', p('He read it aloud to the members, who where not pleased with it at all.')),
  p('Nothing else was said about any of these matters before everybody went home.'),
)

describe('what a transcription of the same source that was mended makes of the layers', () => {
  test('a correction whose words stand is carried with all that belongs to it', () => {
    const document = edited(speech)
    const id = accept(document, correct(document, 'where', 'were', { reason: 'a slip', citation: 'p. 2' }))
    const { made } = over(document, mended)
    const found = made.corrections.get(id)!
    expect(made.text.slice(found.start, found.end)).toBe('where')
    expect({ ...found, start: 0, end: 0 }).toEqual({ ...document.corrections.get(id)!, start: 0, end: 0 })
    expect(made.standing(id)).toBe('accepted')
  })

  test('[K4] a correction that the new witness reads is on record, and is not proposed', () => {
    const document = edited(speech)
    const id = accept(document, correct(document, 'Ugeki', 'Ugaki'))
    const carried = over(document, mended)
    expect(howOf(carried, id)).toBe('already')
    expect(carried.made.corrections.size).toBe(0)
    const [kept] = allUnplaced(carried.made.layers)
    expect(kept).toMatchObject({ why: 'already', words: 'Ugeki', root: 'corrections', record: id })
    expect(mended.text.slice(kept!.near, kept!.end)).toBe('Ugaki')
  })

  test.each([
    [
      'letters of a word',
      'e',
      { start: speech.text.indexOf('Ugeki') + 2, end: speech.text.indexOf('Ugeki') + 3 },
      'a',
      'already',
    ],
    [
      'added words',
      '',
      { start: speech.text.indexOf('it to') + 2, end: speech.text.indexOf('it to') + 2 },
      ' aloud',
      'already',
    ],
    ['other words in the same place', 'Ugeki', {}, 'Ugarte', 'unplaced'],
    ['words that are gone', 'rose', {}, 'adjourned', 'unplaced'],
    ['words that were not touched', 'pilots', {}, 'boatmen', 'carried'],
  ] as const)('%s', (_, words, range, text, how) => {
    const document = edited(speech)
    const id = correct(document, words, text, 'start' in range ? { ...range, side: -1 } : {})
    if ('start' in range) expect(document.corrections.get(id)!.start).toBe(range.start)
    expect(howOf(over(document, mended), id)).toBe(how)
  })

  test('words left out that are left out already, and words that are not', () => {
    const document = edited(witness(p('It was the the end of all that.')))
    const at = document.text.indexOf('the the')
    const id = correct(document, 'the', '', { start: at + 3, end: at + 7 })
    expect(howOf(over(document, witness(p('It was the end of all that.'))), id)).toBe('already')
    expect(howOf(over(document, witness(p('So it was the the end of all that.'))), id)).toBe('carried')
  })

  test('lines broken anew do not matter', () => {
    const document = edited(witness(p('The board of the harbour rose\nat noon.')))
    const id = correct(document, 'rose\nat', 'adjourned at')
    const { made } = over(document, witness(p('The board of the\r\nharbour rose at noon.')))
    const { start, end } = made.corrections.get(id)!
    expect(made.text.slice(start, end)).toBe('rose at')
  })

  test('a decision keeps the reading that it was made on; without a place it holds for nothing', () => {
    const document = edited(speech)
    const id = correct(document, 'where', 'were')
    const gone = correct(document, 'rose', 'adjourned')
    for (const on of [id, gone]) {
      const { start, end, text } = document.corrections.get(on)!
      document.layers.change(null, () =>
        document.layers.addDecision({
          id: `d-${on}`,
          on,
          act: 'accept',
          by: 'ben',
          at: 1,
          why: 'so',
          seen: { start, end, text },
        }),
      )
    }
    const { made } = over(document, mended)
    expect(made.standing(id)).toBe('accepted')
    const kept = allUnplaced(made.layers).find(({ record }) => record === gone)!
    made.layers.change(null, () =>
      writeRecord(made.layers, 'corrections/c2', { ...fieldsOf(kept.value), ...find(made, 'members') }),
    )
    expect(made.standing(gone)).toBe('proposed')
  })

  test('what lost against an acceptance that has no place does not hold of a sudden', () => {
    const document = edited(speech)
    const loser = accept(document, correct(document, 'rose', 'closed'))
    const winner = accept(document, correct(document, 'then rose at noon', 'ended'))
    const changed = { ...speech, text: speech.text.replace('noon', 'nine') }
    const carried = over(document, changed)
    expect(howOf(carried, winner)).toBe('unplaced')
    expect(howOf(carried, loser)).toBe('unplaced')
  })

  test('notes, names and marks stay on words that are spelled otherwise now, and this is told', () => {
    const document = edited(speech)
    const id = note(document, 'Foreign Minister Ugeki', 'Who is he?')
    const on = find(document, 'Ugeki')
    document.layers.change(null, () => {
      document.layers.setName({ id: 'name', ...on, type: 'person', ref: 'r1', by: 'ann', at: 7 })
      document.layers.setSpan({ id: 'mark', ...on, type: 'unclear', attrs: { cert: 'low' } })
    })
    const carried = over(document, mended)
    const { made } = carried
    for (const record of [id, 'name', 'mark']) expect(howOf(carried, record)).toBe('reworded')
    const { start, end } = made.notes.get(id)!
    expect(made.text.slice(start, end)).toBe('Foreign Minister Ugaki')
    expect([...made.names.values()].map(n => made.text.slice(n.start, n.end))).toEqual(['Ugaki'])
  })

  test('a note on what only a correction has stands on the words when the witness has them', () => {
    const document = edited(speech)
    const id = correct(document, 'Ugeki', 'Ugaki')
    const about = note(document, '', 'So he was called.', { on: id })
    const { made } = over(document, mended)
    const { start, end, on } = made.notes.get(about)!
    expect([made.text.slice(start, end), on]).toEqual(['Ugaki', null])
  })

  test('a note’s references lead to the same places, or into the earlier document', () => {
    const document = edited(speech)
    const id = note(document, 'pilots', 'See and see.')
    const [there, gone] = [find(document, 'pleased'), find(document, 'rose')]
    const refs = [there, gone].map(range => ({ name: 'ref', content: [], attrs: { ...range } }))
    const value = {
      ...fieldsOf(stateOf(document.layers).get(keyOf('notes', id))),
      body: [{ name: 'paragraph', content: refs }],
    }
    document.layers.change(null, () => writeRecord(document.layers, keyOf('notes', id), value))
    const { made } = over(document, mended)
    const found = [...inlinesOf(readBody(made.layers.noteBody(id)!))].map(part =>
      part.type === 'ref' ? part.to : null,
    )
    expect(found).toEqual([
      { document: '', ...find(made, 'pleased') },
      { document: 'old', ...gone },
    ])
  })

  test('splits, joins, attributes of blocks, stamp groups and page breaks', () => {
    const document = edited(speech)
    const { layers } = document
    const starts = document.witness.blocks.map(({ start }) => start)
    const split = find(document, 'who where').start
    layers.change(null, () => {
      layers.setBreak(split, true)
      layers.setBreak(starts[3]!, false)
      layers.setBlockAttr(starts[1]!, 'kind', 'quotation')
      layers.setBlockAttr(starts[2]!, 'group', 'registry')
      layers.setBlockAttr(starts[4]!, 'kind', 'signature')
      layers.removeMilestone('pb2', true)
      layers.setMilestone({ id: 'new', at: split, type: 'pb', n: '3' })
    })
    const carried = over(document, mended)
    const { made } = carried
    const begins = made.structure.starts.map(start => made.text.slice(start, start + 9))
    expect(begins).toEqual(['Minutes o', 'The chair', 'SECRET\n\nH', 'who where', 'Nothing e'])
    expect(made.structure.block(1).kind).toBe('quotation')
    expect(made.structure.block(2).attrs.group).toBe('registry')
    expect(made.allMilestones().map(({ id, n }) => [id, n])).toEqual([['new', '3']])
    expect(allUnplaced(made.layers).map(({ id }) => id)).toEqual([`blockAttrs/${starts[4]}#kind`])
  })

  test('what had no place before is handed on, and what was placed since is carried as what it is now', () => {
    const document = edited(speech)
    const gone = correct(document, 'rose', 'adjourned')
    const first = over(document, mended)
    const { made } = first
    const second = over(made, speech)
    expect(allUnplaced(second.made.layers)).toMatchObject([{ record: gone, why: 'changed', words: 'rose' }])
  })

  test('a file’s own records keep to themselves', () => {
    const document = edited(speech)
    const id = correct(document, 'where', 'were')
    const carried = over(document, mended)
    const file = edited(mended)
    correct(file, 'pilots', 'boatmen')
    decide(file, id, 'reject')
    const both = new EditedDocument(mended, layersOf(joined(stateOf(file.layers), carried.state)))
    expect(both.corrections.size).toBe(2)
    const other = [...both.corrections.values()].find(({ id: name }) => name !== id)!
    expect(other.text).toBe('boatmen')
    expect([both.standing(id), both.standing(other.id)]).toEqual(['proposed', 'rejected'])
    expect(joined(stateOf(made(carried)), carried.state).size).toBe(carried.state.size)
  })
})

const made = ({ state }: Carried) => layersOf(state)

/** The same source as others have copied it: words read otherwise, left out, added, and blocks left out. */
function copied(witness: Witness, random: Random): Witness {
  let text = ''
  const blocks: Witness['blocks'][number][] = []
  for (const [i, block] of witness.blocks.entries()) {
    if (random.chance(0.1) && (blocks.length > 0 || i + 1 < witness.blocks.length)) continue
    const words = witness.text.slice(block.start, block.end).split(/(?<=\s)/u)
    const said = words
      .flatMap(word => {
        if (random.chance(0.04)) return []
        if (random.chance(0.06)) return [random.pick(['Ugaki ', 'harbour\n', '漢 '])]
        return random.chance(0.04) ? [word, 'and '] : [word]
      })
      .join('')
      .trim()
    if (said === '') continue
    const start = text.length
    text += said
    blocks.push({ ...block, start, end: text.length })
    text += '\n\n'
  }
  if (blocks.length === 0) {
    text = 'Nothing.'
    blocks.push({ start: 0, end: text.length, kind: 'paragraph', attrs: {} })
  }
  const milestones = witness.milestones
    .filter(() => random.chance(0.8))
    .map((m, i) => ({ ...m, id: `n${i}`, at: blocks[random.below(blocks.length)]!.start }))
  return { ...witness, text, blocks, milestones, spans: [] }
}

describe('documents that hold anything', () => {
  test('[K3] over to the same text: all four texts are the same, and nothing is left without a place', () => {
    let records = 0
    for (let seed = 1; seed <= 150; seed++) {
      const document = anyDocument(new Random(seed))
      // The gate lets no correction begin within a letter, and nothing such is carried.
      if ([...document.corrections.values()].some(c => rangeFault(c.start, c.end, document.text))) continue
      const to = { ...document.witness, source: { ...document.witness.source, name: 'again.txt' } }
      const carried = over(document, to)
      records += carried.outcomes.length
      expect(textsOf(carried.made), `seed ${seed}`).toEqual(textsOf(document))
      for (const { id } of document.corrections.values())
        expect(carried.made.standing(id), `seed ${seed} ${id}`).toBe(document.standing(id))
      const lost = carried.outcomes.filter(o => o.how === 'unplaced' && o.root === 'corrections')
      expect(lost, `seed ${seed}`).toEqual([])
    }
    expect(records).toBeGreaterThan(2_000)
  })

  test('[K1] [K2] over to another text: nothing is lost, what is carried is sound and stands as it stood', () => {
    const tally = { carried: 0, reworded: 0, already: 0, unplaced: 0 }
    for (let seed = 1; seed <= 300; seed++) {
      const random = new Random(seed)
      const document = anyDocument(random)
      const to = copied(document.witness, random)
      expect(witnessFaults(to)).toEqual([])
      const carried = over(document, to)
      for (const { how } of carried.outcomes) tally[how]++
      const now = carried.made
      for (const correction of now.corrections.values()) {
        const was = document.corrections.get(correction.id)!
        if (rangeFault(was.start, was.end, document.text)) continue
        expect(rangeFault(correction.start, correction.end, to.text)).toBeNull()
        expect(squeezed(to.text.slice(correction.start, correction.end))).toBe(
          squeezed(document.text.slice(was.start, was.end)),
        )
        expect(
          sameButPlace(
            stateOf(now.layers).get(keyOf('corrections', was.id)),
            stateOf(document.layers).get(keyOf('corrections', was.id)),
          ),
        ).toBe(true)
        const before = document.standing(was.id)
        expect(now.standing(was.id), `seed ${seed} ${was.id}`).toBe(before)
      }
      for (const list of [now.notes, now.names, now.spans])
        for (const { start, end } of list.values()) expect(rangeFault(start, end, to.text)).toBeNull()
      expect(carry(document, 'old', to, align({ ...document.witness }, { ...to })).state).toEqual(
        carried.state,
      )
    }
    for (const count of Object.values(tally)) expect(count).toBeGreaterThan(100)
  })
})

const squeezed = (text: string) => text.replace(/\s+/gu, '')

/** What could not be carried over: finding its place by hand, and what the gate lets through of that (G17). */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { align } from '../../schema/align/index.js'
import { carry } from '../../schema/carrying/carry.js'
import { EditedDocument } from '../../schema/document.js'
import { Layers } from '../../schema/layers.js'
import type { Role } from '../../schema/people.js'
import { Judge } from '../../schema/rules.js'
import { keyOf, layersOf, recordAt, writeRecord } from '../../schema/state.js'
import { fieldsOf } from '../../schema/telling.js'
import {
  allUnplaced,
  bringBackUnplaced,
  place,
  placingFault,
  sameButPlace,
  setAside,
  stateOfUnplaced,
  type Unplaced,
} from '../../schema/unplaced.js'
import { correct, decide, edited, find, note } from '../support/layers.js'
import { heading, p, witness } from '../support/witness.js'

const now = 1_800_000_000_000
const cara = { by: 'cara', at: now }
const before = witness(heading(1, 'Minutes'), p('The board rose at noon, and Mr. Ugeki went home.'))
const after = witness(heading(1, 'Minutes'), p('Nobody knows when they ended.'), p('Mr. Ugarte left.'))

/** A document all of whose records have lost their places: a correction with a note on it, a note, a name, a mark and a split. */
function lost() {
  const old = edited(before)
  const id = correct(old, 'rose', 'adjourned', { reason: 'as in the diary' })
  decide(old, id, 'accept')
  const about = note(old, '', 'So the diary.', { on: id })
  const alone = note(old, 'at noon', 'By the clock.')
  old.layers.change(null, () => {
    old.layers.setName({ id: 'name', ...find(old, 'board'), type: 'org', ref: 'r1', by: 'ann', at: 1 })
    old.layers.setSpan({ id: 'mark', ...find(old, 'board'), type: 'unclear' })
    old.layers.setBreak(find(old, 'and Mr.').start, true)
    old.layers.setReply({ id: 'r1', on: id, act: 'reply', text: 'Sure?', by: 'ben', at: 2 })
  })
  const sides = [before, after].map(({ text, blocks }) => ({ text, blocks }))
  const { state } = carry(old, 'old', after, align(sides[0]!, sides[1]!))
  const document = new EditedDocument(after, layersOf(state))
  const all = new Map(allUnplaced(document.layers).map(one => [one.id, one]))
  const one = (key: string): Unplaced => {
    const found = all.get(key)
    if (!found) throw new Error(`${key} is not among ${[...all.keys()].join(', ')}`)
    return found
  }
  return { document, id, about, alone, all, one }
}

describe('placing', () => {
  test('all that had no place is listed with its old words and context', () => {
    const { all, id, about, alone, one } = lost()
    const split = [...all.keys()].find(key => key.startsWith('breaks/'))
    expect([...all.keys()].sort()).toEqual(
      [`corrections/${id}`, `notes/${about}`, `notes/${alone}`, 'names/name', 'spans/mark', split].sort(),
    )
    const kept = one(`corrections/${id}`)
    expect(kept).toMatchObject({ words: 'rose', placed: null, aside: null })
    expect(kept.before.endsWith('The board ')).toBe(true)
    expect(kept.after.startsWith(' at noon')).toBe(true)
  })

  test('[K5] a correction is placed as it was, with its notes and replies, and is a proposal', () => {
    const { document, id, about, one } = lost()
    const range = find(document, 'ended')
    const kept = one(`corrections/${id}`)
    document.layers.change(null, () => place(document.layers, kept, range, cara, document.structure))
    expect(document.corrections.get(id)).toMatchObject({
      ...range,
      by: 'ann',
      text: 'adjourned',
      reason: 'as in the diary',
    })
    expect(sameButPlace(recordAt(document.layers, 'corrections', id), kept.value)).toBe(true)
    expect(document.standing(id)).toBe('proposed')
    expect(document.notes.get(about)).toMatchObject({ ...range, on: id })
    expect(document.repliesOn(id).map(({ text }) => text)).toEqual(['Sure?'])
    const [open, placed] = [false, true].map(is =>
      allUnplaced(document.layers).filter(one => (one.placed !== null) === is),
    )
    expect(placed!.map(({ record, placed }) => [record, placed])).toEqual([
      [id, cara],
      [about, cara],
    ])
    expect(open).toHaveLength(4)
  })

  test('notes, names, marks and splits', () => {
    const { document, alone, one, all } = lost()
    const { layers, structure } = document
    layers.change(null, () => {
      place(layers, one(`notes/${alone}`), find(document, 'when'), cara, structure)
      place(layers, one('names/name'), find(document, 'they'), cara, structure)
      place(layers, one('spans/mark'), find(document, 'they'), cara, structure)
      const split = [...all.values()].find(({ root }) => root === 'breaks')!
      place(layers, split, { ...find(document, 'left') }, cara, structure)
    })
    expect(document.notes.get(alone)).toMatchObject({
      ...find(document, 'when'),
      by: 'ann',
      text: 'By the clock.',
    })
    expect(document.names.get('name')).toMatchObject({ ...find(document, 'they'), by: 'ann', ref: 'r1' })
    expect(document.spans.get('mark')).toMatchObject(find(document, 'they'))
    expect(structure.starts).toContain(find(document, 'left').start)
  })

  test('moved once more, it keeps what its author has made of it', () => {
    const { document, id, one } = lost()
    const { layers, structure } = document
    layers.change(null, () =>
      place(layers, one(`corrections/${id}`), find(document, 'ended'), cara, structure),
    )
    layers.change(null, () => layers.setCorrection(id, { reason: 'as in the minutes' }))
    layers.change(null, () =>
      place(layers, one(`corrections/${id}`), find(document, 'left'), cara, structure),
    )
    expect(document.corrections.get(id)).toMatchObject({
      ...find(document, 'left'),
      reason: 'as in the minutes',
    })
  })

  test('set aside, and taken up again', () => {
    const { document, one } = lost()
    const state = () => stateOfUnplaced(allUnplaced(document.layers).find(({ id }) => id === 'names/name')!)
    document.layers.change(null, () => setAside(document.layers, one('names/name'), cara))
    expect(state()).toBe('aside')
    document.layers.change(null, () => bringBackUnplaced(document.layers, one('names/name')))
    expect(state()).toBe('open')
  })

  test.each([
    ['notes/', 'a note on no words', { start: 12, end: 12 }, /Select the words/],
    ['names/', 'outside the text', { start: 0, end: 9_999 }, /lies outside/],
    ['breaks/', 'a split where a block begins', { start: 0, end: 0 }, /begins here already/],
  ])('%s is not placed on %s', (prefix, _, range, why) => {
    const { document, all, alone } = lost()
    const id = prefix === 'notes/' ? `notes/${alone}` : [...all.keys()].find(key => key.startsWith(prefix))!
    expect(placingFault(all.get(id)!, range, document.text, document.structure)).toMatch(why)
  })
})

type Write = (found: ReturnType<typeof lost>) => void

/** The rule that a change by cara breaks; null where none. */
function broken(write: Write, role: Role = 'corrector', first?: Write): string | null {
  const found = lost()
  const { layers } = found.document
  if (first) layers.change('first', () => first(found))
  const judge = new Judge(layers, found.document.text)
  let rule: string | null = null
  layers.doc.on('afterTransaction', (transaction: Y.Transaction) => {
    rule = judge.judge(transaction, { actor: { id: 'cara', role }, now })?.rule ?? null
  })
  layers.change('cara', () => write(found))
  return rule
}

const puts =
  (key: (found: ReturnType<typeof lost>) => string, words = 'ended', who = cara): Write =>
  found =>
    place(
      found.document.layers,
      found.one(key(found)),
      find(found.document, words),
      who,
      found.document.structure,
    )
const correction = ({ id }: ReturnType<typeof lost>) => `corrections/${id}`

describe('[G17] what has no place is placed or set aside, and nothing else', () => {
  test.each<[string, Write, Role, string | null]>([
    ['a corrector places somebody’s correction and the note on it', puts(correction), 'corrector', null],
    ['an annotator does not', puts(correction), 'annotator', 'G15'],
    ['an annotator places a note', puts(({ alone }) => `notes/${alone}`), 'annotator', null],
    ['an annotator places a name', puts(() => 'names/name'), 'annotator', null],
    ['a corrector places a mark', puts(() => 'spans/mark'), 'corrector', null],
    ['a reader places nothing', puts(() => 'names/name'), 'reader', 'G15'],
    ['nobody places in another’s name', puts(correction, 'ended', { by: 'ben', at: now }), 'corrector', 'G7'],
    ['nor in the future', puts(correction, 'ended', { by: 'cara', at: now * 2 }), 'corrector', 'G5'],
    [
      'setting aside',
      ({ document, one, id }) => setAside(document.layers, one(`corrections/${id}`), cara),
      'corrector',
      null,
    ],
    [
      'setting aside in another’s name',
      ({ document, one }) => setAside(document.layers, one('names/name'), { by: 'ben', at: now }),
      'owner',
      'G7',
    ],
    [
      'adding something',
      ({ document }) => document.layers.unplaced.set('notes/n9', { value: {}, why: 'gone' }),
      'owner',
      'G17',
    ],
    ['adding it under no name', ({ document }) => document.layers.unplaced.set('x', 1), 'owner', 'G17'],
    ['removing it', ({ document }) => document.layers.unplaced.delete('names/name'), 'owner', 'G17'],
    [
      'rewriting what is kept',
      ({ document }) =>
        document.layers.unplaced.set('names/name', {
          ...Object(document.layers.unplaced.get('names/name')),
          words: 'x',
        }),
      'owner',
      'G17',
    ],
    [
      'placing it in words alone',
      ({ document, id }) => {
        const key = `corrections/${id}`
        document.layers.unplaced.set(key, { ...Object(document.layers.unplaced.get(key)), placed: cara })
      },
      'owner',
      'G17',
    ],
    [
      'placing another reading under its name',
      found => {
        puts(correction)(found)
        writeRecord(found.document.layers, keyOf('corrections', found.id), {
          ...fieldsOf(recordAt(found.document.layers, 'corrections', found.id)),
          text: 'vanished',
        })
      },
      'owner',
      'G7',
    ],
    [
      'putting it there without a word of it',
      ({ document, id, one }) =>
        writeRecord(document.layers, keyOf('corrections', id), {
          ...fieldsOf(one(`corrections/${id}`).value),
          ...find(document, 'ended'),
        }),
      'owner',
      'G7',
    ],
  ])('%s', (_, write, role, rule) => {
    expect(broken(write, role)).toBe(rule)
  })

  test('what was placed is moved by whoever says so, and by nobody else', () => {
    expect(
      broken(puts(correction, 'left', { by: 'cara', at: now + 1 }), 'corrector', puts(correction)),
    ).toBeNull()
    expect(
      broken(
        ({ document, id }) => document.layers.setCorrection(id, { start: 0, end: 7 }),
        'owner',
        puts(correction),
      ),
    ).toBe('G7')
  })

  test('what its author removed after it was placed is not brought back by others', () => {
    const first: Write = found => {
      puts(correction)(found)
      found.document.layers.removeCorrection(found.id)
    }
    expect(broken(puts(correction, 'left', { by: 'cara', at: now + 1 }), 'owner', first)).toBe('G7')
  })

  test('two who place the same at once: on both sides the layers say the same', () => {
    const { document, id, one } = lost()
    const other = new Layers(new Y.Doc())
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(document.layers.doc))
    const kept = one(`corrections/${id}`)
    const mirror = new EditedDocument(after, other)
    document.layers.change(null, () =>
      place(document.layers, kept, find(document, 'ended'), cara, document.structure),
    )
    other.change(null, () =>
      place(other, kept, find(mirror, 'left'), { by: 'ben', at: now }, mirror.structure),
    )
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(document.layers.doc))
    Y.applyUpdate(document.layers.doc, Y.encodeStateAsUpdate(other.doc))
    expect(mirror.corrections.get(id)).toEqual(document.corrections.get(id))
    expect(mirror.corrections.get(id)?.text).toBe('adjourned')
  })
})

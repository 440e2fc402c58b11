/** Names: in the four texts, in the register, found again, and guessed. */
import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../schema/document.js'
import { type Candidate, candidatesIn } from '../../schema/name-candidates.js'
import { FormFinder, occurrencesIn } from '../../schema/name-index.js'
import { policyWork } from '../../schema/name-policies.js'
import type { NameType } from '../../schema/names.js'
import { piecesOf, type View } from '../../schema/readings.js'
import {
  type EntryValue,
  formsOf,
  merged,
  newEntry,
  Register,
  type RegisterEntry,
  registerEntry,
  split,
  withVariant,
} from '../../schema/register.js'
import { accept, correct, edited, find, note } from '../support/layers.js'
import { heading, p, witness } from '../support/witness.js'

function tag(document: EditedDocument, words: string, type: NameType, ref = '', id = words): string {
  document.layers.change(null, () =>
    document.layers.setName({ id, ...find(document, words), type, ref, by: 'ann', at: 1 }),
  )
  return id
}

/** What a block shows, names as `<id:words>`. */
function shown(document: EditedDocument, view: View): string {
  let out = ''
  for (const piece of piecesOf(document, 0, view))
    for (const segment of piece.segments) {
      if (segment.type !== 'text' && segment.type !== 'added') continue
      const words = segment.type === 'text' && segment.struck.length > 0 ? `-${segment.text}-` : segment.text
      out += segment.names.reduce((inside, name) => `<${name.type}:${inside}>`, words)
    }
  return out
}

describe('names in the texts', () => {
  const text = () => edited(witness(p('from Foreign Minister Ugeki to Mr. Nishi')))

  test('a tagged name covers its words in every text but the received', () => {
    const document = text()
    tag(document, 'Mr. Nishi', 'person')
    expect(shown(document, 'all')).toBe('from Foreign Minister Ugeki to <person:Mr. Nishi>')
    expect(shown(document, 'reading')).toBe('from Foreign Minister Ugeki to <person:Mr. Nishi>')
    expect(shown(document, 'received')).toBe('from Foreign Minister Ugeki to Mr. Nishi')
  })

  test('[P2] it covers what a correction puts in the place of its words', () => {
    const document = text()
    tag(document, 'Foreign Minister Ugeki', 'person')
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    expect(shown(document, 'all')).toBe(
      'from <person:Foreign Minister ><person:-Ugeki-><person:Ugaki> to Mr. Nishi',
    )
    expect(shown(document, 'reading')).toBe('from <person:Foreign Minister ><person:Ugaki> to Mr. Nishi')
  })

  test('a correction that reaches out of a name is not covered by it', () => {
    const document = text()
    tag(document, 'Ugeki', 'person')
    accept(document, correct(document, 'Minister Ugeki', 'Minister Ugaki'))
    expect(shown(document, 'reading')).toBe('from Foreign Minister Ugaki to Mr. Nishi')
  })

  test('taking the tag away leaves the text as it was', () => {
    const document = text()
    const before = shown(document, 'all')
    const id = tag(document, 'Ugeki', 'person')
    document.layers.change(null, () => document.layers.removeName(id))
    expect(shown(document, 'all')).toBe(before)
  })
})

const entry = (id: string, type: NameType, form: string, given: Partial<EntryValue> = {}): RegisterEntry => ({
  id,
  ...newEntry(type, form),
  ...given,
})

describe('the register', () => {
  test('an entry is read with what is missing filled in, and faults are told', () => {
    expect(registerEntry.parse({ type: 'person', form: ' Ugaki\n Kazushige ' })).toEqual(
      newEntry('person', 'Ugaki Kazushige'),
    )
    expect(registerEntry.safeParse({ type: 'person', form: '' }).success).toBe(false)
    expect(registerEntry.safeParse({ type: 'ship', form: 'x' }).success).toBe(false)
  })

  test('a form that is there already is not put in again', () => {
    const ugaki = entry('u', 'person', 'Ugaki', { variants: ['Ugeki'] })
    expect(withVariant(ugaki, 'Ugeki')).toBe(ugaki)
    expect(formsOf(withVariant(ugaki, 'Gen.\nUgaki'))).toEqual(['Ugaki', 'Ugeki', 'Gen. Ugaki'])
  })

  test('[R2] merging keeps all that both knew, the first one’s words before the other’s', () => {
    const into = entry('a', 'person', 'Shigemitsu Mamoru', { dates: '1887–1957', note: 'Ambassador.' })
    const from = entry('b', 'person', 'Shigemitsu', {
      variants: ['Shimomitsu'],
      dates: '1880',
      authorities: { viaf: '69' },
      note: 'In Moscow.',
      policies: { Shimomitsu: { act: 'emend', reading: 'Shigemitsu' } },
    })
    expect(merged(into, from)).toEqual({
      ...into,
      variants: ['Shigemitsu', 'Shimomitsu'],
      authorities: { viaf: '69' },
      note: 'Ambassador.\nIn Moscow.',
      policies: { Shimomitsu: { act: 'emend', reading: 'Shigemitsu' } },
    })
  })

  test('[R2] what refers to a merged entry means the one that took its place, also twice over', () => {
    const register = new Register([
      entry('a', 'person', 'A'),
      entry('b', 'person', 'B', { mergedInto: 'a' }),
      entry('c', 'person', 'C', { mergedInto: 'b' }),
      entry('x', 'person', 'X', { mergedInto: 'y' }),
      entry('y', 'person', 'Y', { mergedInto: 'x' }),
    ])
    expect(register.entry('c')?.id).toBe('a')
    expect(register.entry('x')).toBe(null)
    expect(register.entry('nobody')).toBe(null)
    expect(register.entries.map(e => e.id)).toEqual(['a'])
  })

  test('splitting moves variants, with what was decided about them, to an entry of their own', () => {
    const both = entry('a', 'person', 'Miura', {
      variants: ['K. Miura', 'Kazuichi Miura'],
      policies: { 'Kazuichi Miura': { act: 'leave-index', reading: '' } },
    })
    const [rest, parted] = split(both, ['K. Miura', 'Kazuichi Miura'], 'b')!
    expect([rest.form, rest.variants, rest.policies]).toEqual(['Miura', [], {}])
    expect([parted.form, parted.variants]).toEqual(['K. Miura', ['Kazuichi Miura']])
    expect(Object.keys(parted.policies)).toEqual(['Kazuichi Miura'])
    expect(split(both, ['Miura'], 'b')).toBe(null)
    const register = new Register([
      { id: 'a', ...rest },
      { id: 'b', ...parted },
    ])
    expect([register.entry('a', 'Miura')?.id, register.entry('a', 'K. Miura')?.id]).toEqual(['a', 'b'])
    expect(merged(rest, parted)).toMatchObject({ variants: ['K. Miura', 'Kazuichi Miura'], parted: {} })
  })
})

describe('occurrences', () => {
  const find = (text: string, ...entries: RegisterEntry[]) =>
    [...new FormFinder(entries).find(text)].map(f => text.slice(f.start, f.end))
  const china = entry('c', 'place', 'China', { variants: ['Republic of China', 'Mr. Nishi'] })

  test.each([
    ['China and Chinaware', ['China']],
    ['the Republic of China, China', ['Republic of China', 'China']],
    ['the Republic\nof  China', ['Republic\nof  China']],
    ['the Republic\n\nof China', ['China']],
    ['China’s and China, "China"', ['China', 'China', 'China']],
    ['by Mr. Nishi.', ['Mr. Nishi']],
    ['INDOCHINA China-ware', ['China']],
  ])('of "%s"', (text, expected) => expect(find(text, china)).toEqual(expected))

  test('[R1] two persons of one spelling are both offered, and stay two', () => {
    const document = edited(witness(p('Miura spoke. Later Miura wrote.')))
    const register = new Register([entry('a', 'person', 'Miura'), entry('b', 'person', 'Miura')])
    tag(document, 'Miura', 'person', 'b')
    const rows = occurrencesIn(document, register, new FormFinder(register.entries))
    expect(rows.map(r => [r.words, r.name, r.entries])).toEqual([
      ['Miura', 'Miura', ['b']],
      ['Miura', '', ['a', 'b']],
    ])
    expect(rows[1]).toMatchObject({ before: 'Miura spoke. Later ', after: ' wrote. ', paragraph: 1 })
  })

  test('say what a correction reads in their place', () => {
    const document = edited(witness(p('Minister Ugeki said')))
    correct(document, 'e', 'a', { start: 11, end: 12 })
    const register = new Register([entry('u', 'person', 'Ugaki', { variants: ['Ugeki'] })])
    const rows = occurrencesIn(document, register, new FormFinder(register.entries))
    expect(rows.map(r => r.reads)).toEqual(['Ugaki'])
  })

  test('300 forms are looked for in 1 MB in one pass', () => {
    const text = 'The Ministry told Mr. Nishi of the border at Lake Hasang, and so on it went. '.repeat(
      13_000,
    )
    const entries = Array.from({ length: 300 }, (_, i) => entry(`e${i}`, 'place', `Lake Number ${i}`))
    const found = [...new FormFinder([...entries, entry('h', 'place', 'Lake Hasang')]).find(text)]
    expect(found.length).toBe(13_000)
  })
})

describe('candidates', () => {
  const candidates = (text: string, register = new Register([])) =>
    candidatesIn(edited(witness(p(text))), register)
  const told = (list: readonly Candidate[]) =>
    [...list]
      .sort((a, b) => a.places[0]!.start - b.places[0]!.start)
      .map(c => `${c.words} (${c.type}, ${c.sign})`)

  test.each([
    ['At noon Mr. Litvinov left.', ['Mr. Litvinov (person, title)']],
    ['On July 11th the troops went', ['July 11th (date, date)']],
    ['on 10 August, 1945, and in April 1947', ['10 August, 1945 (date, date)', 'April 1947 (date, date)']],
    ['near Lake Hasang they met', ['Lake Hasang (place, capitals)']],
    [
      'the Ministry of Foreign Affairs and the USSR',
      ['Ministry of Foreign Affairs (org, capitals)', 'USSR (org, capitals)'],
    ],
    ['They came. Troops came too.', []],
    ['THE WHOLE HEADING', []],
    ['He went to Moscow’s river', ['Moscow (place, capitals)']],
    ['It was so. Then came Soong. Soong spoke.', ['Soong (person, capitals)']],
  ])('of "%s"', (text, expected) => expect(told(candidates(text))).toEqual(expected))

  test('a form of the register is known, whatever it looks like', () => {
    const register = new Register([entry('c', 'place', 'the strait')])
    expect(told(candidates('through the strait', register))).toEqual(['the strait (place, register)'])
  })

  test('what is tagged is no candidate any more; every place of the others is listed', () => {
    const document = edited(
      witness(heading(1, 'Title'), p('So Stalin met Soong. Then Soong and Stalin parted.')),
    )
    tag(document, 'Stalin', 'person')
    const list = candidatesIn(document, new Register([]))
    expect(list.map(c => [c.words, c.places.length])).toEqual([
      ['Soong', 2],
      ['Stalin', 1],
    ])
  })
})

describe('[R3] policies', () => {
  const ugaki = entry('u', 'person', 'Ugaki Kazushige', {
    variants: ['Ugeki', 'Ugaki'],
    policies: {
      Ugeki: { act: 'emend', reading: 'Ugaki' },
      Ugaki: { act: 'leave-note', reading: '' },
    },
    dates: '1868–1956',
  })
  const text = 'Ugeki spoke to Ugeki, and Ugeki’s aide Ugaki agreed; Ugekis did not.'

  test('propose a reading at each untouched place, and only there', () => {
    const document = edited(witness(p(text)))
    const register = new Register([ugaki])
    accept(document, correct(document, 'e', 'i', { start: 2, end: 3 }))
    const { proposals, note } = policyWork(document, register, ugaki, 'Ugeki')
    expect(proposals.map(c => [c.start, text.slice(c.start, c.end), c.text, c.kind])).toEqual([
      [15, 'Ugeki', 'Ugaki', 'emendation'],
      [26, 'Ugeki', 'Ugaki', 'emendation'],
    ])
    expect(note).toBe(null)
  })

  test('a note is put at the first place, once', () => {
    const document = edited(witness(p(text)))
    const work = () => policyWork(document, new Register([ugaki]), ugaki, 'Ugaki')
    expect(work().note).toEqual({
      start: 39,
      end: 44,
      text: 'Ugaki: that is Ugaki Kazushige (1868–1956).',
    })
    note(document, 'Ugaki', 'Known already.')
    expect(work().note).toBe(null)
  })

  test('where two entries have one spelling, only what is tagged is touched', () => {
    const document = edited(witness(p(text)))
    const other = entry('o', 'person', 'Ugeki')
    const register = new Register([ugaki, other])
    expect(policyWork(document, register, ugaki, 'Ugeki').proposals).toEqual([])
    tag(document, 'Ugeki', 'person', 'u')
    expect(policyWork(document, register, ugaki, 'Ugeki').proposals.map(c => c.start)).toEqual([0])
  })
})

/** By what short names an apparatus calls people. */
import { expect, test } from 'vitest'
import { Sigla } from '../../schema/sigla.js'

const names: Readonly<Record<string, string>> = { a: 'Ann Author', b: 'Arno Abt', c: 'Carla', d: 'Dora Ek' }
const nameOf = (id: string) => names[id] ?? ''

test.each([
  ['of the name', {}, ['A.A.', 'Arno Abt', 'C.', 'D.E.']],
  ['as people have chosen them', { b: 'AbA', c: 'Ca' }, ['A.A.', 'AbA', 'Ca', 'D.E.']],
  [
    'the whole name where somebody else has chosen the same',
    { a: 'X', b: 'X' },
    ['X', 'Arno Abt', 'C.', 'D.E.'],
  ],
])('initials are %s', (_, chosen: Readonly<Record<string, string>>, expected) => {
  const sigla = new Sigla(nameOf, id => chosen[id] ?? '')
  expect(['a', 'b', 'c', 'd'].map(id => sigla.who(id))).toEqual(expected)
  for (const [siglum, words] of sigla.key()) expect(words).toBe(nameOf('abcd'[expected.indexOf(siglum)]!))
})

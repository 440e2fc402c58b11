import { Fragment, Slice } from 'prosemirror-model'
import { describe, expect, test } from 'vitest'
import { proseSchema } from '../../../schema/prosemirror.js'
import { Desk, type Person, witnessOf } from '../../support/desk.js'

const minister = witnessOf('from Foreign Minister Ugeki to Mr. Nishi', 'The second paragraph.')

function alone(...lines: string[]): Person {
  return new Desk(lines.length ? witnessOf(...lines) : minister, 'ada').person('ada')
}

const first = (person: Person) => person.screen().split('\n')[0]

describe('typing over witness text strikes it and writes the new reading beside it', () => {
  const cases: [name: string, act: (p: Person) => void, screen: string, corrections: string[]][] = [
    [
      'a letter struck and another typed',
      p => p.caret('Uge').press('Backspace').type('a'),
      'from Foreign Minister Ug[-e-]{+a+}ki to Mr. Nishi',
      ['e ] a'],
    ],
    [
      '… settles to whole words',
      p => p.caret('Uge').press('Backspace').type('a').settle(),
      'from Foreign Minister [-Ugeki-]{+Ugaki+} to Mr. Nishi',
      ['Ugeki ] Ugaki'],
    ],
    [
      'a word selected and typed over',
      p => p.caret('Ugeki', 'select').type('Ugaki'),
      'from Foreign Minister [-Ugeki-]{+Ugaki+} to Mr. Nishi',
      ['Ugeki ] Ugaki'],
    ],
    [
      'three times Backspace, then typing, is one correction',
      p => p.caret('Ugeki').press('Backspace', 3).type('aki'),
      'from Foreign Minister Ug[-eki-]{+aki+} to Mr. Nishi',
      ['eki ] aki'],
    ],
    [
      'three times Delete, then typing',
      p => p.caret('Ug').press('Delete', 3).type('aki'),
      'from Foreign Minister Ug[-eki-]{+aki+} to Mr. Nishi',
      ['eki ] aki'],
    ],
    [
      'an addition between words',
      p => p.caret('Minister').type(' Mr.').settle(),
      'from Foreign Minister{+ Mr.+} Ugeki to Mr. Nishi',
      [' ]  Mr.'],
    ],
    [
      'an addition to a word settles to the word',
      p => p.caret('Ugeki').type('s').settle(),
      'from Foreign Minister [-Ugeki-]{+Ugekis+} to Mr. Nishi',
      ['Ugeki ] Ugekis'],
    ],
    [
      'a word struck with its space stays so',
      p => p.caret(' Ugeki', 'select').press('Backspace').settle(),
      'from Foreign Minister[- Ugeki-] to Mr. Nishi',
      [' Ugeki ] '],
    ],
    [
      'a letter struck within a word settles',
      p => p.caret('Uge').press('Backspace').settle(),
      'from Foreign Minister [-Ugeki-]{+Ugki+} to Mr. Nishi',
      ['Ugeki ] Ugki'],
    ],
    [
      'two letters of one word are one correction in the end',
      p => p.caret('Uge').press('Backspace').type('a').caret('k', 'select').type('c').settle(),
      'from Foreign Minister [-Ugeki-]{+Ugaci+} to Mr. Nishi',
      ['Ugeki ] Ugaci'],
    ],
    [
      'letters struck and typed anew vanish',
      p => p.caret('Ugeki').press('Backspace', 2).type('ki'),
      'from Foreign Minister Ugeki to Mr. Nishi',
      [],
    ],
    [
      'an addition taken back vanishes',
      p => p.caret('Ugeki').type('xyz').press('Backspace', 3),
      'from Foreign Minister Ugeki to Mr. Nishi',
      [],
    ],
    [
      'typing in the middle of what oneself has added',
      p => p.caret('Minister').type(' B.').press('Backspace').type('aron'),
      'from Foreign Minister{+ Baron+} Ugeki to Mr. Nishi',
      [' ]  Baron'],
    ],
    [
      'a line break',
      p => p.caret('Minister').press('Shift-Enter'),
      'from Foreign Minister{+⏎+} Ugeki to Mr. Nishi',
      [' ] \n'],
    ],
  ]
  for (const [name, act, screen, corrections] of cases) {
    test(`[C5] ${name}`, () => {
      const ada = alone()
      act(ada)
      expect(first(ada)).toBe(screen)
      expect(ada.corrections()).toEqual(corrections)
      expect(ada.document.text).toBe(minister.text)
    })
  }

  test('the caret stays behind what was typed', () => {
    const ada = alone().caret('Uge').press('Backspace').type('a')
    expect(ada.screen({ caret: true }).split('\n')[0]).toBe(
      'from Foreign Minister Ug[-e-]{+a+}|ki to Mr. Nishi',
    )
  })

  test('[C7] no half of a letter is struck', () => {
    const ada = alone('Charge\u0301 d’Affaires').caret('Charge').press('Backspace')
    expect(ada.corrections()).toEqual(['e\u0301 ] '])
  })
})

describe('structure is changed by Enter, Backspace and Delete', () => {
  const cases: [name: string, lines: string[], act: (p: Person) => void, screen: string][] = [
    ['Enter splits', ['one two', 'three'], p => p.caret('one ').press('Enter'), 'one \ntwo\nthree'],
    [
      'Enter and Backspace leave no trace',
      ['one two'],
      p => p.caret('one ').press('Enter').press('Backspace'),
      'one two',
    ],
    [
      'Backspace joins, with a space between',
      ['one', 'two'],
      p => p.caret('two', 'before').press('Backspace'),
      'one two',
    ],
    ['Delete joins', ['one', 'two'], p => p.caret('one').press('Delete'), 'one two'],
    [
      'nothing is put after a hyphen',
      ['well-', 'known'],
      p => p.caret('known', 'before').press('Backspace'),
      'well-known',
    ],
    [
      'Enter parts again what was joined',
      ['one', 'two'],
      p => p.caret('two', 'before').press('Backspace').caret('one').press('Enter'),
      'one\ntwo',
    ],
    [
      'after the forme work of a page turn, Backspace says that the text runs on',
      ['one', 'stamp: 16 Aug', '¶2 two'],
      p => p.caret('two', 'before').press('Backspace'),
      'one\nstamp: 16 Aug\n¶2 + two',
    ],
    [
      'and Enter that it does not',
      ['one', 'stamp: 16 Aug', '¶2 + two'],
      p => p.caret('two', 'before').press('Enter'),
      'one\nstamp: 16 Aug\n¶2 two',
    ],
    [
      'Enter at the end begins a paragraph that the source lacks',
      ['one', 'two'],
      p => p.caret('one').press('Enter').type('more'),
      'one\n{+more+}\ntwo',
    ],
    [
      '… which vanishes when it is left empty',
      ['one', 'two'],
      p => p.caret('one').press('Enter').settle(),
      'one\ntwo',
    ],
    [
      'typing over parts of two paragraphs joins them',
      ['one two', 'three four'],
      p => p.selectFrom('two', 'three').type('x'),
      'one [-two-]{+x+}[- three-] four',
    ],
    [
      '… and passes over stamps between them',
      ['one two', 'stamp: 16 Aug', '¶2 three four'],
      p => p.selectFrom('two', 'three').type('x'),
      'one [-two-]{+x+}\nstamp: 16 Aug\n¶2 [-three-] four',
    ],
    [
      'a line break of the source is struck whole',
      ['one\r\ntwo'],
      p => p.caret('two', 'before').press('Backspace').type(' '),
      'one[-⏎-]{+ +}two',
    ],
  ]
  for (const [name, lines, act, screen] of cases) {
    test(`[S2] ${name}`, () => {
      const ada = alone(...lines)
      act(ada)
      expect(ada.screen()).toBe(screen)
    })
  }

  test('pasted paragraphs are a correction with new blocks', () => {
    const ada = alone('one two', 'three').caret('one ')
    const block = (text: string) => proseSchema.nodes.block!.create(null, proseSchema.text(text))
    ada.dispatch(
      ada.view.state.tr.replaceSelection(new Slice(Fragment.from([block('red'), block('blue ')]), 1, 1)),
    )
    expect(ada.screen()).toBe('one {+red+}\n{+blue +}two\nthree')
    expect(ada.document.corrections.size).toBe(1)
  })

  test('what is cut and pasted back where it was leaves no trace', () => {
    const ada = alone('one two three').caret('two ', 'select')
    const slice = ada.view.state.selection.content()
    ada.press('Backspace')
    expect(ada.screen()).toBe('one [-two -]three')
    ada.dispatch(ada.view.state.tr.replaceSelection(slice))
    expect(ada.screen()).toBe('one two three')
  })
})

describe('two people', () => {
  const desk = (...lines: string[]) => new Desk(lines.length ? witnessOf(...lines) : minister, 'ada', 'ben')

  test('[C4] typing in somebody else’s proposal makes one that competes', () => {
    const d = desk()
    const [ada, ben] = [d.person('ada'), d.person('ben')]
    ada.caret('Ugeki', 'select').type('Ugaka')
    d.sync()
    ben.caret('Ugak').press('Delete').type('i')
    d.sync()
    expect(ben.corrections()).toEqual(['Ugeki ] Ugaka', 'Ugeki ] Ugaki (competes)'])
    expect(first(ada)).toBe(first(ben))
  })

  test('[C4] an accepted correction is not edited either, not by its author', () => {
    const d = desk()
    const [ada, ben] = [d.person('ada'), d.person('ben')]
    ada.caret('Ugeki', 'select').type('Ugaki')
    d.sync()
    ben.decide(ben.document.corrections.inOrder()[0]!.id, 'accept')
    d.sync()
    ada.caret('Ugak').type('x')
    expect(ada.corrections()).toEqual(['Ugeki ] Ugaki', 'Ugeki ] Ugakxi (competes)'])
  })

  const concurrent: [name: string, a: (p: Person) => void, b: (p: Person) => void, screen: string][] = [
    [
      'one splits, one types in the second half',
      p => p.caret('one ').press('Enter'),
      p => p.caret('two').type('!'),
      'one \ntwo{+!+} three',
    ],
    [
      'one splits, one corrects in the second half',
      p => p.caret('one ').press('Enter'),
      p => p.caret('two', 'select').type('2'),
      'one \n[-two-]{+2+} three',
    ],
    [
      '[S5] both split at the same place',
      p => p.caret('one ').press('Enter'),
      p => p.caret('one ').press('Enter'),
      'one \ntwo three',
    ],
    [
      'they split at different places',
      p => p.caret('one ').press('Enter'),
      p => p.caret('two ').press('Enter'),
      'one \ntwo \nthree',
    ],
    [
      'both correct the same word',
      p => p.caret('two', 'select').type('2'),
      p => p.caret('two', 'select').type('zwei'),
      'one [-two-]{+2zwei+} three',
    ],
    [
      'one strikes what the other adds to',
      p => p.caret('two', 'select').press('Backspace'),
      p => p.caret('tw').type('x'),
      'one [-tw-]{+x+}[-o-] three',
    ],
  ]
  for (const [name, a, b, screen] of concurrent) {
    test(name, () => {
      const d = desk('one two three')
      a(d.person('ada'))
      b(d.person('ben'))
      d.sync()
      expect(d.person('ada').screen()).toBe(screen)
      expect(d.person('ben').screen()).toBe(screen)
    })
  }

  test('[P6] a caret stays where it is while others type before it', () => {
    const d = desk('one two three')
    const [ada, ben] = [d.person('ada'), d.person('ben')]
    ada.caret('two')
    ben.caret('one', 'before').type('zero ')
    d.sync()
    expect(ada.screen({ caret: true })).toBe('{+zero +}one two| three')
  })

  test('[U1] undo takes back one’s own work alone', () => {
    const d = desk('one two three')
    const [ada, ben] = [d.person('ada'), d.person('ben')]
    ada.caret('one').type('!')
    d.sync()
    ben.caret('three').type('?')
    d.sync()
    ada.binding.undoStep()
    d.sync()
    expect(ben.screen()).toBe('one two three{+?+}')
    ada.binding.redoStep()
    d.sync()
    expect(ben.screen()).toBe('one{+!+} two three{+?+}')
  })

  test('[C8] what another has decided on is withdrawn when its author takes it back', () => {
    const d = desk('one two three')
    const [ada, ben] = [d.person('ada'), d.person('ben')]
    ada.caret('two', 'select').type('2')
    d.sync()
    const { id } = ben.document.corrections.inOrder()[0]!
    ben.decide(id, 'reject')
    ben.decide(id, 'reopen')
    d.sync()
    ada.caret('2').press('Backspace').type('two').settle()
    d.sync()
    expect(ben.document.standing(id)).toBe('withdrawn')
    expect(ben.screen()).toBe('one two three')
  })

  test('[U2] undo leaves alone what others have decided on', () => {
    const d = desk('one two three')
    const [ada, ben] = [d.person('ada'), d.person('ben')]
    ada.caret('two', 'select').type('2')
    d.sync()
    ben.decide(ben.document.corrections.inOrder()[0]!.id, 'accept')
    d.sync()
    ada.binding.undoStep()
    expect(ada.corrections()).toEqual(['two ] 2'])
  })

  test('[U3] widening to whole words is undone with what was typed', () => {
    const ada = alone().caret('Uge').press('Backspace').type('a').settle()
    expect(ada.corrections()).toEqual(['Ugeki ] Ugaki'])
    ada.binding.undoStep()
    expect(ada.corrections()).toEqual([])
    ada.binding.redoStep()
    expect(ada.corrections()).toEqual(['Ugeki ] Ugaki'])
  })
})

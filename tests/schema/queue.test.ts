import { describe, expect, test } from 'vitest'
import { type QueueRow, seenOf } from '../../schema/queue.js'
import { queueRowsOf } from '../../schema/queue-rows.js'
import { onOneLine } from '../../schema/words.js'
import { witnessOf } from '../support/desk.js'
import { accept, correct, decide, edited } from '../support/layers.js'

const report = () =>
  edited(
    witnessOf(
      'heading: Report',
      'On the 14th Mr. Ugeki wired to Moscow.',
      '¶7 The second page speaks of the harbor and its lights.',
    ),
  )

const short = (row: QueueRow) =>
  `${row.received} ] ${row.reading}, ¶ ${row.paragraph}, p. ${row.page}: ${row.standing}`

describe('rows of the queue', () => {
  test('stand in text order, on whole words, with their place', () => {
    const document = report()
    correct(document, 'harbor', 'harbour')
    const at = document.text.indexOf('Ugeki')
    correct(document, 'e', 'a', { start: at + 2, end: at + 3 })
    expect(queueRowsOf(document).map(short)).toEqual([
      'Ugeki ] Ugaki, ¶ 2, p. 1: proposed',
      'harbor ] harbour, ¶ 3, p. 7: proposed',
    ])
  })

  test('name the verdict, why it was given, and whether it still holds', () => {
    const document = report()
    const id = correct(document, 'harbor', 'harbour')
    decide(document, id, 'reject', 'ben', 'house style')
    const [row] = queueRowsOf(document)
    expect(row).toMatchObject({
      standing: 'rejected',
      decision: { act: 'reject', by: 'ben', why: 'house style' },
    })
  })

  test('group what competes, over chains and over parents, but not what is out of the contest', () => {
    const document = report()
    const a = correct(document, 'the harbor', 'a port')
    correct(document, 'harbor and', 'harbour &', { id: 'b' })
    correct(document, 'and its', 'with its', { id: 'c' })
    correct(document, 'Moscow', 'Moskva', { id: 'alone' })
    correct(document, 'lights', 'lamps', { id: 'child', parent: 'c' })
    correct(document, 'lights', 'lanterns', { id: 'gone' })
    decide(document, 'gone', 'reject')
    const groups = Object.fromEntries(queueRowsOf(document).map(r => [r.id, r.rivals]))
    expect(groups).toEqual({ [a]: a, b: a, c: a, child: a, alone: '', gone: '' })
  })

  test('say by which one a correction is superseded', () => {
    const document = report()
    const old = accept(document, correct(document, 'the harbor', 'a port'))
    const now = accept(document, correct(document, 'harbor', 'harbour'))
    expect(queueRowsOf(document).map(r => [r.id, r.standing, r.supersededBy])).toEqual([
      [old, 'superseded', now],
      [now, 'accepted', ''],
    ])
  })

  test('know what a decision on them has seen', () => {
    const document = report()
    correct(document, 'Moscow', 'Moskva')
    const [row] = queueRowsOf(document)
    const start = document.text.indexOf('Moscow')
    expect(seenOf(row!)).toEqual({ start, end: start + 6, text: 'Moskva' })
  })
})

test.each([
  ['', '∅'],
  ['a\nb', 'a ⏎ b'],
  ['a\u2029b', 'a ¶ b'],
])('%j is shown as %s', (reading, shown) => expect(onOneLine(reading)).toBe(shown))

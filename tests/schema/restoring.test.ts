import { describe, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { compare, deedsOf, nameOf } from '../../schema/compare.js'
import { correctionKinds } from '../../schema/corrections.js'
import type { EditedDocument } from '../../schema/document.js'
import { removedIn } from '../../schema/history.js'
import { passagesOf, textOf, type View } from '../../schema/readings.js'
import { perform, planReturn, type Restorer } from '../../schema/restoring.js'
import { Judge } from '../../schema/rules.js'
import { documentIn, stateHash, stateOf } from '../../schema/state.js'
import { bringBack, bringBackRemoved, setAsideIn } from '../../schema/tray.js'
import { accept, correct, decide, edited, note } from '../support/layers.js'
import { Random } from '../support/random.js'
import { heading, p, witness } from '../support/witness.js'

const report = () =>
  edited(witness(heading(1, 'A report'), p('from Minister Ugeki to the General'), p('The end.')))
const copy = (document: EditedDocument) => documentIn(document.witness, stateOf(document.layers))

let serial = 0
const restorer = (person: string): Restorer => ({
  person,
  now: 1_800_000_000_000,
  newId: () => `r${++serial}`,
  why: 'Back to version 1',
})

const read = (document: EditedDocument, view: View) =>
  [...passagesOf(document, view)].map(passage => passage.pieces.map(textOf).join('|'))

/** Goes back as `person`, has the gate judge it, and checks what holds of every return: the texts read as they did,
 * the plan foretold the result, and only what was named still differs. Answers the names of what was kept. */
function goBack(document: EditedDocument, then: EditedDocument, person: string): string[] {
  const before = stateHash(then.layers)
  const plan = planReturn(document, then, restorer(person))
  const judge = new Judge(document.layers, document.text)
  const breaches: unknown[] = []
  const see = (transaction: Y.Transaction) => {
    const breach = judge.judge(transaction, { actor: { id: person, role: 'owner' }, now: 1_800_000_000_000 })
    if (breach) breaches.push(breach)
  }
  document.layers.doc.on('afterTransaction', see)
  document.layers.change('own', () => perform(plan.doings, document))
  document.layers.doc.off('afterTransaction', see)
  expect(breaches).toEqual([])
  expect(stateHash(document.layers)).toBe(stateHash(plan.result.layers))
  expect(stateHash(then.layers)).toBe(before)
  for (const view of ['reading', 'diplomatic'] as const)
    expect(read(document, view)).toEqual(read(then, view))
  return plan.kept.map(d => [d.is, nameOf(d), ...deedsOf(d)].join(' '))
}

describe('[V4] going back', () => {
  test("one's own work is as it was", () => {
    const document = report()
    const changed = correct(document, 'Ugeki', 'Ugaki')
    const removed = correct(document, 'end', 'beginning')
    const noted = note(document, 'General', 'who?')
    const then = copy(document)
    document.layers.change(null, () => {
      document.layers.correctionText(changed)!.insert(0, 'K. ')
      document.layers.setCorrection(changed, { certainty: 'high' })
      document.layers.removeCorrection(removed)
      document.layers.removeNote(noted)
      document.layers.setBreak(document.text.indexOf('Minister'), true)
      document.layers.setBlockAttr(0, 'level', 3)
    })
    correct(document, 'Minister', 'General')
    expect(goBack(document, then, 'ann')).toEqual([])
    expect(stateHash(document.layers)).toBe(stateHash(then.layers))
  })

  test('what others did is answered, not rewritten', () => {
    const document = report()
    const accepted = accept(document, correct(document, 'Ugeki', 'Ugaki'))
    const proposed = correct(document, 'end', 'beginning')
    const then = copy(document)
    decide(document, accepted, 'reject')
    accept(document, proposed)
    const made = accept(document, correct(document, 'Minister', 'General', { by: 'ben' }))
    const spoken = note(document, 'General', 'who?', { by: 'ben' })
    expect(goBack(document, then, 'cyd')).toEqual(
      [`correction ${made} made rejected`, `note ${spoken} made`].map(asNow),
    )
    expect(document.standing(accepted)).toBe('accepted')
    expect(document.standing(proposed)).toBe('proposed')
    expect(document.decisionsOn(accepted).at(-1)).toMatchObject({ by: 'cyd', why: 'Back to version 1' })
  })

  test("what somebody has rewritten or removed is proposed anew, in one's own name and with credit", () => {
    const document = report()
    const rewritten = accept(document, correct(document, 'Ugeki', 'Ugaki'))
    const removed = correct(document, 'end', 'beginning')
    const then = copy(document)
    document.layers.change(null, () => {
      document.layers.correctionText(rewritten)!.insert(0, 'K. ')
      document.layers.removeCorrection(removed)
    })
    expect(goBack(document, then, 'ben')).toEqual([])
    const mine = document.corrections.inOrder().filter(c => c.by === 'ben')
    expect(mine.map(c => [c.text, c.parent, document.standing(c.id)])).toEqual([
      ['Ugaki', rewritten, 'accepted'],
      ['beginning', removed, 'proposed'],
    ])
    expect(document.standing(rewritten)).toBe('rejected')
  })

  test('what was superseded since holds again', () => {
    const document = report()
    const first = accept(document, correct(document, 'Ugeki', 'Ugaki'))
    const then = copy(document)
    const second = accept(document, correct(document, 'Ugeki', 'Ugami', { by: 'ben' }))
    expect(document.standing(first)).toBe('superseded')
    goBack(document, then, 'cyd')
    expect([document.standing(first), document.standing(second)]).toEqual(['accepted', 'rejected'])
  })

  test('going back to now does nothing', () => {
    const document = report()
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    const plan = planReturn(document, copy(document), restorer('ann'))
    expect([plan.doings, plan.kept]).toEqual([[], []])
  })

  test('the texts read as they did, whoever goes back and whatever three people did', () => {
    const words = ['report', 'from', 'Minister', 'Ugeki', 'Ugeki to', 'the', 'General', 'end']
    const people = ['ann', 'ben', 'cyd']
    let doings = 0
    for (let seed = 1; seed <= 150; seed++) {
      const random = new Random(seed)
      const document = report()
      const work = (much: number) => {
        for (let n = 0; n < much; n++) {
          const ids = [...document.layers.correctionIds()]
          const id = ids.length > 0 ? random.pick(ids) : ''
          const found = document.corrections.get(id)
          const by = random.pick(people)
          if (!found || random.chance(0.4))
            correct(document, random.pick(words), random.pick(['X', 'one two', '']), {
              by,
              kind: random.pick(correctionKinds),
            })
          else if (random.chance(0.6)) {
            const { start, end, text } = found
            const act = random.pick(['accept', 'accept', 'reject', 'reopen'] as const)
            const at = 1_700_000_100_000 + seed * 1000 + document.layers.decisions.size
            document.layers.change(null, () =>
              document.layers.addDecision({
                id: `x${at}`,
                on: id,
                act,
                by,
                at,
                why: '',
                seen: { start, end, text },
              }),
            )
          } else if (random.chance(0.5))
            document.layers.change(null, () => document.layers.correctionText(id)!.insert(0, 'Y'))
          else if (!document.isDecidedByOthers(id, found.by))
            document.layers.change(null, () => document.layers.removeCorrection(id))
          if (random.chance(0.1))
            document.layers.change(null, () => document.layers.setBreak(10 + random.below(30), true))
        }
      }
      work(8)
      const then = copy(document)
      work(8)
      doings += planReturn(document, then, restorer('ann')).doings.length
      goBack(document, then, random.pick(people))
    }
    expect(doings).toBeGreaterThan(500)
  })
})

describe('[V5] the tray', () => {
  test('holds what was rejected, withdrawn and superseded, and brings it back', () => {
    const document = report()
    const rejected = decide(document, correct(document, 'end', 'beginning'), 'reject')
    const withdrawn = decide(document, correct(document, 'General', 'Marshal'), 'withdraw', 'ann')
    const superseded = accept(document, correct(document, 'Ugeki', 'Ugaki'))
    accept(document, correct(document, 'Ugeki', 'Ugami', { by: 'ben' }))
    correct(document, 'Minister', 'Premier')
    const aside = setAsideIn(document)
    expect(new Map(aside.map(a => [a.correction.id, a.standing]))).toEqual(
      new Map([
        [rejected, 'rejected'],
        [withdrawn, 'withdrawn'],
        [superseded, 'superseded'],
      ]),
    )
    for (const item of aside)
      document.layers.change(null, () => perform(bringBack(item, document, restorer('ann')), document))
    expect([rejected, withdrawn, superseded].map(id => document.standing(id))).toEqual([
      'proposed',
      'proposed',
      'accepted',
    ])
  })

  test("what somebody else withdrew is proposed in one's own name, with credit", () => {
    const document = report()
    const id = decide(document, correct(document, 'General', 'Marshal'), 'withdraw', 'ann')
    const [item] = setAsideIn(document)
    document.layers.change(null, () => perform(bringBack(item!, document, restorer('ben')), document))
    expect(document.standing(id)).toBe('withdrawn')
    expect(document.corrections.inOrder().find(c => c.by === 'ben')).toMatchObject({
      text: 'Marshal',
      parent: id,
    })
  })

  test('what was removed comes back from the log', () => {
    const document = report()
    const id = correct(document, 'General', 'Marshal')
    const spoken = note(document, 'Ugeki', 'Kazushige\nUgaki')
    const then = stateOf(document.layers)
    const changes = ['corrections', 'notes'].map((root, i) => {
      const key = `${root}/${i === 0 ? id : spoken}`
      return { key, before: then.get(key), after: undefined }
    })
    const made = {
      seq: 1,
      person: 'ann',
      at: 1,
      changes: changes.map(c => ({ key: c.key, before: undefined, after: c.before })),
    }
    const steps = [made, { seq: 2, person: 'ann', at: 2, changes }]
    document.layers.change(null, () => {
      document.layers.removeCorrection(id)
      document.layers.removeNote(spoken)
    })
    for (const removed of removedIn(steps))
      document.layers.change(null, () =>
        perform(bringBackRemoved(removed, document, restorer('ben'), 'After a note by Ann.'), document),
      )
    expect(document.corrections.inOrder()).toMatchObject([{ text: 'Marshal', by: 'ben', parent: id }])
    expect(document.notes.inOrder()).toMatchObject([
      { text: 'Kazushige\nUgaki\nAfter a note by Ann.', by: 'ben' },
    ])

    // Its author brings it back as what it was.
    for (const removed of removedIn(steps))
      document.layers.change(null, () =>
        perform(bringBackRemoved(removed, document, restorer('ann'), ''), document),
      )
    expect(document.corrections.get(id)).toMatchObject({ text: 'Marshal', by: 'ann', parent: null })
    expect(document.notes.get(spoken)).toMatchObject({ text: 'Kazushige\nUgaki', by: 'ann' })
  })
})

/** Seen from the result, what was made since and could not be taken away is removed on the way to then. */
const asNow = (made: string) => made.replace(/ made.*$/, ' removed')

test('what is kept is told as the way that is left from the result to then', () => {
  const document = report()
  const then = copy(document)
  const spoken = note(document, 'General', 'who?', { by: 'ben' })
  const plan = planReturn(document, then, restorer('ann'))
  expect(plan.kept).toEqual(compare(plan.result, then))
  expect(plan.kept.map(nameOf)).toEqual([spoken])
})

import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Correction } from '../../schema/corrections.js'
import type { Act, Decision } from '../../schema/decisions.js'
import { Layers } from '../../schema/layers.js'
import type { Name } from '../../schema/names.js'
import type { Note } from '../../schema/notes.js'
import type { Reply } from '../../schema/replies.js'
import { type Breach, Judge } from '../../schema/rules.js'

/** Offsets: `Ugeki` 0–5, an emoji 6–8, `e` with a combining acute 9–11. */
const text = 'Ugeki 😀 e\u0301 end.'
const now = 1_000_000_000_000
const day = 86_400_000

const correction = (change: Partial<Correction> = {}): Correction => ({
  id: 'new',
  start: 0,
  end: 5,
  side: -1,
  text: 'Ugaki',
  kind: 'emendation',
  reason: '',
  evidence: '',
  certainty: 'unknown',
  by: 'ada',
  at: now,
  parent: null,
  ...change,
})

const decision = (change: Partial<Decision> = {}): Decision => ({
  id: 'd-new',
  on: 'ben1',
  act: 'accept',
  by: 'ada',
  at: now,
  why: '',
  seen: { start: 0, end: 5, text: 'seen' },
  ...change,
})

const note = (change: Partial<Note> = {}): Note => ({
  id: 'new',
  start: 0,
  end: 5,
  on: null,
  type: 'textual',
  by: 'ada',
  at: now,
  text: 'A note.',
  ...change,
})

const reply = (change: Partial<Reply> = {}): Reply => ({
  id: 'new',
  on: 'ben1',
  act: 'reply',
  text: 'Why?',
  by: 'ada',
  at: now,
  ...change,
})

const name = (change: Partial<Name> = {}): Name => ({
  id: 'new',
  start: 0,
  end: 5,
  type: 'person',
  ref: '',
  by: 'ada',
  at: now,
  ...change,
})

/** What the document holds before each case. */
function begin(layers: Layers): void {
  layers.found('hash')
  layers.addCorrection(correction({ id: 'ada1' }))
  layers.addCorrection(correction({ id: 'ben1', by: 'ben' }))
  for (const [id, act, by] of [
    ['accepted', 'accept', 'ben'],
    ['rejected', 'reject', 'ben'],
    ['reopened', 'accept', 'ben'],
    ['own', 'withdraw', 'ada'],
  ] as const) {
    layers.addCorrection(correction({ id }))
    layers.addDecision(decision({ id: `d-${id}`, on: id, act: act as Act, by, at: now - day }))
  }
  layers.addDecision(decision({ id: 'd-reopened-2', on: 'reopened', act: 'reopen', by: 'ben', at: now - 1 }))
  layers.addNote(note({ id: 'ada-note' }))
  layers.addNote(note({ id: 'ben-note', by: 'ben' }))
  layers.addNote(note({ id: 'shared-note', by: 'ben', shared: true }))
  for (const by of ['ada', 'ben']) layers.setReply(reply({ id: `${by}-reply`, by, at: now - day }))
  layers.setName(name({ id: 'ben-name', by: 'ben' }))
  layers.setBreak(6, true)
  layers.setMilestone({ id: 'pb2', at: 6, type: 'pb', n: '2' })
}

type Write = (layers: Layers, doc: Y.Doc) => void

/** What the judge says when `person` sends an update that holds these writes, each a transaction of its own. */
function judged(person: string, ...writes: Write[]): Breach | null {
  const doc = new Y.Doc()
  const layers = new Layers(doc)
  layers.change('begin', () => begin(layers))
  const client = new Y.Doc()
  Y.applyUpdate(client, Y.encodeStateAsUpdate(doc))
  const before = Y.encodeStateVector(client)
  const clientLayers = new Layers(client)
  for (const write of writes) clientLayers.change(null, () => write(clientLayers, client))
  const judge = new Judge(layers, text)
  let breach: Breach | null = null
  doc.on('afterTransaction', transaction => {
    breach ??= judge.judge(transaction, { actor: { id: person, role: 'owner' }, now })
  })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(client, before))
  return breach
}

const record = (layers: Layers, id: string) => layers.corrections.get(id) as Y.Map<unknown>
const noteRecord = (layers: Layers, id: string) => layers.notes.get(id) as Y.Map<unknown>
const body = (layers: Layers, id = 'ada-note') => layers.noteBody(id)!
const firstParagraph = (layers: Layers) =>
  body(layers)
    .toArray()
    .find(child => child instanceof Y.XmlElement && child.nodeName === 'paragraph') as Y.XmlElement
function element(
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...inside: Y.XmlElement[]
) {
  const made = new Y.XmlElement<Record<string, string | number>>(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.insert(0, inside)
  return made as unknown as Y.XmlElement
}
const nested = (depth: number): Y.XmlElement =>
  element('blockquote', {}, ...(depth > 0 ? [nested(depth - 1)] : []))
const words = (layers: Layers, id = 'ada-note') =>
  (body(layers, id).get(0) as Y.XmlElement).get(0) as Y.XmlText
const raw = (fields: Record<string, unknown>) => new Y.Map(Object.entries(fields))
const rawCorrection = (change: Record<string, unknown>) => {
  const { id, parent, text, ...rest } = correction()
  return raw({ ...rest, text: new Y.Text(text), ...change })
}

describe('admitted', () => {
  const cases: [name: string, ...Write[]][] = [
    ['nothing', () => {}],
    ['a correction', l => l.addCorrection(correction())],
    [
      'an addition at the end of the text',
      l => l.addCorrection(correction({ start: text.length, end: text.length })),
    ],
    ['a competing correction', l => l.addCorrection(correction({ parent: 'ben1' }))],
    ['typing in one’s own proposal', l => l.correctionText('ada1')!.insert(0, 'x')],
    ['typing in what was reopened', l => l.correctionText('reopened')!.delete(0, 2)],
    [
      'every attribute of one’s own',
      l =>
        l.setCorrection('ada1', {
          start: 1,
          end: 4,
          side: 1,
          kind: 'supplied',
          reason: 'r',
          evidence: 'internal',
          certainty: 'high',
          parent: 'ben1',
        }),
    ],
    ['the reason of what was accepted', l => l.setCorrection('accepted', { reason: 'r' })],
    ['removing one’s own proposal', l => l.removeCorrection('ada1')],
    ['removing what only oneself has decided on', l => l.removeCorrection('own')],
    [
      'making, changing and removing in one update',
      l => l.addCorrection(correction()),
      l => l.correctionText('new')!.insert(0, 'y'),
      l => l.removeCorrection('new'),
    ],
    ['replacing one’s own record', l => l.addCorrection(correction({ id: 'ada1', text: 'other' }))],
    ['accepting', l => l.addDecision(decision())],
    [
      'proposing and accepting in one update',
      l => l.addCorrection(correction()),
      l => l.addDecision(decision({ on: 'new' })),
    ],
    ['withdrawing one’s own', l => l.addDecision(decision({ on: 'ada1', act: 'withdraw' }))],
    // What was accepted holds only for what it was made on, so its author may go on writing (they may be offline).
    ['rewriting what another has accepted', l => l.correctionText('accepted')!.insert(0, 'x')],
    ['rewriting what another has rejected', l => l.correctionText('rejected')!.insert(0, 'x')],
    ['moving what another has accepted', l => l.setCorrection('accepted', { end: 4 })],
    [
      'a decision with what was seen',
      l => l.addDecision(decision({ seen: { start: 0, end: 3, text: 'x' } })),
    ],
    [
      'a decision on what was just removed',
      l => l.removeCorrection('ada1'),
      l => l.addDecision(decision({ on: 'ada1' })),
    ],
    ['a break and its removal', l => l.setBreak(0, true), l => l.setBreak(6, undefined)],
    [
      'attributes of a block',
      l => l.setBlockAttr(0, 'kind', 'speech'),
      l => l.setBlockAttr(0, 'who', 'Ada'),
      l => l.setBlockAttr(0, 'level', 2),
      l => l.setBlockAttr(0, 'continues', null),
    ],
    [
      'a page break, moved, hidden, removed',
      l => l.setMilestone({ id: 'pb3', at: 9, type: 'pb', n: '3', attrs: { ed: 'A' } }),
      l => l.removeMilestone('pb2', true),
      l => l.removeMilestone('pb3', false),
    ],
    [
      'a span',
      l => l.setSpan({ id: 's1', start: 0, end: 5, type: 'unclear' }),
      l => l.removeSpan('s2', true),
    ],
    ['a note', l => l.addNote(note({ text: 'One\nTwo' }))],
    ['a note on a correction’s words', l => l.addNote(note({ start: 5, end: 5, on: 'ada1' }))],
    [
      'writing in one’s own note',
      l => words(l).insert(0, 'More. '),
      l => l.setNote('ada-note', { start: 6, end: 8, type: 'explanatory' }),
    ],
    [
      'marks in a note',
      l => words(l).format(0, 1, { em: true }),
      l => words(l).format(1, 1, { strong: {} }),
      l => words(l).format(2, 1, { link: { href: 'https://example.org/a?b=c' } }),
      l => words(l).format(2, 1, { link: null }),
    ],
    [
      'quotations, lists, references and citations in a note',
      l => body(l).insert(1, [element('blockquote', {}, element('paragraph'))]),
      l => body(l).insert(0, [element('bullet_list', {}, element('list_item', {}, element('paragraph')))]),
      l => body(l).insert(0, [element('ordered_list')]),
      l => firstParagraph(l).insert(0, [element('ref', { document: 'd2', note: 'n1' })]),
      l => firstParagraph(l).insert(0, [element('ref', { correction: 'c1' })]),
      l => firstParagraph(l).insert(0, [element('ref', { start: 3, end: 9 })]),
      l => firstParagraph(l).insert(0, [element('cite', { key: 'coox1985', locator: 'p. 12' })]),
      l => firstParagraph(l).insert(0, [element('cite', { key: 'coox.1985:b' })]),
    ],
    ['removing one’s own note', l => l.removeNote('ada-note')],
    ['letting others write in one’s note', l => l.setNote('ada-note', { shared: true })],
    [
      'writing in a note that is shared',
      l => (body(l, 'shared-note').get(0) as Y.XmlElement).insert(0, [new Y.XmlText('x')]),
    ],
    ['a reply on a correction', l => l.setReply(reply())],
    ['settling a note', l => l.setReply(reply({ on: 'ben-note', act: 'resolve', text: '' }))],
    ['rewording one’s own reply', l => l.setReply(reply({ id: 'ada-reply', at: now - day, text: 'better' }))],
    ['a name, and who is meant', l => l.setName(name()), l => l.setName(name({ ref: 'r1' }))],
    ['taking another’s name away', l => l.removeName('ben-name')],
    ['where evidence is found', l => l.setCorrection('ada1', { citation: 'Smith 1990, p. 3' })],
  ]
  test.each(cases)('%s', (_, ...writes) => {
    expect(judged('ada', ...writes)).toBeNull()
  })

  test('undo and redo of one’s own', () => {
    const doc = new Y.Doc()
    const layers = new Layers(doc)
    layers.change('begin', () => begin(layers))
    const client = new Y.Doc()
    Y.applyUpdate(client, Y.encodeStateAsUpdate(doc))
    const own = new Layers(client)
    const undo = new Y.UndoManager([own.corrections, own.notes], {
      trackedOrigins: new Set(['me']),
      captureTimeout: 0,
    })
    const judge = new Judge(layers, text)
    const breaches: Breach[] = []
    let updates = 0
    doc.on('afterTransaction', transaction => {
      const breach = judge.judge(transaction, { actor: { id: 'ada', role: 'owner' }, now })
      if (breach) breaches.push(breach)
    })
    client.on('update', update => {
      updates++
      Y.applyUpdate(doc, update)
    })
    own.change('me', () => own.addCorrection(correction()))
    own.change('me', () => own.correctionText('new')!.insert(5, ' K.'))
    own.change('me', () => own.addNote(note()))
    own.change('me', () => own.removeCorrection('new'))
    for (let i = 0; i < 4; i++) undo.undo()
    for (let i = 0; i < 4; i++) undo.redo()
    for (let i = 0; i < 2; i++) undo.undo()
    expect(breaches).toEqual([])
    expect(updates).toBe(14)
    expect(layers.correctionText('new')?.toString()).toBe('Ugaki K.')
  })
})

describe('[C9] [N2] [N3] refused', () => {
  const long = (n: number) => 'x'.repeat(n)
  const cases: [rule: string, name: string, ...Write[]][] = [
    ['G2', 'a root of one’s own', (_, doc) => doc.getMap('mine').set('a', 1)],
    [
      'G2',
      'a root with nothing left in it',
      (_, doc) => doc.getMap('mine').set('a', 1),
      (_, doc) => doc.getMap('mine').delete('a'),
    ],
    ['G2', 'a list in a root', (_, doc) => pushInto(doc, 'corrections')],
    ['G2', 'a list in a record', (l, doc) => pushInto(doc, record(l, 'ada1')._item!.id)],
    ['G2', 'a plain object for a record', l => l.corrections.set('new', { start: 0 })],
    ['G2', 'a text for a record', l => l.corrections.set('new', new Y.Text('x'))],
    ['G2', 'a hook for a record', l => l.corrections.set('new', new Y.XmlHook('x'))],
    ['G2', 'a document for a record', l => l.corrections.set('new', new Y.Doc())],
    ['G2', 'a field too many', l => record(l, 'ada1').set('colour', 'red')],
    ['G2', 'a field too few', l => record(l, 'ada1').delete('kind')],
    ['G2', 'a new record with a field too few', l => l.corrections.set('new', raw({ by: 'ada', at: now }))],
    ['G2', 'a string for the text', l => l.corrections.set('new', rawCorrection({ text: 'x' }))],
    ['G2', 'XML for the text', l => l.corrections.set('new', rawCorrection({ text: new Y.XmlText('x') }))],
    ['G2', 'another text in the place of the text', l => record(l, 'ada1').set('text', new Y.Text('y'))],
    ['G2', 'bold in a correction', l => l.correctionText('ada1')!.format(0, 2, { bold: true })],
    ['G2', 'an object in a correction’s text', l => l.correctionText('ada1')!.insertEmbed(0, { image: 'x' })],
    ['G2', 'a bad id', l => l.addCorrection(correction({ id: 'a b' }))],
    ['G2', 'an endless id', l => l.addCorrection(correction({ id: long(65) }))],
    ['G2', 'a break at no offset', l => l.breaks.set('06', { on: true })],
    ['G2', 'a break that is no object', l => l.breaks.set('8', true)],
    ['G2', 'a break with more than it can have', l => l.breaks.set('8', { on: true, by: 'ada' })],
    ['G2', 'a break that is a shared map', l => l.breaks.set('8', raw({ on: true }))],
    ['G2', 'an attribute with a bad name', l => l.blockAttrs.set('0#on load', 'x')],
    ['G2', 'a decision that is a shared map', l => l.decisions.set('d-new', raw({ on: 'ben1' }))],
    ['G2', 'a milestone of neither kind', l => l.milestones.set('m', { off: false })],
    ['G2', 'a break that is nothing', l => l.breaks.set('8', undefined)],
    ['G2', 'a name that is nothing', l => l.names.set('ben-name', undefined)],
    ['G3', 'nothing in the place of the layout', l => l.meta.set('layout', undefined)],
    ['G3', 'a new layout', l => l.meta.set('layout', 2)],
    ['G3', 'another witness', l => l.meta.set('witness', 'other')],
    ['G3', 'something more about the document', l => l.meta.set('mine', 1)],
    ['G3', 'nothing about the document', l => l.meta.delete('layout')],
    ['G4', 'a range that ends before it begins', l => l.addCorrection(correction({ start: 5, end: 4 }))],
    ['G4', 'a range beyond the text', l => l.addCorrection(correction({ end: text.length + 1 }))],
    ['G4', 'a negative offset', l => l.addCorrection(correction({ start: -1 }))],
    ['G4', 'half an offset', l => l.addCorrection(correction({ start: 0.5 }))],
    ['G4', 'an offset in a surrogate pair', l => l.addCorrection(correction({ start: 7, end: 8 }))],
    ['G4', 'an offset before a combining accent', l => l.addCorrection(correction({ start: 9, end: 10 }))],
    ['G4', 'a moved range beyond the text', l => l.setCorrection('ada1', { end: 99 })],
    ['G4', 'a break at the end of the text', l => l.setBreak(text.length, true)],
    ['G4', 'a break inside a character', l => l.setBreak(7, true)],
    ['G4', 'an attribute beyond the text', l => l.setBlockAttr(text.length, 'who', 'x')],
    ['G4', 'a milestone beyond the text', l => l.setMilestone({ id: 'm', at: 99, type: 'pb' })],
    ['G4', 'an empty span', l => l.setSpan({ id: 's', start: 3, end: 3, type: 'hi' })],
    ['G4', 'a note on nothing', l => l.addNote(note({ start: 3, end: 3 }))],
    ['G4', 'a note on a correction that never was', l => l.addNote(note({ on: 'c99' }))],
    ['G5', 'a kind that is none', l => l.setCorrection('ada1', { kind: 'whim' as 'supplied' })],
    ['G5', 'evidence that is none', l => record(l, 'ada1').set('evidence', 'rumour')],
    ['G5', 'a certainty that is none', l => record(l, 'ada1').set('certainty', 1)],
    ['G5', 'a side that is none', l => record(l, 'ada1').set('side', 0)],
    ['G5', 'a reason that is no text', l => record(l, 'ada1').set('reason', { toString: 'x' })],
    ['G5', 'an act that is none', l => l.addDecision(decision({ act: 'annul' as 'accept' }))],
    ['G5', 'a note of no type', l => l.setNote('ada-note', { type: 'gossip' as 'textual' })],
    ['G5', 'a break neither on nor off', l => l.breaks.set('8', { on: 1 })],
    ['G5', 'a block kind that is none', l => l.setBlockAttr(0, 'kind', 'table')],
    ['G5', 'a level that is none', l => l.setBlockAttr(0, 'level', 99)],
    ['G5', 'an attribute that is an object', l => l.blockAttrs.set('0#who', { a: 1 })],
    ['G5', 'an infinite attribute', l => l.setBlockAttr(0, 'x', Number.POSITIVE_INFINITY)],
    ['G5', 'a milestone of no type', l => l.setMilestone({ id: 'm', at: 0, type: '' })],
    ['G5', 'a time more than a day ahead', l => l.addCorrection(correction({ at: now + 2 * day }))],
    ['G5', 'a time that is none', l => l.addCorrection(correction({ at: Number.NaN }))],
    ['G5', 'a decision from the future', l => l.addDecision(decision({ at: now + 2 * day }))],
    ['G6', 'an endless text', l => l.addCorrection(correction({ text: long(20_001) }))],
    ['G6', 'an endless reason', l => l.setCorrection('ada1', { reason: long(5_001) })],
    ['G6', 'an endless attribute', l => l.setBlockAttr(0, 'who', long(1_001))],
    ['G4', 'seen where nothing is', l => l.addDecision(decision({ seen: { start: 3, end: 1, text: '' } }))],
    [
      'G6',
      'an endless reading seen',
      l => l.addDecision(decision({ seen: { start: 0, end: 1, text: long(20_001) } })),
    ],
    ['G6', 'an endless explanation', l => l.addDecision(decision({ why: long(5_001) }))],
    ['G6', 'an endless note', l => words(l).insert(0, long(50_001))],
    ['G6', 'a note of endless paragraphs', l => l.addNote(note({ text: '\n'.repeat(1_001) }))],
    ['G7', 'a correction in another’s name', l => l.addCorrection(correction({ by: 'ben' }))],
    ['G7', 'a note in another’s name', l => l.addNote(note({ by: 'ben' }))],
    ['G7', 'a decision in another’s name', l => l.addDecision(decision({ by: 'ben' }))],
    ['G7', 'another author', l => record(l, 'ada1').set('by', 'ben')],
    ['G7', 'another time', l => record(l, 'ada1').set('at', 0)],
    ['G7', 'another’s record taken over', l => record(l, 'ben1').set('by', 'ada')],
    [
      'G7',
      'another’s record taken over and removed',
      l => record(l, 'ben1').set('by', 'ada'),
      l => l.removeCorrection('ben1'),
    ],
    ['G7', 'typing in another’s proposal', l => l.correctionText('ben1')!.insert(0, 'x')],
    ['G7', 'deleting in another’s proposal', l => l.correctionText('ben1')!.delete(0, 1)],
    ['G7', 'moving another’s proposal', l => l.setCorrection('ben1', { start: 1 })],
    ['G7', 'another reason for another’s', l => l.setCorrection('ben1', { reason: 'r' })],
    ['G7', 'removing another’s', l => l.removeCorrection('ben1')],
    ['G7', 'putting one’s own in its place', l => l.addCorrection(correction({ id: 'ben1' }))],
    ['G7', 'writing in another’s note', l => words(l, 'ben-note').insert(0, 'x')],
    [
      'G7',
      'a paragraph in another’s note',
      l => body(l, 'ben-note').insert(1, [new Y.XmlElement('paragraph')]),
    ],
    ['G7', 'removing another’s note', l => l.removeNote('ben-note')],
    ['G7', 'another author of a note', l => noteRecord(l, 'ada-note').set('by', 'ben')],
    ['G8', 'removing what another has accepted', l => l.removeCorrection('accepted')],
    ['G8', 'removing what another has reopened', l => l.removeCorrection('reopened')],
    [
      'G8',
      'replacing what was accepted',
      l => l.addCorrection(correction({ id: 'accepted', text: 'other' })),
    ],
    ['G9', 'taking a decision back', l => l.decisions.delete('d-own')],
    [
      'G9',
      'changing a decision',
      l => l.decisions.set('d-own', { ...decision({ on: 'own' }), id: undefined }),
    ],
    ['G9', 'a decision on nothing', l => l.addDecision(decision({ on: 'c99' }))],
    ['G9', 'withdrawing another’s', l => l.addDecision(decision({ act: 'withdraw' }))],
    ['G7', 'sharing another’s note', l => l.setNote('ben-note', { shared: true })],
    ['G7', 'moving a note that is shared', l => l.setNote('shared-note', { end: 6 })],
    ['G7', 'removing a note that is shared', l => l.removeNote('shared-note')],
    ['G5', 'a note shared in a way that is none', l => noteRecord(l, 'ada-note').set('shared', 'yes')],
    ['G12', 'a reply on nothing', l => l.setReply(reply({ on: 'nothing' }))],
    ['G12', 'a reply in another’s name', l => l.setReply(reply({ by: 'ben' }))],
    [
      'G12',
      'rewording another’s reply',
      l => l.setReply(reply({ id: 'ben-reply', at: now - day, text: 'worse' })),
    ],
    ['G12', 'moving one’s reply', l => l.setReply(reply({ id: 'ada-reply', at: now - day, on: 'ada1' }))],
    ['G12', 'taking a reply back', l => l.threads.delete('ada-reply')],
    ['G6', 'an endless reply', l => l.setReply(reply({ text: long(5_001) }))],
    ['G5', 'a reply that does what none does', l => l.setReply(reply({ act: 'shout' as 'reply' }))],
    ['G13', 'a name in another’s name', l => l.setName(name({ by: 'ben' }))],
    ['G4', 'a name on nothing', l => l.setName(name({ end: 0 }))],
    ['G5', 'a name of no kind', l => l.setName(name({ type: 'ship' as 'person' }))],
    [
      'G2',
      'a decision on what nobody has seen',
      l => l.decisions.set('d-x', { on: 'ben1', act: 'accept', by: 'ada', at: now, why: '' }),
    ],
    ['G10', 'an image in a note', l => body(l).insert(0, [new Y.XmlElement('image')])],
    ['G10', 'bare text in a note', l => body(l).insert(0, [new Y.XmlText('x')])],
    [
      'G10',
      'a paragraph in a paragraph',
      l => (body(l).get(0) as Y.XmlElement).insert(0, [new Y.XmlElement('paragraph')]),
    ],
    [
      'G10',
      'an attribute of a paragraph',
      l => (body(l).get(0) as Y.XmlElement).setAttribute('onclick', 'x'),
    ],
    ['G10', 'a mark that is none', l => words(l).format(0, 1, { blink: true })],
    ['G10', 'a script for a link', l => words(l).format(0, 1, { link: { href: 'javascript:alert(1)' } })],
    [
      'G10',
      'a link with more to it',
      l => words(l).format(0, 1, { link: { href: 'https://a.b', onclick: 'x' } }),
    ],
    ['G10', 'an object in a note', l => words(l).insertEmbed(0, { a: 1 })],
    ['G10', 'an item outside of a list', l => body(l).insert(0, [element('list_item')])],
    [
      'G10',
      'a paragraph right in a list',
      l => body(l).insert(0, [element('bullet_list', {}, element('paragraph'))]),
    ],
    ['G10', 'an attribute of a list', l => body(l).insert(0, [element('ordered_list', { start: 3 })])],
    ['G10', 'lists that never end', l => body(l).insert(0, [nested(20)])],
    ['G10', 'a reference to nothing', l => firstParagraph(l).insert(0, [element('ref')])],
    [
      'G10',
      'a reference to two things',
      l => firstParagraph(l).insert(0, [element('ref', { note: 'n', start: 0, end: 1 })]),
    ],
    ['G10', 'a reference to half a range', l => firstParagraph(l).insert(0, [element('ref', { start: 5 })])],
    [
      'G10',
      'a reference backwards',
      l => firstParagraph(l).insert(0, [element('ref', { start: 5, end: 1 })]),
    ],
    [
      'G10',
      'a reference with more to it',
      l => firstParagraph(l).insert(0, [element('ref', { note: 'n', href: 'x' })]),
    ],
    [
      'G10',
      'a reference to an address',
      l => firstParagraph(l).insert(0, [element('ref', { document: 'https://a.b', note: 'n' })]),
    ],
    ['G10', 'a citation of nothing', l => firstParagraph(l).insert(0, [element('cite', { key: '' })])],
    ['G10', 'a citation with markup', l => firstParagraph(l).insert(0, [element('cite', { key: '<b>' })])],
    [
      'G10',
      'a citation that holds something',
      l => firstParagraph(l).insert(0, [element('cite', { key: 'k' }, element('paragraph'))]),
    ],
    [
      'G6',
      'a citation of endless lists',
      l =>
        body(l).insert(
          0,
          Array.from({ length: 1_001 }, () => element('bullet_list')),
        ),
    ],
    [
      'G11',
      'a flood of records',
      l => {
        for (let i = 1; i <= 20_001; i++) l.milestones.set(`m${i}`, { off: true })
      },
    ],
  ]
  test.each(cases)('[%s] %s', (rule, _, ...writes) => {
    expect(judged('ada', ...writes)?.rule).toBe(rule)
  })

  test('[G8] bringing back what was removed, once another has decided on it', () => {
    expect(
      judged(
        'ada',
        l => l.removeCorrection('ada1'),
        l => l.addDecision(decision({ on: 'ada1' })),
      ),
    ).toBeNull()
    const doc = new Y.Doc()
    const layers = new Layers(doc)
    layers.change('begin', () => begin(layers))
    layers.removeCorrection('accepted')
    const judge = new Judge(layers, text)
    const breaches: (Breach | null)[] = []
    doc.on('afterTransaction', transaction =>
      breaches.push(judge.judge(transaction, { actor: { id: 'ada', role: 'owner' }, now })),
    )
    layers.addCorrection(correction({ id: 'accepted' }))
    expect(breaches).toMatchObject([{ rule: 'G8' }])
  })

  test('one bad change among good ones', () => {
    expect(
      judged(
        'ada',
        l => l.addCorrection(correction()),
        l => l.removeCorrection('ben1'),
      )?.rule,
    ).toBe('G7')
  })

  test('a keystroke costs the same in a large document', () => {
    const doc = new Y.Doc()
    const layers = new Layers(doc)
    layers.change('begin', () => {
      for (let i = 0; i < 3_000; i++) {
        layers.addCorrection(correction({ id: `c${i}` }))
        layers.addDecision(decision({ id: `d${i}`, on: `c${i}`, act: 'reopen' }))
      }
    })
    const judge = new Judge(layers, text)
    let reads = 0
    for (const root of ['corrections', 'decisions'] as const) {
      const map = layers[root]._map
      for (const way of ['forEach', 'entries', 'keys', 'values'] as const)
        Object.defineProperty(map, way, {
          value: (...rest: unknown[]) => {
            reads++
            return Reflect.apply(Map.prototype[way], map, rest)
          },
        })
    }
    doc.on('afterTransaction', transaction => {
      expect(judge.judge(transaction, { actor: { id: 'ada', role: 'owner' }, now })).toBeNull()
    })
    layers.correctionText('c7')!.insert(0, 'x')
    expect(reads).toBe(0)
  })
})

/** An update that puts a string, in the way that lists do, into a root or into the record of this id. */
function pushInto(doc: Y.Doc, parent: string | Y.ID): void {
  const encoder = encoding.createEncoder()
  // One client with one struct: client id, clock, content kind 4 (string), parent by name (1) or by id (0).
  for (const n of [1, 1, 99, 0, 4]) encoding.writeVarUint(encoder, n)
  if (typeof parent === 'string') {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, parent)
  } else for (const n of [0, parent.client, parent.clock]) encoding.writeVarUint(encoder, n)
  encoding.writeVarString(encoder, 'x')
  encoding.writeVarUint(encoder, 0)
  Y.applyUpdate(doc, encoding.toUint8Array(encoder))
}

describe('what is hidden from readers, or wears the document out', () => {
  const byHand = (judge: Judge, doc: Y.Doc, ...bytes: (number | string)[]): Breach | null => {
    const encoder = encoding.createEncoder()
    for (const part of bytes)
      if (typeof part === 'number') encoding.writeVarUint(encoder, part)
      else encoding.writeVarString(encoder, part)
    let breach: Breach | null = null
    const look = (transaction: Y.Transaction) => {
      breach ??= judge.judge(transaction, { actor: { id: 'ada', role: 'owner' }, now })
    }
    doc.on('afterTransaction', look)
    Y.applyUpdate(doc, encoding.toUint8Array(encoder))
    doc.off('afterTransaction', look)
    return breach
  }
  const opened = () => {
    const doc = new Y.Doc()
    const layers = new Layers(doc)
    layers.change('begin', () => begin(layers))
    return { doc, layers, judge: new Judge(layers, text) }
  }

  test('[G2] two values under one key', () => {
    const { doc, judge } = opened()
    // One struct of client 99: content kind 8 (any) with a key, parent by name, two values (125: a small integer).
    expect(byHand(judge, doc, 1, 1, 99, 0, 8 | 32, 1, 'blockAttrs', '0#n', 2, 125, 1, 125, 2, 0)?.rule).toBe(
      'G2',
    )
  })

  test('[G2] an attribute of a correction’s text', () => {
    const { doc, layers, judge } = opened()
    const { client, clock } = layers.correctionText('ada1')!._item!.id
    expect(byHand(judge, doc, 1, 1, 99, 0, 8 | 32, 0, client, clock, 'onclick', 1, 125, 1, 0)?.rule).toBe(
      'G2',
    )
  })

  test('[G6] a text of endless pieces, most of them deleted', () => {
    const { doc, layers, judge } = opened()
    const shared = layers.correctionText('ada1')!
    let last: Breach | null = null
    doc.on('afterTransaction', transaction => {
      last = judge.judge(transaction, { actor: { id: 'ada', role: 'owner' }, now })
    })
    const write = (count: number) =>
      layers.change(null, () => {
        // Typed backwards, so that no two pieces can be put together.
        for (let i = 0; i < count; i++) shared.insert(0, 'x')
        shared.delete(0, count)
      })
    write(19_000)
    expect(last).toBeNull()
    write(1_500)
    expect(last).toMatchObject({ rule: 'G6' })
  })

  test('[G16] more records than a document holds', () => {
    const doc = new Y.Doc()
    const layers = new Layers(doc)
    layers.change('begin', () => {
      layers.found('hash')
      for (let i = 0; i < 49_999; i++) layers.milestones.set(`m${i}`, { off: true })
    })
    const judge = new Judge(layers, text)
    const breaches: (Breach | null)[] = []
    doc.on('afterTransaction', transaction =>
      breaches.push(judge.judge(transaction, { actor: { id: 'ada', role: 'owner' }, now })),
    )
    layers.removeMilestone('m7', false)
    for (const id of ['a', 'b', 'c']) layers.setMilestone({ id, at: 0, type: 'pb' })
    expect(breaches.map(breach => breach?.rule)).toEqual([undefined, undefined, undefined, 'G16'])
  })
})

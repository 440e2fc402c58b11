/** [G15] What each role may do to the layers: every way of writing, tried in every role. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Layers } from '../../schema/layers.js'
import { type Deed, isAtLeast, leastRole, type Role, roles } from '../../schema/people.js'
import { type Breach, Judge } from '../../schema/rules.js'

const text = 'From Foreign Minister Ugeki to the Ambassador.'
const now = 1_000_000

const correction = (id: string, by: string) => ({
  ...{ id, start: 0, end: 4, side: -1 as const, text: 'x', kind: 'emendation' as const, reason: '' },
  ...{ evidence: '' as const, certainty: 'unknown' as const, by, at: now, parent: null },
})
const note = (id: string, by: string) => ({
  ...{ id, start: 0, end: 4, on: null, type: 'textual' as const, by, at: now, text: 'A note.' },
})
const decision = (id: string, on: string, act: 'accept' | 'reject' | 'reopen' | 'withdraw', by = 'ada') => ({
  ...{ id, on, act, by, at: now, why: '', seen: { start: 0, end: 4, text: 'x' } },
})
const body = (layers: Layers, id: string) => (layers.noteBody(id)!.get(0) as Y.XmlElement).get(0) as Y.XmlText

/** The document that everybody is tried on. */
function begin(layers: Layers): void {
  layers.found('hash')
  layers.addCorrection(correction('own', 'ada'))
  layers.addCorrection(correction('withdrawn', 'ada'))
  layers.addDecision(decision('d0', 'withdrawn', 'withdraw'))
  layers.addCorrection(correction('other', 'ben'))
  layers.addNote(note('own-note', 'ada'))
  layers.addNote({ ...note('shared', 'ben'), shared: true })
  layers.setReply({ id: 'own-reply', on: 'own', act: 'reply', text: 'So.', by: 'ada', at: now })
  layers.setName({ id: 'name', start: 0, end: 4, type: 'person', ref: '', by: 'ben', at: now })
  layers.setBreak(5, true)
  layers.setBlockAttr(0, 'who', 'Ben')
  layers.setMilestone({ id: 'pb', at: 5, type: 'pb' })
  layers.setSpan({ id: 'span', start: 0, end: 4, type: 'hi' })
}

type Way = readonly [deed: Deed, what: string, write: (layers: Layers) => void]

/** Whatever is done to a correction needs the role that proposes: only who may propose has any business there. */
const ways: readonly Way[] = [
  ['propose', 'a correction', l => l.addCorrection(correction('new', 'ada'))],
  ['propose', 'typing in one’s own', l => l.correctionText('own')!.insert(0, 'y')],
  ['propose', 'a reason for one’s own', l => l.setCorrection('own', { reason: 'r' })],
  ['propose', 'taking one’s own back', l => l.removeCorrection('own')],
  ['withdraw', 'withdrawing one’s own', l => l.addDecision(decision('d1', 'own', 'withdraw'))],
  ['withdraw', 'putting it forward again', l => l.addDecision(decision('d1', 'withdrawn', 'reopen'))],
  ['accept', 'accepting', l => l.addDecision(decision('d1', 'other', 'accept'))],
  ['decide', 'rejecting', l => l.addDecision(decision('d1', 'other', 'reject'))],
  ['decide', 'reopening', l => l.addDecision(decision('d1', 'other', 'reopen'))],
  ['note', 'a note', l => l.addNote(note('new', 'ada'))],
  ['note', 'writing in one’s own note', l => body(l, 'own-note').insert(0, 'y')],
  ['note', 'writing in a shared note', l => body(l, 'shared').insert(0, 'y')],
  ['note', 'sharing one’s own note', l => l.setNote('own-note', { shared: true })],
  ['note', 'removing one’s own note', l => l.removeNote('own-note')],
  [
    'reply',
    'a reply',
    l => l.setReply({ id: 'new', on: 'own', act: 'reply', text: 'No.', by: 'ada', at: now }),
  ],
  [
    'reply',
    'rewording one’s reply',
    l => l.setReply({ id: 'own-reply', on: 'own', act: 'reply', text: 'No.', by: 'ada', at: now }),
  ],
  [
    'name',
    'a name',
    l => l.setName({ id: 'new', start: 0, end: 4, type: 'place', ref: '', by: 'ada', at: now }),
  ],
  ['name', 'taking a name away', l => l.removeName('name')],
  ['structure', 'a break', l => l.setBreak(9, true)],
  ['structure', 'taking a break away', l => l.setBreak(5, undefined)],
  ['structure', 'an attribute', l => l.setBlockAttr(0, 'kind', 'heading')],
  ['structure', 'taking an attribute away', l => l.setBlockAttr(0, 'who', undefined)],
  ['structure', 'a page break', l => l.setMilestone({ id: 'pb2', at: 9, type: 'pb' })],
  ['structure', 'hiding a page break', l => l.removeMilestone('pb', true)],
  ['structure', 'a span', l => l.setSpan({ id: 'new', start: 0, end: 4, type: 'unclear' })],
  ['structure', 'removing a span', l => l.removeSpan('span', false)],
]

function judged(role: Role | null, write: (layers: Layers) => void): Breach | null {
  const server = new Layers(new Y.Doc())
  server.change(null, () => begin(server))
  const client = new Layers(new Y.Doc())
  Y.applyUpdate(client.doc, Y.encodeStateAsUpdate(server.doc))
  const before = Y.encodeStateVector(client.doc)
  client.change(null, () => write(client))
  const judge = new Judge(server, text)
  let breach: Breach | null = null
  server.doc.on('afterTransaction', transaction => {
    breach ??= judge.judge(transaction, { actor: { id: 'ada', role }, now })
  })
  Y.applyUpdate(server.doc, Y.encodeStateAsUpdate(client.doc, before))
  return breach
}

describe.each([...roles, null])('[G15] as %s', role => {
  test.each(ways)('%s: %s', (deed, _, write) => {
    expect(judged(role, write)?.rule).toBe(isAtLeast(role, leastRole(deed)) ? undefined : 'G15')
  })
})

/** One round of the fuzz and all that must hold after it. Throws with the seed where something does not. */
import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import { Projection } from '../../client/editor/projection.js'
import { EditedDocument } from '../../schema/document.js'
import { Layers } from '../../schema/layers.js'
import { passagesOf, textOf, type View, views } from '../../schema/readings.js'
import type { Block, BlockKind, Witness } from '../../schema/witness.js'
import { Random } from '../support/random.js'
import { Network } from './network.js'
import { additions, Peer, removals } from './peer.js'

export interface Plan {
  /** How often all peers get to do something; between bursts part of what they did is delivered. */
  readonly bursts: number
  /** Leave out what takes letters away, and check that no letter was lost. */
  readonly keepAll: boolean
  /** A text of many blocks, so that changes cross chunks. */
  readonly large: boolean
}

export interface Tally {
  operations: number
  corrections: number
  notes: number
  lettersKept: number
}

const kinds: BlockKind[] = [
  'heading',
  'paragraph',
  'catchword',
  'stamp',
  'paragraph',
  'speech',
  'speech',
  'item',
]

/** A witness in which no letter stands twice, with white space between blocks, line breaks in them and two page turns. */
export function sampleWitness(random: Random, count: number): Witness {
  let letter = 0x4e00
  let text = '\n'
  const blocks: Block[] = []
  for (let i = 0; i < count; i++) {
    const start = text.length
    const words = 2 + random.below(5)
    for (let w = 0; w < words; w++) {
      for (let l = 0; l < 1 + random.below(5); l++) text += String.fromCharCode(letter++)
      if (w < words - 1) text += random.chance(0.15) ? random.pick(['\n', '\r\n']) : ' '
    }
    const kind = kinds[i % kinds.length]!
    const continues = kind === 'paragraph' && random.chance(0.3)
    blocks.push({ start, end: text.length, kind, attrs: continues ? { continues } : {} })
    text += random.pick(['\n\n', '\r\n \n', '\n'])
  }
  return {
    format: 1,
    text,
    blocks,
    milestones: [
      { id: 'pb2', at: blocks[Math.min(4, count - 1)]!.start, type: 'pb', n: '2' },
      { id: 'pb3', at: blocks[count - 1]!.start + 1, type: 'pb', n: '3' },
    ],
    spans: [{ id: 's1', start: blocks[1]!.start, end: blocks[1]!.start + 3, type: 'unclear' }],
    source: { format: 'text', encoding: 'utf-8', bom: false, name: 'fuzz.txt' },
  }
}

export function playRound(seed: number, plan: Plan, tally: Tally): void {
  const random = new Random(seed * 7919 + 1)
  const witness = sampleWitness(random, plan.large ? 130 : 8)
  const docs = [0, 1, 2].map(i => {
    const doc = new Y.Doc()
    doc.clientID = 100 + i
    return doc
  })
  const network = new Network(docs, random)
  const peers = docs.map((doc, i) => new Peer(`p${i}`, witness, doc, random, i))
  const followers = (['reading', 'diplomatic'] as const).map(
    view => [view, new Peer('reader', witness, docs[0]!, random, 9, view)] as const,
  )
  const operations = Object.entries(plan.keepAll ? additions : { ...additions, ...removals })
  let last = ''
  try {
    for (let burst = 0; burst < plan.bursts; burst++) {
      for (const peer of peers) {
        const offline = random.chance(0.3)
        for (let i = 0; i < 1 + random.below(4); i++) {
          const [name, operation] = random.pick(operations)
          last = `${peer.name} ${name}`
          operation(peer)
          tally.operations++
          checkWitness(peer.prose, witness)
        }
        if (!offline && random.chance(0.6)) network.deliver(0.5)
      }
    }
    last = 'the last delivery'
    network.deliverAll()
    last = 'the checks'
    checkAgreement(peers, witness, network.rebuilt())
    for (const [view, follower] of followers)
      equal(
        normal(follower.prose),
        normal(fresh(witness, docs[0]!, view)),
        `the ${view} view that followed is a fresh one`,
      )
    if (plan.keepAll) tally.lettersKept += checkLetters(peers)
    tally.corrections += peers[0]!.document.corrections.size
    tally.notes += peers[0]!.document.notes.size
    for (const peer of peers) equal(peer.binding.counts.lostSelections, 0, 'no caret was lost')
  } catch (error) {
    throw new Error(`Seed ${seed}, at ${last}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  } finally {
    for (const peer of [...peers, ...followers.map(f => f[1])]) {
      peer.binding.destroy()
      peer.document.destroy()
    }
  }
}

function checkAgreement(peers: readonly Peer[], witness: Witness, rebuilt: Y.Doc): void {
  const first = peers[0]!
  const stored = new EditedDocument(witness, new Layers(rebuilt))
  for (const peer of peers) {
    peer.prose.check()
    checkWitness(peer.prose, witness)
    equal(
      layersText(peer.doc),
      layersText(first.doc),
      `the layers of ${peer.name} are those of ${first.name}`,
    )
    const talk = (p: Peer) =>
      JSON.stringify([...p.document.corrections.values()].map(c => [c.id, p.document.repliesOn(c.id)]).sort())
    equal(talk(peer), talk(first), `${peer.name} reads the conversations that ${first.name} reads`)
    equal(normal(peer.prose), normal(first.prose), `the screen of ${peer.name} is that of ${first.name}`)
    equal(
      normal(peer.prose),
      normal(fresh(witness, peer.doc, 'all')),
      `the screen of ${peer.name} is a fresh projection`,
    )
    for (const view of views)
      equal(
        readingText(peer.document, view),
        readingText(stored, view),
        `${peer.name} reads (${view}) what the log says`,
      )
  }
  equal(layersText(rebuilt), layersText(first.doc), 'the log rebuilds the layers')
}

function fresh(witness: Witness, doc: Y.Doc, view: View): Node {
  return new Projection(new EditedDocument(witness, new Layers(doc)), view).whole()
}

function readingText(document: EditedDocument, view: View): string {
  return [...passagesOf(document, view)].map(p => p.pieces.map(textOf).join('|')).join('\n')
}

function layersText(doc: Y.Doc): string {
  const layers = new Layers(doc)
  const maps = [
    layers.corrections,
    layers.decisions,
    layers.breaks,
    layers.blockAttrs,
    layers.milestones,
    layers.spans,
    layers.notes,
    layers.threads,
    layers.names,
  ]
  return JSON.stringify(maps.map(map => Object.entries(map.toJSON()).sort(([a], [b]) => (a < b ? -1 : 1))))
}

/** All that a screen shows. Marks of one kind have no order, so they are sorted. */
function normal(doc: Node): string {
  const out: string[] = []
  doc.descendants(node => {
    const marks = node.marks.map(m => m.type.name + JSON.stringify(m.attrs)).sort()
    if (node.isText) for (const letter of node.text!) out.push(letter + marks.join())
    else out.push(node.type.name + JSON.stringify(node.attrs) + marks.join())
    return true
  })
  return out.join('\n')
}

/** The screen without what was added is the witness, in order. White space is left out: between blocks it is not shown. */
function checkWitness(doc: Node, witness: Witness): void {
  let shown = ''
  doc.descendants(node => {
    if (node.isText && !node.marks.some(m => m.type.name === 'ins')) shown += node.text
  })
  equal(shown.replace(/\s/g, ''), witness.text.replace(/\s/g, ''), 'the witness is whole')
}

function checkLetters(peers: readonly Peer[]): number {
  let added = ''
  peers[0]!.prose.descendants(node => {
    if (node.isText && node.marks.some(m => m.type.name === 'ins')) added += node.text
  })
  let kept = 0
  for (const peer of peers)
    for (const letter of peer.typed) {
      equal(added.split(letter).length - 1 >= 1, true, `the letter ${letter} of ${peer.name} is there`)
      kept++
    }
  return kept
}

function equal(actual: unknown, expected: unknown, what: string): void {
  if (actual === expected) return
  const [a, b] = [String(actual), String(expected)]
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  throw new Error(
    `Not so: ${what}.\n  is …${a.slice(Math.max(0, i - 80), i + 160)}\n  should be …${b.slice(Math.max(0, i - 80), i + 160)}`,
  )
}

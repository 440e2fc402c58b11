/** Long texts for the benches: made up word by word, the same every time. */
import * as Y from 'yjs'
import { Layers } from '../../dist/schema/layers.js'

const syllables = 'ka ri mo ten shu bel an dor vi la pre sto mi nar col ge ur fa lin to'.split(' ')

function random(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

/** A witness of `count` paragraphs of about 60 words, more than a quarter of them speeches; every twentieth has a
 * correction and a note. `plain` is the same text for y-prosemirror, the correction as marks. */
export function longText(count) {
  const next = random(count)
  const word = () => {
    let made = ''
    for (let i = 0; i < 1 + next() * 3; i++) made += syllables[Math.floor(next() * syllables.length)]
    return made
  }
  let text = ''
  const blocks = []
  const corrected = []
  for (let p = 0; p < count; p++) {
    const start = text.length
    const speech = next() < 0.28
    let paragraph = speech ? 'Delegate: ' : ''
    const words = 40 + Math.floor(next() * 40)
    for (let w = 0; w < words; w++) {
      const made = word()
      if (p % 20 === 0 && w === 20)
        corrected.push({ paragraph: p, start: start + paragraph.length, length: made.length })
      paragraph += (w ? made : made[0].toUpperCase() + made.slice(1)) + (w < words - 1 ? ' ' : '.')
    }
    text += paragraph
    const attrs = speech ? { who: 'Delegate', label: 'Delegate:' } : {}
    blocks.push({ start, end: text.length, kind: speech ? 'speech' : 'paragraph', attrs })
    text += '\n\n'
  }
  const source = { format: 'text', encoding: 'utf-8', bom: false, name: 'bench.txt' }
  const witness = { format: 1, text, blocks, milestones: [], spans: [], source }
  return { witness, layers: layersOf(corrected), plain: plainOf(witness, corrected) }
}

function layersOf(corrected) {
  const doc = new Y.Doc()
  const layers = new Layers(doc)
  layers.change(null, () => {
    corrected.forEach(({ start, length }, i) => {
      layers.addCorrection({
        id: `a.${i}`,
        start,
        end: start + length,
        side: -1,
        text: 'corrected',
        kind: 'emendation',
        reason: '',
        evidence: '',
        certainty: 'unknown',
        by: 'a',
        at: i,
        parent: null,
      })
      layers.addNote({
        id: `n.${i}`,
        start,
        end: start + length,
        on: null,
        type: 'textual',
        by: 'a',
        at: i,
        text: 'A note.',
      })
    })
  })
  return Y.encodeStateAsUpdate(doc)
}

function plainOf({ text, blocks }, corrected) {
  const doc = new Y.Doc()
  const fragment = doc.getXmlFragment('text')
  const byParagraph = new Map(corrected.map(c => [c.paragraph, c]))
  doc.transact(() => {
    fragment.insert(
      0,
      blocks.map((block, p) => {
        const element = new Y.XmlElement('paragraph')
        const shared = new Y.XmlText()
        const whole = text.slice(block.start, block.end)
        const c = byParagraph.get(p)
        if (c) {
          const at = c.start - block.start
          shared.applyDelta([
            { insert: whole.slice(0, at) },
            { insert: whole.slice(at, at + c.length), attributes: { del: { id: `a.${p}` } } },
            { insert: 'corrected', attributes: { ins: { id: `a.${p}` } } },
            { insert: whole.slice(at + c.length) },
          ])
        } else shared.insert(0, whole)
        element.insert(0, [shared])
        return element
      }),
    )
  })
  return Y.encodeStateAsUpdate(doc)
}

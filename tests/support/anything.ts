/** Random edited documents: everything that witness and layers can hold, likely or not. The same seed gives the same. */

import { certainties, correctionKinds, evidences } from '../../schema/corrections.js'
import { acts } from '../../schema/decisions.js'
import type { EditedDocument } from '../../schema/document.js'
import { nameTypes } from '../../schema/names.js'
import { sourceMarkTypes } from '../../schema/source-marks.js'
import {
  type Attrs,
  type Block,
  blockKinds,
  type Milestone,
  type Span,
  type Witness,
} from '../../schema/witness.js'
import { edited } from './layers.js'
import type { Random } from './random.js'

const words =
  'the border <line> & "Ugeki" l’Affaires co-operation 1938 (?) [sic] Changkufeng é̂ 漢字 👩‍👩‍👧 a\u00a0b tab\tbed ]]> {--x--} \u0001 \u0085 -- kilo- — ;'.split(
    ' ',
  )
/** Names as no sensible program would choose them. */
const names = ['a', 'a b', 'a_b', '1', 'ü', '<i>', '"', 'c.c', 'x y z', 'Ann', '']
const kinds = [
  ...blockKinds,
  'paragraph',
  'paragraph',
  'speech',
  'item',
  'verse',
  'heading',
  'stamp',
  'catchword',
] as const

function someText(random: Random, most: number, newline: string): string {
  let text = ''
  for (let n = 1 + random.below(most); n > 0; n--) {
    if (text) text += random.chance(0.08) ? newline : ' '
    text += random.pick(words)
  }
  return text
}

function someAttrs(random: Random, kind: string): Attrs {
  const attrs: Record<string, string | number | boolean> = {}
  if (random.chance(0.25)) attrs.continues = true
  if (kind === 'heading' && random.chance(0.9)) attrs.level = 1 + random.below(7)
  if (kind === 'speech' && random.chance(0.9)) attrs.who = random.pick(['Stalin', 'Soong', 'A < B', ' '])
  if (kind === 'item') {
    if (random.chance(0.9)) attrs.depth = random.below(5)
    attrs.ordered = random.chance(0.5)
    if (random.chance(0.5)) attrs.marker = random.pick(['1.', '(a)', '<', '-'])
  }
  if (kind === 'metadata') attrs.label = random.pick(['Citation:', 'A & B:', ''])
  return attrs
}

export function anyWitness(random: Random): Witness {
  const newline = random.pick(['\n', '\n', '\r\n', '\r'])
  let text = random.chance(0.3) ? newline : ''
  const blocks: Block[] = []
  const milestones: Milestone[] = []
  const spans: Span[] = []
  for (let n = 1 + random.below(14); n > 0; n--) {
    const kind = random.pick(kinds)
    const start = text.length
    text += someText(random, 12, newline)
    blocks.push({ start, end: text.length, kind, attrs: someAttrs(random, kind) })
    if (random.chance(0.2)) milestones.push({ id: `m${n}`, at: start, type: 'pb', n: String(n) })
    const label = /^\S+/.exec(text.slice(start))?.[0].length ?? 0
    if (label > 0 && random.chance(0.6))
      spans.push({ id: `s${n}`, start, end: start + label, type: kind === 'item' ? 'marker' : 'speaker' })
    text += random.pick([newline, newline + newline, `${newline} ${newline}`])
  }
  for (let n = random.below(4); n > 0; n--) {
    const [start, end] = anyRange(random, text, blocks, false)
    spans.push({
      id: `t${n}`,
      start,
      end,
      type: random.pick(['hi', 'unclear', 'sic', 'editorial', 'a b', 'é<']),
    })
  }
  for (let n = random.below(4); n > 0; n--)
    milestones.push({
      id: `l${n}`,
      at: anyOffset(random, text),
      type: random.pick(['pb', 'lb', 'cb', 'gb', 'x y']),
    })
  const source = { format: 'text', encoding: 'utf-8', bom: false, name: 'a <b>.txt' } as const
  return { format: 1, text, blocks, milestones, spans, source }
}

/** The nearest offset at or before one that does not stand inside a surrogate pair or a CR LF. */
function whole(text: string, offset: number): number {
  const isInside =
    /[\udc00-\udfff]/.test(text.charAt(offset)) || text.slice(Math.max(0, offset - 1), offset + 1) === '\r\n'
  return isInside ? offset - 1 : offset
}

function anyOffset(random: Random, text: string): number {
  return whole(text, random.below(text.length + 1))
}

/** Mostly a few words; now and then from anywhere to anywhere; a block's own range; or none (`empty`). */
function anyRange(
  random: Random,
  text: string,
  blocks: readonly Block[],
  empty: boolean,
): [start: number, end: number] {
  if (random.chance(0.1)) {
    const { start, end } = random.pick(blocks)
    return [start, end]
  }
  let start = anyOffset(random, text)
  let end = start
  if (empty && random.chance(0.25)) return [start, start]
  if (random.chance(0.15)) end = anyOffset(random, text)
  else end = whole(text, Math.min(text.length, start + 1 + random.below(12)))
  if (end < start) [start, end] = [end, start]
  if (start === end) return start > 0 ? [0, end] : [0, 1]
  return [start, end]
}

/** Adds about `much` of each kind of thing that layers hold. */
export function addAnything(document: EditedDocument, random: Random, much: number): void {
  const { layers, text, witness } = document
  const ids: string[] = []
  const id = (n: number) => `${random.pick(names)}${n}`
  layers.change(null, () => {
    for (let n = random.below(much + 1); n > 0; n--) {
      const [start, end] = anyRange(random, text, witness.blocks, true)
      const reading = random.chance(0.2)
        ? ''
        : someText(random, 4, random.pick(['\n', '\u2029', '\u2029', ' \u000b ', '\r']))
      const made = id(n)
      ids.push(made)
      layers.addCorrection({
        id: made,
        start,
        end,
        side: random.chance(0.5) ? 1 : -1,
        text: reading,
        kind: random.pick(correctionKinds),
        reason: random.chance(0.3) ? someText(random, 5, '\n') : '',
        evidence: random.pick([...evidences, '']),
        certainty: random.pick(certainties),
        by: random.pick(names),
        at: 1_700_000_000_000 + n,
        parent: null,
      })
    }
    if (ids.length > 0)
      for (let n = random.below(much * 2 + 1); n > 0; n--) {
        const act = random.chance(0.6) ? 'accept' : random.pick(acts)
        const at = random.chance(0.05) ? 1e18 : 1_700_000_000_000 + random.below(1000)
        layers.addDecision({
          id: id(n),
          on: random.pick(ids),
          act,
          by: random.pick(names),
          at,
          why: random.pick(names),
        })
      }
    for (let n = random.below(much + 1); n > 0; n--) {
      const on = random.chance(0.2) && ids.length > 0 ? random.pick(ids) : null
      const [start, end] = anyRange(random, text, witness.blocks, on !== null)
      const type = random.pick(['textual', 'explanatory'] as const)
      layers.addNote({
        id: id(n),
        start,
        end,
        on,
        type,
        by: random.pick(names),
        at: n,
        text: someText(random, 6, '\n'),
      })
    }
    for (let n = random.below(much + 1); n > 0; n--) {
      const [start, end] = anyRange(random, text, witness.blocks, false)
      const ref = random.pick(['', 'r1', 'r2', 'gone'])
      layers.setName({
        id: id(n),
        start,
        end,
        type: random.pick(nameTypes),
        ref,
        by: random.pick(names),
        at: n,
      })
    }
    for (let n = random.below(Math.ceil(much / 2) + 1); n > 0; n--)
      layers.setBreak(anyOffset(random, text), true)
    for (const { start } of witness.blocks) if (random.chance(0.1)) layers.setBreak(start, false)
    for (const { start } of witness.blocks) {
      if (random.chance(0.1)) layers.setBlockAttr(start, 'kind', random.pick(blockKinds))
      if (random.chance(0.1)) layers.setBlockAttr(start, 'continues', random.chance(0.7) ? true : null)
      if (random.chance(0.1)) layers.setBlockAttr(start, 'who', random.pick(['Stalin', 'Wang', null]))
      if (random.chance(0.1)) layers.setBlockAttr(start, 'whoRef', random.pick(['r1', 'r2', 'nobody']))
      if (random.chance(0.1))
        layers.setBlockAttr(start, random.pick(['level', 'depth']), random.pick([-1, 2.5, 3]))
    }
    for (let n = random.below(3); n > 0; n--)
      layers.setMilestone({ id: `x${n}`, at: anyOffset(random, text), type: 'pb', n: random.pick(names) })
    for (const { id: own } of witness.milestones) if (random.chance(0.1)) layers.removeMilestone(own, true)
    for (let n = random.below(3); n > 0; n--) {
      const [start, end] = anyRange(random, text, witness.blocks, false)
      layers.setSpan({ id: `y${n}`, start, end, type: random.pick(['unclear', 'hi', 'speaker', 'marker']) })
    }
    for (let n = random.below(4); n > 0; n--) {
      const [start, end] = anyRange(random, text, witness.blocks, false)
      const type = random.pick([...sourceMarkTypes])
      layers.setSpan({ id: `m${n}`, start, end, type, attrs: anyMarkAttrs(random) })
    }
    if (random.chance(0.3)) {
      const at = anyOffset(random, text)
      layers.setMilestone({ id: 'g', at, type: 'gap', attrs: anyMarkAttrs(random) })
    }
  })
}

/** What marks of the source say, and what none should. */
function anyMarkAttrs(random: Random): Attrs {
  const keys = ['cert', 'reason', 'extent', 'unit', 'place', 'rend', 'deleted'].filter(() =>
    random.chance(0.4),
  )
  return Object.fromEntries(keys.map(key => [key, random.pick([...names, 'low', 3, true])]))
}

export function anyDocument(random: Random): EditedDocument {
  const document = edited(anyWitness(random))
  addAnything(document, random, 1 + random.below(12))
  return document
}

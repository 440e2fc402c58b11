/** Edits of a document read from TEI, made up by chance but the same each time. */

import { correctionKinds } from '../../../../schema/corrections.js'
import { EditedDocument } from '../../../../schema/document.js'
import type { Exported, FileRead } from '../../../../schema/formats/index.js'
import { teiOptions } from '../../../../schema/formats/tei/options.js'
import { graphemeStart } from '../../../../schema/graphemes.js'
import { nameTypes } from '../../../../schema/names.js'
import { blockKinds } from '../../../../schema/witness.js'
import { layersOf } from '../../../../server/library.js'
import type { Random } from '../../../support/random.js'

/** A file that was read, as writers want it. */
export function exportedOf(read: FileRead): Exported {
  const witness = read.witness!
  return {
    id: 'doc',
    title: read.title,
    edition: '',
    metadata: read.metadata,
    document: new EditedDocument(witness, layersOf(witness, read.layers)),
    person: id => read.people[id] ?? (id === 'ann' ? 'Ann' : id),
    at: Date.UTC(2026, 0, 1),
    source: read.source,
    problems: read.problems,
  }
}

/** As many acts of every kind: corrections that are accepted, proposed or rejected, notes, names, marks of the source,
 * page breaks. Ranges begin and end anywhere, within words, across elements and blocks. */
export function editAtRandom({ layers, text, witness }: EditedDocument, random: Random, acts: number): void {
  const place = () => graphemeStart(text, random.below(text.length))
  const range = (longest: number): [number, number] => {
    const start = place()
    return [start, graphemeStart(text, Math.min(text.length, start + 1 + random.below(longest)))]
  }
  const by = 'ann'
  const at = 1_700_000_000_000
  for (let i = 0; i < acts; i++) {
    const id = `x${i}`
    const act = random.below(10)
    const [start, end] = range(act < 3 ? 40 : 60)
    if (act < 4) {
      const isAddition = random.below(5) === 0
      const kind = correctionKinds[random.below(correctionKinds.length)]!
      const reading =
        random.below(4) === 0 && !isAddition
          ? ''
          : ['new <word> & é', 'two\nlines', 'Ugaki'][random.below(3)]!
      const correction = { id, start, end: isAddition ? start : end, side: 1 as const, text: reading, kind }
      const said = { reason: 'seen on the scan', evidence: 'external' as const, certainty: 'high' as const }
      layers.addCorrection({ ...correction, ...said, by, at: at + i, parent: null })
      const decided = random.below(4)
      if (decided < 3)
        layers.addDecision({
          id: `d${i}`,
          on: id,
          act: decided < 2 ? 'accept' : 'reject',
          by,
          at: at + i,
          why: '',
        })
    } else if (act === 4) {
      if (end > start)
        layers.addNote({ id, start, end, on: null, type: 'explanatory', by, at, text: 'A note.\nMore.' })
    } else if (act === 5) {
      const type = nameTypes[random.below(nameTypes.length)]!
      if (end > start) layers.setName({ id, start, end, type, ref: '', by, at })
    } else if (act === 6) {
      const type = ['unclear', 'add', 'del', 'subst', 'hi'][random.below(5)]!
      if (end > start) layers.setSpan({ id, start, end, type, attrs: {} })
    } else if (act === 9) {
      const at = witness.blocks[random.below(witness.blocks.length)]!.start
      layers.setBlockAttr(at, 'kind', random.pick(blockKinds))
      if (random.chance(0.5)) layers.setBlockAttr(at, 'who', random.pick(['Stalin', 'Wang']))
    } else if (act === 7) layers.setMilestone({ id, at: start, type: 'pb', n: '7' })
    else {
      const blocks = witness.blocks
      const block = blocks[random.below(blocks.length)]!
      if (block.start > 0 && random.below(2)) layers.setBreak(block.start, false)
      else if (start > block.start && start < block.end) layers.setBreak(start, true)
    }
  }
}

/** One of each choice, another for every number; 0 is the usual ones. */
export function optionsOf(n: number): Record<string, string> {
  let left = n
  return Object.fromEntries(
    teiOptions.map(({ name, choices }) => {
      const { value } = choices[left % choices.length]!
      left = Math.floor(left / choices.length)
      return [name, value]
    }),
  )
}

/** How many ways there are to choose. */
export const combinations = teiOptions.reduce((n, { choices }) => n * choices.length, 1)

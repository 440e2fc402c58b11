/** What we write as TEI is read again as the same work: corrections with their standing, decisions, notes, names. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { correctionKinds } from '../../../../schema/corrections.js'
import { EditedDocument } from '../../../../schema/document.js'
import { type Exported, readFile } from '../../../../schema/formats/index.js'
import { teiFormat } from '../../../../schema/formats/tei/write.js'
import { legal } from '../../../../schema/formats/tei/xml.js'
import { type BodyBlock, readBody } from '../../../../schema/note-body.js'
import { piecesOf, textOf } from '../../../../schema/readings.js'
import { wholeWords } from '../../../../schema/words.js'
import { anyDocument } from '../../../support/anything.js'
import { edited, exported } from '../../../support/layers.js'
import { absent, hasMaterial, material, seeds } from '../../../support/material.js'
import { fill, list, para, quote, ref } from '../../../support/note-bodies.js'
import { Random } from '../../../support/random.js'
import { faultsOf, hasSchema } from '../../../support/tei-schema.js'
import { combinations, exportedOf, optionsOf } from './editing.js'

const bare = (text: string) => text.replace(/\s+/g, ' ').trim()

/** All that people did, without ids and offsets: those are of one witness. */
function workOf({ document, person }: Exported) {
  const words = (start: number, end: number) => bare(document.text.slice(start, end))
  const corrections = document.corrections.inOrder().map(correction => {
    const { start, end, text, kind, certainty, evidence, reason, by, id } = {
      ...correction,
      ...wholeWords(correction, document.text),
    }
    const standing = document.standing(id)
    return [
      words(start, end),
      bare(text),
      kind,
      certainty,
      evidence,
      bare(reason),
      person(by),
      standing,
    ].join(' | ')
  })
  const decisions = [...document.layers.allDecisions()]
    .sort((a, b) => a.at - b.at)
    .map(({ on, act, by, at, why }) => {
      const correction = wholeWords(document.corrections.get(on)!, document.text)
      return [act, bare(correction.text), person(by), new Date(at).toISOString(), bare(why)].join(' | ')
    })
  const notes = document.notes.inOrder().map(({ id, start, end, on, type, by }) => {
    const about =
      on === null
        ? words(start, end)
        : `on ${bare(wholeWords(document.corrections.get(on)!, document.text).text)}`
    return [about, type, person(by), JSON.stringify(bodyOf(document, id))].join(' | ')
  })
  const names = document.names.inOrder().map(({ start, end, type }) => `${words(start, end)} | ${type}`)
  return {
    corrections: corrections.sort(),
    decisions,
    notes: notes.sort(),
    names: names.sort(),
    received: letters(document.text),
    reading: letters(readingOf(document)),
  }
}

const letters = (text: string) => text.replace(/\s+/g, '')

function readingOf(document: EditedDocument): string {
  let text = ''
  for (let i = 0; i < document.structure.count; i++)
    for (const piece of piecesOf(document, i, 'reading')) text += textOf(piece)
  return text
}

/** A note's body, references without the ids of what they lead to. */
function bodyOf(document: EditedDocument, id: string): unknown {
  const plain = (blocks: readonly BodyBlock[]): unknown =>
    blocks.map(block => {
      if (block.type === 'quotation') return [block.type, plain(block.blocks)]
      if (block.type === 'list') return [block.type, block.ordered, block.items.map(plain)]
      return block.inlines.map(inline => {
        if (inline.type !== 'ref') return inline
        const { to } = inline
        const note = 'note' in to ? document.notes.get(to.note) : null
        return note ? `to ${bare(document.text.slice(note.start, note.end))}` : 'elsewhere'
      })
    })
  return plain(readBody(document.layers.noteBody(id)!))
}

/** Does on a document what editors do, `acts` times: on words within blocks, none across another. */
function work(document: EditedDocument, random: Random, acts: number, prefix = 'w'): void {
  const { layers, text } = document
  const at = 1_700_000_000_000
  const taken: [number, number][] = [...document.corrections.values(), ...document.names.values()].map(c => [
    c.start - 1,
    c.end + 1,
  ])
  const notes: string[] = []
  for (let i = 0; i < acts; i++) {
    const block = document.witness.blocks[random.below(document.witness.blocks.length)]!
    const words = [...text.slice(block.start, block.end).matchAll(/[\p{L}'’]+/gu)]
    if (words.length < 6) continue
    const first = words[random.below(words.length - 3)]!
    const last = random.chance(0.3) ? words[words.indexOf(first) + 1]! : first
    const start = block.start + first.index
    const end = block.start + last.index + last[0].length
    if (/\n/.test(text.slice(start, end))) continue
    if (taken.some(([from, to]) => start < to && from < end)) continue
    taken.push([start - 1, end + 1])
    const id = `${prefix}${i}`
    const by = random.pick(['ann', 'ben'])
    layers.change(null, () => {
      const what = random.below(10)
      if (what < 5) {
        const readings = random.chance(0.3) ? 2 : 1
        for (let n = 0; n < readings; n++) {
          const one = `${id}${'ab'[n]}`
          const isAddition = readings === 1 && random.chance(0.2)
          const kind = isAddition ? 'supplied' : correctionKinds[random.below(4)]!
          layers.addCorrection({
            id: one,
            start: isAddition ? end : start,
            end,
            side: -1,
            text: isAddition ? ` added${i}` : `new${i} <${n}>`,
            kind,
            reason: random.chance(0.4) ? `Because ${i}.` : '',
            evidence: random.pick(['external', 'internal', '']),
            certainty: random.pick(['high', 'low', 'unknown']),
            by,
            at: at + i,
            parent: null,
          })
          const act = random.pick(['accept', 'accept', 'reject', 'withdraw', null] as const)
          const when = at + 10_000 * i + n
          const decided = {
            id: `d${one}`,
            on: one,
            by: act === 'withdraw' ? by : 'cleo',
            at: when,
            why: `why ${i}`,
          }
          if (act) layers.addDecision({ ...decided, act })
          if (random.chance(0.3))
            layers.addNote({
              id: `n${one}`,
              start,
              end,
              on: one,
              type: 'textual',
              by,
              at,
              text: `On it ${i}.`,
            })
        }
      } else if (what < 8) {
        layers.addNote({
          id,
          start,
          end,
          on: null,
          type: random.pick(['textual', 'explanatory']),
          by,
          at,
          text: `A note ${i}.\nMore & <more>.`,
        })
        notes.push(id)
      } else
        layers.setName({ id, start, end, type: random.pick(['person', 'place', 'org']), ref: '', by, at })
    })
    const to = notes.at(-2)
    if (notes.at(-1) === id && to && random.chance(0.5))
      fill(
        document,
        id,
        para('See ', ref({ note: to }), '.'),
        list(true, [para('one')], [para('two')]),
        quote(para('q')),
      )
  }
}

const people: Readonly<Record<string, string>> = { ann: 'Ann Author', ben: 'Ben Brown', cleo: 'Cléo' }

/** Writes, reads, and holds one against the other; returns what was read. */
function checkAgain(given: Exported, seed: string): Exported {
  const bytes = teiFormat.write(given, 'all')
  const xml = new TextDecoder().decode(bytes)
  const read = readFile(bytes, 'again.xml')
  expect(read.witness, `${seed}: ${read.problems[0]?.message}`).not.toBeNull()
  const again = exportedOf(read)
  expect(workOf(again), seed).toEqual(workOf(given))
  // Nobody has touched it: it is the file.
  expect(teiFormat.write({ ...again, options: given.options ?? {} }, 'all'), seed).toBe(bytes)
  if (hasSchema && !given.source) expect(faultsOf(xml), seed).toEqual([])
  return again
}

describe('TEI that we wrote is read as the work it was written from', () => {
  for (const name of seeds) {
    const here = hasMaterial(`seeds/${name}`)
    test.skipIf(!here)(
      `${name}, with every choice${here ? '' : ` ${absent}`}`,
      () => {
        const { witness } = readFile(material(`seeds/${name}`), name)
        for (let choice = 0; choice < combinations; choice++) {
          const document = edited(witness!)
          work(document, new Random(choice + 1), 40)
          const seed = `${name}, ${JSON.stringify(optionsOf(choice))}`
          const given = exported(document, { person: id => people[id] ?? id, options: optionsOf(choice) })
          const again = checkAgain(given, seed)
          // And once more, with work on top of work.
          work(again.document, new Random(choice + 100), 20, 'v')
          const more = new EditedDocument(again.document.witness, again.document.layers)
          const person = (id: string) => people[id] ?? again.person(id)
          checkAgain({ ...again, document: more, person, options: optionsOf(choice) }, `${seed}, again`)
        }
      },
      120_000,
    )
  }

  const here = hasMaterial('material/frus')
  test.skipIf(!here)(
    `a published volume's documents, edited${here ? '' : ` ${absent}`}`,
    () => {
      const root = fileURLToPath(new URL('../../../../../shared/material/frus', import.meta.url))
      const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter(p => p.endsWith('.xml'))
        .sort()
      let count = 0
      for (const [i, path] of paths.slice(0, 60).entries()) {
        const read = readFile(material(`material/frus/${path}`), path)
        if (!read.witness) continue
        count++
        const given = exportedOf(read)
        work(given.document, new Random(i + 1), 15)
        const document = new EditedDocument(read.witness, given.document.layers)
        const person = (id: string) => people[id] ?? given.person(id)
        checkAgain({ ...given, document, person, options: optionsOf(i % combinations) }, path)
      }
      expect(count).toBeGreaterThan(20)
    },
    120_000,
  )

  const rounds = 150
  test(`${rounds} random documents, whatever their layers hold, keep their letters`, () => {
    for (let seed = 1; seed <= rounds; seed++) {
      const document = anyDocument(new Random(seed))
      const given = exported(document, { options: optionsOf(seed % combinations) })
      const bytes = teiFormat.write(given, 'all')
      const read = readFile(bytes, 'any.xml')
      const kept = document.structure
      const expected = [...kept.starts].flatMap((_, i) =>
        kept.block(i).runs.map(([from, to]) => document.text.slice(from, to)),
      )
      if (letters(expected.join('')) === '') continue
      expect(read.witness, `seed ${seed}: ${read.problems[0]?.message}`).not.toBeNull()
      expect(letters(read.witness!.text), `seed ${seed}`).toBe(letters(legal(expected.join(''))))
      expect(teiFormat.write(exportedOf(read), 'all'), `seed ${seed}`).toBe(bytes)
    }
  })
})

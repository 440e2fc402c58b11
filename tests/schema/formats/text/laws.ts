/** What must hold of every text that is read, and ways to write down what was recognised. */

import { expect } from 'vitest'
import { encode, readText } from '../../../../schema/formats/text/read.js'
import { graphemeStart } from '../../../../schema/graphemes.js'
import { type ReadResult, type Witness, witnessFaults } from '../../../../schema/witness.js'

export const utf8 = (text: string): Uint8Array => new Uint8Array(new TextEncoder().encode(text))

/** Reads a text and checks all laws at once. */
export function read(text: string | Uint8Array, name = 'test.txt'): ReadResult & { witness: Witness } {
  const bytes = typeof text === 'string' ? utf8(text) : text
  const result = readText(bytes, name)
  const { witness } = result
  if (!witness) throw new Error(result.problems.map(p => p.message).join('; '))
  expect(Buffer.compare(encode(witness), bytes), 'the bytes come back').toBe(0)
  expect(witnessFaults(witness)).toEqual([])
  let end = 0
  for (const block of witness.blocks) {
    expect(witness.text.slice(end, block.start), 'only white space between blocks').toMatch(/^\s*$/)
    expect(witness.text.slice(block.start, block.end), 'no white space at a block’s ends').toMatch(
      /^(?:\S|\s(?=[\p{M}\u200D]))(?:[\s\S]*\S)?$/u,
    )
    end = block.end
  }
  expect(witness.text.slice(end)).toMatch(/^\s*$/)
  for (const { at } of witness.milestones) {
    expect(graphemeStart(witness.text, at), 'no letter is cut in two').toBe(at)
    expect(
      witness.blocks.some(block => block.start <= at && at < block.end),
      'a page begins with something',
    ).toBe(true)
  }
  for (const { start, end } of [...witness.blocks, ...witness.spans])
    for (const offset of [start, end])
      expect(graphemeStart(witness.text, offset), 'no letter is cut in two').toBe(offset)
  for (const problem of result.problems) {
    expect(problem.line).toBeGreaterThan(0)
    expect(problem.column).toBeGreaterThan(0)
    if (problem.severity === 'guess' && problem.code !== 'encoding') expect(problem.start).toBeDefined()
  }
  expect(readText(bytes, name), 'two readings are equal').toEqual(result)
  return { ...result, witness }
}

/** One line a block: kind, attributes, the beginning and the end of its text; page breaks as lines of their own. */
export function outline({ witness, metadata, problems }: ReadResult & { witness: Witness }): string {
  const { text, blocks, milestones, spans } = witness
  const lines: string[] = []
  for (const { start, end, kind, attrs } of blocks) {
    for (const { at, n } of milestones.filter(m => m.at >= start && m.at < end))
      lines.push(`==== page ${n}${at > start ? ` (after ${at - start} characters)` : ''}`)
    const given = Object.entries(attrs).map(([key, value]) => ` ${key}=${value}`)
    const shown = text
      .slice(start, end)
      .replace(/\r\n|\r|\n/g, ' ⏎ ')
      .replace(/\s+/g, ' ')
    const short = shown.length > 72 ? `${shown.slice(0, 40)} … ${shown.slice(-28)}` : shown
    const inside = spans
      .filter(s => s.start >= start && s.end <= end)
      .map(s => ` {${s.type} ${text.slice(s.start, s.end)}}`)
    lines.push(`${kind}${given.join('')} | ${short}${inside.join('')}`)
  }
  for (const [key, value] of Object.entries(metadata)) lines.push(`metadata ${key}: ${JSON.stringify(value)}`)
  for (const { severity, code, line, column } of problems)
    if (severity !== 'info') lines.push(`${severity} ${code} ${line}:${column}`)
  return `${lines.join('\n')}\n`
}

/** The kinds of a text's blocks, in order. */
export const kinds = (text: string): string =>
  read(text)
    .witness.blocks.map(block => block.kind)
    .join(' ')

/** The blocks of a kind: their texts. */
export const texts = ({ witness }: { witness: Witness }, kind: string): string[] =>
  witness.blocks.filter(block => block.kind === kind).map(block => witness.text.slice(block.start, block.end))

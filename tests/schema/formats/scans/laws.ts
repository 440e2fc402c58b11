/** What must hold of every scan that is read, and ways to write down what was made of it. */
import { expect } from 'vitest'
import * as Y from 'yjs'
import { EditedDocument } from '../../../../schema/document.js'
import { type FileRead, readFile } from '../../../../schema/formats/index.js'
import { Layers } from '../../../../schema/layers.js'
import { type Witness, witnessFaults } from '../../../../schema/witness.js'

export const utf8 = (text: string): Uint8Array => new Uint8Array(new TextEncoder().encode(text))

export type ReadScan = FileRead & { readonly witness: Witness }

/** Reads a file and checks all laws at once. */
export function read(xml: string | Uint8Array, name = 'pages/0007.xml'): ReadScan {
  const bytes = typeof xml === 'string' ? utf8(xml) : xml
  const found = readFile(bytes, name)
  const { witness } = found
  if (!witness) throw new Error(found.problems.map(({ message }) => message).join('; '))
  expect(found.source, 'the file is kept').toBe(bytes)
  expect(witnessFaults(witness)).toEqual([])
  for (const { start, end } of witness.blocks)
    expect(witness.text.slice(start, end), 'no white space at a block’s ends').toMatch(/^\S(?:[\s\S]*\S)?$/u)
  for (const { start, end, type } of witness.spans)
    if (type === 'line') expect(witness.text.slice(start, end)).not.toContain('\n')
  expect(read2(bytes, name), 'the same file, the same witness').toEqual(found)
  return { ...found, witness }
}

const read2 = (bytes: Uint8Array, name: string) => readFile(bytes, name)

/** What a file's problems say, without the summary: `severity code line`. */
export function said({ problems }: FileRead): string[] {
  return problems
    .filter(({ code }) => code !== 'recognised')
    .map(({ severity, code, line }) => `${severity} ${code} ${line}`)
}

/** The blocks, a line each: kind, what of its attributes the editor knows, its text. */
export function outline({ text, blocks }: Witness): string[] {
  return blocks.map(({ kind, attrs, start, end }) => {
    const known = ['level', 'place', 'n', 'type', 'continues', 'table', 'row', 'cell', 'role'].flatMap(key =>
      attrs[key] === undefined ? [] : `${key}=${attrs[key]}`,
    )
    return [kind, ...known, JSON.stringify(text.slice(start, end))].join(' ')
  })
}

/** The spans but for lines: `type{attributes} words`. */
export function marks({ text, spans }: Witness): string[] {
  return spans
    .filter(({ type }) => type !== 'line')
    .map(
      ({ type, attrs = {}, start, end }) =>
        `${type}{${Object.entries(attrs)
          .map(([key, value]) => `${key}:${value}`)
          .join(';')}} ${JSON.stringify(text.slice(start, end))}`,
    )
}

/** The document as an editor opens it. */
export function opened({ witness, layers }: ReadScan): EditedDocument {
  const doc = new Y.Doc()
  if (layers) Y.applyUpdate(doc, layers)
  return new EditedDocument(witness, new Layers(doc))
}

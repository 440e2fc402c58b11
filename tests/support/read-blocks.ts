/** What a reader made of a file, in lines that a test can compare. */
import type { FileRead } from '../../schema/formats/reader.js'
import { type Witness, witnessFaults } from '../../schema/witness.js'

/** Blocks as `heading(level=1) Title`. Attributes in the order of the alphabet; those that only repeat the file are
 * left out. Throws where the file could not be read or its witness is unsound. */
export function blocksOf(read: FileRead): string[] {
  const witness = soundWitness(read)
  return witness.blocks.map(({ kind, attrs, start, end }) => {
    const said = Object.entries(attrs)
      .filter(([key]) => !key.startsWith('html:'))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => (value === true ? key : `${key}=${value}`))
    return `${kind}${said.length > 0 ? `(${said.join(' ')})` : ''} ${witness.text.slice(start, end)}`
  })
}

/** Spans as `hi[italic] word`, the first of the values that tell them apart in brackets. */
export function spansOf(read: FileRead): string[] {
  const { spans, text } = soundWitness(read)
  return spans.map(({ type, attrs, start, end }) => {
    const said = attrs?.rend ?? attrs?.target ?? attrs?.reading ?? attrs?.title
    return `${type}${said === undefined ? '' : `[${said}]`} ${text.slice(start, end)}`
  })
}

/** Codes of what is said, but for how much was recognised. */
export const codesOf = ({ problems }: FileRead) =>
  problems.map(p => p.code).filter(code => code !== 'recognised')

export function soundWitness({ witness, problems }: FileRead): Witness {
  if (!witness) throw new Error(`not read: ${problems.map(p => p.message).join(' ')}`)
  const faults = witnessFaults(witness)
  if (faults.length > 0) throw new Error(faults.join('; '))
  return witness
}

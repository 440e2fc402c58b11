import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import { formats } from '../../../schema/formats/index.js'
import { typeset } from '../../../server/press/typeset.js'

const set = (source: string) => typeset(new TextEncoder().encode(source))

async function wordsOf(pdf: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })
  return text.trim()
}

describe('typesetting', () => {
  it('sets a source, and the same source to the same bytes', async () => {
    const source = '#set document(date: none)\n= Heading\nWords in _Libertinus_, Ἑλλάς and Россия.'
    const pdf = await set(source)
    expect(await wordsOf(pdf)).toBe('Heading\nWords in Libertinus, Ἑλλάς and Россия.')
    expect(await set(source)).toEqual(pdf)
  })

  it.each([
    ['#oops', 'unknown variable: oops (line 1, column 2 of its Typst source)'],
    ['a\n#while true {}', 'condition is always true (line 2, column 8 of its Typst source)'],
    ['#read("/etc/passwd")', 'failed to load file'],
    ['#import "@preview/cetz:0.4.0": *', 'failed to load package'],
  ])('says what is wrong with %j and where, and goes on', async (source, message) => {
    await expect(set(source)).rejects.toThrow(`The PDF could not be typeset: ${message}`)
    expect(await wordsOf(await set('Next'))).toBe('Next')
  })

  it('is asked for by formats that give Typst source', () => {
    for (const { typeset, mediaType } of formats)
      expect(typeset === true).toBe(mediaType === 'application/pdf')
  })
})

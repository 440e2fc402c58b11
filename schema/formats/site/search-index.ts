/** The index that the search of a site looks into. Browsers open no files from a folder but pages, styles and scripts, so
 * the index is scripts, of which a search loads the few that it needs:
 *
 *     search/words.js       corrigenda.words({ documents, shards, words })
 *     search/places-3.js    corrigenda.places(3, […])       where a stretch of the words stand
 *     search/text-12.js     corrigenda.text(12, […])        the paragraphs of a document
 *
 * `documents` are `[title, page, first]`, `first` the place of its first paragraph. `words` are all words in order, each as a
 * sign for how many letters it has in common with the one before (`0` for none, then by code), and the others. `shards` says with which word each
 * file of places begins. The places of a word are the distances between its paragraphs, to the base of 32, the last digit first;
 * a digit that is not the last of its number is 32 more. Paragraphs are `[number, text]`, with a third where what
 * was received differs. */
import type { EditedDocument } from '../../document.js'
import { piecesOf, textOf } from '../../readings.js'
import { formeWork } from '../../structure.js'
import { wordsOf } from './words.js'

/** Digits as RFC 4648 §5 has them. */
export const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** How long a file of places may get. */
const shardLength = 100_000
/** The most letters that one word has from the one before. */
const mostShared = 60

/** A paragraph in the two texts, by the number that it is cited by; 0 is what comes before the first. */
export type Paragraph = readonly [number: number, reading: string, received?: string]

/** The paragraphs of a document. What has no number of its own belongs to the one before it. */
export function paragraphsOf(document: EditedDocument): Paragraph[] {
  const { structure } = document
  const texts = new Map<number, { reading: string; received: string }>()
  for (let i = 0; i < structure.count; i++) {
    const n = structure.cited(i)
    const text = texts.get(n) ?? { reading: '', received: '' }
    for (const view of ['reading', 'received'] as const)
      for (const piece of piecesOf(document, i, view))
        if (!formeWork.has(piece.kind)) text[view] = joined(text[view], textOf(piece))
    texts.set(n, text)
  }
  return [...texts].flatMap(([n, { reading, received }]): Paragraph[] => {
    if (reading === '' && received === '') return []
    return [reading === received ? [n, reading] : [n, reading, received]]
  })
}

const joined = (before: string, text: string) => `${before} ${text}`.replace(/\s+/g, ' ').trim()

export class SearchIndex {
  private readonly documents: [title: string, page: string, first: number][] = []
  private readonly places = new Map<string, number[]>()
  private count = 0

  /** Takes in a document; gives the file with its paragraphs. */
  add(title: string, page: string, paragraphs: readonly Paragraph[]): { path: string; text: string } {
    const n = this.documents.length
    this.documents.push([title, page, this.count])
    for (const [, reading, received = ''] of paragraphs) {
      for (const word of wordsOf(`${reading} ${received}`)) {
        const places = this.places.get(word)
        if (places) places.push(this.count)
        else this.places.set(word, [this.count])
      }
      this.count++
    }
    return { path: `search/text-${n}.js`, text: `corrigenda.text(${n}, ${JSON.stringify(paragraphs)})\n` }
  }

  /** The words and their places, when all documents have been taken in. */
  *files(): Generator<{ path: string; text: string }> {
    const words = [...this.places.keys()].sort()
    const shards: number[] = []
    const signs: string[] = []
    let shard: string[] = []
    let length = 0
    let before = ''
    const file = () => ({
      path: `search/places-${shards.length - 1}.js`,
      text: `corrigenda.places(${shards.length - 1}, ${JSON.stringify(shard)})\n`,
    })
    for (const [i, word] of words.entries()) {
      if (i === 0 || length >= shardLength) {
        if (i > 0) yield file()
        shards.push(i)
        shard = []
        length = 0
      }
      const places = encoded(this.places.get(word)!)
      shard.push(places)
      length += places.length
      let shared = 0
      while (shared < mostShared && shared < before.length && word[shared] === before[shared]) shared++
      signs.push(String.fromCharCode(48 + shared) + word.slice(shared))
      before = word
    }
    if (words.length > 0) yield file()
    const all = { documents: this.documents, paragraphs: this.count, shards, words: signs.join('\n') }
    yield { path: 'search/words.js', text: `corrigenda.words(${JSON.stringify(all)})\n` }
  }
}

function encoded(places: readonly number[]): string {
  let out = ''
  let before = -1
  for (const place of places) {
    let left = place - before - 1
    for (; left >= 32; left = Math.floor(left / 32)) out += digits[32 + (left % 32)]
    out += digits[left]
    before = place
  }
  return out
}

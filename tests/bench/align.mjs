/** How long it takes to align a text of 1 MB with a corrected copy of it, with a wholly different text, and with itself in
 * another order; beside it the plain fast-myers-diff over the words of the corrected copy. */
import { diff } from 'fast-myers-diff'
import { align } from '../../dist/schema/align/index.js'
import { longText } from './texts.mjs'

const paragraphs = 2_100

/** Prints one line for each figure through `print({name, value, unit, …})`. */
export async function run(print) {
  const { text, blocks } = longText(paragraphs).witness
  const side = { text, blocks }
  for (const every of [1_000, 20, 5]) {
    const copy = corrected(text, every)
    const told = { letters: text.length, 'every nth word': every }
    print({ name: 'align.copy', value: best(() => align(side, copy)), unit: 'ms', ...told })
    const [a, b] = [text.split(/\s+/), copy.text.split(/\s+/)]
    print({ name: 'align.copy.peer.myers', value: best(() => [...diff(a, b)].length), unit: 'ms', ...told })
  }
  const other = longText(paragraphs - 1).witness
  print({ name: 'align.different', value: best(() => align(side, other)), unit: 'ms', letters: text.length })
  const sorted = sideOf(text.split('\n\n').sort())
  print({ name: 'align.moved', value: best(() => align(side, sorted)), unit: 'ms', letters: text.length })
}

/** Every nth word left out, doubled or misspelt. */
function corrected(text, every) {
  let n = 0
  const change = word => {
    if (++n % every !== 0) return word
    return n % 3 === 0 ? '' : n % 3 === 1 ? `${word} also` : `x${word}`
  }
  return sideOf(text.replace(/\w+/g, change).split('\n\n'))
}

function sideOf(paragraphs) {
  let text = ''
  const blocks = paragraphs.map(paragraph => {
    const start = text.length
    text += `${paragraph}\n\n`
    return { start, end: start + paragraph.length }
  })
  return { text, blocks }
}

/** The shortest of a few rounds, in milliseconds: what the machine does besides only makes it longer. */
function best(act) {
  let shortest = Number.POSITIVE_INFINITY
  for (let i = 0; i < 3; i++) {
    const begun = performance.now()
    act()
    shortest = Math.min(shortest, performance.now() - begun)
  }
  return Math.round(shortest)
}

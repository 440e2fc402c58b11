/** Reads our HTML edition as a browser would, without a browser: well-formedness, and what each of its texts shows. */
import type { View } from '../../schema/readings.js'

const empty = new Set('meta input br'.split(' '))
const blocks = new Set('p h1 h2 h3 h4 h5 h6 li blockquote'.split(' '))

/** What the style sheet hides in each text, as classes of `del`, `ins` and others. */
const hidden: Readonly<Record<View, readonly string[]>> = {
  reading: ['del.t', 'del.a', 'ins.p', 'stamp', 'catch', 'stamp-line', 'catch-line'],
  diplomatic: ['del.t', 'ins.a', 'ins.p'],
  received: ['ins.t', 'ins.a', 'ins.p'],
  all: [],
}
/** Numbers and marks that are not part of the text. */
const apparatus = ['no', 'ref', 'pb']

interface Tag {
  readonly name: string
  readonly classes: readonly string[]
}

/** The tags and words of a file, in order. Throws where elements are not properly nested. */
export function* nodesOf(html: string): Generator<{ words: string; open: readonly Tag[]; began: boolean }> {
  const open: Tag[] = []
  const inside = html.replace(/^<!doctype html>/, '').replace(/<style>[\s\S]*?<\/style>/, '')
  let at = 0
  for (const match of inside.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)>|([^<]+)/g)) {
    if (match.index !== at) throw new Error(`Not a tag: ${inside.slice(at, at + 60)}`)
    at += match[0].length
    const [, close, name = '', attributes = '', words] = match
    if (words !== undefined) {
      if (/&(?!(amp|lt|gt|quot|#39);)/.test(words)) throw new Error(`A bare ampersand: ${words.slice(0, 60)}`)
      yield { words: unescaped(words), open, began: false }
    } else if (close) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`)
    } else {
      const classes = / class="([^"]*)"/.exec(attributes)?.[1]?.split(' ') ?? []
      if (name === 'br') yield { words: '\n', open, began: false }
      else if (!empty.has(name)) open.push({ name, classes })
      if (blocks.has(name)) yield { words: '', open, began: true }
    }
  }
  if (at !== inside.length) throw new Error(`Not a tag: ${inside.slice(at, at + 60)}`)
  if (open.length > 0) throw new Error(`<${open.at(-1)?.name}> is not closed`)
}

/** The text of a view, its struck words left out as *all* reads them. */
export function shownIn(html: string, view: View): string {
  let text = ''
  for (const { words, open, began } of nodesOf(html)) {
    if (!open.some(tag => tag.name === 'article')) continue
    if (began) text += '\n'
    const isHidden = open.some(
      ({ name, classes }) =>
        classes.some(c => apparatus.includes(c) || c === `e-${view}`) ||
        hidden[view].some(rule => {
          const [element, mark] = rule.includes('.') ? rule.split('.') : [name, rule]
          return element === name && classes.includes(mark!)
        }) ||
        (view === 'all' && name === 'del'),
    )
    if (!isHidden) text += words
  }
  return text
}

const unescaped = (text: string) =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]!,
  )

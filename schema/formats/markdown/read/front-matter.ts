/** The YAML that stands before a Markdown text, as far as it says plain things: `title: A Report`, lists of names. */
import type { Metadata } from '../../../witness.js'
import { metadataKey } from '../../html/read/head.js'

/** What front matter says; `length` is that of all of it, its fences included, and `leftOut` the keys of what is nested
 * deeper than a list. Null where the text has none. */
export interface FrontMatter {
  readonly metadata: Metadata
  readonly length: number
  readonly leftOut: readonly { readonly key: string; readonly at: number }[]
}

const longest = 5000
const mostKeys = 200
/** `title: …` at the beginning of a line. */
const entry = /^(["']?)([A-Za-z_][\w .:-]{0,60}?)\1\s*:(?=\s|$)\s*(.*)$/

export function frontMatterOf(text: string): FrontMatter | null {
  const opening = /^---[ \t]*(\r\n|\r|\n)/.exec(text)
  if (!opening) return null
  const closing = /^(?:---|\.\.\.)[ \t]*$/m
  const rest = text.slice(opening[0].length)
  const end = closing.exec(rest)
  if (!end) return null
  const inside = rest.slice(0, end.index)
  const lines = inside.split(/\r\n|\r|\n/)
  // A rule that happens to stand first is followed by text, or by nothing.
  if (!entry.test(lines[0] ?? '') && !/^#/.test(lines[0] ?? '')) return null
  if (lines.some(line => line.trim() !== '' && !/^\s|^#|^- |^-$/.test(line) && !entry.test(line))) return null
  const metadata: Record<string, string> = {}
  const leftOut: { key: string; at: number }[] = []
  let at = opening[0].length
  for (let i = 0; i < lines.length; ) {
    const here = at
    const found = entry.exec(lines[i]!)
    const below: string[] = []
    at += lengthOf(rest, at - opening[0].length)
    for (i++; i < lines.length && !entry.test(lines[i]!); i++) {
      below.push(lines[i]!)
      at += lengthOf(rest, at - opening[0].length)
    }
    if (!found) continue
    const value = saidIn(found[3]!, below)
    if (value === null) leftOut.push({ key: found[2]!, at: here })
    else if (value !== '' && Object.keys(metadata).length < mostKeys)
      metadata[metadataKey(found[2]!)] = value.slice(0, longest)
  }
  const after = /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(rest.slice(end.index))![0].length
  return { metadata, length: opening[0].length + end.index + after, leftOut }
}

/** How long the line at an offset is, its end included. */
function lengthOf(text: string, at: number): number {
  const end = /\r\n|\r|\n/g
  end.lastIndex = at
  const found = end.exec(text)
  return found ? found.index + found[0].length - at : text.length - at
}

function saidIn(first: string, below: readonly string[]): string | null {
  const said = first.replace(/\s+#.*$/, '').trim()
  const block = /^([|>])[-+\d]*$/.exec(said)?.[1]
  if (block) {
    const lines = below.map(line => line.trim())
    return lines.join(block === '|' ? '\n' : ' ').trim()
  }
  const more = below.filter(line => line.trim() !== '' && !/^\s*#/.test(line))
  if (said === '') {
    const items = more.map(line => /^\s*-\s+(.*)$/.exec(line)?.[1])
    if (items.every(item => item !== undefined && !/^[\w ]+:\s/.test(item)))
      return items.map(scalar).join('; ')
    return null
  }
  if (/^\{/.test(said)) return null
  if (/^\[.*\]$/.test(said))
    return said
      .slice(1, -1)
      .split(',')
      .map(item => scalar(item))
      .filter(item => item !== '')
      .join('; ')
  return scalar([said, ...more.map(line => line.trim())].join(' '))
}

function scalar(given: string | undefined): string {
  const value = (given ?? '').trim()
  if (/^'.*'$/s.test(value)) return value.slice(1, -1).replaceAll("''", "'")
  if (!/^".*"$/s.test(value)) return /^(?:null|~)$/i.test(value) ? '' : value
  return value
    .slice(1, -1)
    .replace(/\\(["\\/])/g, '$1')
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, ' ')
}

/** Parts a Markdown text at places where one block surely ends and another begins, so that each part can be parsed by
 * itself: the parser's time grows with the square of what it is given at once. */

/** Part of a text: `text` is what to parse, of which the first `added` letters are definitions of other parts, and the
 * letter after them stands at `at`. */
export interface TextPiece {
  readonly text: string
  readonly added: number
  readonly at: number
}

/** Pieces are about so long, in UTF-16 units, where the text can be parted. */
const usual = 4000

export function* piecesOf(text: string): Generator<TextPiece> {
  const definitions = definitionsIn(text)
  let start = 0
  for (const end of [...partings(text), text.length]) {
    if (end - start < usual && end < text.length) continue
    const own = text.slice(start, end)
    const before = definitions.neededBy(own)
    yield { text: before + own, added: before.length, at: start }
    start = end
  }
}

/** What may hold empty lines: where it begins at a line's beginning, and how it ends (CommonMark §4.6). */
const html: readonly (readonly [begins: RegExp, ends: RegExp])[] = [
  [/^ {0,3}<(?:script|pre|style|textarea)(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<\?/, /\?>/],
  [/^ {0,3}<![A-Za-z]/, />/],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/],
]

/** The offsets of lines at which nothing that stands before goes on. */
function* partings(text: string): Generator<number> {
  const lines = /([^\r\n]*)(?:\r\n|\r|\n|$)/g
  let fence: { sign: string; length: number } | null = null
  let ends: RegExp | null = null
  let isAfterBlank = true
  let isList = false
  for (let found = lines.exec(text); found && found[0] !== ''; found = lines.exec(text)) {
    const [, line = ''] = found
    if (fence) {
      const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1]
      if (closing && closing[0] === fence.sign && closing.length >= fence.length) fence = null
      isAfterBlank = false
      continue
    }
    if (ends) {
      if (ends.test(line)) ends = null
      isAfterBlank = false
      continue
    }
    const isBlank = line.trim() === ''
    const isItem = /^(?:[-+*]|\d{1,9}[.)])[ \t]+\S/.test(line)
    const isBullet = isItem && /^[-+*]/.test(line)
    if (!isBlank && !/^\s/.test(line) && found.index > 0 && (isAfterBlank || isBullet || (isItem && isList)))
      yield found.index
    if (isAfterBlank || isBullet) isList = isItem
    const opening = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1]
    if (opening) fence = { sign: opening[0]!, length: opening.length }
    else {
      const raw = html.find(([begins]) => begins.test(line))
      if (raw && !raw[1].test(line.replace(raw[0], ''))) ends = raw[1]
    }
    isAfterBlank = isBlank
  }
}

/** The definitions of links and notes by their labels. */
function definitionsIn(text: string): { neededBy(piece: string): string } {
  const notes = new Map<string, string>()
  const links = new Map<string, string>()
  for (const [, label = '', rest = ''] of text.matchAll(
    /^[ \t>]*\[((?:[^\][\\\r\n]|\\[^\r\n]){1,999})\]:([^\r\n]*(?:(?<=:[ \t]*)(?:\r\n|\r|\n)[^\r\n]+)?)/gm,
  )) {
    const name = nameOf(label)
    if (label.startsWith('^')) {
      if (!notes.has(name)) notes.set(name, `[${label}]: x\n\n`)
    } else if (rest.trim() !== '' && !links.has(name)) links.set(name, `[${label}]:${rest}\n\n`)
  }
  return {
    neededBy(piece) {
      if (notes.size + links.size === 0) return ''
      const names = new Set<string>()
      for (const [, label = ''] of piece.matchAll(/\[((?:[^\][\\]|\\.){1,999})\]/g)) names.add(nameOf(label))
      const needed = [...names].map(name => notes.get(name) ?? links.get(name) ?? '').join('')
      // A comment ends the last note: what follows is none of its paragraphs.
      return needed === '' ? '' : `${needed}<!-- -->\n\n`
    },
  }
}

const nameOf = (label: string) => label.replace(/\s+/g, ' ').trim().toLowerCase()

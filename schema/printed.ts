/** Printed text: what a citation or an entry of the bibliography says, in stretches. */

export interface Printed {
  readonly text: string
  readonly em: boolean
  readonly strong: boolean
}

/** Text without markup. */
export const plain = (text: string): Printed => ({ text, em: false, strong: false })

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
}

/** What citeproc marks up, without its markup: italics and bold are kept, everything else is text. */
export function printedOf(html: string): readonly Printed[] {
  const runs: Printed[] = []
  let em = 0
  let strong = 0
  const add = (text: string) => {
    const last = runs.at(-1)
    if (text === '') return
    if (last && last.em === em > 0 && last.strong === strong > 0)
      runs[runs.length - 1] = { ...last, text: last.text + text }
    else runs.push({ text, em: em > 0, strong: strong > 0 })
  }
  for (const [token] of html.matchAll(/<[^>]*>|[^<]+|</g)) {
    const tag = /^<(\/?)([a-z]+)/i.exec(token)
    if (!tag) {
      // White space is only how citeproc lays out its markup.
      add(decoded(token.replace(/\s+/g, ' ')))
      continue
    }
    const step = tag[1] ? -1 : 1
    const name = tag[2]!.toLowerCase()
    if (name === 'i' || name === 'em') em += step
    else if (name === 'b' || name === 'strong') strong += step
    else if (name === 'div' && /csl-right-inline/.test(token)) add(' ')
  }
  return trimmed(runs)
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null
    if (code !== null) return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : '\ufffd'
    return entities[name] ?? whole
  })
}

function trimmed(runs: readonly Printed[]): readonly Printed[] {
  const joined = runs.map((run, i) => {
    let text = run.text.replace(/ {2,}/g, ' ')
    if (i === 0) text = text.trimStart()
    if (i === runs.length - 1) text = text.trimEnd()
    return { ...run, text }
  })
  return joined.filter(run => run.text !== '')
}

export const printedText = (printed: readonly Printed[]): string => printed.map(run => run.text).join('')

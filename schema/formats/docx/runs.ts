/** Runs: the text of WordprocessingML (ISO 29500-1 §17.3.2). */
import { attributes, content } from '../tei/xml.js'

/** How a run looks. `style` is a character style. */
export interface RunLook {
  readonly style?: string | undefined
  readonly em?: boolean
  readonly strong?: boolean
}

export function properties({ style, em, strong }: RunLook): string {
  const inside = `${style ? `<w:rStyle w:val="${style}"/>` : ''}${strong ? '<w:b/>' : ''}${em ? '<w:i/>' : ''}`
  return inside ? `<w:rPr>${inside}</w:rPr>` : ''
}

/** Text as a run; tabs and line breaks as Word's. `isDeleted` where it stands in a tracked deletion. */
export function run(text: string, look: RunLook = {}, isDeleted = false): string {
  if (text === '') return ''
  const tag = isDeleted ? 'w:delText' : 'w:t'
  const inside = text
    .split(/(\t|\r\n|\r|\n|[\u2028\u2029\u0085])/)
    .map(part => {
      if (part === '') return ''
      if (part === '\t') return '<w:tab/>'
      if (/^[\r\n\u2028\u2029\u0085]/.test(part)) return '<w:br/>'
      return `<${tag} xml:space="preserve">${content(part)}</${tag}>`
    })
    .join('')
  return `<w:r>${properties(look)}${inside}</w:r>`
}

/** The attributes of a tracked change or comment. A time that no calendar holds is left out. */
export function signed(id: number, author: string, at: number): string {
  // ISO 29500 asks for an author; seconds are what Word keeps.
  return attributes({ 'w:id': String(id), 'w:author': author.trim() || 'unsigned', 'w:date': dateOf(at) })
}

export function dateOf(at: number): string | undefined {
  if (!(at >= -30_000_000_000_000 && at < 253_402_300_800_000)) return undefined
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}

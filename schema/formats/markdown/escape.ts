/** Spelling Markdown: CommonMark 0.31 with the extensions of GitHub (GFM). */
import { wellFormed } from '../html/escape.js'

/** Text as part of a line, line breaks as LF. Signs that mean something anywhere in a line have a backslash before them
 * (CommonMark §2.4); control characters show as their pictures (U+2400 and following). */
export function escaped(text: string): string {
  return (
    wellFormed(text)
      .replace(/\r\n?/g, '\n')
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, c =>
        String.fromCharCode(0x2400 + c.charCodeAt(0)),
      )
      .replace(/[\\`*_[\]<&~|$#]/g, '\\$&')
      .replace(/\t/g, '&#9;')
      // What GFM would make a link of would take the backslash before the next sign for a part of the address.
      .replace(/(https?|ftp|mailto|xmpp):/gi, '$1&#58;')
      .replace(/www\./gi, word => `${word.slice(0, 3)}&#46;`)
      .replace(/@/g, '&#64;')
  )
}

/** Escaped text as a whole paragraph: its line breaks are hard ones, and no line begins or ends with what Markdown would
 * drop or make a heading, list, quotation, table or rule of. */
export function paragraph(markdown: string): string {
  return markdown
    .replace(/^ +| +$/gm, spaces => '&#32;'.repeat(spaces.length))
    .replace(/^[-+=>:]/gm, '\\$&')
    .replace(/^(\d{1,9})(?=[.)])/gm, '$1\\')
    .replace(/^\n|\n$|(?<=\n)(?=\n)/g, sign => `${sign}&#8203;`)
    .replace(/\n/g, '\\\n')
}

/** Escaped text as a cell of a table, which has no lines of its own: its line breaks are the one tag of HTML that is written. */
export function cell(markdown: string): string {
  return markdown.replace(/^ +| +$/gm, spaces => '&#32;'.repeat(spaces.length)).replace(/\n/g, '<br>')
}

/** Markdown, any number of blocks of it, as a quotation. */
export const quotation = (markdown: string) => markdown.replace(/^|(?<=\n)/g, '> ')

/** The address of a link; null where it is neither http, https nor mailto. */
export function destination(href: string): string | null {
  if (!/^(https?:\/\/|mailto:)\S+$/i.test(href)) return null
  const safe = wellFormed(href).replace(/[<>\\\u0000-\u001f]/g, encodeURIComponent)
  return `<${safe.replaceAll('&', '\\&')}>`
}

/** Spelling LaTeX. */
import { wellFormed } from '../html/escape.js'

const spelled: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '`': '\\textasciigrave{}',
  // LuaTeX takes the character itself for bad UTF-8.
  '\ufffd': '\\unreadable{}',
  // In braces, so that they never begin or end an optional argument.
  '[': '{[}',
  ']': '{]}',
}

/** Text on one line: nothing in it is a command or an argument, and its braces are balanced. White space
 * is drawn together, as TeX would; control characters show as their pictures (U+2400 and following). */
export function escaped(text: string): string {
  return wellFormed(text)
    .replace(/[\s\u0085]+/g, white => (/^\u00a0+$/.test(white) ? white : ' '))
    .replace(/[\u0000-\u001f]/g, c => String.fromCharCode(0x2400 + c.charCodeAt(0)))
    .replace(/\u007f/g, '\u2421')
    .replace(/[\\^~`[\]{}%#&_$\ufffd]/g, c => spelled[c] ?? `\\${c}`)
}

/** The same with its line breaks. */
export function withBreaks(text: string): string {
  return text
    .split(/\r\n?|[\n\u2028\u2029]/)
    .map(escaped)
    .join('\\newline{}')
}

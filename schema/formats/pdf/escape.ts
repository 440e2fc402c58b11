/** Spelling Typst: text as markup, and strings of its code. */
import { wellFormed } from '../html/escape.js'

/** A run of letters without a space that is longer than this is let break anywhere, in characters. */
const longWord = 50

/** Text on one line: nothing in it is markup, and all of it is seen. White space is drawn together, as Typst would;
 * control characters and halves of surrogate pairs show as U+FFFD. */
export function escaped(text: string): string {
  const shown = wellFormed(text)
    .replace(/[\s\u0085]+/g, white => (/^[\u00a0\u202f]+$/.test(white) ? white : ' '))
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd')
  return shown
    .split(' ')
    .map(word => (word.length > longWord ? broken(word) : marked(word)))
    .join(' ')
}

/** The same with its line breaks. */
export function withBreaks(text: string): string {
  return text
    .split(/\r\n?|[\n\u2028\u2029]/)
    .map(escaped)
    .join('#linebreak();')
}

/** Every sign that could be markup, alone or with what follows it, with a backslash: `-` could be a dash, a full stop an
 * ellipsis or a list, `/` a comment or an address. */
function marked(text: string): string {
  return text.replace(/[\\`*_#$<>@[\]~/=+\-'".:;()]/g, '\\$&')
}

/** A long word in pieces between which a line may end: it would run out of the page else. */
function broken(word: string): string {
  return word
    .split(/(?<=[/.?&=_-])|(?<=[^\p{M}\p{Cf}]{25})(?!\p{M}|\p{Cf})/u)
    .map(marked)
    .join('#or-break;')
}

/** A string of Typst's code. */
export function literal(text: string): string {
  const spelled = wellFormed(text)
    .replace(/[\s\u0085]+/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd')
    .replace(/[\\"]/g, '\\$&')
  return `"${spelled}"`
}

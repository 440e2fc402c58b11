/** Whether a file without a telling name is Markdown. */
import { decode } from '../../text/decode.js'

/** How much of a file is looked at, in bytes. */
const head = 32_768

/** Signs that hardly occur in a text that is not Markdown. */
const telling: readonly RegExp[] = [
  /^#{1,6} \S/m,
  /^(?:```|~~~)/m,
  /\[[^\]\n]{1,200}\]\((?:https?:|#|\.|\/|mailto:)[^)\s]*\)/,
  /^\[\^[^\]\s]{1,40}\]:/m,
  /^\|?[ ]*:?-{3,}:?[ ]*(?:\|[ ]*:?-{3,}:?[ ]*)+\|?[ ]*$/m,
  /(?:^|\s)\*\*[^\s*](?:[^*\n]{0,200}[^\s*])?\*\*(?=[\s.,;:!?)]|$)/m,
  /^---\n[A-Za-z_][\w -]*:.*\n(?:[\s\S]{0,4000}\n)?---\n/,
]

/** Cautious: two signs of different kinds at least, so that a plain text with a `#` in it stays one. */
export function looksLikeMarkdown(bytes: Uint8Array): boolean {
  const decoded = decode(bytes.subarray(0, head - (head % 2)))
  if ('error' in decoded) return false
  const text = decoded.text.replace(/\r\n?/g, '\n')
  return telling.filter(sign => sign.test(text)).length >= 2
}

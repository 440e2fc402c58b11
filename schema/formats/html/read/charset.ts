/** The encoding of an HTML file: its byte-order mark, what it declares, whether it is UTF-8, else windows-1252. */
import type { Problem } from '../../../witness.js'
import { decode, decode1252 } from '../../text/decode.js'

/** A global of browsers and of Node, which the library of the language does not name. */
declare const TextDecoder: new (
  label: string,
) => { readonly encoding: string; decode(bytes: Uint8Array): string }

export type DecodedHtml =
  | {
      readonly text: string
      readonly encoding: string
      readonly bom: boolean
      readonly guess: Problem | null
    }
  | { readonly error: Problem }

/** Within so many bytes a file has to declare its encoding (HTML §13.2.3.2). */
const head = 1024

/** Decodes a file. Errors are those of plain text, and an encoding that is not known here. */
export function decodeHtml(bytes: Uint8Array): DecodedHtml {
  const declared = declaredIn(bytes)
  const isMarked = (bytes[0] === 0xef && bytes[1] === 0xbb) || bytes[0] === 0xff || bytes[0] === 0xfe
  // What is declared as UTF-16 inside bytes that could be read as ASCII is none (HTML §13.2.3.2).
  if (isMarked || declared === null || /^utf-?(8|16)/i.test(declared)) return decode(bytes)
  try {
    const decoder = new TextDecoder(declared)
    if (decoder.encoding === 'utf-8') return decode(bytes)
    // Latin-1 is windows-1252 by the Encoding Standard, and not by every decoder.
    const text = decoder.encoding === 'windows-1252' ? decode1252(bytes) : decoder.decode(bytes)
    const nul = text.indexOf('\0')
    if (nul < 0) return { text, encoding: decoder.encoding, bom: false, guess: null }
    return decode(bytes)
  } catch {
    const message = `The file says that its encoding is “${declared.slice(0, 40)}”, which is not known here: save it as UTF-8.`
    return { error: { severity: 'error', code: 'encoding', message, line: 1, column: 1 } }
  }
}

/** What a file declares in `<meta charset>`, its `http-equiv` or its XML declaration. */
function declaredIn(bytes: Uint8Array): string | null {
  const start = String.fromCharCode(...bytes.subarray(0, head)).replace(/<!--[\s\S]*?(?:-->|$)/g, '')
  const xml = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1]
  const meta = /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(start)?.[1]
  return xml ?? meta ?? null
}

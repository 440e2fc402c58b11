/**
 * Bytes to text and back. Every file that is accepted comes back byte for byte; one that could not is refused.
 *
 * UTF-8, UTF-16 (by its byte-order mark, or by its NUL bytes) and windows-1252 are told apart; the last is what
 * remains when a file is not valid UTF-8. The decoders are written out because schema/ has no DOM library.
 */
import { lineAndColumn, type Problem, type Source, type Witness } from '../../witness.js'

type Encoding = Source['encoding']

/** A decoded file, or the problem that forbids decoding it. `guess` tells of an encoding that was guessed. */
export type Decoded =
  | {
      readonly text: string
      readonly encoding: Encoding
      readonly bom: boolean
      readonly guess: Problem | null
    }
  | { readonly error: Problem }

/** The characters of windows-1252 at 80–9F. The five bytes that it leaves open stand for the control characters of
 * the same number, as the WHATWG Encoding Standard has it, so that every byte has a character of its own. */
const HIGH =
  '\u20AC\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\x8D\u017D\x8F' +
  '\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\x9D\u017E\u0178'

const signatures: readonly (readonly [string, string])[] = [
  ['%PDF-', 'a PDF file'],
  ['PK\x03\x04', 'a ZIP or Word file'],
  ['{\\rtf', 'an RTF file'],
  ['\x89PNG', 'a PNG image'],
  ['GIF8', 'a GIF image'],
  ['\xFF\xD8\xFF', 'a JPEG image'],
  ['\xD0\xCF\x11\xE0', 'an old Word or Excel file'],
]

/** Decodes a file. The byte-order mark is not part of the text. Errors: a binary file (a known signature or a NUL),
 * UTF-16 that ends inside a character or has half a surrogate pair. */
export function decode(bytes: Uint8Array): Decoded {
  const head = String.fromCharCode(...bytes.subarray(0, 8))
  for (const [signature, name] of signatures)
    if (head.startsWith(signature))
      return { error: fault('binary', `This is ${name}, not plain text.`, 1, 1) }

  if (head.startsWith('\xFF\xFE')) return utf16(bytes.subarray(2), 'utf-16le', true)
  if (head.startsWith('\xFE\xFF')) return utf16(bytes.subarray(2), 'utf-16be', true)
  const unmarked = utf16Order(bytes)
  if (unmarked) return utf16(bytes, unmarked, false)

  const bom = head.startsWith('\xEF\xBB\xBF')
  const utf8 = decodeUtf8(bom ? bytes.subarray(3) : bytes)
  if (typeof utf8.bad === 'undefined') return checked(utf8.text, 'utf-8', bom, null)

  const text = decode1252(bytes)
  const offset = utf8.bad + (bom ? 3 : 0)
  const { line, column } = lineAndColumn(text, offset)
  const mostly = utf8.wide > 0 ? ` ${utf8.wide} characters before that byte would be valid UTF-8.` : ''
  return checked(text, 'windows-1252', false, {
    severity: 'guess',
    code: 'encoding',
    message: `The file is not valid UTF-8 from here on; it was read as windows-1252 (Latin-1).${mostly}`,
    line,
    column,
    start: offset,
    end: offset + 1,
  })
}

/** The bytes of a text witness: the very ones that were imported. Throws where the text has a character that its
 * encoding lacks, which a witness made by `decode` never has. */
export function encode({ text, source }: Pick<Witness, 'text' | 'source'>): Uint8Array {
  switch (source.encoding) {
    case 'utf-8':
      return encodeUtf8(source.bom ? `\uFEFF${text}` : text)
    case 'utf-16le':
    case 'utf-16be':
      return encodeUtf16(source.bom ? `\uFEFF${text}` : text, source.encoding === 'utf-16le')
    case 'windows-1252':
      return encode1252(text)
  }
}

function fault(code: string, message: string, line: number, column: number): Problem {
  return { severity: 'error', code, message, line, column }
}

function checked(text: string, encoding: Encoding, bom: boolean, guess: Problem | null): Decoded {
  const nul = text.indexOf('\0')
  if (nul === -1) return { text, encoding, bom, guess }
  const { line, column } = lineAndColumn(text, nul)
  const message = `The file holds a NUL character at line ${line}, column ${column}: it is a binary file, not plain text.`
  return { error: fault('binary', message, line, column) }
}

/** The byte order of UTF-16 without a mark: Western text has a NUL in nearly every second byte, all on one side. */
function utf16Order(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, 4096)
  if (length < 4 || bytes.length % 2 === 1) return null
  const nuls = [0, 0]
  for (let i = 0; i < length; i++) if (bytes[i] === 0) nuls[i % 2]!++
  const half = length / 2
  if (nuls[1]! > half * 0.6 && nuls[0]! < half * 0.05) return 'utf-16le'
  if (nuls[0]! > half * 0.6 && nuls[1]! < half * 0.05) return 'utf-16be'
  return null
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be', bom: boolean): Decoded {
  const units = new Uint16Array(bytes.length >> 1)
  const [high, low] = encoding === 'utf-16le' ? [1, 0] : [0, 1]
  for (let i = 0; i < units.length; i++) units[i] = (bytes[2 * i + high]! << 8) | bytes[2 * i + low]!
  const text = fromUnits(units, units.length)
  const refuse = (offset: number, what: string): Decoded => {
    const { line, column } = lineAndColumn(text, offset)
    return {
      error: fault('encoding', `This UTF-16 file ${what} at line ${line}, column ${column}.`, line, column),
    }
  }
  if (bytes.length % 2 === 1) return refuse(text.length, 'ends in the middle of a character')
  for (let i = 0; i < units.length; i++) {
    const unit = units[i]! & 0xfc00
    if (unit === 0xd800 && i + 1 < units.length && (units[i + 1]! & 0xfc00) === 0xdc00) i++
    else if (unit === 0xd800 || unit === 0xdc00) return refuse(i, 'holds half a surrogate pair')
  }
  const guess: Problem | null = bom
    ? null
    : {
        severity: 'guess',
        code: 'encoding',
        message: 'The file has no byte-order mark; it was read as UTF-16 because of its NUL bytes.',
        line: 1,
        column: 1,
      }
  return checked(text, encoding, bom, guess)
}

/** `bad` is the index of the first byte that is not UTF-8; `wide` counts the characters of several bytes before it. */
function decodeUtf8(bytes: Uint8Array): { text: string; bad?: number; wide: number } {
  const units = new Uint16Array(bytes.length)
  let n = 0
  let wide = 0
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i]!
    if (first < 0x80) {
      units[n++] = first
      i++
      continue
    }
    const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1
    if (first < 0xc2 || first > 0xf4 || i + more >= bytes.length) return { text: '', bad: i, wide }
    let code = first & (0x3f >> more)
    for (let k = 1; k <= more; k++) {
      const next = bytes[i + k]!
      if ((next & 0xc0) !== 0x80) return { text: '', bad: i, wide }
      code = (code << 6) | (next & 0x3f)
    }
    const least = more === 3 ? 0x10000 : more === 2 ? 0x800 : 0x80
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
      return { text: '', bad: i, wide }
    if (code >= 0x10000) {
      units[n++] = 0xd7c0 + (code >> 10)
      units[n++] = 0xdc00 | (code & 0x3ff)
    } else units[n++] = code
    wide++
    i += more + 1
  }
  return { text: fromUnits(units, n), wide }
}

export function decode1252(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    units[i] = byte >= 0x80 && byte <= 0x9f ? HIGH.charCodeAt(byte - 0x80) : byte
  }
  return fromUnits(units, units.length)
}

/** In pieces, because a call takes only so many arguments. */
function fromUnits(units: Uint16Array, length: number): string {
  const pieces: string[] = []
  for (let i = 0; i < length; i += 8192)
    pieces.push(String.fromCharCode(...units.subarray(i, Math.min(i + 8192, length))))
  return pieces.join('')
}

function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  let n = 0
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i)
    if (code < 0x80) {
      bytes[n++] = code
      continue
    }
    if ((code & 0xfc00) === 0xd800) {
      const low = text.charCodeAt(++i)
      if ((low & 0xfc00) !== 0xdc00) throw lacking(i - 1, 'UTF-8')
      code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff)
    } else if ((code & 0xfc00) === 0xdc00) throw lacking(i, 'UTF-8')
    if (code < 0x800) bytes[n++] = 0xc0 | (code >> 6)
    else {
      if (code < 0x10000) bytes[n++] = 0xe0 | (code >> 12)
      else {
        bytes[n++] = 0xf0 | (code >> 18)
        bytes[n++] = 0x80 | ((code >> 12) & 0x3f)
      }
      bytes[n++] = 0x80 | ((code >> 6) & 0x3f)
    }
    bytes[n++] = 0x80 | (code & 0x3f)
  }
  return bytes.slice(0, n)
}

function encodeUtf16(text: string, little: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    bytes[2 * i + (little ? 1 : 0)] = code >> 8
    bytes[2 * i + (little ? 0 : 1)] = code & 0xff
  }
  return bytes
}

function encode1252(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) bytes[i] = code
    else {
      const high = HIGH.indexOf(text.charAt(i))
      if (high === -1) throw lacking(i, 'windows-1252')
      bytes[i] = 0x80 + high
    }
  }
  return bytes
}

function lacking(offset: number, encoding: string): Error {
  return new Error(`The character at offset ${offset} cannot be written in ${encoding}`)
}

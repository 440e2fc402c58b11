/** Writes plain text: UTF-8 with newlines as LF, but for the received text, which is the import byte for byte. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { apparatusText, printedApparatus } from '../../apparatus-printed.js'
import { blockSeparator } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import { shows, type View } from '../../readings.js'
import { defaultSettings } from '../../settings.js'
import type { Exported, Format } from '../format.js'
import { encode } from '../text/read.js'
import { markup } from './markup.js'
import { ReadingText } from './reading-text.js'
import { Signs } from './signs.js'

export function writePlain(exported: Exported, view: View): Uint8Array {
  switch (view) {
    case 'received':
      return received(exported.document)
    case 'diplomatic':
      return utf8ToBytes(diplomatic(exported.document) + appendix(exported))
    case 'reading':
      return utf8ToBytes(reading(exported.document) + appendix(exported))
    case 'all':
      return utf8ToBytes(markup(exported))
  }
}

/** A plain text byte for byte; of a file of another format its text, whatever that was encoded in. */
function received({ witness }: EditedDocument): Uint8Array {
  return witness.source.format === 'text' ? encode(witness) : utf8ToBytes(witness.text)
}

/** The apparatus below a reading, where it is wanted; else ''. */
function appendix({ document, person, initials, settings, register, withApparatus }: Exported): string {
  if (!withApparatus) return ''
  const lists = printedApparatus(document, {
    settings: settings ?? defaultSettings,
    person,
    ...(initials ? { initials } : {}),
    registered: ref => register?.entry(ref)?.form ?? null,
  })
  return lists.length > 0 ? `\n\n${withNewlines(apparatusText(lists))}\n` : ''
}

/** Line breaks as LF. */
export function withNewlines(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

/** The source's own lay-out, blank lines, stamps and catchwords included, with the accepted transcription corrections
 * put in. Splits and joins do not show: they say how the text is read, not how the source is laid out. */
export function diplomatic(document: EditedDocument): string {
  const signs = new Signs(document)
  let text = ''
  let at = 0
  for (const correction of document.winners) {
    if (!shows(document, correction, 'diplomatic')) continue
    const { start, end, text: reading } = correction
    text += signs.slice(at, start) + signs.around(start, end, reading.replaceAll(blockSeparator, '\n\n'))
    at = Math.max(at, end)
  }
  return ended(withNewlines(text + signs.slice(at, document.length)))
}

/** The reading text; see `ReadingText`. */
export function reading(document: EditedDocument): string {
  return new ReadingText(document).text
}

/** The parts of a paragraph as one: a space between them, but none after a hyphen or a dash. */
export function joined(parts: readonly string[]): string {
  return parts
    .filter(part => part !== '')
    .reduce(
      (whole, part) => (/(^|[-\u2010-\u2015\u00ad\s])$/.test(whole) ? whole + part : `${whole} ${part}`),
      '',
    )
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

export const textFormat: Format = {
  name: 'text',
  title: 'Plain text',
  extension: 'txt',
  mediaType: 'text/plain; charset=utf-8',
  views: ['reading', 'diplomatic', 'received', 'all'],
  write: writePlain,
}

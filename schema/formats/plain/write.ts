/** Writes plain text: UTF-8 with newlines as LF, but for the received text, which is the import byte for byte. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { apparatusText, printedApparatus } from '../../apparatus-printed.js'
import { blockSeparator } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import { passagesOf, shows, type View } from '../../readings.js'
import { defaultSettings } from '../../settings.js'
import type { Exported, Format } from '../format.js'
import { encode } from '../text/read.js'
import { markup } from './markup.js'
import { Signs } from './signs.js'

export function writePlain(exported: Exported, view: View): Uint8Array {
  switch (view) {
    case 'received':
      return encode(exported.document.witness)
    case 'diplomatic':
      return utf8ToBytes(diplomatic(exported.document) + appendix(exported))
    case 'reading':
      return utf8ToBytes(reading(exported.document) + appendix(exported))
    case 'all':
      return utf8ToBytes(markup(exported))
  }
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

/** Paragraphs parted by blank lines and joined over page turns, without stamps and catchwords. The items of a list
 * stand on lines that follow each other, indented by two spaces a level. */
export function reading(document: EditedDocument): string {
  const signs = new Signs(document)
  let text = ''
  let before = ''
  for (const { pieces } of passagesOf(document, 'reading')) {
    const { kind, attrs } = pieces[0]!
    const passage = joined(pieces.map(piece => signs.textOf(piece)))
    if (passage.trim() === '') continue
    const depth =
      kind === 'item' && typeof attrs.depth === 'number' ? Math.min(Math.max(attrs.depth, 1), 9) - 1 : 0
    if (text) text += kind === 'item' && before === 'item' ? '\n' : '\n\n'
    text += passage.replace(/^/gm, '  '.repeat(depth))
    before = kind
  }
  return ended(text)
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

/** The attribute `custom` as Transkribus writes it: `readingOrder {index:0;} person {offset:4; length:5; firstname:Ada;}`. */
import type { NameType } from '../../names.js'
import type { Attrs } from '../../witness.js'
import type { ScanMark } from '../scans/scan.js'
import type { Element } from '../tei/read/nodes.js'

/** A tag of the attribute, with its properties as texts. */
export interface CustomTag {
  readonly name: string
  readonly values: Readonly<Record<string, string>>
}

/** The tags of an attribute, in order; what is not spelled as a tag is passed over. */
export function customTags(custom: string | undefined): CustomTag[] {
  const tags: CustomTag[] = []
  for (const [, name, inside] of (custom ?? '').matchAll(/([\w.:-]+)\s*\{([^{}]*)\}/g)) {
    const values: Record<string, string> = {}
    for (const part of inside!.split(';')) {
      const colon = part.indexOf(':')
      const key = part.slice(0, Math.max(0, colon)).trim()
      if (colon > 0 && key !== '__proto__') values[key] = unescaped(part.slice(colon + 1).trim())
    }
    tags.push({ name: name!, values })
  }
  return tags
}

/** The index of a tag `readingOrder`; null where there is none. */
export function customIndex(tags: readonly CustomTag[]): number | null {
  const said = tags.find(({ name }) => name === 'readingOrder')?.values.index
  return said !== undefined && /^\d{1,9}$/.test(said) ? Number(said) : null
}

/** The type of a tag `structure`. */
export function customType(tags: readonly CustomTag[]): string | undefined {
  return tags.find(({ name }) => name === 'structure')?.values.type || undefined
}

/** Transkribus spells characters that its own grammar needs by their numbers. */
function unescaped(value: string): string {
  return value.replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

const names: Readonly<Record<string, readonly [element: string, type: NameType]>> = {
  person: ['persName', 'person'],
  place: ['placeName', 'place'],
  organization: ['orgName', 'org'],
  organisation: ['orgName', 'org'],
  date: ['date', 'date'],
}

/** Tags that say something of the whole line or region and not of a range. */
const wholes: ReadonlySet<string> = new Set(['readingOrder', 'structure'])

const styles = [
  'bold',
  'italic',
  'underlined',
  'strikethrough',
  'superscript',
  'subscript',
  'smallCaps',
  'letterSpaced',
] as const

/** What the tags of a line mark in it. `misplaced` are those whose range is not in the line's text. */
export function customMarks(
  tags: readonly CustomTag[],
  text: string,
  element: Element,
): { marks: ScanMark[]; misplaced: CustomTag[] } {
  const marks: ScanMark[] = []
  const misplaced: CustomTag[] = []
  for (const tag of tags) {
    if (wholes.has(tag.name)) continue
    const { offset, length, continued, ...values } = tag.values
    const start = Number(offset)
    const end = start + Number(length)
    if (offset === undefined || !Number.isInteger(start) || !(start >= 0) || !(end <= text.length)) {
      misplaced.push(tag)
      continue
    }
    if (start === end && tag.name === 'textStyle') continue
    marks.push({
      start,
      end,
      ...markOf(tag.name, values),
      ...(continued === 'true' ? { runsOn: true } : {}),
      element,
    })
  }
  return { marks, misplaced }
}

function markOf(
  tag: string,
  values: Readonly<Record<string, string>>,
): Pick<ScanMark, 'type' | 'attrs' | 'name' | 'correction' | 'note'> {
  const attrs: Attrs = Object.fromEntries(
    Object.entries(values).filter(([key, value]) => value !== '' && /^[A-Za-z_][\w.-]{0,40}$/.test(key)),
  )
  const name = Object.hasOwn(names, tag) ? names[tag] : undefined
  if (name) return { type: name[0], attrs, name: name[1] }
  switch (tag) {
    case 'textStyle': {
      const set = styles.filter(style => values[style] === 'true')
      const { fontFamily, fontSize } = attrs
      return {
        type: set.length > 0 ? 'hi' : 'font',
        attrs: {
          ...(set.length > 0 ? { rend: set.join(' ') } : {}),
          ...(fontFamily === undefined ? {} : { fontFamily }),
          ...(fontSize === undefined ? {} : { fontSize }),
        },
      }
    }
    case 'abbrev': {
      const { expansion: text, ...others } = attrs
      return text
        ? { type: 'abbr', attrs: others, correction: { text: String(text), kind: 'expansion' } }
        : { type: 'abbr', attrs }
    }
    case 'sic': {
      const { correction: text, ...others } = attrs
      return text
        ? { type: 'sic', attrs: others, correction: { text: String(text), kind: 'emendation' } }
        : { type: 'sic', attrs }
    }
    case 'comment':
      return { type: '', attrs: {}, note: values.comment ?? values.text ?? '' }
    default:
      return { type: tag.replace(/[^\w.:-]/g, '_').slice(0, 60), attrs }
  }
}

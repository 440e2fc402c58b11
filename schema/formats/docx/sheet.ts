/** The style sheet and the numbering of a Word file, as far as they say what a paragraph is. */
import { labelOf } from '../../note-series.js'
import type { BlockKind } from '../../witness.js'
import { blockOfStyle } from './styles.js'
import { childNamed, type Element, elementsIn, isOn, valOf } from './tree.js'

type BlockAttrs = Record<string, string | number | boolean>

export interface KindAndAttrs {
  readonly kind: BlockKind
  readonly attrs: BlockAttrs
}

/** What Word's own styles mean, by their names, which are English in every Word. */
const byName: readonly (readonly [pattern: RegExp, kind: BlockKind, attrs?: BlockAttrs])[] = [
  [/^title$/, 'heading', { level: 1 }],
  [/^subtitle$/, 'heading', { level: 2 }],
  [/^(intense )?quote$|^block text$|^quotations?$/, 'quotation'],
  [/^signature$/, 'signature'],
  [/^closing$/, 'salutation', { place: 'close' }],
  [/^salutation$/, 'salutation'],
  [/^date$/, 'dateline'],
  [/^(foot|end)note text$/, 'note'],
  [/^caption$/, 'label'],
  [/^(verse|poem|poetry)$/, 'verse'],
]

interface Style {
  /** In small letters. */
  readonly name: string
  /** As Word shows it. */
  readonly title: string
  readonly basedOn: string | undefined
  readonly properties: Element | undefined
  readonly look: Element | undefined
}

export class StyleSheet {
  private readonly styles = new Map<string, Style>()

  /** The name of the style of paragraphs that name none. */
  private usual = 'Normal'

  constructor(root: Element | undefined) {
    for (const style of elementsIn(root))
      if (style.name === 'w:style') {
        const name = valOf(style, 'w:name') ?? ''
        // Word's own names begin with a small letter in the file, and with a capital on its screen.
        const title = name.charAt(0).toUpperCase() + name.slice(1)
        const { 'w:type': type, 'w:default': isUsual = '' } = style.attributes
        if (type === 'paragraph' && title !== '' && /^(1|true|on)$/.test(isUsual)) this.usual = title
        this.styles.set(style.attributes['w:styleId'] ?? '', {
          name: name.toLowerCase(),
          title,
          basedOn: valOf(style, 'w:basedOn'),
          properties: childNamed(style, 'w:pPr'),
          look: childNamed(style, 'w:rPr'),
        })
      }
  }

  /** The name of a paragraph's style as Word shows it. */
  nameOf(properties: Element | undefined): string {
    const id = valOf(properties, 'w:pStyle')
    if (id === undefined) return this.usual
    return (this.styles.get(id)?.title || id).slice(0, 253)
  }

  /** What a paragraph with these properties is. */
  kindOf(properties: Element | undefined): KindAndAttrs {
    const level = outline(properties)
    for (const [id, style] of this.chain(valOf(properties, 'w:pStyle'))) {
      const own = blockOfStyle(id)
      if (own) return own
      const heading = /^heading ([1-9])$/.exec(style?.name ?? '')?.[1]
      if (heading) return { kind: 'heading', attrs: { level: Math.min(Number(heading), 6) } }
      const known = byName.find(([pattern]) => pattern.test(style?.name ?? ''))
      if (known) return { kind: known[1], attrs: { ...known[2] } }
      const styled = outline(style?.properties)
      if (level === null && styled !== null) return { kind: 'heading', attrs: { level: styled } }
    }
    return level === null ? { kind: 'paragraph', attrs: {} } : { kind: 'heading', attrs: { level } }
  }

  /** The number properties of a paragraph: its own, else its style's. */
  numberingOf(properties: Element | undefined): { num: string; level: number } | null {
    const sources = [properties, ...this.chain(valOf(properties, 'w:pStyle')).map(([, s]) => s?.properties)]
    for (const source of sources) {
      const numbering = childNamed(source, 'w:numPr')
      const num = valOf(numbering, 'w:numId')
      if (num === undefined) continue
      const level = Number(valOf(numbering, 'w:ilvl') ?? 0)
      return num === '0' ? null : { num, level: level >= 0 && level < 9 ? Math.floor(level) : 0 }
    }
    return null
  }

  /** How a run looks that has these properties: italic, bold and so on, in the order of the alphabet. */
  rendOf(properties: Element | undefined): string {
    const on = new Set<string>()
    const sources = [properties, ...this.chain(valOf(properties, 'w:rStyle')).map(([, s]) => s?.look)]
    for (const [name, word] of looks)
      for (const source of sources)
        if (childNamed(source, name)) {
          if (isOn(source, name)) on.add(word)
          break
        }
    const align = valOf(properties, 'w:vertAlign')
    if (align === 'superscript' || align === 'subscript') on.add(align)
    return [...on].sort().join(' ')
  }

  private chain(id: string | undefined): [string, Style | undefined][] {
    const found: [string, Style | undefined][] = []
    // Styles that are based on each other in a circle end here.
    for (let at = id; at !== undefined && found.length < 12; at = this.styles.get(at)?.basedOn)
      found.push([at, this.styles.get(at)])
    return found
  }
}

const looks = [
  ['w:i', 'italic'],
  ['w:b', 'bold'],
  ['w:u', 'underlined'],
  ['w:strike', 'struck'],
  ['w:smallCaps', 'small-caps'],
] as const

function outline(properties: Element | undefined): number | null {
  const value = valOf(properties, 'w:outlineLvl')
  if (value === undefined || !/^[0-8]$/.test(value)) return null
  return Math.min(Number(value) + 1, 6)
}

interface Level {
  readonly format: string
  readonly text: string
  readonly start: number
}

/** Counts list items as Word shows them. */
export class Numbering {
  private readonly lists = new Map<string, { key: string; levels: Map<number, Level> }>()
  private readonly counts = new Map<string, number[]>()

  constructor(root: Element | undefined) {
    const abstracts = new Map<string, Map<number, Level>>()
    for (const element of elementsIn(root)) {
      if (element.name === 'w:abstractNum')
        abstracts.set(element.attributes['w:abstractNumId'] ?? '', levelsOf(element))
      if (element.name !== 'w:num') continue
      const id = element.attributes['w:numId'] ?? ''
      const abstract = valOf(element, 'w:abstractNumId') ?? ''
      const levels = new Map(abstracts.get(abstract))
      let key = abstract
      for (const override of elementsIn(element)) {
        if (override.name !== 'w:lvlOverride') continue
        const n = Number(override.attributes['w:ilvl'] ?? 0)
        const start = valOf(override, 'w:startOverride')
        for (const [level, given] of levelsOf(override)) levels.set(level, given)
        const known = levels.get(n)
        if (start !== undefined && known) levels.set(n, { ...known, start: Number(start) || 0 })
        key = `num ${id}`
      }
      this.lists.set(id, { key, levels })
    }
  }

  /** The marker of the next item of a list, and whether it counts; null where the list is not known or has none. */
  next(num: string, level: number): { marker: string; ordered: boolean } | null {
    const list = this.lists.get(num)
    const here = list?.levels.get(level)
    if (!list || !here || here.format === 'none') return null
    if (here.format === 'bullet') return { marker: '•', ordered: false }
    const counts = this.counts.get(list.key) ?? []
    this.counts.set(list.key, counts)
    counts[level] = (counts[level] ?? here.start - 1) + 1
    counts.length = level + 1
    const marker = here.text.replace(/%([1-9])/g, (_, n: string) => {
      const at = Number(n) - 1
      const of = list.levels.get(at)
      return numeral(counts[at] ?? of?.start ?? 1, of?.format ?? 'decimal')
    })
    return marker.trim() === '' ? null : { marker: marker.trim(), ordered: true }
  }
}

function levelsOf(element: Element): Map<number, Level> {
  const levels = new Map<number, Level>()
  for (const level of elementsIn(element))
    if (level.name === 'w:lvl')
      levels.set(Number(level.attributes['w:ilvl'] ?? 0), {
        format: valOf(level, 'w:numFmt') ?? 'decimal',
        text: valOf(level, 'w:lvlText') ?? '',
        start: Number(valOf(level, 'w:start') ?? 1) || 0,
      })
  return levels
}

/** A number in one of Word's formats; those not known here count in Arabic figures. */
export function numeral(n: number, format: string): string {
  if (n < 1 || n > 4999) return String(n)
  switch (format) {
    case 'lowerLetter':
      return labelOf('letters', n)
    case 'upperLetter':
      return labelOf('letters', n).toUpperCase()
    case 'lowerRoman':
      return labelOf('roman', n)
    case 'upperRoman':
      return labelOf('roman', n).toUpperCase()
    default:
      return String(n)
  }
}

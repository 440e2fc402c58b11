/** What an ALTO file says once and refers to by ids: styles of text, and tags. */
import type { NameType } from '../../names.js'
import { allNamed, childrenNamed, childrenOf, nameOf } from '../scans/tree.js'
import type { Element } from '../tei/read/nodes.js'

export interface Tag {
  readonly is: string
  readonly type: string
  readonly label: string
}

export interface Styles {
  /** The attribute FONTSTYLE of styles, by id. */
  readonly fonts: ReadonlyMap<string, string>
  readonly tags: ReadonlyMap<string, Tag>
}

export function stylesOf(root: Element): Styles {
  const fonts = new Map<string, string>()
  const tags = new Map<string, Tag>()
  for (const styles of childrenNamed(root, 'Styles'))
    for (const { attrs } of allNamed(styles, 'TextStyle'))
      if (attrs.ID && attrs.FONTSTYLE) fonts.set(attrs.ID, attrs.FONTSTYLE)
  for (const list of childrenNamed(root, 'Tags'))
    for (const tag of childrenOf(list)) {
      const { ID, TYPE = '', LABEL = '' } = tag.attrs
      if (ID) tags.set(ID, { is: nameOf(tag), type: TYPE, label: LABEL })
    }
  return { fonts, tags }
}

/** The tags that an element refers to. */
export function tagsOf({ attrs }: Element, { tags }: Styles): Tag[] {
  return idsOf(attrs.TAGREFS).flatMap(id => tags.get(id) ?? [])
}

export function idsOf(refs: string | undefined): string[] {
  return (refs ?? '').split(/\s+/).filter(id => id !== '')
}

/** How a word is set, in the words of PAGE and Word: '' where it is set as usual. */
export function lookOf({ attrs }: Element, { fonts }: Styles): string {
  const said = [attrs.STYLE ?? '', ...idsOf(attrs.STYLEREFS).map(id => fonts.get(id) ?? '')].join(' ')
  const looks = said.split(/\s+/).filter(word => word !== '')
  return [...new Set(looks.map(look => spelled[look] ?? look))].join(' ')
}

const spelled: Readonly<Record<string, string>> = {
  italics: 'italic',
  underline: 'underlined',
  smallcaps: 'smallCaps',
}

/** What a named entity is; null where it is something else. */
export function nameTypeOf({ is, type }: Tag): readonly [element: string, type: NameType] | null {
  if (is !== 'NamedEntityTag') return null
  if (/pers/i.test(type)) return ['persName', 'person']
  if (/loc|place|geo/i.test(type)) return ['placeName', 'place']
  if (/org|corp/i.test(type)) return ['orgName', 'org']
  return /date|time/i.test(type) ? ['date', 'date'] : null
}

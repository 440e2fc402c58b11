/** What the words by which programs call a region mean as kinds of blocks. */
import type { Attrs, BlockKind } from '../../witness.js'
import { kindNamed } from '../tei/read/roles.js'

interface Role {
  readonly kind: BlockKind
  readonly attrs: Attrs
  readonly isInitial?: boolean
}

const role = (kind: BlockKind, attrs: Attrs = {}): Role => ({ kind, attrs })

/** The types of PAGE's TextRegion (schema of 2019-07-15), as Transkribus uses them, too, and the labels that are usual in
 * ALTO. Without hyphens, in lower case. */
const roles: Readonly<Record<string, Role>> = {
  paragraph: role('paragraph'),
  heading: role('heading', { level: 2 }),
  title: role('heading', { level: 1 }),
  caption: role('label', { place: 'caption' }),
  header: role('label', { place: 'header' }),
  footer: role('label', { place: 'footer' }),
  pagenumber: role('label', { place: 'page' }),
  dropcapital: { kind: 'paragraph', attrs: {}, isInitial: true },
  credit: role('label', { place: 'credit' }),
  floating: role('paragraph', { type: 'floating' }),
  signaturemark: role('label', { place: 'signature-mark' }),
  catchword: role('catchword'),
  marginalia: role('note', { place: 'margin' }),
  footnote: role('note', { place: 'foot' }),
  footnotecontinued: role('note', { place: 'foot', continues: true }),
  endnote: role('note', { place: 'end' }),
  tocentry: role('item', { depth: 1 }),
  listlabel: role('label', { place: 'list' }),
  runningtitle: role('label', { place: 'header' }),
  date: role('dateline'),
  salute: role('salutation'),
  stampzone: role('stamp'),
}

/** What a region is that a file calls `type`; a paragraph that keeps the word where nobody knows it. */
export function roleOf(type: string | undefined): Role {
  if (!type) return roles.paragraph!
  const word = type.toLowerCase().replace(/[-_\s]/g, '')
  const known = Object.hasOwn(roles, word) ? roles[word] : undefined
  if (known) return known
  const kind = kindNamed(word)
  return kind ? role(kind) : role('paragraph', { type })
}

/** Whether a word is one that `roleOf` knows. */
export function isRole(type: string): boolean {
  return roleOf(type).attrs.type !== type
}

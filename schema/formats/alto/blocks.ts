/** The blocks of an ALTO page. */
import type { Attrs } from '../../witness.js'
import { isRole, roleOf } from '../scans/kinds.js'
import type { Report } from '../scans/report.js'
import type { ScanRegion } from '../scans/scan.js'
import { allNamed, childrenNamed, childrenOf, nameOf, othersOf } from '../scans/tree.js'
import type { Element } from '../tei/read/nodes.js'
import { lineOf } from './lines.js'
import { placeAttributes, placeOf } from './place.js'
import { type Styles, tagsOf } from './styles.js'

/** A block with its id, that of the next where it says so, and the ids of what is in it. */
export interface AltoBlock {
  readonly id: string | undefined
  readonly next: string | undefined
  readonly inner: readonly string[]
  readonly region: ScanRegion | null
}

/** The parts of a page, and what the text that stands in them is. */
const spaces: Readonly<Record<string, string | undefined>> = {
  TopMargin: 'header',
  LeftMargin: 'marginalia',
  RightMargin: 'marginalia',
  BottomMargin: 'footer',
  PrintSpace: undefined,
}

const known = new Set<string>([...placeAttributes, 'ID', 'IDNEXT', 'TAGREFS', 'TYPE', 'type'])

/** All blocks of a page, in the order of the file. Text in the margins is so by its place alone where the print space
 * has text, too. */
export function blocksIn(page: Element, styles: Styles, report: Report): AltoBlock[] {
  const body = [...childrenNamed(page, 'PrintSpace')]
  const hasBody = body.some(space => allNamed(space, 'String').next().done === false)
  const blocks: AltoBlock[] = []
  for (const space of childrenOf(page)) {
    const name = nameOf(space)
    if (!Object.hasOwn(spaces, name)) report.leaveOut(name, space)
    else blocks.push(...within(space, hasBody ? spaces[name] : undefined, styles, report))
  }
  return blocks
}

function within(space: Element, usual: string | undefined, styles: Styles, report: Report): AltoBlock[] {
  const blocks: AltoBlock[] = []
  for (const element of childrenOf(space)) {
    const name = nameOf(element)
    const { ID: id, IDNEXT: next } = element.attrs
    const block = (region: ScanRegion | null, inner: string[] = []) =>
      blocks.push({ id, next, inner, region })
    switch (name) {
      case 'TextBlock':
        block(
          textBlock(element, usual, styles, report),
          [...allNamed(element, 'TextLine', 'String')].flatMap(({ attrs }) => attrs.ID ?? []),
        )
        break
      case 'ComposedBlock': {
        // A container: what is in it counts. Its own place is kept where it says what it is.
        const type = typeOf(element, styles)
        block(type ? graphic(element, word(type), report) : null)
        blocks.push(...within(element, usual, styles, report))
        break
      }
      case 'Illustration':
        block(graphic(element, word(typeOf(element, styles) ?? 'illustration'), report))
        break
      case 'GraphicalElement':
        block(graphic(element, 'graphic', report))
        break
      case 'Shape':
        break
      default:
        report.leaveOut(name, element)
    }
  }
  return blocks
}

function graphic(element: Element, type: string, report: Report): ScanRegion {
  return { is: 'graphic', type, attrs: { ...placeOf(element, report), ...othersOf(element, 'alto', known) } }
}

function textBlock(element: Element, usual: string | undefined, styles: Styles, report: Report): ScanRegion {
  const type = typeOf(element, styles) ?? usual
  const { kind, attrs, isInitial = false } = roleOf(type)
  const lines = [...childrenNamed(element, 'TextLine')].flatMap(line => lineOf(line, styles, report) ?? [])
  if (lines.length === 0) return graphic(element, 'empty-region', report)
  const number = attrs.place === 'page' ? /[\divxlc]+/i.exec(lines[0]!.text)?.[0] : undefined
  const all: Attrs = {
    ...attrs,
    ...(number ? { n: number } : {}),
    ...placeOf(element, report),
    ...othersOf(element, 'alto', known),
    ...(type ? { 'alto:type': type } : {}),
  }
  return { is: 'text', kind, attrs: all, lines, isInitial, element }
}

/** What a block is, by its own attribute or the label of a tag; of several the first that is known. */
function typeOf(element: Element, styles: Styles): string | undefined {
  const { TYPE, type } = element.attrs
  const labels = tagsOf(element, styles)
    .filter(({ is }) => is === 'StructureTag' || is === 'LayoutTag' || is === 'OtherTag' || is === 'RoleTag')
    .flatMap(({ label, type }) => [label, type])
  const words = [TYPE, type, ...labels].filter((said): said is string => said !== undefined && said !== '')
  return words.find(isRole) ?? words[0]
}

function word(type: string): string {
  return (
    type
      .toLowerCase()
      .replace(/[^\w.:-]+/g, '-')
      .slice(0, 60) || 'graphic'
  )
}

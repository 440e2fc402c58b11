/** The reader of ALTO XML, versions 2, 3 and 4 (Library of Congress). */
import type { Metadata } from '../../witness.js'
import { type FileRead, type Reader, unread } from '../reader.js'
import { chained, ordered, sayOrder } from '../scans/order.js'
import { judged, scanRead } from '../scans/read.js'
import { Report } from '../scans/report.js'
import { numberOf, type ScanPage, timeOf } from '../scans/scan.js'
import { allNamed, childNamed, childrenNamed, childrenOf, nameOf, othersOf, textIn } from '../scans/tree.js'
import type { Element } from '../tei/read/nodes.js'
import { firstElement, parseXml } from '../tei/read/parse.js'
import { type AltoBlock, blocksIn } from './blocks.js'
import { idsOf, type Styles, stylesOf } from './styles.js'

function read(bytes: Uint8Array, name: string): FileRead {
  const parsed = parseXml(bytes)
  if ('error' in parsed) return unread('alto', bytes, name, [parsed.error])
  const { root, xml, encoding, bom } = parsed
  const report = new Report(xml)
  const styles = stylesOf(root)
  const about = childNamed(root, 'Description')
  const layout = childNamed(root, 'Layout')
  const pages = layout ? [...childrenNamed(layout, 'Page')] : []
  const confidences = [...allNamed(root, 'String')].map(({ attrs }) => attrs.WC ?? '')
  const described = pages.map(page => pageOf(page, root, about, styles, report))
  const metadata = metadataOf(about)
  return scanRead(
    'alto',
    {
      pages: judged(described, confidences, report),
      metadata,
      source: { encoding, bom },
      at: timeOf(metadata.created ?? ''),
      problems: report.problems,
    },
    bytes,
    name,
  )
}

const known = new Set(['WIDTH', 'HEIGHT', 'PHYSICAL_IMG_NR', 'PRINTED_IMG_NR'])

function pageOf(
  page: Element,
  root: Element,
  about: Element | undefined,
  styles: Styles,
  report: Report,
): ScanPage {
  const { PHYSICAL_IMG_NR, PRINTED_IMG_NR, WIDTH, HEIGHT } = page.attrs
  const attrs: Record<string, string | number> = {}
  const image = textIn(childNamed(childNamed(about, 'sourceImageInformation'), 'fileName')).trim()
  if (image) attrs.facs = image.slice(0, 1000)
  const width = numberOf(WIDTH)
  const height = numberOf(HEIGHT)
  if (width !== undefined && height !== undefined && width > 0 && height > 0)
    Object.assign(attrs, { width, height })
  const unit = textIn(childNamed(about, 'MeasurementUnit')).trim()
  if (unit && unit !== 'pixel') attrs.unit = unit.slice(0, 40)
  Object.assign(attrs, othersOf(page, 'alto', known))
  const blocks = inReadingOrder(blocksIn(page, styles, report), childNamed(root, 'ReadingOrder'), report)
  return {
    n: PRINTED_IMG_NR || PHYSICAL_IMG_NR || undefined,
    attrs,
    regions: blocks.flatMap(({ region }) => region ?? []),
  }
}

/** Blocks as `<ReadingOrder>` has them (ALTO 4.3), else as each names the next, else as in the file. */
function inReadingOrder(
  blocks: readonly AltoBlock[],
  given: Element | undefined,
  report: Report,
): readonly AltoBlock[] {
  const isText = ({ region }: AltoBlock) => region?.is === 'text'
  if (given) {
    // A line or word stands for the block that it is in.
    const blockOf = new Map(
      blocks.flatMap(({ id, inner }) => (id ? inner.map(part => [part, id] as const) : [])),
    )
    const within = new Set<string>()
    const named = [...idsIn(given)].flatMap(id => {
      const block = blockOf.get(id)
      if (!block) return id
      if (within.has(block)) return []
      within.add(block)
      return block
    })
    const found = ordered(blocks, named)
    sayOrder(found, report, given, isText)
    return found.regions
  }
  const next = new Map(blocks.flatMap(({ id, next }) => (id && next ? [[id, next] as const] : [])))
  if (next.size === 0) {
    report.say('info', 'reading-order', 'The reading order is that of the file, which names no other.')
    return blocks
  }
  const found = ordered(blocks, chained(next))
  sayOrder(found, report, undefined, isText)
  return found.regions
}

/** The ids that a reading order names, groups in groups, as in the file (ALTO 4.3). */
function* idsIn(group: Element): Generator<string> {
  for (const child of childrenOf(group))
    if (nameOf(child) === 'ElementRef') yield* idsOf(child.attrs.REF)
    else yield* idsIn(child)
}

function metadataOf(about: Element | undefined): Metadata {
  const metadata: Record<string, string> = {}
  if (!about) return metadata
  const take = (key: string, values: Iterable<Element>) => {
    const words = [...new Set([...values].map(value => textIn(value).replace(/\s+/g, ' ').trim()))]
    const said = words.filter(word => word !== '').join('; ')
    if (said && !metadata[key]) metadata[key] = said.slice(0, 2000)
  }
  const programs = [...allNamed(about, 'processingSoftware')].map(program =>
    ['softwareCreator', 'softwareName', 'softwareVersion']
      .map(part => textIn(childNamed(program, part)).trim())
      .filter(part => part !== '')
      .join(' '),
  )
  const software = [...new Set(programs.filter(program => program !== ''))].join('; ')
  if (software) metadata.software = software.slice(0, 2000)
  take('created', [...allNamed(about, 'processingDateTime')].slice(0, 1))
  take('creator', allNamed(about, 'processingAgency'))
  take('documentIdentifier', allNamed(about, 'documentIdentifier'))
  take('fileIdentifier', allNamed(about, 'fileIdentifier'))
  return metadata
}

export const altoReader: Reader = {
  name: 'alto',
  title: 'ALTO XML',
  extensions: ['.xml', '.alto'],
  recognises: bytes => firstElement(bytes)?.toLowerCase() === 'alto',
  read,
}

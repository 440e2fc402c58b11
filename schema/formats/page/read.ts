/** The reader of PAGE XML (PRImA; the schemas of 2013-07-15, 2017-07-15 and 2019-07-15), also as Transkribus writes it. */
import type { Metadata } from '../../witness.js'
import { type FileRead, type Reader, unread } from '../reader.js'
import { ordered, sayOrder } from '../scans/order.js'
import { judged, scanRead } from '../scans/read.js'
import { Report } from '../scans/report.js'
import { numberOf, type ScanPage, timeOf } from '../scans/scan.js'
import { allNamed, childNamed, childrenNamed, childrenOf, nameOf, othersOf, textIn } from '../scans/tree.js'
import type { Element } from '../tei/read/nodes.js'
import { firstElement, parseXml } from '../tei/read/parse.js'
import { type PageRegion, regionsIn } from './regions.js'

function read(bytes: Uint8Array, name: string): FileRead {
  const parsed = parseXml(bytes)
  if ('error' in parsed) return unread('page', bytes, name, [parsed.error])
  const { root, xml, encoding, bom } = parsed
  const report = new Report(xml)
  if (root.open.xml.search(/xmlns(?::\w+)?\s*=/) < 0)
    report.say('info', 'namespace', 'The file has no namespace; it was read as PAGE all the same.')
  const about = childNamed(root, 'Metadata')
  const pages = [...childrenNamed(root, 'Page')].map(page => pageOf(page, about, report))
  const confidences = [...allNamed(root, 'Word')].map(word => childNamed(word, 'TextEquiv')?.attrs.conf ?? '')
  return scanRead(
    'page',
    {
      pages: judged(pages, confidences, report),
      metadata: metadataOf(about),
      source: { encoding, bom },
      at: timeOf(textIn(childNamed(about, 'LastChange')) || textIn(childNamed(about, 'Created'))),
      problems: report.problems,
    },
    bytes,
    name,
  )
}

const known = new Set(['imageFilename', 'imageWidth', 'imageHeight', 'custom'])

function pageOf(page: Element, about: Element | undefined, report: Report): ScanPage {
  const { imageFilename, imageWidth, imageHeight } = page.attrs
  const transkribus = about && childNamed(about, 'TranskribusMetadata')
  const attrs: Record<string, string | number> = {}
  if (imageFilename) attrs.facs = imageFilename.slice(0, 1000)
  const width = numberOf(imageWidth)
  const height = numberOf(imageHeight)
  if (width !== undefined && height !== undefined && width > 0 && height > 0)
    Object.assign(attrs, { width, height })
  else if (imageWidth || imageHeight)
    report.say('guess', 'coordinates', `The image's size is "${imageWidth} × ${imageHeight}".`, page)
  Object.assign(attrs, othersOf(page, 'page', known))
  const { pageNr, imgUrl } = transkribus?.attrs ?? {}
  if (imgUrl) attrs['page:imgUrl'] = imgUrl.slice(0, 1000)
  const regions = inReadingOrder(page, regionsIn(page, report), report)
  return { n: pageNr || undefined, attrs, regions: regions.flatMap(({ pieces }) => pieces) }
}

/** Regions as `<ReadingOrder>` has them, else by Transkribus's own index where all have one, else as in the file. */
function inReadingOrder(
  page: Element,
  regions: readonly PageRegion[],
  report: Report,
): readonly PageRegion[] {
  const given = childNamed(page, 'ReadingOrder')
  const named = given ? [...idsIn(given)] : []
  if (!given || named.length === 0) {
    const say = (words: string) => report.say('info', 'reading-order', `The reading order is ${words}.`)
    if (regions.length > 1 && regions.every(({ index }) => index !== null)) {
      say('that of the regions’ own indexes')
      return [...regions].sort((a, b) => a.index! - b.index!)
    }
    say('that of the file, which names no other')
    return regions
  }
  const found = ordered(regions, named)
  sayOrder(found, report, given, ({ pieces }) => pieces.some(piece => piece.is === 'text'))
  return found.regions
}

/** The ids that a reading order names, groups in groups: by their indexes where a group is ordered, else as in the
 * file. A group may itself stand for a region. */
function* idsIn(group: Element): Generator<string> {
  const members = [...childrenOf(group)].filter(child => /Group|RegionRef/.test(nameOf(child)))
  const index = ({ attrs }: Element) => numberOf(attrs.index) ?? Number.MAX_SAFE_INTEGER
  if (/^OrderedGroup/.test(nameOf(group))) members.sort((a, b) => index(a) - index(b))
  for (const member of members) {
    const { regionRef } = member.attrs
    if (regionRef) yield regionRef
    yield* idsIn(member)
  }
}

function metadataOf(about: Element | undefined): Metadata {
  const metadata: Record<string, string> = {}
  const take = (key: string, value: string | undefined) => {
    const words = value?.replace(/\s+/g, ' ').trim()
    if (words) metadata[key] = words.slice(0, 2000)
  }
  if (!about) return metadata
  const { docId, pageId, status } = childNamed(about, 'TranskribusMetadata')?.attrs ?? {}
  take('creator', textIn(childNamed(about, 'Creator')))
  take('created', textIn(childNamed(about, 'Created')))
  take('lastChange', textIn(childNamed(about, 'LastChange')))
  take('comments', textIn(childNamed(about, 'Comments')))
  const steps = [...childrenNamed(about, 'MetadataItem')].map(({ attrs }) => attrs.value ?? attrs.name ?? '')
  take('software', steps.filter(step => step !== '').join('; '))
  take('externalRef', about.attrs.externalRef)
  take('transkribusDocument', docId)
  take('transkribusPage', pageId)
  take('status', status)
  return metadata
}

export const pageReader: Reader = {
  name: 'page',
  title: 'PAGE XML',
  extensions: ['.xml'],
  recognises: bytes => firstElement(bytes) === 'PcGts',
  read,
}

/** The images that a document was transcribed from and where on them everything stands, as a `<facsimile>` (*TEI P5
 * §12.1*). Pages, regions and lines of the text point there by `@facs`. */
import type { EditedDocument } from '../../document.js'
import type { Piece, Segment } from '../../readings.js'
import { formeWork } from '../../structure.js'
import type { Attrs, Milestone } from '../../witness.js'
import type { Flow } from '../flow.js'
import { pointsOf } from '../scans/scan.js'
import type { Ids } from './ids.js'
import type { Points } from './points.js'
import { attributes, legal } from './xml.js'

/** The attribute of a block or milestone as it is written that holds what its `@facs` is. No file can have it. */
const key = '@facs'

/** What an element's `@facs` is, by what it is written from. */
export function facsOf(attrs: Attrs | undefined): string | undefined {
  const facs = attrs?.[key]
  return typeof facs === 'string' ? facs : undefined
}

interface Zone {
  readonly id: string
  readonly type: string
  readonly attrs: Attrs
  readonly inner: Zone[]
}

interface Surface {
  readonly id: string
  readonly at: number
  readonly page: Milestone | null
  readonly zones: Zone[]
}

export class Facsimile {
  private readonly surfaces: Surface[] = []
  private readonly ofMilestones = new Map<string, string>()
  private readonly ofBlocks = new Map<number, string>()
  /** The zones of lines, by the offset at which the line begins. */
  private readonly ofLines = new Map<number, string>()

  constructor(
    document: EditedDocument,
    private readonly ids: Ids,
  ) {
    const milestones = document.allMilestones()
    for (const milestone of milestones)
      if (milestone.type === 'pb' && (milestone.attrs?.facs || milestone.attrs?.width))
        this.surface(milestone)
    const regions = new Map<string, Zone>()
    const { structure } = document
    const byStart: { start: number; zone: Zone }[] = []
    for (let i = 0; i < structure.count; i++) {
      const { start, attrs } = structure.block(i)
      if (!hasPlace(attrs)) continue
      const surface = this.surfaceAt(start)
      // The halves of a block that was split stand in the same region.
      const same = `${surface.id} ${attrs.zoneId} ${attrs.zone}`
      const zone = regions.get(same) ?? this.zone(surface.zones, `r${start}`, 'region', attrs)
      regions.set(same, zone)
      this.ofBlocks.set(start, zone.id)
      byStart.push({ start, zone })
    }
    for (const milestone of milestones) {
      const { id, at, type, attrs } = milestone
      if (type !== 'pb' && hasPlace(attrs))
        this.ofMilestones.set(id, this.zone(this.surfaceAt(at).zones, id, type, attrs).id)
    }
    let next = 0
    for (const { id, start, type, attrs } of document.spans.inOrder()) {
      if (!hasPlace(attrs)) continue
      while (next < byStart.length && byStart[next]!.start <= start) next++
      const region = byStart[next - 1]
      const isIn = region !== undefined && this.ofBlocks.has(blockStart(document, start))
      const zone = this.zone(isIn ? region.zone.inner : this.surfaceAt(start).zones, id, type, attrs)
      if (type === 'line') this.ofLines.set(start, zone.id)
    }
  }

  /** Gives the lines that begin a block a break of their own, and the other parts of a text their `@facs`. */
  point(flows: readonly Flow[], points: Points): Flow[] {
    if (this.surfaces.length === 0) return [...flows]
    const begin = new Set<number>()
    return flows.map(flow => {
      const zones = new Set<string>()
      const pieces = flow.pieces.map(piece => {
        const { start } = piece.block
        const line = this.ofLines.get(start)
        if (line && piece.part === 0 && !begin.has(start)) {
          begin.add(start)
          points.add(start, 1, `<lb${attributes({ facs: `#${line}` })}/>`)
        }
        const pointed = this.pointed(piece)
        // Forme work within a paragraph has a place of its own.
        const facs = facsOf(pointed.attrs)
        if (facs && formeWork.has(piece.kind) === formeWork.has(flow.kind)) zones.add(facs)
        return pointed
      })
      if (zones.size === 0) return { ...flow, pieces }
      return { ...flow, attrs: { ...flow.attrs, [key]: [...zones].join(' ') }, pieces }
    })
  }

  /** The element's lines; none where nothing is known of any image. */
  xml(): string[] {
    return this.surfaces.length === 0 ? [] : ['<facsimile>', ...this.surfaces.map(surfaceXml), '</facsimile>']
  }

  private pointed(piece: Piece): Piece {
    const segments = piece.segments.map((segment): Segment => {
      if (segment.type === 'milestone') return { ...segment, milestone: this.milestone(segment.milestone) }
      if (segment.type !== 'line') return segment
      const zone = this.ofLines.get(segment.offset + segment.length)
      if (!zone) return segment
      const { offset: start, length, spans } = segment
      const line = { id: '', start, end: start + length, type: 'line', attrs: { [key]: `#${zone}` } }
      return { ...segment, spans: [...spans, line] }
    })
    const zone = this.ofBlocks.get(piece.block.start)
    const attrs = zone ? { ...piece.attrs, [key]: `#${zone}` } : piece.attrs
    return { ...piece, attrs, page: piece.page && this.milestone(piece.page), segments }
  }

  private milestone(milestone: Milestone): Milestone {
    const id = this.ofMilestones.get(milestone.id)
    return id ? { ...milestone, attrs: { ...milestone.attrs, [key]: `#${id}` } } : milestone
  }

  private surface(page: Milestone): void {
    const id = this.ids.of('surface', page.id)
    this.surfaces.push({ id, at: page.at, page, zones: [] })
    this.ofMilestones.set(page.id, id)
  }

  /** The page that an offset stands on. */
  private surfaceAt(offset: number): Surface {
    let low = 0
    let high = this.surfaces.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.surfaces[middle]!.at <= offset) low = middle + 1
      else high = middle
    }
    if (low > 0) return this.surfaces[low - 1]!
    const before = { id: this.ids.of('surface', 'before'), at: 0, page: null, zones: [] }
    this.surfaces.unshift(before)
    return before
  }

  private zone(list: Zone[], id: string, type: string, attrs: Attrs): Zone {
    const zone = { id: this.ids.of('zone', id), type, attrs, inner: [] }
    list.push(zone)
    return zone
  }
}

function blockStart({ structure }: EditedDocument, offset: number): number {
  return structure.starts[structure.indexAt(offset, 1)]!
}

function hasPlace(attrs: Attrs | undefined): attrs is Attrs {
  return attrs !== undefined && (typeof attrs.zone === 'string' || typeof attrs.baseline === 'string')
}

/** Coordinates are in the unit that `@type` names, in pixels of the image where there is none. */
function surfaceXml({ id, page, zones }: Surface): string {
  const { facs, width, height, unit } = page?.attrs ?? {}
  const isSized = typeof width === 'number' && typeof height === 'number'
  const size = isSized ? { ulx: '0', uly: '0', lrx: String(width), lry: String(height) } : {}
  const type = typeof unit === 'string' ? unit.replace(/[^\p{L}\p{N}.-]+/gu, '_') : undefined
  const pixels = isSized && !unit ? { width: `${width}px`, height: `${height}px` } : {}
  const graphic = typeof facs === 'string' ? `<graphic${attributes({ url: address(facs), ...pixels })}/>` : ''
  const inside = [graphic, ...zones.map(zoneXml)].filter(part => part !== '').join('\n')
  return `<surface${attributes({ 'xml:id': id, type, n: page?.n, ...size })}>\n${inside}\n</surface>`
}

function zoneXml({ id, type, attrs, inner }: Zone): string {
  const said = (name: 'zone' | 'baseline', least: number) =>
    typeof attrs[name] === 'string' ? (pointsOf(attrs[name], least) ?? undefined) : undefined
  const name = typeof attrs.zoneId === 'string' ? attrs.zoneId : undefined
  const points = said('baseline', 2)
  const path = points ? `<path${attributes({ type: 'baseline', points })}/>` : ''
  const own = attributes({
    'xml:id': id,
    type: type.replace(/[^\p{L}\p{N}.-]+/gu, '_') || 'zone',
    n: name,
    points: said('zone', 3),
  })
  const inside = [path, ...inner.map(zoneXml)].filter(part => part !== '').join('\n')
  return inside ? `<zone${own}>${inside}</zone>` : `<zone${own}/>`
}

/** A file's name or address as teidata.pointer takes it. */
function address(name: string): string {
  const spelled = legal(name).replace(/[^\w\-.~/]|%(?![0-9a-f]{2})/giu, c =>
    /[:?&=+,;@!$'()*%]/.test(c) && /^[a-z]+:\/\//i.test(name) && c !== '%' ? c : encodeURIComponent(c),
  )
  return spelled || 'image'
}

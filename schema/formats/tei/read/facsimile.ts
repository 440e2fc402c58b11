/** Where on the images of a TEI file its text stands: what `@facs` of pages, blocks and line breaks points to. */
import type { Attrs, Block, Milestone, Span } from '../../../witness.js'
import { pointsOf, rectangle } from '../../scans/scan.js'
import type { Composed } from './compose.js'
import { type Element, elementsIn, isElement, isWhite } from './nodes.js'

/** What is known of the parts of images: of a surface `facs`, `width`, `height`, `unit`, of a zone `zone`, `zoneId` and
 * `baseline`, by their ids. */
function partsOf(root: Element): ReadonlyMap<string, Attrs> {
  const parts = new Map<string, Attrs>()
  for (const element of elementsIn(root)) {
    const { 'xml:id': id } = element.attrs
    if (!id || parts.has(id)) continue
    if (element.name === 'surface') parts.set(id, surfaceAttrs(element))
    else if (element.name === 'zone') parts.set(id, zoneAttrs(element))
    else if (element.name === 'graphic') parts.set(id, graphicAttrs(element))
  }
  return parts
}

function childNamed(element: Element, name: string): Element | undefined {
  return element.children.find((child): child is Element => isElement(child) && child.name === name)
}

function graphicAttrs({ attrs: { url } }: Element): Attrs {
  return url ? { facs: decoded(url).slice(0, 1000) } : {}
}

function surfaceAttrs(surface: Element): Attrs {
  const graphic = childNamed(surface, 'graphic')
  const { ulx = '0', uly = '0', lrx, lry, type } = surface.attrs
  const [width, height] = [Number(lrx) - Number(ulx), Number(lry) - Number(uly)]
  const isSized = lrx !== undefined && lry !== undefined && width > 0 && height > 0
  return {
    ...(graphic ? graphicAttrs(graphic) : {}),
    ...(isSized ? { width, height } : {}),
    ...(isSized && type ? { unit: type.slice(0, 40) } : {}),
  }
}

function zoneAttrs(zone: Element): Attrs {
  const { points, ulx, uly, lrx, lry, n } = zone.attrs
  const corners = [ulx, uly, lrx, lry].map(corner => (corner === undefined ? Number.NaN : Number(corner)))
  const [x, y, right, bottom] = corners as [number, number, number, number]
  const polygon = points === undefined ? null : pointsOf(points)
  const found = polygon ?? (corners.every(Number.isFinite) ? rectangle(x, y, right - x, bottom - y) : null)
  const path = childNamed(zone, 'path')
  const baseline = path?.attrs.points === undefined ? null : pointsOf(path.attrs.points, 2)
  const id = n ?? zone.attrs['xml:id']
  return {
    ...(id ? { zoneId: id.slice(0, 200) } : {}),
    ...(found ? { zone: found } : {}),
    ...(baseline ? { baseline } : {}),
  }
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}

/** A text with what its `@facs` point to: pages know their image, blocks their region, and lines of which the file says
 * where they stand are spans `line`. */
export function placed(
  { text, blocks, milestones, spans, blockElements }: Composed,
  root: Element,
): { blocks: readonly Block[]; milestones: readonly Milestone[]; spans: readonly Span[] } {
  const parts = partsOf(root)
  if (parts.size === 0) return { blocks, milestones, spans }
  const partAt = (facs: unknown): Attrs | undefined => {
    for (const pointer of typeof facs === 'string' ? facs.split(/\s+/) : [])
      if (pointer.startsWith('#') && parts.has(pointer.slice(1))) return parts.get(pointer.slice(1))
    return undefined
  }
  const lines: Span[] = []
  const line = (start: number, blockEnd: number, facs: unknown) => {
    const attrs = partAt(facs)
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? blockEnd : Math.min(newline, blockEnd)
    if (attrs && end > start) lines.push({ id: `line${lines.length + 1}`, start, end, type: 'line', attrs })
  }
  const breaks = spans.filter(({ type, attrs }) => type === 'lb' && attrs?.facs !== undefined)
  let next = 0
  const pointed = blocks.map((block): Block => {
    const { start, end, attrs } = block
    line(start, end, firstLine(blockElements.get(start)))
    for (; next < breaks.length && breaks[next]!.start < end; next++) {
      const { end: from, attrs } = breaks[next]!
      if (from > start) line(from, end, attrs?.facs)
    }
    const part = partAt(attrs['tei:facs'])
    return part ? { ...block, attrs: { ...attrs, ...part } } : block
  })
  return {
    blocks: pointed,
    milestones: milestones.map(milestone => {
      const part = partAt(milestone.attrs?.facs)
      if (!part) return milestone
      // The pointer itself has done its work.
      const { facs: _, ...others } = milestone.attrs ?? {}
      return { ...milestone, attrs: { ...others, ...part } }
    }),
    spans: [...spans, ...lines],
  }
}

/** What the break with which an element's first line begins points to. */
function firstLine(element: Element | undefined): string | undefined {
  for (const child of element?.children ?? []) {
    if (!isElement(child)) {
      if (isWhite(child.text)) continue
      return undefined
    }
    if (child.name === 'lb') return child.attrs.facs
    if (child.children.length > 0) return undefined
  }
  return undefined
}

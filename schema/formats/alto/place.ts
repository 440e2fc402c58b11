/** Where on the page the parts of an ALTO file stand. */
import type { Attrs } from '../../witness.js'
import type { Report } from '../scans/report.js'
import { numberOf, pointsOf, rectangle } from '../scans/scan.js'
import { childNamed } from '../scans/tree.js'
import type { Element } from '../tei/read/nodes.js'

export const placeAttributes = ['HPOS', 'VPOS', 'WIDTH', 'HEIGHT'] as const

/** `zone` and `zoneId`, of a line `baseline`: the polygon where there is one, else the rectangle. What is neither is kept
 * as it is spelled. */
export function placeOf(element: Element, report: Report): Attrs {
  const { ID, HPOS, VPOS, WIDTH, HEIGHT, BASELINE } = element.attrs
  const attrs: Record<string, string> = {}
  if (ID) attrs.zoneId = ID
  const polygon = childNamed(childNamed(element, 'Shape'), 'Polygon')
  const points = polygon ? pointsOf(polygon.attrs.POINTS ?? '') : null
  if (polygon && !points) {
    attrs['alto:zone'] = (polygon.attrs.POINTS ?? '').slice(0, 1000)
    wrong(polygon.attrs.POINTS ?? '', polygon, report)
  }
  const [x, y, width, height] = [HPOS, VPOS, WIDTH, HEIGHT].map(numberOf)
  if (points) attrs.zone = points
  else if (x !== undefined && y !== undefined && width !== undefined && height !== undefined)
    attrs.zone = rectangle(x, y, width, height)
  else if (HPOS || VPOS || WIDTH || HEIGHT) {
    const said = [HPOS, VPOS, WIDTH, HEIGHT].map(part => part ?? '').join(' ')
    attrs['alto:position'] = said.slice(0, 200)
    // A position without a size is usual for spaces and the like.
    if ([HPOS, VPOS, WIDTH, HEIGHT].some(part => part && numberOf(part) === undefined))
      wrong(said, element, report)
  }
  if (BASELINE) {
    // Before ALTO 4 a baseline was one height.
    const line = pointsOf(BASELINE, 2)
    if (line) attrs.baseline = line
    else attrs['alto:baseline'] = BASELINE.slice(0, 1000)
  }
  return attrs
}

function wrong(said: string, element: Element, report: Report): void {
  report.say('guess', 'coordinates', `These are no points: "${said.slice(0, 60)}".`, element)
}

/** Where on the page the parts of a PAGE file stand. */
import type { Attrs } from '../../witness.js'
import type { Report } from '../scans/report.js'
import { pointsOf } from '../scans/scan.js'
import { childNamed, childrenNamed } from '../scans/tree.js'
import type { Element } from '../tei/read/nodes.js'

/** Where a region or line stands: `zone` and `zoneId`, for a line also `baseline`. What is no polygon is kept as it is
 * spelled. */
export function placeOf(element: Element, report: Report): Attrs {
  const attrs: Record<string, string> = {}
  if (element.attrs.id) attrs.zoneId = element.attrs.id
  const take = (child: Element | undefined, key: 'zone' | 'baseline', least: number) => {
    if (!child) return
    const spelled = child.attrs.points ?? olderPoints(child)
    const points = pointsOf(spelled, least)
    if (points) attrs[key] = points
    else if (spelled.trim() !== '') {
      attrs[`page:${key}`] = spelled.slice(0, 1000)
      report.say('guess', 'coordinates', `These are no points: "${spelled.slice(0, 60)}".`, child)
    }
  }
  take(childNamed(element, 'Coords'), 'zone', 3)
  take(childNamed(element, 'Baseline'), 'baseline', 2)
  return attrs
}

/** Until 2010 each point was an element of its own. */
function olderPoints(coords: Element): string {
  return [...childrenNamed(coords, 'Point')].map(({ attrs }) => `${attrs.x},${attrs.y}`).join(' ')
}

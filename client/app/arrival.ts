import { useEffect } from 'react'
import type { Editor } from '../editor/editor.js'
import { linkedPlace } from './deep-link.js'

/** Goes to the place that the address names, when the page opens and whenever the address changes. */
export function useArrival(editor: Editor): void {
  useEffect(() => {
    let last = ''
    const arrive = () => {
      if (location.hash === last) return
      last = location.hash
      const place = linkedPlace(last)
      if (!place) return
      editor.goTo('offset' in place ? { offset: Math.min(place.offset, editor.document.length) } : place)
    }
    arrive()
    // The router says "pushState" where the browser says nothing.
    const events = ['hashchange', 'popstate', 'pushState', 'replaceState'] as const
    for (const event of events) addEventListener(event, arrive)
    return () => {
      for (const event of events) removeEventListener(event, arrive)
    }
  }, [editor])
}

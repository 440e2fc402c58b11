/** Addresses that lead to a place in a document: `/d/ID#at=120`, `#at=120-135`, `#correction=ID` or `#note=ID`. */
import { useEffect } from 'react'
import type { Editor } from '../editor/editor.js'

/** A place in a document's text: a witness offset, a correction or a note. */
export type LinkedPlace =
  | { readonly offset: number; readonly end?: number }
  | { readonly correction: string }
  | { readonly note: string }

/** The address of a document, at a place where one is given. */
export function documentHref(document: string, place?: LinkedPlace): string {
  const base = `/d/${encodeURIComponent(document)}`
  if (!place) return base
  if ('offset' in place) return `${base}#at=${place.offset}`
  return 'correction' in place
    ? `${base}#correction=${encodeURIComponent(place.correction)}`
    : `${base}#note=${encodeURIComponent(place.note)}`
}

/** The place that the part of an address after `#` names; null where it names none. */
export function linkedPlace(hash: string): LinkedPlace | null {
  const said = new URLSearchParams(hash.replace(/^#/, ''))
  const correction = said.get('correction')
  const note = said.get('note')
  const at = said.get('at')
  if (correction) return { correction }
  if (note) return { note }
  const [, start, end] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(at ?? '') ?? []
  if (start === undefined) return null
  return { offset: Number(start), ...(end === undefined ? {} : { end: Number(end) }) }
}

/** Takes an editor to the place that the address names, when it opens and whenever the address comes to name another. */
export function useLinkedPlace(editor: Editor | null): void {
  useEffect(() => {
    if (!editor) return
    const go = () => {
      const place = linkedPlace(location.hash)
      if (place) editor.goTo(place)
    }
    // The text must have been laid out before one can scroll in it.
    const frame = requestAnimationFrame(go)
    addEventListener('hashchange', go)
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener('hashchange', go)
    }
  }, [editor])
}

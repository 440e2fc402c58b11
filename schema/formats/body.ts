/** The body of a note as values, for writers: paragraphs of runs. */

import * as Y from 'yjs'
import type { Layers } from '../layers.js'

export interface Run {
  readonly text: string
  readonly em: boolean
  readonly strong: boolean
  /** The address that the run links to; null where it links to none or to one that is not http, https or mailto. */
  readonly href: string | null
}

/** A note's paragraphs; empty where there is no such note or nothing in it. */
export function bodyOf(layers: Layers, note: string): Run[][] {
  const body = layers.noteBody(note)
  return body ? paragraphsOf(body).filter(runs => runs.length > 0) : []
}

function paragraphsOf(parent: Y.XmlFragment): Run[][] {
  const paragraphs: Run[][] = []
  let open: Run[] | null = null
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) {
      if (!open) {
        open = []
        paragraphs.push(open)
      }
      open.push(...runsOf(child))
    } else if (child instanceof Y.XmlElement) {
      open = null
      paragraphs.push(...paragraphsOf(child))
    }
  }
  return paragraphs
}

function runsOf(text: Y.XmlText): Run[] {
  const runs: Run[] = []
  for (const { insert, attributes } of text.toDelta() as { insert: unknown; attributes?: unknown }[]) {
    if (typeof insert !== 'string' || insert === '') continue
    const marks = new Map<string, unknown>()
    // y-prosemirror names a mark that may stand twice on one text "name--hash".
    for (const [name, value] of Object.entries(attributes ?? {})) marks.set(name.replace(/--.*$/, ''), value)
    runs.push({
      text: insert,
      em: marks.has('em'),
      strong: marks.has('strong'),
      href: hrefOf(marks.get('link')),
    })
  }
  return runs
}

function hrefOf(mark: unknown): string | null {
  if (mark === null || typeof mark !== 'object' || !('href' in mark)) return null
  const { href } = mark
  return typeof href === 'string' && /^(https?:\/\/|mailto:)\S+$/i.test(href) ? href : null
}

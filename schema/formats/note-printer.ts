/** What a writer needs to print the notes of one document: their marks, what their references say, and the works that
 * they cite. */
import type { Work } from '../bibliography.js'
import { inlinesOf, type Reference } from '../note-body.js'
import { defaultSeries, labelsOf } from '../note-series.js'
import type { Printed } from '../printed.js'
import { referenceKey, wordsOf } from '../references.js'
import { bodyOf } from './body.js'
import type { Exported } from './format.js'

/** A work that the notes cite, with its entry in the bibliography. */
export interface CitedWork {
  readonly work: Work
  readonly printed: readonly Printed[]
}

export class NotePrinter {
  readonly labels: ReadonlyMap<string, string>

  constructor(private readonly exported: Exported) {
    this.labels = labelsOf(exported.document, exported.settings?.noteSeries ?? defaultSeries)
  }

  /** Whether a reference leads into the document that is written. */
  isHere(to: Reference): boolean {
    return to.document === '' || to.document === this.exported.id
  }

  /** What a reference says; "[gone]" where its place is no more. */
  reference(to: Reference): string {
    const said = this.isHere(to)
      ? wordsOf(this.exported.document, this.labels, to)
      : this.exported.elsewhere?.get(referenceKey(to))
    return said ?? '[gone]'
  }

  citation(key: string, locator: string): readonly Printed[] {
    const { citing } = this.exported
    if (citing) return citing.citation(key, locator)
    return [{ text: locator ? `[${key}, ${locator}]` : `[${key}]`, em: false, strong: false }]
  }

  /** The works that are cited and known, in the order of the bibliography. */
  works(): CitedWork[] {
    const { citing, document } = this.exported
    if (!citing) return []
    const keys = new Set<string>()
    for (const { id } of document.notes.inOrder())
      for (const part of inlinesOf(bodyOf(document.layers, id))) if (part.type === 'cite') keys.add(part.key)
    if (keys.size === 0) return []
    return citing.entries(keys)
  }
}

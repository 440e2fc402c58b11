/** What notes need to know beyond themselves: their marks, what references say, how citations are printed. One for each
 * open document, shared by all its cards. */
import type { Work } from '../../schema/bibliography.js'
import type { Citing } from '../../schema/citing.js'
import type { Change, EditedDocument } from '../../schema/document.js'
import type { Reference } from '../../schema/note-body.js'
import { defaultSeries, labelsOf, type NoteSeries } from '../../schema/note-series.js'
import { type Printed, plain } from '../../schema/printed.js'
import { referenceKey, wordsOf } from '../../schema/references.js'
import { placesIn } from '../app/api.js'
import { Value } from '../app/value.js'
import { LabelSheet } from './label-sheet.js'

/** Marks are counted again at most this often while somebody works, in milliseconds. */
const delay = 80

const contexts = new WeakMap<EditedDocument, NoteContext>()

export function noteContextOf(document: EditedDocument): NoteContext {
  const known = contexts.get(document) ?? new NoteContext(document)
  contexts.set(document, known)
  return known
}

export class NoteContext {
  /** Counts up whenever something that notes show has changed. */
  readonly version = new Value(0)
  labels: ReadonlyMap<string, string> = new Map()
  works: readonly Work[] = []
  private series: NoteSeries = defaultSeries
  private style = ''
  private citing: Citing | null = null
  private readonly elsewhere = new Map<string, string | null>()
  private asking = new Set<string>()
  private stop: (() => void) | null = null
  private sheet: LabelSheet | null = null

  constructor(readonly document: EditedDocument) {
    this.labels = labelsOf(document)
  }

  /** Begins to follow the document and to show the marks in the text; returns the way to stop. */
  follow(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined
    this.sheet = new LabelSheet()
    this.recount()
    let isStructural = false
    const unlisten = this.document.onChange((change: Change) => {
      if (change.structure) isStructural = true
      if (timer !== undefined || (change.notes.size === 0 && !change.structure)) return
      timer = setTimeout(() => {
        timer = undefined
        this.recount()
        if (isStructural) this.changed()
        isStructural = false
      }, delay)
    })
    this.stop = () => {
      unlisten()
      clearTimeout(timer)
      this.sheet?.clear()
      this.sheet = null
    }
    return () => this.stop?.()
  }

  setSeries(series: NoteSeries): void {
    if (JSON.stringify(series) === JSON.stringify(this.series)) return
    this.series = series
    this.recount()
  }

  /** The works of the edition and the style they are cited in. What prints them is loaded when there are any. */
  async setWorks(works: readonly Work[], style: string): Promise<void> {
    if (works === this.works && style === this.style) return
    this.works = works
    this.style = style
    if (works.length === 0) this.citing = null
    else {
      const { Citing } = await import('../../schema/citing.js')
      if (works !== this.works || style !== this.style) return
      this.citing = new Citing(works, style)
    }
    this.changed()
  }

  /** What a reference says; "…" while another document is asked, "[gone]" where its place is no more. */
  reference(to: Reference): string {
    if (to.document === '') return wordsOf(this.document, this.labels, to) ?? '[gone]'
    const key = referenceKey(to)
    const known = this.elsewhere.get(key)
    if (known !== undefined) return known ?? '[gone]'
    this.ask(to.document, key)
    return '…'
  }

  citation(key: string, locator: string): readonly Printed[] {
    return this.citing?.citation(key, locator) ?? [plain(locator ? `[${key}, ${locator}]` : `[${key}]`)]
  }

  private recount(): void {
    const labels = labelsOf(this.document, this.series)
    const isSame =
      labels.size === this.labels.size && [...labels].every(([id, l]) => this.labels.get(id) === l)
    if (!isSame) this.labels = labels
    this.sheet?.show(this.document, this.labels)
    // At most keys only the words of a note have changed, which concerns nobody else.
    if (!isSame) this.changed()
  }

  private changed(): void {
    this.version.set(this.version.get() + 1)
  }

  /** Asks for all places of a document that were wanted in one turn together. */
  private ask(document: string, key: string): void {
    if (this.asking.has(key)) return
    this.asking.add(key)
    const isFirst = [...this.asking].filter(k => k.startsWith(`${document}#`)).length === 1
    if (!isFirst) return
    setTimeout(async () => {
      const keys = [...this.asking].filter(k => k.startsWith(`${document}#`))
      const places = keys.map(k => k.slice(document.length + 1))
      try {
        const { title, places: found } = await placesIn(document, places)
        for (const { at, says } of found)
          this.elsewhere.set(`${document}#${at}`, says === null ? null : `${title}, ${says}`)
      } catch {
        // Without an answer the place is unknown until the page is opened again.
        for (const k of keys) this.elsewhere.set(k, null)
      }
      for (const k of keys) this.asking.delete(k)
      this.changed()
    }, 0)
  }
}

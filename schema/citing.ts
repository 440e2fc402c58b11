/** Citing: how works and citations of them are printed, in a style of CSL. The work is done by citeproc, which knows the
 * languages and styles that come with it; nothing is ever fetched. */
import { plugins } from '@citation-js/core'
import '@citation-js/plugin-csl'
import { inBibliographicOrder, namesText, type Work, yearOf } from './bibliography.js'
import { citationStyles } from './citation-styles.js'
import { fullNote } from './full-note.js'
import { type Printed, plain, printedOf } from './printed.js'

export { type CitationStyle, citationStyles } from './citation-styles.js'

/** citeproc keeps one engine a style; whoever asked last has filled it with works. */
let inHand: Citing | null = null

const unprinted = (key: string, locator: string) => plain(locator ? `[${key}, ${locator}]` : `[${key}]`)

/** The works of an edition in one style. `style` that is not known is as `apa`. A work with fields that citeproc cannot
 * take (any program may have written it) never fails: what cannot be printed shows its key. */
export class Citing {
  private readonly style: string
  private readonly works: ReadonlyMap<string, Work>
  private readonly said = new Map<string, readonly Printed[]>()
  private printed: ReadonlyMap<string, readonly Printed[]> | null = null
  private engine: ReturnType<ReturnType<typeof config>['engine']> | null = null

  constructor(works: Iterable<Work>, style: string) {
    this.works = new Map([...works].map(work => [work.id, work]))
    this.style = citationStyles.some(([known]) => known === style) ? style : 'apa'
  }

  has(key: string): boolean {
    return this.works.has(key)
  }

  get(key: string): Work | undefined {
    return this.works.get(key)
  }

  /** A citation as a note has it: "(Coox, 1985, p. 12)". Of a work that is not known, its key. */
  citation(key: string, locator: string): readonly Printed[] {
    const name = `${key} ${locator}`
    const known = this.said.get(name)
    if (known) return known
    if (!this.works.has(key)) return [unprinted(key, locator)]
    const item = { id: key, ...placeIn(locator) }
    let made: readonly Printed[]
    try {
      made = printedOf(this.ready().makeCitationCluster([item]))
    } catch {
      made = [unprinted(key, locator)]
    }
    this.said.set(name, made)
    return made
  }

  /** The entries of the bibliography, in the order that the style asks for; `keys` restricts it to some. */
  entries(keys?: ReadonlySet<string>): { readonly work: Work; readonly printed: readonly Printed[] }[] {
    this.printed ??= this.print()
    return [...this.printed]
      .filter(([key]) => !keys || keys.has(key))
      .map(([key, printed]) => ({ work: this.works.get(key)!, printed }))
  }

  private print(): Map<string, readonly Printed[]> {
    const made = new Map<string, readonly Printed[]>()
    try {
      const result = this.works.size > 0 ? this.ready().makeBibliography() : false
      if (!result) return made
      const [{ entry_ids: ids }, entries] = result
      entries.forEach((entry, i) => {
        const key = ids[i]?.[0]
        if (key !== undefined) made.set(key, printedOf(entry))
      })
    } catch {
      for (const work of inBibliographicOrder(this.works.values()))
        made.set(work.id, [plain(`${namesText(work.author)} ${yearOf(work)} ${work.title ?? ''}`.trim())])
    }
    return made
  }

  private ready() {
    if (inHand === this && this.engine) return this.engine
    inHand = this
    const items = [...this.works.values()].map(forCiteproc)
    this.engine = null
    const engine = config().engine(items, this.style, 'en-US', 'html')
    engine.updateItems([...this.works.keys()])
    this.engine = engine
    return engine
  }
}

/** A work with only such fields as citeproc takes: lists of names, dates, and texts. One number where it expects a text
 * can stop it for all works. */
function forCiteproc(work: Work): Record<string, unknown> {
  const fields = Object.entries(work).flatMap(([field, value]) => {
    if (typeof value === 'number') return [[field, String(value)]]
    if (typeof value === 'string') return [[field, value]]
    if (Array.isArray(value)) return value.every(isObject) ? [[field, value]] : []
    return isObject(value) && ['date-parts', 'raw', 'literal'].some(key => key in value)
      ? [[field, value]]
      : []
  })
  return Object.fromEntries(fields)
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function config() {
  const { templates, engine } = plugins.config.get('@csl')
  if (!templates.has('full-note')) templates.add('full-note', fullNote)
  return { engine }
}

const labels: Readonly<Record<string, string>> = {
  'p.': 'page',
  'pp.': 'page',
  'f.': 'folio',
  'ff.': 'folio',
  'fol.': 'folio',
  'vol.': 'volume',
  'ch.': 'chapter',
  'chap.': 'chapter',
  'n.': 'note',
  'no.': 'issue',
  'l.': 'line',
  '§': 'section',
  '¶': 'paragraph',
}

/** A place in a work as citeproc takes it: "12" and "p. 12" are pages, "fol. 3v" a folio; what it has no word for
 * stands as typed. */
function placeIn(locator: string): { locator?: string; label?: string; suffix?: string } {
  const typed = locator.trim()
  if (typed === '') return {}
  const match = /^(\p{L}+\.|[§¶])\s*(?=[\p{N}\p{L}])(.*)$/u.exec(typed)
  const label = match ? labels[match[1]!.toLowerCase()] : undefined
  if (match && label) return { locator: match[2]!, label }
  return /^[\divxlc][\d\s,ivxlc\u2010-\u2015-]*$/iu.test(typed)
    ? { locator: typed, label: 'page' }
    : { suffix: `, ${typed}` }
}

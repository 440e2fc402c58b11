/** The files that a person is about to import: each is looked at first, and entered when they say so. */

import type { StyleMap } from '../../schema/formats/style-map.js'
import type { BlockKind, Witness } from '../../schema/witness.js'
import { addDocument, changeDocument, type Inspection, inspect, RequestError } from '../app/api.js'
import { Value } from '../app/value.js'
import { filesOf, type OpenedZip, opened } from './zips.js'

/** `looked`: the preview is there. `failed` says what a person can do about it. */
export type Progress =
  | { readonly is: 'looking' }
  | { readonly is: 'looked'; readonly seen: Inspection }
  | { readonly is: 'entering' }
  | { readonly is: 'entered'; readonly document: string }
  | { readonly is: 'failed'; readonly why: string; readonly seen: Inspection | null }

/** `zip` is the key of the ZIP that the file came in, `path` its path there, and `reader` the title of what reads it. */
export interface ImportedFile {
  readonly key: number
  readonly file: File
  readonly zip?: number
  readonly path?: string
  readonly reader?: string
  readonly title: string
  readonly progress: Progress
  /** Whether what is shown of it is about to change, as styles were given another meaning. */
  readonly isRereading?: boolean
}

let keys = 0

export class Imports {
  readonly files = new Value<readonly ImportedFile[]>([])
  readonly zips = new Value<readonly OpenedZip[]>([])
  /** Whether somebody has asked to enter no more. */
  readonly isStopping = new Value(false)
  private readonly stopping = new AbortController()
  private styles: StyleMap = {}
  /** Counts how often styles were given another meaning: what was asked before is not waited for. */
  private round = 0

  /** Looks at the files one after the other; a large one does not hold up the page, since the server reads it. Of a ZIP
   * each file is looked at, or all as one document where all are pages of scans. */
  async add(files: readonly File[]): Promise<void> {
    const added = files.map(file => toLookAt(file))
    this.files.set([...this.files.get(), ...added])
    const zips: OpenedZip[] = []
    for (const { key, file } of added) {
      const zip = await opened(file, key).catch(() => null)
      if (zip) zips.push(zip)
    }
    this.zips.set([...this.zips.get(), ...zips])
    for (const zip of zips) if (zip.as === 'documents') await this.spread(zip)
    await this.look()
  }

  /** Makes a ZIP one document, or a document of each of its files. */
  async becomes(zip: OpenedZip, as: OpenedZip['as']): Promise<void> {
    if (zip.as === as) return
    const changed = { ...zip, as }
    this.zips.set(this.zips.get().map(z => (z.key === zip.key ? changed : z)))
    if (as === 'documents') await this.spread(changed)
    else this.replace(zip.key, [{ ...toLookAt(zip.file), zip: zip.key }])
    await this.look()
  }

  private async spread(zip: OpenedZip): Promise<void> {
    const files = await filesOf(zip)
    this.replace(
      zip.key,
      files.map(({ file, path, reader }) => ({ ...toLookAt(file), zip: zip.key, path, reader })),
    )
  }

  /** Puts files in the place of those that a ZIP is just now. */
  private replace(zip: number, files: readonly ImportedFile[]): void {
    const all = this.files.get()
    const isOf = (f: ImportedFile) => f.key === zip || f.zip === zip
    const first = all.findIndex(isOf)
    const at = first < 0 ? all.length : first
    this.files.set([
      ...all.slice(0, at).filter(f => !isOf(f)),
      ...files,
      ...all.slice(at).filter(f => !isOf(f)),
    ])
  }

  private looking: Promise<void> | null = null

  /** Looks at whatever has not been looked at. */
  private look(): Promise<void> {
    this.looking ??= this.lookAtAll().finally(() => {
      this.looking = null
    })
    return this.looking
  }

  private async lookAtAll(): Promise<void> {
    for (;;) {
      const next = this.files.get().find(({ progress }) => progress.is === 'looking')
      if (!next || this.stopping.signal.aborted) return
      await this.lookAt(next)
    }
  }

  private async lookAt({ key, file }: ImportedFile): Promise<void> {
    try {
      const seen = await this.seenOf(file)
      const error = seen.problems.find(p => p.severity === 'error')
      if (!seen.witness)
        this.change(key, { progress: { is: 'failed', why: error?.message ?? 'It cannot be read.', seen } })
      else
        this.change(key, {
          progress: { is: 'looked', seen },
          ...(seen.metadata.title ? { title: readableTitle(seen.metadata.title) } : {}),
        })
    } catch (error) {
      if (this.stopping.signal.aborted) return
      this.change(key, { progress: { is: 'failed', why: words(error), seen: null } })
    }
  }

  /** Gives the styles of Word files another meaning, and looks anew at the files that have them. */
  async restyle(styles: StyleMap): Promise<void> {
    const round = ++this.round
    this.styles = styles
    for (const { key, file, progress, isRereading } of this.files.get()) {
      if (progress.is !== 'looked' || !isOtherwise(progress.seen, styles)) {
        if (isRereading) this.change(key, { isRereading: false })
        continue
      }
      this.change(key, { isRereading: true })
      try {
        const seen = await inspect(file, this.stopping.signal, stylesOf(progress.seen, styles))
        if (round !== this.round) return
        const isStill = this.files.get().find(f => f.key === key)?.progress.is === 'looked'
        this.change(key, { ...(isStill ? { progress: { is: 'looked', seen } } : {}), isRereading: false })
      } catch (error) {
        if (round !== this.round || this.stopping.signal.aborted) return
        this.change(key, {
          progress: { is: 'failed', why: words(error), seen: progress.seen },
          isRereading: false,
        })
      }
    }
  }

  /** Which styles a file has is known only when it has been read. */
  private async seenOf(file: File): Promise<Inspection> {
    let seen = await inspect(file, this.stopping.signal)
    // They may be given another meaning while it is being read.
    for (let i = 0; i < 3 && isOtherwise(seen, this.styles); i++)
      seen = await inspect(file, this.stopping.signal, stylesOf(seen, this.styles))
    return seen
  }

  rename(key: number, title: string): void {
    this.change(key, { title })
  }

  remove(key: number): void {
    this.files.set(this.files.get().filter(f => f.key !== key))
  }

  /** Enters the files that can be read into an edition, until somebody stops it; returns the ids of the new documents, in
   * order. */
  async enter(edition: string): Promise<string[]> {
    const ids: string[] = []
    this.isStopping.set(false)
    for (const { key, file, progress } of this.files.get()) {
      if (progress.is !== 'looked' || this.stopping.signal.aborted || this.isStopping.get()) continue
      this.change(key, { progress: { is: 'entering' } })
      try {
        const { id } = await addDocument(
          edition,
          file,
          this.stopping.signal,
          stylesOf(progress.seen, this.styles),
        )
        const title = this.files
          .get()
          .find(f => f.key === key)
          ?.title.trim()
        if (title && title !== progress.seen.metadata.title) await changeDocument(id, { title })
        ids.push(id)
        this.change(key, { progress: { is: 'entered', document: id } })
      } catch (error) {
        if (this.stopping.signal.aborted) break
        this.change(key, { progress: { is: 'failed', why: words(error), seen: progress.seen } })
      }
    }
    return ids
  }

  /** Enters no more after the one that is being entered: what is in stays in. */
  stop(): void {
    this.isStopping.set(true)
  }

  cancel(): void {
    this.stopping.abort()
  }

  private change(key: number, change: Partial<ImportedFile>): void {
    this.files.set(this.files.get().map(f => (f.key === key ? { ...f, ...change } : f)))
  }
}

function toLookAt(file: File): ImportedFile {
  return { key: ++keys, file, title: file.name.replace(/\.[^.]*$/, ''), progress: { is: 'looking' } }
}

/** What is said of the styles that a file has. */
function stylesOf({ styles = [] }: Inspection, said: StyleMap): StyleMap {
  const has = new Set(styles.map(({ name }) => name.toLowerCase()))
  return Object.fromEntries(Object.entries(said).filter(([name]) => has.has(name.toLowerCase())))
}

/** Whether a file would be read otherwise with other meanings of its styles. */
function isOtherwise({ styles = [] }: Inspection, said: StyleMap): boolean {
  const words = new Map(Object.entries(said).map(([name, word]) => [name.toLowerCase(), word]))
  return styles.some(({ name, chosen }) => (words.get(name.toLowerCase()) || null) !== chosen)
}

function words(error: unknown): string {
  if (error instanceof RequestError && error.status === 413) return 'It is larger than this server takes.'
  return error instanceof Error ? error.message : String(error)
}

/** How many there are of each thing that a reader of the preview wants counted; none are left out, and the plural is
 * in the words. */
export function countsOf(witness: Witness): { words: string; n: number }[] {
  const kinds = new Map<BlockKind, number>()
  const speakers = new Set<string>()
  for (const { kind, attrs } of witness.blocks) {
    if (attrs.continues !== true) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    if (typeof attrs.who === 'string') speakers.add(attrs.who)
  }
  const breaks = witness.milestones.filter(m => m.type === 'pb')
  const pages = breaks.length
  const opensWithPage = breaks.some(({ at }) => at <= (witness.blocks[0]?.start ?? 0))
  const counts: [string, string, number][] = [
    ['page', 'pages', pages > 0 ? pages + (opensWithPage ? 0 : 1) : 0],
    ['speaker', 'speakers', speakers.size],
    ['heading', 'headings', kinds.get('heading') ?? 0],
    ['paragraph', 'paragraphs', kinds.get('paragraph') ?? 0],
    ['speech', 'speeches', kinds.get('speech') ?? 0],
    ['stage direction', 'stage directions', kinds.get('stage') ?? 0],
    ['list item', 'list items', kinds.get('item') ?? 0],
    ['stamp', 'stamps', kinds.get('stamp') ?? 0],
    ['catchword', 'catchwords', kinds.get('catchword') ?? 0],
    ['quotation', 'quotations', kinds.get('quotation') ?? 0],
    ['verse', 'verses', kinds.get('verse') ?? 0],
    ['signature', 'signatures', kinds.get('signature') ?? 0],
    ['dateline', 'datelines', kinds.get('dateline') ?? 0],
    ['salutation', 'salutations', kinds.get('salutation') ?? 0],
    ['metadata field', 'metadata fields', kinds.get('metadata') ?? 0],
  ]
  return counts.filter(([, , n]) => n > 0).map(([one, many, n]) => ({ words: n === 1 ? one : many, n }))
}

const small = new Set('a an and as at but by for from in into nor of on or over the to upon with'.split(' '))

/** A title set all in capitals, as one would write it in a list: "THE REPORT ON THE INCIDENT" is "The Report on the
 * Incident". Others are left as they are, and so are Roman numbers. Only the list is concerned: the witness keeps its own. */
export function readableTitle(title: string): string {
  if (!/\p{Lu}{2}/u.test(title) || /\p{Ll}/u.test(title)) return title
  return title.replace(/[\p{L}\p{M}'’]+/gu, (word, at: number) => {
    if (/^[IVXLCDM]+$/.test(word) && word.length > 1) return word
    const low = word.toLocaleLowerCase('en')
    const starts = at === 0 || /[.:;!?]\s*$/.test(title.slice(0, at))
    if (!starts && small.has(low)) return low
    return low.charAt(0).toLocaleUpperCase('en') + low.slice(1)
  })
}

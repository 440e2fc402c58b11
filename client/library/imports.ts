/** The files that a person is about to import: each is looked at first, and entered when they say so. */

import type { BlockKind, Witness } from '../../schema/witness.js'
import { addDocument, changeDocument, type Inspection, inspect, RequestError } from '../app/api.js'
import { Value } from '../app/value.js'

/** `looked`: the preview is there. `failed` says what a person can do about it. */
export type Progress =
  | { readonly is: 'looking' }
  | { readonly is: 'looked'; readonly seen: Inspection }
  | { readonly is: 'entering' }
  | { readonly is: 'entered'; readonly document: string }
  | { readonly is: 'failed'; readonly why: string; readonly seen: Inspection | null }

export interface ImportedFile {
  readonly key: number
  readonly file: File
  readonly title: string
  readonly progress: Progress
}

let keys = 0

export class Imports {
  readonly files = new Value<readonly ImportedFile[]>([])
  private readonly stopping = new AbortController()

  /** Looks at the files one after the other; a large one does not hold up the page, since the server reads it. */
  async add(files: readonly File[]): Promise<void> {
    const added = files.map(file => ({
      key: ++keys,
      file,
      title: file.name.replace(/\.[^.]*$/, ''),
      progress: { is: 'looking' } as const,
    }))
    this.files.set([...this.files.get(), ...added])
    for (const { key, file } of added) {
      try {
        const seen = await inspect(file, this.stopping.signal)
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
  }

  rename(key: number, title: string): void {
    this.change(key, { title })
  }

  remove(key: number): void {
    this.files.set(this.files.get().filter(f => f.key !== key))
  }

  /** Enters the files that can be read into an edition; returns the ids of the new documents, in order. */
  async enter(edition: string): Promise<string[]> {
    const ids: string[] = []
    for (const { key, file, progress } of this.files.get()) {
      if (progress.is !== 'looked' || this.stopping.signal.aborted) continue
      this.change(key, { progress: { is: 'entering' } })
      try {
        const { id } = await addDocument(edition, file, this.stopping.signal)
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

  cancel(): void {
    this.stopping.abort()
  }

  private change(key: number, change: Partial<ImportedFile>): void {
    this.files.set(this.files.get().map(f => (f.key === key ? { ...f, ...change } : f)))
  }
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
  const pages = witness.milestones.filter(m => m.type === 'pb').length
  const counts: [string, string, number][] = [
    ['page', 'pages', pages > 0 ? pages + 1 : 0],
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

/** What notes refer to beyond their own document: the works of the edition, and places in its other documents. */
import { citationsIn, type Work, workSchema } from '../schema/bibliography.js'
import type { Citing } from '../schema/citing.js'
import type { EditedDocument } from '../schema/document.js'
import { inlinesOf, type Reference, readBody } from '../schema/note-body.js'
import { labelsOf } from '../schema/note-series.js'
import { referenceKey, wordsOf } from '../schema/references.js'
import { defaultSettings, type Settings, settingsId, settingsSchema } from '../schema/settings.js'
import { Findings } from './findings.js'
import { Lead } from './leading.js'
import { openDocument } from './opened.js'
import type { DocumentEntry, DocumentRecord, Store } from './store/store.js'

/** An edition's settings; the defaults where nobody has set any. */
export async function settingsOf(store: Store, edition: string): Promise<Settings> {
  const record = (await store.records(edition, 'settings')).find(({ id }) => id === settingsId)
  const parsed = settingsSchema.safeParse(record?.value == null ? {} : JSON.parse(record.value))
  return parsed.success ? parsed.data : defaultSettings
}

export async function worksOf(store: Store, edition: string): Promise<Work[]> {
  const records = await store.records(edition, 'bibliography')
  return records.flatMap(({ id, value }) => {
    const parsed = workSchema.safeParse(value === null ? null : JSON.parse(value))
    return parsed.success ? [{ ...parsed.data, id }] : []
  })
}

/** The works of an edition in a style; undefined where there are none. What prints them is loaded only then: that takes
 * longer than most exports. */
export async function citingOf(store: Store, edition: string, style: string): Promise<Citing | undefined> {
  const works = await worksOf(store, edition)
  if (works.length === 0) return undefined
  const module = await import('../schema/citing.js')
  return new module.Citing(works, style)
}

/** What the references of a document's notes to other documents of its edition say, by `referenceKey`; to those that
 * are readable to whoever asks. */
export async function elsewhereOf(
  store: Store,
  { id, edition }: { readonly id: string; readonly edition: string },
  document: EditedDocument,
  settings: Settings,
  isReadable: (document: string) => boolean = () => true,
): Promise<Map<string, string>> {
  const wanted = new Map<string, Reference[]>()
  for (const note of document.notes.values()) {
    const body = document.layers.noteBody(note.id)
    for (const part of body ? inlinesOf(readBody(body)) : [])
      if (part.type === 'ref' && part.to.document !== '' && part.to.document !== id)
        wanted.set(part.to.document, [...(wanted.get(part.to.document) ?? []), part.to])
  }
  const said = new Map<string, string>()
  for (const [other, references] of wanted) {
    if (!isReadable(other)) continue
    const found = await saidIn(store, edition, other, references, settings)
    for (const [key, words] of found?.said ?? []) said.set(key, `${found!.title}, ${words}`)
  }
  return said
}

/** What references into one document say, by `referenceKey`, and its title; null where the edition has no such
 * document. Places that are gone are left out. */
export async function saidIn(
  store: Store,
  edition: string,
  id: string,
  references: readonly Reference[],
  settings: Settings,
): Promise<{ readonly title: string; readonly said: Map<string, string> } | null> {
  const record = await store.document(id)
  if (!record || record.edition !== edition) return null
  const led = await saidInNewest(store, record, references, settings)
  const opened = await openDocument(store, id)
  if (!opened) return null
  const { document } = opened
  const labels = labelsOf(document, settings.noteSeries)
  const said = new Map<string, string>(led)
  for (const to of references) {
    const words = led.has(referenceKey(to)) ? null : wordsOf(document, labels, to)
    if (words !== null) said.set(referenceKey(to), words)
  }
  document.destroy()
  document.layers.doc.destroy()
  return { title: record.title, said }
}

/** What references into an earlier witness say in the newest, by their own `referenceKey`: those whose places it has. */
async function saidInNewest(
  store: Store,
  { id, witness, current }: DocumentRecord,
  references: readonly Reference[],
  settings: Settings,
): Promise<Map<string, string>> {
  const said = new Map<string, string>()
  const opened = current === id ? null : await openDocument(store, current)
  const lead = opened && (await Lead.between(store, witness, opened.record.witness, current))
  if (!opened || !lead) return said
  const { document } = opened
  const labels = labelsOf(document, settings.noteSeries)
  for (const to of references) {
    const there = lead.reference(to, document)
    const words = there && wordsOf(document, labels, there)
    if (words != null) said.set(referenceKey(to), words)
  }
  document.destroy()
  document.layers.doc.destroy()
  return said
}

/** A citation in a note of an edition. */
export interface CitedAt {
  readonly key: string
  readonly locator: string
  readonly document: string
  readonly title: string
  readonly note: string
  readonly label: string
}

/** Where the works of editions are cited. What was found in a document is kept until it or the series of notes change. */
export class CitationIndex {
  private readonly findings: Findings<readonly Omit<CitedAt, 'document' | 'title'>[]>

  constructor(private readonly store: Store) {
    this.findings = new Findings(store)
  }

  /** Document by document. */
  async of(edition: string, documents: readonly DocumentEntry[]): Promise<CitedAt[]> {
    const { noteSeries } = await settingsOf(this.store, edition)
    const all = await this.findings.of(edition, documents, JSON.stringify(noteSeries), document => {
      const citations = citationsIn(document)
      const labels = citations.length > 0 ? labelsOf(document, noteSeries) : new Map<string, string>()
      return citations.map(({ key, locator, note }) => ({
        key,
        locator,
        note,
        label: labels.get(note) ?? '',
      }))
    })
    return all.flatMap(({ document: { id, title }, found }) =>
      found.map(cited => ({ ...cited, document: id, title })),
    )
  }
}

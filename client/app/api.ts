/** What the client asks the server over HTTP. Every answer is parsed here, so that the rest of the client can trust it. */
import { z } from 'zod'
import { namedPerson, type Profile, profile } from '../../schema/accounts.js'
import {
  type CitedAt,
  citedAnswer,
  countsAnswer,
  documentAnswer,
  editionAnswer,
  type FoundName,
  inspectionAnswer,
  type listedDocument,
  namesFound,
  type PolicyDone,
  personAnswer,
  placesAnswer,
  policyAnswer,
  problemAnswer,
  recordAnswer,
} from '../../schema/answers.js'
import {
  type AuditKind,
  type AuditPage,
  type AuditWay,
  auditPage,
  type Rebuilding,
  rebuilding,
} from '../../schema/audit.js'
import type { Act } from '../../schema/decisions.js'
import { type EditionFeedItem, editionFeedItem } from '../../schema/feed.js'
import type { StyleMap, StyleUse } from '../../schema/formats/style-map.js'
import type { LogRow as RawLogRow } from '../../schema/history.js'
import { type LogPage, logPage, rawLogPage } from '../../schema/log.js'
import type { Role } from '../../schema/people.js'
import { type EditionQueue, editionQueue, firstQueueAddress } from '../../schema/queue.js'
import type { EditionRecord, RecordKind } from '../../schema/records.js'
import type { Metadata, Problem, Witness } from '../../schema/witness.js'
import { witnessFaults } from '../../schema/witness.js'
import type { Reading } from '../../schema/words.js'
import { fetchPatiently, longPatience, shortPatience } from './patience.js'
import { Value } from './value.js'

/** A request that the server refused or that never reached it. `status` is 0 where there was no answer at all. */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly problems: readonly Problem[] = [],
    /** The field of a form that is wrong; null where it is none in particular. */
    readonly field: string | null = null,
  ) {
    super(detail ? `${title}: ${detail}` : title)
  }
}

export type { CitedAt, FoundName, PolicyDone } from '../../schema/answers.js'
export type Person = z.infer<typeof personAnswer>
export type ListedDocument = z.infer<typeof listedDocument>
export type Edition = z.infer<typeof editionAnswer>
/** What the server knows of a document besides its text. `witness` is the witness's hash, `words` counts its words. */
export type DocumentAbout = z.infer<typeof documentAnswer>

/** What an import would make of a file. */
export interface Inspection {
  readonly witness: Witness | null
  readonly metadata: Metadata
  readonly problems: readonly Problem[]
  /** The paragraph styles of a Word file. */
  readonly styles?: readonly StyleUse[] | undefined
}

/** Told whenever the server no longer knows who we are. */
export const unknownHere = new Value(0)

/** Answers that were asked for before the part of the program that needs them was there, by their addresses. */
const askedEarly = new Map<string, Promise<Response>>()

/** Asks for what will be read soon. The answer is handed out once, to whoever asks for this address next. */
export function askEarly(...paths: readonly string[]): void {
  for (const path of paths) {
    const answer = fetchPatiently(path, { credentials: 'same-origin' }, shortPatience)
    askedEarly.set(path, answer)
    // Whoever takes the answer is told of a failure.
    answer.catch(() => {})
  }
}

export async function request(
  path: string,
  init: RequestInit = {},
  patience = shortPatience,
): Promise<Response> {
  let response: Response
  const early = init.method === undefined ? askedEarly.get(path) : undefined
  askedEarly.delete(path)
  try {
    response = await (early ?? fetchPatiently(path, { credentials: 'same-origin', ...init }, patience))
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new RequestError(0, 'The server cannot be reached', 'Check the connection and try again.')
  }
  if (response.ok) return response
  if (response.status === 401) unknownHere.set(unknownHere.get() + 1)
  const body: unknown = await response.json().catch(() => null)
  const said = z
    .object({
      title: z.string(),
      detail: z.string().optional(),
      problems: z.array(problemAnswer).optional(),
      field: z.string().optional(),
    })
    .safeParse(body)
  throw said.success
    ? new RequestError(
        response.status,
        said.data.title,
        said.data.detail ?? '',
        said.data.problems,
        said.data.field ?? null,
      )
    : new RequestError(response.status, `The server answered ${response.status}`, response.statusText)
}

export async function read<T>(
  path: string,
  shape: z.ZodType<T>,
  init?: RequestInit,
  patience?: number,
): Promise<T> {
  const response = await request(path, init, patience)
  const parsed = shape.safeParse(await response.json())
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue ? `"${issue.path.join('.')}": ${issue.message}` : 'unreadable'
  throw new RequestError(
    response.status,
    'The server gave an answer this page cannot read',
    `${path}, ${where}`,
  )
}

export const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
const name = encodeURIComponent

export const meAddress = '/api/me'

/** Who the browser is known as, or null where nobody has given a name yet or signed in. */
export async function me(): Promise<Profile | null> {
  try {
    return await read(meAddress, profile)
  } catch (error) {
    if (error instanceof RequestError && error.status === 401) return null
    throw error
  }
}

export const signAs = (as: string): Promise<Person> =>
  read('/api/me', personAnswer, json('POST', { name: as }))
export const people = (): Promise<z.infer<typeof namedPerson>[]> => read('/api/people', z.array(namedPerson))
/** What one is in each edition, as the server last said; null where one may read only documents of it. */
export const editionRoles = new Value<ReadonlyMap<string, Role | null>>(new Map())

export async function editions(): Promise<Edition[]> {
  const all = await read('/api/editions', z.array(editionAnswer))
  editionRoles.set(new Map(all.map(({ id, role }) => [id, role])))
  return all
}
export const addEdition = (title: string): Promise<{ id: string; title: string }> =>
  read('/api/editions', z.object({ id: z.string(), title: z.string() }), json('POST', { title }))
export async function documentAboutOf(id: string): Promise<DocumentAbout> {
  const about = await read(`/api/documents/${name(id)}`, documentAnswer)
  editionRoles.set(new Map(editionRoles.get()).set(about.edition.id, about.edition.role))
  return about
}

export async function changeDocument(
  id: string,
  change: { title?: string; metadata?: Metadata },
): Promise<void> {
  await request(`/api/documents/${name(id)}`, json('PATCH', change))
}

/** The witness of a hash, checked for soundness. That it has this hash is checked apart, by `verifyWitness`: hashing a
 * long text takes longer than showing it. The browser keeps it for ever, so a second opening reads it from its cache. */
export async function witnessOf(hash: string): Promise<Witness> {
  const response = await request(witnessAddress(hash))
  const value = (await response.json()) as Witness
  const faults =
    Array.isArray(value?.blocks) && typeof value.text === 'string' ? witnessFaults(value) : ['shape']
  if (faults.length === 0) return value
  throw new RequestError(response.status, 'The witness that the server sent is not sound', faults[0]!)
}

export const witnessAddress = (hash: string): string => `/api/witnesses/${name(hash)}`

export const bytesOf = (file: Blob): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/octet-stream' },
  body: file,
})

export async function inspect(file: File, signal: AbortSignal, styles: StyleMap = {}): Promise<Inspection> {
  try {
    const address = `/api/inspect?name=${name(file.name)}${stylesAsked(styles)}`
    return (await read(address, inspectionAnswer, { ...bytesOf(file), signal }, longPatience)) as Inspection
  } catch (error) {
    if (error instanceof RequestError && error.problems.length > 0)
      return { witness: null, metadata: {}, problems: error.problems }
    throw error
  }
}

export async function addDocument(
  editionId: string,
  file: File,
  signal: AbortSignal,
  styles: StyleMap = {},
): Promise<{ id: string }> {
  const path = `/api/editions/${name(editionId)}/documents?name=${name(file.name)}${stylesAsked(styles)}`
  return read(path, z.object({ id: z.string() }), { ...bytesOf(file), signal }, longPatience)
}

const stylesAsked = (styles: StyleMap) =>
  Object.entries(styles)
    .map(([style, word]) => `&style=${name(`${style}=${word}`)}`)
    .join('')

/** Where an export is downloaded from. */
export function exportAddress(
  id: string,
  format: string,
  view: string | null,
  withApparatus = false,
  options: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({
    to: format,
    ...(view ? { view } : {}),
    ...(withApparatus ? { apparatus: '1' } : {}),
  })
  for (const [option, value] of Object.entries(options)) query.append('set', `${option}=${value}`)
  return `/api/documents/${name(id)}/export?${query}`
}

const recordsAddress = (edition: string, kind: RecordKind): string =>
  `/api/editions/${name(edition)}/records/${kind}`

/** The records of one kind of an edition; their values are yet to be parsed. */
export async function recordsOf(edition: string, kind: RecordKind): Promise<EditionRecord<unknown>[]> {
  return (await read(recordsAddress(edition, kind), z.object({ records: z.array(recordAnswer) }))).records
}

/** Every revision of a record, the oldest first; a value of null says that it was removed. */
export const recordHistory = (
  edition: string,
  kind: RecordKind,
  id: string,
): Promise<EditionRecord<unknown>[]> =>
  read(`${recordsAddress(edition, kind)}/${name(id)}/history`, z.array(recordAnswer))

/** Writes a record over revision `rev`, 0 for a new one. Rejects with status 409 where that is not the newest. */
export async function writeRecord(
  edition: string,
  kind: RecordKind,
  id: string,
  value: unknown,
  rev: number,
): Promise<void> {
  await request(`${recordsAddress(edition, kind)}/${name(id)}`, json('PUT', { value, rev }))
}

export async function removeRecord(
  edition: string,
  kind: RecordKind,
  id: string,
  rev: number,
): Promise<void> {
  await request(`${recordsAddress(edition, kind)}/${name(id)}?rev=${rev}`, { method: 'DELETE' })
}

/** As many rows as one answer holds after the first: about half a megabyte, so that reading it keeps nobody waiting. */
const pageRows = 2_000

/** A page of the queue of an edition: the corrections of its documents from `from` on, or only of those that have
 * changed since an earlier answer whose `mark` is given as `since` (where that is too old, of all: then `complete` is
 * true). Without either it is a short one, to be shown soon. */
export function queueOf(
  edition: string,
  { since, from }: { readonly since?: string | undefined; readonly from?: string } = {},
): Promise<EditionQueue> {
  if (since === undefined && from === undefined) return read(firstQueueAddress(edition), editionQueue)
  const query = new URLSearchParams({
    limit: String(pageRows),
    ...(since === undefined ? {} : { since }),
    ...(from === undefined ? {} : { from }),
  })
  return read(`/api/editions/${name(edition)}/corrections?${query}`, editionQueue)
}

/** A decision to be made. `seen` is what the correction said when it was decided on (`seenOf` of a row). */
export interface NewDecision {
  readonly on: string
  readonly act: Act
  readonly why: string
  readonly seen: Reading
}

/** Decides on corrections of a document as the person at this screen: on all of them or, where a rule forbids one, on
 * none. Resolves when the decisions are on disk and everybody has been told. */
export async function decide(document: string, decisions: readonly NewDecision[]): Promise<void> {
  await request(`/api/documents/${name(document)}/decisions`, json('POST', decisions))
}

/** What others have decided on and said about one's work in an edition, the newest first; at most 200, all of them
 * older than `before`. */
export function feedOf(edition: string, before?: number): Promise<EditionFeedItem[]> {
  const query = before === undefined ? '' : `?before=${before}`
  return read(`/api/editions/${name(edition)}/feed${query}`, z.array(editionFeedItem))
}

/** A page of a document's log, the newest row first, of rows before `before`. */
export function logOf(document: string, before?: number, limit = 200): Promise<LogPage> {
  const query = new URLSearchParams({
    limit: String(limit),
    ...(before === undefined ? {} : { before: String(before) }),
  })
  return read(`/api/documents/${name(document)}/history?${query}`, logPage)
}

/** The layers of a document as they were after row `seq` of its log, as a Yjs update. */
export async function stateOf(document: string, seq: number, signal?: AbortSignal): Promise<Uint8Array> {
  const address = `/api/documents/${name(document)}/state?seq=${seq}`
  const response = await request(address, signal ? { signal } : {})
  return new Uint8Array(await response.arrayBuffer())
}

/** A page of a document's log as it is kept, the oldest row first, of rows after `after`; empty at the end. */
export async function rawLogOf(document: string, after: number, signal?: AbortSignal): Promise<RawLogRow[]> {
  const address = `/api/documents/${name(document)}/log?after=${after}`
  const { rows } = await read(address, rawLogPage, signal ? { signal } : {})
  return rows.map(row => ({ ...row, data: Uint8Array.from(atob(row.data), c => c.charCodeAt(0)) }))
}

/** What places of a document say ("¶ 11", "n. 3"); null where they are gone. `places` are as their addresses have them
 * after the number sign: `note=n1`, `at=10-15`. */
export function placesIn(
  document: string,
  places: readonly string[],
): Promise<{ title: string; places: { at: string; says: string | null }[] }> {
  const query = new URLSearchParams(places.map(place => ['at', place]))
  return read(`/api/documents/${name(document)}/places?${query}`, placesAnswer)
}

/** Where the works of an edition are cited. The server reads every document for this. */
export async function citationsOf(edition: string): Promise<CitedAt[]> {
  const shape = z.object({ citations: z.array(citedAnswer) })
  return (await read(`/api/editions/${name(edition)}/citations`, shape)).citations
}

/** How often each entry of the register is named in all documents of an edition. */
export const nameCounts = (edition: string): Promise<Record<string, { tagged: number; untagged: number }>> =>
  read(`/api/editions/${name(edition)}/names`, countsAnswer).then(({ counts }) => counts)

/** Every place where an entry is named, at most 3,000 of `total`. */
export const namesOf = (
  edition: string,
  entry: string,
): Promise<{ total: number; occurrences: FoundName[] }> =>
  read(`/api/editions/${name(edition)}/names?entry=${name(entry)}`, namesFound)

export const carryOutPolicy = (edition: string, entry: string, variant: string): Promise<PolicyDone> =>
  read(`/api/editions/${name(edition)}/names/policy`, policyAnswer, json('POST', { entry, variant }))

// --- the audit log ----------------------------------------------------------------------------------------------

/** Whose audit log. */
export type AuditOf = { readonly document: string } | { readonly edition: string }

/** What of it is asked for; times count milliseconds since 1970. */
export interface AuditAsked {
  readonly person?: string
  readonly way?: AuditWay
  readonly kind?: AuditKind
  readonly from?: number
  readonly to?: number
}

const auditAddress = (of: AuditOf) =>
  'document' in of ? `/api/documents/${name(of.document)}/audit` : `/api/editions/${name(of.edition)}/audit`

const auditQuery = (asked: AuditAsked) =>
  new URLSearchParams(Object.entries(asked).map(([key, value]) => [key, String(value)]))

/** A page of an audit log, the newest entry first; `before` is what the page before it has named. */
export function auditPageOf(of: AuditOf, asked: AuditAsked, before: string | null): Promise<AuditPage> {
  const query = auditQuery(asked)
  if (before !== null) query.set('before', before)
  return read(`${auditAddress(of)}?${query}`, auditPage)
}

/** Where an audit log can be downloaded. */
export function auditExport(of: AuditOf, asked: AuditAsked, as: 'csv' | 'jsonl'): string {
  const query = auditQuery(asked)
  query.set('as', as)
  return `${auditAddress(of)}/export?${query}`
}

/** Has the server rebuild a document from its log alone; that takes as long as reading the whole log. */
export const rebuildDocument = (document: string): Promise<Rebuilding> =>
  read(`${auditAddress({ document })}/check`, rebuilding, undefined, longPatience)

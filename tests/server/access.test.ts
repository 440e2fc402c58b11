/** Who may what: every operation over HTTP and every kind of write over a socket, tried by everybody. docs/access.md holds
 * the same table. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as decoding from 'lib0/decoding'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { Layers } from '../../schema/layers.js'
import { isAtLeast, type Role } from '../../schema/people.js'
import { type RecordKind, recordKinds } from '../../schema/records.js'
import { stateHash } from '../../schema/state.js'
import { newId } from '../../server/ids.js'
import { messageRefused, messageRole, messageSaved } from '../../server/sync/protocol.js'
import { browser, everybody, linkTo, member, type Subject } from './support/everybody.js'
import { pathsOf } from './support/paths.js'
import {
  correction,
  joinDocument,
  serve,
  socketWith,
  stopServers,
  type TestServer,
} from './support/server.js'

/** Where the role counts. `part`: in the edition or in any document of it; then only what belongs to that is answered.
 * `known`: whoever has a name. `anybody`: everybody, be it with an empty answer. `nowhere`: nobody, be they owners. */
type Where = 'house' | 'edition' | 'document' | 'part' | 'known' | 'anybody' | 'nowhere'

interface Row {
  /** The method and path of an operation, or what is written over a socket. */
  readonly act: string
  readonly where: Where
  /** The least role that may; empty where none is needed. */
  readonly least: Role | ''
  /** What is asked for, made anew for each who asks. The path's places are filled in unless it is said otherwise. */
  readonly ask?: (subject: Subject) => Promise<Asked> | Asked
  /** Whether it is for whoever sits before a browser: no token does it. */
  readonly inPerson?: boolean
  /** Whether a name is needed although it only reads. */
  readonly named?: boolean
}
interface Asked {
  readonly path?: string
  readonly query?: string
  readonly body?: unknown
  /** A status besides 2xx that says that the door was passed. */
  readonly passed?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** Nothing that the operation takes: rights are looked at before what was sent. */
const nonsense = () => ({ body: { nonsense: true }, passed: 400 })
const door = (act: string): Row => ({ act, where: 'anybody', least: '', ask: nonsense })
const mine = (act: string, ask?: Row['ask']): Row => ({
  act,
  where: 'known',
  least: '',
  inPerson: true,
  ...(ask ? { ask } : {}),
})

let server: TestServer
let edition: string
let document: string
/** The correction of somebody else that is decided on and answered. */
let given: string
let version: { witness: string; state: string; seq: number }
let subjects: Subject[]

const record = (value: unknown) => () => ({ path: `/${newId()}`, body: { value, rev: 0 } })
/** A record that there is, made for the purpose. */
const kept = (kind: RecordKind) => async () => {
  if (kind === 'settings') return { path: '/edition' }
  const id = newId()
  const value = JSON.stringify(
    {
      settings: {},
      register: entry,
      bibliography: work,
      // Of another document: of their own whoever knows only that may read the history.
      versions: { ...version, document: 'other', title: 'As sent' },
      apparatus: {},
    }[kind],
  )
  await server.store.addRevision({ edition, kind, id, rev: 1, person: '', at: 1, value })
  return { path: `/${id}`, query: '?rev=1' }
}
const entry = { type: 'person', form: 'Ugaki' }
const work = { id: 'works', type: 'book', title: 'Works' }
const someone = async () => (await member(server.store, 'Someone')).id
const given$ = (scope: 'edition' | 'document') => async () => {
  const thing = scope === 'edition' ? edition : document
  return { path: `/${(await member(server.store, 'Given', [{ scope, thing, role: 'reader' }])).id}` }
}
const link$ = (scope: 'edition' | 'document') => async () => {
  const thing = scope === 'edition' ? edition : document
  await linkTo(server.store, scope, thing, 'reader')
  return { path: `/${(await server.store.accounts.links(scope, thing)).at(-1)!.id}` }
}
const newLink = () => ({ body: { role: 'reader', label: 'For Edda', expires: null } })
const role$ = async () => ({ path: `/${await someone()}`, body: { role: 'corrector' } })

/** A record of somebody's, made for the purpose. */
async function madeBy(by: string, add: (desk: Layers, by: string, id: string) => void): Promise<string> {
  const id = newId()
  const outcome = await server.hub.write(document, { id: by, role: 'owner' }, desk => add(desk, by, id))
  if (outcome?.type !== 'done') throw new Error('the record could not be made')
  return id
}
const addNote = (desk: Layers, by: string, id: string) =>
  desk.addNote({ id, start: 22, end: 27, on: null, type: 'textual', by, at: 1, text: 'A note' })

/** Making, changing and removing records of a layer over HTTP. */
function writes(layer: string, least: Role, add: (desk: Layers, by: string, id: string) => void): Row[] {
  const own = async ({ id }: Subject) => ({ path: `/${id === '' ? 'none' : await madeBy(id, add)}` })
  return [
    { act: `POST /documents/:document/${layer}`, where: 'document', least, ask: nonsense },
    { act: `PATCH /documents/:document/${layer}/:`, where: 'document', least, ask: nonsense },
    { act: `DELETE /documents/:document/${layer}/:`, where: 'document', least, ask: own },
  ]
}

const http: readonly Row[] = [
  { act: 'GET /me', where: 'known', least: '' },
  { act: 'POST /me', where: 'known', least: '', ask: () => ({ body: { name: 'Renamed' } }) },
  mine('PATCH /me', nonsense),
  mine('PUT /me/password', nonsense),
  mine('GET /me/sessions'),
  mine('DELETE /me/sessions'),
  mine('DELETE /me/sessions/:', () => ({ passed: 404 })),
  mine('GET /me/tokens'),
  mine('POST /me/tokens', nonsense),
  mine('DELETE /me/tokens/:', () => ({ passed: 404 })),
  { act: 'GET /me/again', where: 'anybody', least: '' },
  door('POST /me/again'),
  door('POST /sign-in'),
  { ...door('POST /sign-in/:'), ask: () => ({ path: '/campus', body: {}, passed: 400 }) },
  {
    act: 'GET /sign-in/:/callback',
    where: 'anybody',
    least: '',
    // No provider is set up.
    ask: () => ({ path: '/campus', passed: 404 }),
  },
  mine('GET /me/identities'),
  mine('DELETE /me/identities/:', () => ({ passed: 404 })),
  {
    act: 'POST /sign-out',
    where: 'anybody',
    least: '',
    ask: async ({ id, headers, writes }) => ({
      headers: writes ? { cookie: (await browser(server.store, id || null)).cookie } : headers,
    }),
  },
  door('POST /join/look'),
  door('POST /join'),
  mine('POST /join/accept', nonsense),
  door('POST /reset/look'),
  door('POST /reset'),
  door('POST /reset/letter'),
  { act: 'GET /house', where: 'anybody', least: '' },
  { act: 'GET /openapi.json', where: 'anybody', least: '' },
  { act: 'GET /house/people', where: 'house', least: 'owner' },
  { act: 'PUT /house/people/:/role', where: 'house', least: 'owner', ask: role$ },
  { act: 'POST /house/people/:/end', where: 'house', least: 'owner', ask: role$ },
  { act: 'POST /house/people/:/restore', where: 'house', least: 'owner', ask: role$ },
  {
    act: 'POST /house/people/:/reset',
    where: 'house',
    least: 'owner',
    // They have no password yet, only an invitation could let them in.
    ask: async () => ({ ...(await role$()), passed: 409 }),
  },
  { act: 'GET /invitations', where: 'house', least: 'owner' },
  {
    act: 'POST /invitations',
    where: 'edition',
    least: 'owner',
    ask: () => ({ body: { grants: [{ scope: 'edition', thing: edition, role: 'corrector' }] } }),
  },
  {
    act: 'DELETE /invitations/:',
    where: 'edition',
    least: 'owner',
    ask: async () => {
      const ticket = {
        id: newId(),
        hash: newId(),
        kind: 'invitation',
        person: null,
        email: '',
        note: '',
        grants: [{ scope: 'edition', thing: edition, role: 'reader' }],
        by: '',
        created: 1,
        expires: Date.now() + 60_000,
        used: null,
      } as const
      await server.store.accounts.addTicket(ticket)
      return { path: `/${ticket.id}` }
    },
  },
  { act: 'GET /editions/:edition/audit', where: 'edition', least: 'owner' },
  {
    act: 'GET /editions/:edition/audit/export',
    where: 'edition',
    least: 'owner',
    ask: () => ({ query: '?as=?', passed: 400 }),
  },
  { act: 'GET /documents/:document/audit', where: 'document', least: 'owner' },
  {
    act: 'GET /documents/:document/audit/export',
    where: 'document',
    least: 'owner',
    ask: () => ({ query: '?as=?', passed: 400 }),
  },
  { act: 'GET /documents/:document/audit/check', where: 'document', least: 'owner' },
  { act: 'GET /people', where: 'anybody', least: '' },
  { act: 'GET /editions', where: 'anybody', least: '' },
  { act: 'POST /editions', where: 'house', least: 'owner', ask: () => ({ body: { title: 'Another' } }) },
  {
    act: 'PATCH /editions/:edition',
    where: 'edition',
    least: 'owner',
    ask: () => ({ body: { isPublic: false } }),
  },
  {
    act: 'POST /editions/:edition/documents',
    where: 'edition',
    least: 'reviewer',
    ask: () => ({ body: 'A text.' }),
  },
  {
    act: 'POST /editions/:edition/bundles',
    where: 'edition',
    least: 'reviewer',
    ask: () => ({ body: 'No ZIP.', passed: 422 }),
  },
  { act: 'POST /inspect', where: 'edition', least: 'reviewer', ask: () => ({ body: 'A text.' }) },
  { act: 'GET /editions/:edition/members', where: 'edition', least: 'owner' },
  { act: 'PUT /editions/:edition/members/:', where: 'edition', least: 'owner', ask: role$ },
  { act: 'DELETE /editions/:edition/members/:', where: 'edition', least: 'owner', ask: given$('edition') },
  { act: 'GET /editions/:edition/links', where: 'edition', least: 'owner' },
  { act: 'POST /editions/:edition/links', where: 'edition', least: 'owner', ask: newLink },
  { act: 'DELETE /editions/:edition/links/:', where: 'edition', least: 'owner', ask: link$('edition') },
  { act: 'GET /documents/:document/members', where: 'document', least: 'owner' },
  { act: 'PUT /documents/:document/members/:', where: 'document', least: 'owner', ask: role$ },
  {
    act: 'DELETE /documents/:document/members/:',
    where: 'document',
    least: 'owner',
    ask: given$('document'),
  },
  { act: 'GET /documents/:document/links', where: 'document', least: 'owner' },
  { act: 'POST /documents/:document/links', where: 'document', least: 'owner', ask: newLink },
  { act: 'DELETE /documents/:document/links/:', where: 'document', least: 'owner', ask: link$('document') },
  {
    act: 'POST /links/open',
    where: 'anybody',
    least: '',
    // To an edition of no concern, so that nobody's roles here change.
    ask: async () => ({
      body: { secret: await linkTo(server.store, 'edition', await elsewhere(), 'reader') },
    }),
  },
  { act: 'GET /documents/:document', where: 'document', least: 'reader' },
  {
    act: 'PATCH /documents/:document',
    where: 'document',
    least: 'reviewer',
    ask: () => ({ body: { title: 'A' } }),
  },
  { act: 'GET /documents/:document/source', where: 'document', least: 'reader' },
  {
    act: 'GET /witnesses/:',
    where: 'document',
    least: 'reader',
    ask: () => ({ path: `/${version.witness}` }),
  },
  {
    act: 'GET /documents/:document/export',
    where: 'document',
    least: 'reader',
    ask: () => ({ query: '?to=tei' }),
  },
  {
    act: 'POST /editions/:edition/exports',
    where: 'part',
    least: 'reader',
    named: true,
    ask: () => ({ body: { parts: [{ to: 'nonsense' }] }, passed: 400 }),
  },
  { act: 'GET /editions/:edition/exports', where: 'part', least: 'reader', named: true },
  ...['GET …/:', 'GET …/:/file', 'DELETE …/:'].map(
    (act): Row => ({
      act: act.replace('…', '/editions/:edition/exports'),
      where: 'part',
      least: 'reader',
      named: true,
      // One's own, and there is none.
      ask: () => ({ path: '/none', passed: 410 }),
    }),
  ),
  { act: 'GET /documents/:document/places', where: 'document', least: 'reader' },
  { act: 'GET /documents/:document/witnesses', where: 'document', least: 'reader' },
  { act: 'GET /documents/:document/current', where: 'document', least: 'reader' },
  {
    act: 'POST /documents/:document/witnesses/look',
    where: 'document',
    least: 'reviewer',
    ask: () => ({ body: 'A text.' }),
  },
  {
    act: 'POST /documents/:document/witnesses',
    where: 'document',
    least: 'reviewer',
    // A file in which there is nothing to read replaces nothing.
    ask: () => ({ body: ' ', passed: 422 }),
  },
  { act: 'GET /documents/:document/corrections', where: 'document', least: 'reader' },
  {
    act: 'GET /documents/:document/corrections/:',
    where: 'document',
    least: 'reader',
    ask: () => ({ path: `/${given}` }),
  },
  ...writes('corrections', 'corrector', (desk, by, id) => desk.addCorrection(correction(by, { id }))),
  { act: 'POST /documents/:document/replies', where: 'document', least: 'annotator', ask: nonsense },
  { act: 'PATCH /documents/:document/replies/:', where: 'document', least: 'annotator', ask: nonsense },
  { act: 'GET /documents/:document/notes', where: 'document', least: 'reader' },
  {
    act: 'GET /documents/:document/notes/:',
    where: 'document',
    least: 'reader',
    ask: async () => ({ path: `/${await madeBy('someone', addNote)}` }),
  },
  ...writes('notes', 'annotator', addNote),
  { act: 'GET /documents/:document/names', where: 'document', least: 'reader' },
  ...writes('names', 'annotator', (desk, by, id) =>
    desk.setName({ id, start: 22, end: 27, type: 'person', ref: '', by, at: 1 }),
  ),
  {
    act: 'POST /documents/:document/copies/comparison',
    where: 'document',
    least: 'corrector',
    ask: () => ({ body: 'A text.' }),
  },
  { act: 'POST /documents/:document/copies', where: 'document', least: 'corrector', ask: nonsense },
  {
    act: 'DELETE /documents/:document/copies/:',
    where: 'document',
    least: 'corrector',
    ask: async ({ id: person }) => {
      const copy = `copy~${newId()}`
      const detail = JSON.stringify({ copy, people: [], structure: [] })
      const what = 'copy-entered'
      await server.store.accounts.addAct({ at: 1, person, address: '', what, edition, document, detail })
      return { path: `/${copy}` }
    },
  },
  { act: 'GET /documents/:document/structure', where: 'document', least: 'reader' },
  { act: 'PATCH /documents/:document/structure', where: 'document', least: 'corrector', ask: nonsense },
  { act: 'GET /documents/:document/apparatus', where: 'document', least: 'reader' },
  { act: 'GET /documents/:document/versions', where: 'document', least: 'reader' },
  { act: 'POST /documents/:document/versions', where: 'document', least: 'reviewer', ask: nonsense },
  { act: 'GET /documents/:document/history', where: 'document', least: 'reader' },
  {
    act: 'GET /documents/:document/state',
    where: 'document',
    least: 'reader',
    ask: () => ({ query: '?seq=1' }),
  },
  { act: 'GET /documents/:document/log', where: 'document', least: 'reader' },
  { act: 'GET /editions/:edition/citations', where: 'part', least: 'reader' },
  { act: 'GET /editions/:edition/corrections', where: 'part', least: 'reader' },
  { act: 'GET /editions/:edition/feed', where: 'part', least: 'reader', named: true },
  { act: 'GET /editions/:edition/names', where: 'part', least: 'reader' },
  {
    act: 'POST /editions/:edition/names/policy',
    where: 'edition',
    least: 'reviewer',
    ask: async () => {
      const id = newId()
      const policies = { Ugeki: { act: 'emend', reading: '' } }
      const value = JSON.stringify({ ...entry, variants: ['Ugeki'], policies })
      await server.store.addRevision({ edition, kind: 'register', id, rev: 1, person: '', at: 1, value })
      return { body: { entry: id, variant: 'Ugeki' } }
    },
  },
  ...recordKinds.flatMap((kind): Row[] => [
    { act: `GET /editions/:edition/records/${kind}`, where: 'part', least: 'reader' },
    {
      act: `GET /editions/:edition/records/${kind}/:/history`,
      where: kind === 'settings' || kind === 'apparatus' ? 'part' : 'edition',
      least: 'reader',
      ask: kept(kind),
    },
  ]),
  {
    act: 'PUT /editions/:edition/records/settings/:',
    where: 'edition',
    least: 'owner',
    ask: () => ({ path: '/edition', body: { value: {}, rev: 99 }, passed: 409 }),
  },
  {
    act: 'DELETE /editions/:edition/records/settings/:',
    where: 'edition',
    least: 'owner',
    ask: () => ({ path: '/edition', query: '?rev=99', passed: 409 }),
  },
  {
    act: 'PUT /editions/:edition/records/register/:',
    where: 'edition',
    least: 'reviewer',
    ask: record(entry),
  },
  {
    act: 'DELETE /editions/:edition/records/register/:',
    where: 'edition',
    least: 'reviewer',
    ask: kept('register'),
  },
  {
    act: 'PUT /editions/:edition/records/bibliography/:',
    where: 'edition',
    least: 'annotator',
    ask: record(work),
  },
  {
    act: 'DELETE /editions/:edition/records/bibliography/:',
    where: 'edition',
    least: 'annotator',
    ask: kept('bibliography'),
  },
  {
    act: 'PUT /editions/:edition/records/versions/:',
    where: 'edition',
    least: 'reviewer',
    ask: () => record({ document, title: 'As sent', ...version })(),
  },
  {
    act: 'DELETE /editions/:edition/records/versions/:',
    where: 'nowhere',
    least: 'owner',
    ask: kept('versions'),
  },
  { act: 'PUT /editions/:edition/records/apparatus/:', where: 'edition', least: 'owner', ask: record({}) },
  {
    act: 'DELETE /editions/:edition/records/apparatus/:',
    where: 'edition',
    least: 'owner',
    ask: kept('apparatus'),
  },
  {
    act: 'POST /documents/:document/decisions',
    where: 'document',
    least: 'reviewer',
    ask: () => ({ body: [{ on: given, act: 'accept', seen: { start: 22, end: 27, text: 'Ugaki' } }] }),
  },
]

/** A write over a socket: what is added to the layers. `by` is the writer. */
interface Write {
  readonly act: string
  readonly least: Role
  readonly write: (layers: Layers, by: string) => void
}

const sockets: readonly Write[] = [
  { act: 'a note', least: 'annotator', write: (layers, by) => layers.addNote(note(by)) },
  {
    act: 'a reply',
    least: 'annotator',
    write: (layers, by) =>
      layers.setReply({ at: Date.now(), id: newId(), on: given, act: 'reply', text: 'Yes', by }),
  },
  {
    act: 'a name',
    least: 'annotator',
    write: (layers, by) =>
      layers.setName({ at: Date.now(), id: newId(), start: 22, end: 27, type: 'person', ref: '', by }),
  },
  { act: 'a correction', least: 'corrector', write: (layers, by) => layers.addCorrection(correction(by)) },
  {
    act: 'a break',
    least: 'corrector',
    write: layers => layers.setBreak(5, layers.breakAt(5) ? undefined : true),
  },
  {
    act: 'an attribute of a block',
    least: 'corrector',
    write: layers => layers.setBlockAttr(0, 'n', newId()),
  },
  {
    act: 'a milestone',
    least: 'corrector',
    write: layers => layers.setMilestone({ id: newId(), at: 5, type: 'pb', n: '2' }),
  },
  {
    act: 'a span',
    least: 'corrector',
    write: layers =>
      layers.setSpan({ id: newId(), start: 5, end: 12, type: 'unclear', attrs: { cert: 'low' } }),
  },
  {
    act: 'a withdrawal of one’s own',
    least: 'corrector',
    write: (layers, by) => decide(layers, by, 'withdraw', true),
  },
  { act: 'an acceptance', least: 'reviewer', write: (layers, by) => decide(layers, by, 'accept') },
  { act: 'a rejection', least: 'reviewer', write: (layers, by) => decide(layers, by, 'reject') },
  { act: 'a reopening', least: 'reviewer', write: (layers, by) => decide(layers, by, 'reopen') },
]

const note = (by: string) => ({
  id: newId(),
  start: 22,
  end: 27,
  on: null,
  type: 'textual' as const,
  by,
  at: Date.now(),
  text: 'Who?',
})

function decide(layers: Layers, by: string, act: 'accept' | 'reject' | 'reopen' | 'withdraw', own = false) {
  const on = own ? newId() : given
  if (own) layers.addCorrection(correction(by, { id: on }))
  const seen = { start: 22, end: 27, text: 'Ugaki' }
  layers.addDecision({ id: newId(), on, act, by, at: Date.now(), why: '', seen })
}

async function elsewhere(): Promise<string> {
  const id = newId()
  await server.store.addEdition({ id, title: 'Elsewhere', created: 1 })
  return id
}

beforeAll(async () => {
  server = await serve({ accounts: 'invited' })
  const { store } = server
  const host = await member(store, 'Orla', [{ scope: 'house', thing: '', role: 'owner' }])
  const asHost = { cookie: host.cookie }
  const made = await fetch(`${server.url}/api/editions`, {
    method: 'POST',
    headers: { ...asHost, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Minutes' }),
  })
  edition = ((await made.json()) as { id: string }).id
  const imported = await fetch(`${server.url}/api/editions/${edition}/documents?name=a.txt`, {
    method: 'POST',
    headers: asHost,
    body: 'From Foreign Minister Ugeki to the Ambassador.\n\nThe Japanese side repeated its claim (?).\n',
  })
  document = ((await imported.json()) as { id: string }).id
  await store.addRevision({
    edition,
    kind: 'settings',
    id: 'edition',
    rev: 1,
    person: '',
    at: 1,
    value: '{}',
  })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, (await store.load(document)).tail[0]!)
  version = { witness: (await store.document(document))!.witness, state: stateHash(new Layers(doc)), seq: 1 }
  const client = joinDocument(server.url, document, host)
  await client.synced
  const first = correction(host.id)
  given = first.id
  client.layers.change(null, () => client.layers.addCorrection(first))
  await vi.waitUntil(async () => (await store.load(document)).tail.length === 2)
  client.leave()
  subjects = await everybody(server, edition, document)
})
afterAll(stopServers)

/** Whether the table lets somebody do this. */
function isAllowed({ act, where, least, named, inPerson }: Row, subject: Subject): boolean {
  if (inPerson && !subject.writes) return false
  const reads = act.startsWith('GET')
  if (!reads && !subject.writes) return false
  if (where === 'anybody') return true
  if (where === 'nowhere') return false
  if (where === 'known') return subject.id !== ''
  if (subject.id === '' && (!reads || named)) return false
  const role = where === 'part' ? (subject.edition ?? subject.document) : subject[where]
  return least !== '' && isAtLeast(role, least)
}

async function request(act: string, ask: Asked, { headers: own }: Subject): Promise<Response> {
  const [method, path] = act.split(' ') as [string, string]
  const [, ...rest] = path.split(/(?=\/:(?:$|\/))/)
  const named = path.replace(':edition', edition).replace(':document', document)
  const filled = rest.length > 0 ? named.replace(/\/:(?=$|\/)/, ask.path ?? '/nothing') : named
  const headers = ask.headers ?? own
  const isFile = typeof ask.body === 'string'
  return fetch(`${server.url}/api${filled}${ask.query ?? ''}`, {
    method,
    headers: {
      ...headers,
      ...(ask.body !== undefined && !isFile ? { 'content-type': 'application/json' } : {}),
    },
    ...(ask.body === undefined ? {} : { body: isFile ? (ask.body as string) : JSON.stringify(ask.body) }),
  })
}

describe('over HTTP', () => {
  test.each(http.map(row => [titleOf(row), row] as const))('%s', async (_, row) => {
    const tried: Record<string, string> = {}
    const expected: Record<string, string> = {}
    for (const subject of subjects) {
      const ask = (await row.ask?.(subject)) ?? {}
      const { status } = await request(row.act, ask, subject)
      const passed = (status >= 200 && status < 300) || status === ask.passed
      tried[subject.title] = passed ? 'yes' : [401, 403, 404].includes(status) ? 'no' : String(status)
      expected[subject.title] = isAllowed(row, subject) ? 'yes' : 'no'
    }
    expect(tried).toEqual(expected)
  })

  test('every route is in the table', () => {
    const inTable = new Set(http.map(({ act }) => act))
    expect(pathsOf(server.app).filter(path => !inTable.has(path))).toEqual([])
  })
})

// After a change: vitest -u.
test('docs/access.md has the same table', async () => {
  const file = join(import.meta.dirname, '../../docs/access.md')
  const lines = [
    '| what | least role | where |',
    '|---|---|---|',
    ...http.map(({ act, least, where, named, inPerson }) => {
      const who = least || (where === 'known' ? 'whoever has a name' : 'everybody')
      const place = {
        house: 'the house',
        edition: 'the edition',
        document: 'the document',
        part: 'the edition, or a document of it',
        known: '',
        anybody: '',
        nowhere: 'nobody, ever: a version is never removed',
      }
      return `| \`${act.replace(/\/:(?=\/|$)/g, '/…')}\` | ${where === 'nowhere' ? '' : who}${named ? ', with a name' : ''}${inPerson ? ', by a browser' : ''} | ${place[where]} |`
    }),
    ...sockets.map(({ act, least }) => `| socket: ${act} | ${least} | the document |`),
    '| socket: reading | reader | the document |',
    '| socket: presence, to tell and to be told | reader, with a name | the document |',
  ]
  const before = readFileSync(file, 'utf8')
  const after = before.replace(/\| what \|[\s\S]*?\n\n/, () => `${lines.join('\n')}\n\n`)
  await expect(after).toMatchFileSnapshot(file)
})

describe('over a socket', () => {
  test.each(sockets.map(row => [`${row.act}: ${row.least}`, row] as const))(
    '%s',
    async (_, { least, write }) => {
      const tried: Record<string, string> = {}
      const expected: Record<string, string> = {}
      for (const subject of subjects) {
        tried[subject.title] = await attempt(subject, write)
        const mayRead = isAtLeast(subject.document, 'reader')
        const may = subject.writes && subject.id !== '' && isAtLeast(subject.document, least)
        expected[subject.title] = !mayRead ? 'kept out' : may ? 'saved' : 'G15'
      }
      expect(tried).toEqual(expected)
    },
  )

  test('presence: whoever has a name and reads is seen and sees; the public is not and does not', async () => {
    const watcher = joinDocument(server.url, document, {
      ...(await member(server.store, 'Watch', [{ scope: 'edition', thing: edition, role: 'reader' }])),
    })
    await watcher.synced
    for (const subject of subjects) {
      const { provider, closed, leave } = open(subject)
      provider.awareness.setLocalStateField('user', { id: subject.id, name: subject.title })
      const synced = new Promise<boolean>(resolve => provider.on('sync', resolve))
      if (!isAtLeast(subject.document, 'reader')) {
        await closed
        leave()
        continue
      }
      await synced
      // What is asked for now is answered after everything before it.
      const here = await roundTrip(provider, subject.id !== '')
      expect([subject.title, here.includes(watcher.person.id)]).toEqual([subject.title, subject.id !== ''])
      const seen = await roundTrip(watcher.provider)
      expect([subject.title, seen.some(id => id === subject.id && id !== '')]).toEqual([
        subject.title,
        subject.id !== '',
      ])
      leave()
    }
  })
})

const idsIn = (provider: WebsocketProvider): string[] =>
  [...provider.awareness.getStates()]
    .filter(([client]) => client !== provider.awareness.clientID)
    .map(([, state]) => String((state.user as { id?: unknown } | undefined)?.id ?? ''))

/** The ids of everybody else, once whatever was under way has arrived. The public is not told who is here, so it asks
 * for the document, with an empty state vector. */
async function roundTrip(provider: WebsocketProvider, isKnown = true): Promise<string[]> {
  const [answer, question] = isKnown ? [1, [3]] : [0, [0, 0, 1, 0]]
  const handler = provider.messageHandlers[answer]!
  await new Promise<void>(resolve => {
    provider.messageHandlers[answer] = (...args) => {
      handler(...args)
      resolve()
    }
    provider.ws!.send(new Uint8Array(question))
  })
  provider.messageHandlers[answer] = handler
  return idsIn(provider)
}

function open({ headers }: Subject) {
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(`${server.url.replace('http', 'ws')}/sync`, document, doc, {
    WebSocketPolyfill: socketWith(headers),
    disableBc: true,
  })
  for (const message of [messageSaved, messageRefused, messageRole])
    provider.messageHandlers[message] = () => {}
  const closed = new Promise<string>(resolve =>
    provider.on('closed', ({ code, reason }: { code: number; reason: string }) =>
      resolve(code === 4401 || code === 4404 ? 'kept out' : reason),
    ),
  )
  const leave = () => {
    provider.destroy()
    doc.destroy()
  }
  return { doc, provider, closed, leave }
}

/** `saved`, `kept out`, or the rule that was broken. */
async function attempt(subject: Subject, write: Write['write']): Promise<string> {
  const { doc, provider, closed, leave } = open(subject)
  const layers = new Layers(doc)
  const saved = new Promise<string>(resolve => {
    // The first message that is saved is the stock client's answer to sync step 1.
    provider.messageHandlers[messageSaved] = (_encoder, decoder) => {
      if (decoding.readVarUint(decoder) > 1) resolve('saved')
    }
    provider.on('sync', () => {
      layers.change(null, () => write(layers, subject.id))
    })
  })
  try {
    return await Promise.race([saved, closed])
  } finally {
    leave()
  }
}

function titleOf({ act, where, least }: Row): string {
  return `${act}: ${least} ${where}`
}

/** Records of an edition: its settings, register, bibliography and versions. */
import { Router } from 'express'
import { z } from 'zod'
import type { Deed } from '../../schema/people.js'
import {
  isTooDeep,
  maxRecord,
  maxRecordDepth,
  type RecordKind,
  recordKinds,
  recordSchemas,
} from '../../schema/records.js'
import { settingsId } from '../../schema/settings.js'
import { idFault } from '../../schema/shapes.js'
import { versionShape } from '../../schema/versions.js'
import type { Access, Part } from '../auth/access.js'
import { citedIn } from '../citations.js'
import { type NameIndex, registerOf } from '../names.js'
import { HttpError, notFound, parse } from '../problem.js'
import type { Store, StoredRecord } from '../store/store.js'
import { checkVersion } from '../versions.js'

const rev = z.int().min(0)
const body = z.strictObject({ value: z.unknown(), rev })
const removal = z.object({ rev: z.coerce.number().pipe(rev) })

/** What writing a record of each kind is. */
const writing = {
  settings: 'settings',
  register: 'register',
  bibliography: 'cite',
  versions: 'version',
  apparatus: 'settings',
} as const satisfies Readonly<Record<RecordKind, Deed>>

interface Address {
  readonly edition: string
  readonly kind: RecordKind
}

/** `changed` is called when a record of an edition has been written, before the writer is answered. */
export function recordRoutes(
  store: Store,
  access: Access,
  names: NameIndex,
  changed: (edition: string, kind: RecordKind) => Promise<void>,
): Router {
  const router = Router()
  const list = '/editions/:edition/records/:kind'

  router.get(list, async (request, response) => {
    const { edition, kind } = await addressed(request.params)
    const isSeen = await seenBy(await access.partOf(request, edition), edition, kind)
    response.json({ records: (await store.records(edition, kind)).filter(isSeen).map(shown) })
  })

  router.get(`${list}/:id/history`, async (request, response) => {
    const { edition, kind } = await addressed(request.params)
    const isSeen = await seenBy(await access.partOf(request, edition), edition, kind)
    const revisions = await store.revisions(edition, kind, request.params.id)
    const last = revisions.findLast(({ value }) => value !== null)
    if (!last || !isSeen(last)) throw notFound('record')
    response.json(revisions.map(shown))
  })

  router.put(`${list}/:id`, async (request, response) => {
    const { edition, kind } = await addressed(request.params)
    await access.allow(request, writing[kind], { edition })
    const { value, rev: known } = parse(body, request.body)
    response.json(await write(request, known, jsonOf(kind, value)))
  })

  router.delete(`${list}/:id`, async (request, response) => {
    const { edition, kind } = await addressed(request.params)
    await access.allow(request, writing[kind], { edition })
    const { rev: known } = parse(removal, request.query)
    const newest = (await store.revisions(edition, kind, request.params.id)).at(-1)
    if (!newest || newest.value === null) throw notFound('record')
    response.json(await write(request, known, null))
  })

  async function write(
    request: Parameters<Access['visitor']>[0] & { params: { edition: string; kind: string; id: string } },
    known: number,
    value: string | null,
  ) {
    const { edition, kind } = await addressed(request.params)
    const { actor } = await access.allow(request, writing[kind], { edition })
    const { id } = request.params
    const fault = idFault(id)
    if (fault) throw new HttpError(400, fault.message)
    if (kind === 'settings' && id !== settingsId)
      throw new HttpError(400, `An edition has one record of settings, "${settingsId}".`)
    if (kind === 'versions') {
      const document = await checkVersion(store, edition, known, value)
      // In a single document one may be less than in the edition.
      await access.allow(request, writing[kind], { document })
    }
    const record = { edition, kind, id, rev: known + 1, person: actor.id, at: Date.now(), value }
    if (!(await store.addRevision(record))) {
      const current = (await store.revisions(edition, kind, id)).at(-1)
      throw new HttpError(409, 'Somebody else was quicker: this record has been changed.', undefined, {
        current: current ? shown(current) : null,
      })
    }
    await changed(edition, kind)
    return shown(record)
  }

  /** Which records somebody sees: all, or, where they know only some documents of the edition, how the edition works
   * and what belongs to these documents. */
  async function seenBy(
    { role, documents, has }: Part,
    edition: string,
    kind: RecordKind,
  ): Promise<(record: StoredRecord) => boolean> {
    if (role !== null) return () => true
    switch (kind) {
      case 'settings':
      case 'apparatus':
        return () => true
      case 'versions':
        return ({ value }) => {
          const version = versionShape.safeParse(JSON.parse(value ?? 'null'))
          return version.success && has(version.data.document)
        }
      case 'bibliography': {
        const cited = new Set((await citedIn(store, edition, documents)).map(({ key }) => key))
        return ({ id }) => cited.has(id)
      }
      case 'register': {
        const named = new Set<string>()
        for (const { occurrences } of await names.of(edition, documents))
          for (const { entries } of occurrences) for (const entry of entries) named.add(entry)
        const register = await registerOf(store, edition)
        return ({ id }) => named.has(id) || named.has(register.entry(id)?.id ?? '')
      }
    }
  }

  async function addressed(params: { edition: string; kind: string }): Promise<Address> {
    const kind = recordKinds.find(known => known === params.kind)
    if (!kind) throw notFound('kind of record')
    return { edition: params.edition, kind }
  }

  return router
}

/** A value checked, and as the JSON to keep. */
function jsonOf(kind: RecordKind, value: unknown): string {
  if (isTooDeep(value))
    throw new HttpError(400, `value: it is nested more than ${maxRecordDepth} levels deep`)
  const json = JSON.stringify(parse<unknown>(recordSchemas[kind], value))
  if (Buffer.byteLength(json) > maxRecord)
    throw new HttpError(413, `A record holds at most ${maxRecord} bytes.`)
  return json
}

function shown({ id, rev, person, at, value }: StoredRecord) {
  return { id, rev, by: person, at, value: value === null ? null : (JSON.parse(value) as unknown) }
}

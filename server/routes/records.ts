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
import type { Access } from '../auth/access.js'
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
  changed: (edition: string, kind: RecordKind) => Promise<void>,
): Router {
  const router = Router()
  const list = '/editions/:edition/records/:kind'

  router.get(list, async (request, response) => {
    const { edition, kind } = await addressed(request.params)
    await access.allow(request, 'read', { edition })
    response.json({ records: (await store.records(edition, kind)).map(shown) })
  })

  router.get(`${list}/:id/history`, async (request, response) => {
    const { edition, kind } = await addressed(request.params)
    await access.allow(request, 'read', { edition })
    const revisions = await store.revisions(edition, kind, request.params.id)
    if (revisions.length === 0) throw notFound('record')
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
    if (kind === 'versions') await checkVersion(store, edition, known, value)
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

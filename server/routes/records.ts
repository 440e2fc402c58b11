/** Records of an edition: its settings, register, bibliography and versions. */
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { recordAnswer } from '../../schema/answers.js'
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
import type { Api } from '../api/api.js'
import type { Access, Part } from '../auth/access.js'
import type { CitationIndex } from '../citations.js'
import { type NameIndex, registerOf } from '../names.js'
import { HttpError, notFound } from '../problem.js'
import type { Store, StoredRecord } from '../store/store.js'
import { checkVersion } from '../versions.js'

const rev = z.int().min(0).describe('The revision that the writer has seen; 0: there was none')

/** What writing a record of each kind is, and what a record of it is called. */
const kinds = {
  settings: { deed: 'settings', one: 'settings', many: 'settings' },
  register: { deed: 'register', one: 'an entry of the register', many: 'register' },
  bibliography: { deed: 'cite', one: 'a work of the bibliography', many: 'bibliography' },
  versions: { deed: 'version', one: 'a version', many: 'versions' },
  apparatus: { deed: 'settings', one: 'apparatus settings', many: 'apparatus settings' },
} as const satisfies Readonly<Record<RecordKind, { deed: Deed; one: string; many: string }>>

/** `changed` is called when a record of an edition has been written, before the writer is answered. */
export function recordRoutes(
  api: Api,
  store: Store,
  access: Access,
  names: NameIndex,
  citations: CitationIndex,
  changed: (edition: string, kind: RecordKind) => Promise<void>,
): void {
  for (const kind of recordKinds) {
    const { deed, one, many } = kinds[kind]
    const path = `/editions/:edition/records/${kind}` as const
    const shape: z.ZodType<unknown> = recordSchemas[kind]
    const recordOf = recordAnswer.extend({ value: shape.nullable() })
    const tag = 'Records'

    api.on(
      {
        method: 'get',
        path,
        tag,
        title: `List the ${many}`,
        text: 'Records as they stand; those that were removed are not among them.',
        deed: 'part',
        answer: z.object({ records: z.array(recordOf) }),
      },
      async ({ params, part }) => {
        const isSeen = await seenBy(part, params.edition, kind)
        return { records: (await store.records(params.edition, kind)).filter(isSeen).map(shown) }
      },
    )

    api.on(
      {
        method: 'get',
        path: `${path}/:record/history`,
        tag,
        title: `Read the history of ${one}`,
        text: 'Every revision, the oldest first; a value of null says that the record was removed.',
        deed: 'part',
        answer: z.array(recordOf),
      },
      async ({ params, part }) => {
        const isSeen = await seenBy(part, params.edition, kind)
        const revisions = await store.revisions(params.edition, kind, params.record)
        const last = revisions.findLast(({ value }) => value !== null)
        if (!last || !isSeen(last)) throw notFound('record')
        return revisions.map(shown)
      },
    )

    api.on(
      {
        method: 'put',
        path: `${path}/:record`,
        tag,
        title: `Write ${one}`,
        text: 'Makes the record or writes over the revision that is named, a removal too. The id is the caller’s.',
        deed,
        body: z.strictObject({ value: shape, rev }),
        answer: recordOf,
        errors: {
          409: 'Somebody else was quicker; `current` is the record as it stands, null where there is none.',
          413: `The value is longer than ${maxRecord} bytes.`,
        },
      },
      ({ params, body, actor, request }) =>
        write(request, params.edition, kind, params.record, actor.id, body.rev, jsonOf(body.value)),
    )

    api.on(
      {
        method: 'delete',
        path: `${path}/:record`,
        tag,
        title: `Remove ${one}`,
        text: 'What was there stays in the history.',
        deed,
        query: z.object({ rev: z.coerce.number().pipe(rev) }),
        answer: recordOf,
        errors: { 409: 'Somebody else was quicker; `current` is the record as it stands.' },
      },
      async ({ params, query, actor, request }) => {
        const newest = (await store.revisions(params.edition, kind, params.record)).at(-1)
        if (!newest || newest.value === null) throw notFound('record')
        return write(request, params.edition, kind, params.record, actor.id, query.rev, null)
      },
    )
  }

  async function write(
    request: IncomingMessage,
    edition: string,
    kind: RecordKind,
    id: string,
    person: string,
    known: number,
    value: string | null,
  ) {
    const fault = idFault(id)
    if (fault) throw new HttpError(400, fault.message)
    if (kind === 'settings' && id !== settingsId)
      throw new HttpError(400, `An edition has one record of settings, "${settingsId}".`)
    if (kind === 'versions') {
      const document = await checkVersion(store, edition, known, value)
      // In a single document one may be less than in the edition.
      await access.allow(request, kinds[kind].deed, { document })
    }
    const record = { edition, kind, id, rev: known + 1, person, at: Date.now(), value }
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
        const cited = new Set((await citations.of(edition, documents)).map(({ key }) => key))
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
}

/** A value as the JSON to keep. */
function jsonOf(value: unknown): string {
  if (isTooDeep(value))
    throw new HttpError(400, `value: it is nested more than ${maxRecordDepth} levels deep`)
  const json = JSON.stringify(value)
  if (Buffer.byteLength(json) > maxRecord)
    throw new HttpError(413, `A record holds at most ${maxRecord} bytes.`)
  return json
}

function shown({ id, rev, person, at, value }: StoredRecord) {
  return { id, rev, by: person, at, value: value === null ? null : (JSON.parse(value) as unknown) }
}

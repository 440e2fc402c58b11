/** The versions of one document: moments that somebody has given a name. */
import { z } from 'zod'
import { recordAnswer } from '../../schema/answers.js'
import { idFault } from '../../schema/shapes.js'
import { stateHash } from '../../schema/state.js'
import { type Version, versionShape } from '../../schema/versions.js'
import type { Api } from '../api/api.js'
import { newIdOf } from '../api/shapes.js'
import { newId } from '../ids.js'
import { openDocument } from '../opened.js'
import { HttpError, notFound } from '../problem.js'
import type { Store, StoredRecord } from '../store/store.js'

const versionRecord = recordAnswer.extend({ value: versionShape })

const path = '/documents/:document/versions'

export function versionRoutes(api: Api, store: Store): void {
  api.on(
    {
      method: 'get',
      path,
      tag: 'History',
      title: 'List the versions of a document',
      text: 'In the order of the log. Export one by the `seq` of its value.',
      deed: 'read',
      answer: z.object({ versions: z.array(versionRecord) }),
    },
    async ({ params: { document } }) => {
      const record = await store.document(document)
      if (!record) throw notFound('document')
      const versions = (await store.records(record.edition, 'versions')).map(shown)
      return {
        versions: versions
          .filter(({ value }) => value.document === document)
          .sort((a, b) => a.value.seq - b.value.seq || a.at - b.at),
      }
    },
  )

  api.on(
    {
      method: 'post',
      path,
      tag: 'History',
      title: 'Name a version',
      text: 'Gives a moment of the document a name. The hashes of the witness and of the state are put down with it, so that anybody can check them; a version is never changed or removed.',
      deed: 'version',
      body: z.strictObject({
        id: newIdOf,
        title: versionShape.shape.title,
        note: versionShape.shape.note,
        seq: versionShape.shape.seq.optional().describe('The row of the log; without it the last one'),
      }),
      status: 201,
      answer: versionRecord,
      errors: { 409: 'The id is that of another version.' },
    },
    async ({ params: { document: id }, body, actor }) => {
      const opened = await openDocument(store, id, body.seq)
      if (!opened) throw notFound('document')
      const { record, document, seq } = opened
      const state = stateHash(document.layers)
      document.destroy()
      document.layers.doc.destroy()
      const fault = body.id === undefined ? null : idFault(body.id)
      if (fault) throw new HttpError(400, `id: ${fault.message}`)
      const { title, note } = body
      const value: Version = { document: id, title, note, seq, witness: record.witness, state }
      const made: StoredRecord = {
        edition: record.edition,
        kind: 'versions',
        id: body.id ?? newId(),
        rev: 1,
        person: actor.id,
        at: Date.now(),
        value: JSON.stringify(value),
      }
      if (await store.addRevision(made)) return shown(made)
      const known = (await store.revisions(record.edition, 'versions', made.id)).at(-1)!
      const same = shown(known).value
      // Sent twice: meanwhile the document may have gone on.
      if (same.document === id && same.title === title && same.note === note) return shown(known)
      throw new HttpError(409, `There is another version ${made.id} already.`)
    },
  )
}

function shown({ id, rev, person, at, value }: StoredRecord) {
  return { id, rev, by: person, at, value: JSON.parse(value ?? 'null') as Version }
}

/** Corrected copies of a document: compared with it, entered as proposals, taken back. */
import { z } from 'zod'
import { bases } from '../../schema/copies/index.js'
import { comparisonAnswer, copyEntry, enteredAnswer, takenBackAnswer } from '../../schema/copies/shapes.js'
import { type Actor, can, cleanName, leastRole } from '../../schema/people.js'
import type { Api } from '../api/api.js'
import { media } from '../api/operation.js'
import type { Access } from '../auth/access.js'
import { record } from '../auth/acts.js'
import { fileBody, jsonBody } from '../body.js'
import { settingsOf } from '../citations.js'
import type { Limits } from '../config.js'
import { enterCopy, personNamed, removeCopy, type StructureBefore } from '../copies.js'
import { layersState } from '../opened.js'
import { HttpError, notFound } from '../problem.js'
import type { Reader } from '../reading/reader.js'
import type { DocumentRecord, Store } from '../store/store.js'
import type { Hub } from '../sync/hub.js'
import { writingErrors } from '../writing.js'

const path = '/documents/:document/copies'

/** The largest list of corrections that is taken, in bytes: twenty thousand of them, with readings of some lines. */
const largest = 16 << 20

const unread = {
  413: 'The file is too large.',
  422: 'The file cannot be read; `problems` says why.',
} as const

export function copyRoutes(
  api: Api,
  store: Store,
  access: Access,
  hub: Hub,
  reader: Reader,
  limits: Limits,
): void {
  api.on(
    {
      method: 'post',
      path: `${path}/comparison`,
      tag: 'Copies',
      title: 'Compare a corrected copy',
      text: 'Says what a corrected copy of a document would change in it, difference by difference. Nothing is kept.',
      deed: 'propose',
      query: z.object({
        name: z
          .string()
          .trim()
          .min(1)
          .max(255)
          .default('copy.txt')
          .describe('The name of the file, with its ending'),
        base: z
          .enum(bases)
          .optional()
          .describe('Which of the texts the copy was made from; without it the nearest'),
      }),
      body: media("The file's bytes", 'application/octet-stream'),
      answer: comparisonAnswer,
      errors: unread,
    },
    async ({ params, query: { name, base }, body }) => {
      const { record: document, witness, state } = await layersState(store, params.document)
      const found = await reader.compare(body, name, { witness, state, ...(base ? { base } : {}) })
      if (!('candidates' in found)) {
        const why = found.problems.find(({ severity }) => severity === 'error')?.message
        throw new HttpError(422, why ?? 'The file cannot be read.', found.problems)
      }
      return { ...found, witness: document.witness }
    },
    fileBody(limits.file),
  )

  api.on(
    {
      method: 'post',
      path,
      tag: 'Copies',
      title: 'Enter a corrected copy',
      text: 'What was found in it and chosen, as proposals and notes of whoever has corrected it, all of it or nothing. To enter somebody else’s needs the role of reviewer.',
      deed: 'propose',
      body: copyEntry,
      status: 201,
      answer: enteredAnswer,
      errors: {
        ...writingErrors,
        409: 'The document has another witness than the one the copy was compared with.',
      },
    },
    async ({ params: { document: id }, body, actor, request }) => {
      const document = await store.document(id)
      if (!document) throw notFound('document')
      if (body.witness !== undefined && body.witness !== document.witness)
        throw new HttpError(409, 'witness: the document has another one now: compare the copy again')
      const authors = [...body.corrections, ...body.notes].flatMap(({ author }) => author ?? [])
      for (const name of authors) nameOf(name, 'author')
      const own = body.by === undefined || ('person' in body.by && body.by.person === actor.id)
      if ((!own || authors.length > 0) && !can(actor, 'import')) throw onlyForOthers(actor)
      const by = own ? actor.id : await signer(document, body.by!)
      const kind = body.kind ?? (await settingsOf(store, document.edition)).defaultKind
      const { copy, ...made } = await enterCopy(store, hub, id, { ...body, by, kind }, actor)
      const detail = {
        copy,
        file: body.file,
        corrections: made.corrections,
        notes: made.notes,
        people: made.by.map(person => ({ person })),
        structure: made.structure,
      }
      await record(store, request, actor.id, 'copy-entered', detail, {
        edition: document.edition,
        document: id,
      })
      const names = await Promise.all(
        made.by.map(async id => ({ id, name: (await store.person(id))?.name ?? id })),
      )
      return { ...made, copy, structure: made.structure.length, by: names }
    },
    jsonBody(largest),
  )

  api.on(
    {
      method: 'delete',
      path: `${path}/:copy`,
      tag: 'Copies',
      title: 'Take a corrected copy back',
      text: 'Removes what was entered from it, but for what others have decided on or replied to. Whoever entered it may, and owners.',
      deed: 'propose',
      status: 200,
      answer: takenBackAnswer,
      errors: writingErrors,
    },
    async ({ params: { document: id, copy }, actor, request }) => {
      const document = await store.document(id)
      const entered = await entryOf(id, copy)
      if (!document || !entered) throw notFound('corrected copy')
      if (entered.person !== actor.id && !can(actor, 'settings')) throw onlyForOthers(actor, 'settings')
      const { people, structure } = entered
      const done = await removeCopy(hub, id, copy, people, structure, actor)
      await record(
        store,
        request,
        actor.id,
        'copy-taken-back',
        { copy, ...done },
        { edition: document.edition, document: id },
      )
      return done
    },
  )

  /** The id of somebody other than the asker. A person who is chosen must have a role where the document is. */
  async function signer(
    { id, edition }: DocumentRecord,
    by: { readonly person: string } | { readonly name: string },
  ): Promise<string> {
    if ('name' in by) return personNamed(store, nameOf(by.name, 'by.name'))
    const person = await store.person(by.person)
    const isKnown = person && (await access.isMember(person.id, { edition, document: id }))
    if (!isKnown) throw new HttpError(400, 'by.person: this is nobody who works on the document')
    return person.id
  }

  /** Who entered a copy, and all that is needed to take it back. */
  async function entryOf(document: string, copy: string) {
    for (let before: number | undefined; ; ) {
      const acts = await store.audit.acts(
        { document },
        { limit: 200, ...(before === undefined ? {} : { before }) },
      )
      for (const { what, person, detail } of acts) {
        if (what !== 'copy-entered') continue
        const said = JSON.parse(detail) as {
          copy: string
          people: { person: string }[]
          structure: StructureBefore[]
        }
        if (said.copy === copy)
          return { person, people: said.people.map(p => p.person), structure: said.structure }
      }
      if (acts.length < 200) return null
      before = acts.at(-1)!.seq
    }
  }
}

function nameOf(given: string, where: string): string {
  const name = cleanName(given)
  if (name === null) throw new HttpError(400, `${where}: this is no name that can be printed`)
  return name
}

function onlyForOthers({ role }: Actor, deed: 'import' | 'settings' = 'import'): HttpError {
  const needs = leastRole(deed)
  return new HttpError(
    403,
    `To do this for somebody else needs the role of ${needs}; you are ${role} here.`,
    undefined,
    {
      role,
      needs,
    },
  )
}

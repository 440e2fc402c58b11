/** The structure of one document: blocks, milestones and spans as they are now, and changing them. */
import type { EditedDocument } from '../../schema/document.js'
import type { Api } from '../api/api.js'
import { structureAnswer, structureChange } from '../api/shapes.js'
import { readDocument, witnessOf } from '../opened.js'
import { HttpError } from '../problem.js'
import type { Store } from '../store/store.js'
import type { Hub } from '../sync/hub.js'
import { writingErrors, written } from '../writing.js'

const path = '/documents/:document/structure'

export function structureRoutes(api: Api, store: Store, hub: Hub): void {
  api.on(
    {
      method: 'get',
      path,
      tag: 'Structure',
      title: 'Read the structure of a document',
      text: 'Blocks, milestones and spans as they are now, those of the witness and those that editors added.',
      deed: 'read',
      answer: structureAnswer,
    },
    ({ params }) => readDocument(store, params.document, structureOf),
  )

  api.on(
    {
      method: 'patch',
      path,
      tag: 'Structure',
      title: 'Change the structure of a document',
      text: 'All that is named or, where a rule forbids something, nothing. A milestone or span with a new id is added, with a known one changed.',
      deed: 'structure',
      body: structureChange,
      answer: structureAnswer,
      errors: writingErrors,
    },
    async ({ params: { document: id }, body, actor }) => {
      const witness = await witnessOf(store, id)
      const own = new Set([...witness.milestones, ...witness.spans].map(part => part.id))
      const outcome = await hub.change(id, actor, desk => {
        for (const { at, begins } of body.breaks) desk.setBreak(at, begins ?? undefined)
        for (const { at, key, value } of body.attributes) {
          // Beside a value that is put back its key would be written twice.
          if (body.restored.some(other => other.at === at && other.key === key))
            throw new HttpError(400, `restored: "${key}" at ${at} is among the attributes too`)
          desk.setBlockAttr(at, key, value)
        }
        for (const { at, key } of body.restored) desk.setBlockAttr(at, key, undefined)
        for (const part of body.milestones) {
          if ('gone' in part) desk.removeMilestone(part.id, own.has(part.id))
          else desk.setMilestone(withoutUndefined(part))
        }
        for (const part of body.spans) {
          if ('gone' in part) desk.removeSpan(part.id, own.has(part.id))
          else desk.setSpan(withoutUndefined(part))
        }
      })
      written(outcome)
      return readDocument(store, id, structureOf)
    },
  )
}

function structureOf(document: EditedDocument) {
  const { structure } = document
  return {
    blocks: Array.from({ length: structure.count }, (_, index) => {
      const { start, end, runs, kind, attrs } = structure.block(index)
      return { start, end, runs, kind, attrs, paragraph: structure.number(index) }
    }),
    milestones: document.allMilestones(),
    spans: document.spans.inOrder(),
  }
}

/** Yjs keeps undefined as a value; the gate does not know it. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return JSON.parse(JSON.stringify(value)) as { [K in keyof T]: Exclude<T[K], undefined> }
}

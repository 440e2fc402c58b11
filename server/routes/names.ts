/** Names over all documents of an edition: how often, where, and policies carried out. */
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { countsAnswer, namesFound, type PolicyDone, policyAnswer } from '../../schema/answers.js'
import { EditedDocument } from '../../schema/document.js'
import { type PolicyWork, policyReason, policyWork } from '../../schema/name-policies.js'
import { type Actor, can } from '../../schema/people.js'
import type { Register, RegisterEntry } from '../../schema/register.js'
import type { Witness } from '../../schema/witness.js'
import type { Api } from '../api/api.js'
import type { Access } from '../auth/access.js'
import { newId } from '../ids.js'
import { type NameIndex, registerOf } from '../names.js'
import { HttpError, notFound } from '../problem.js'
import type { DocumentEntry, Store } from '../store/store.js'
import type { Hub } from '../sync/hub.js'
import { written as throwUnlessDone } from '../writing.js'

const policyBody = z.strictObject({ entry: z.string().min(1).max(64), variant: z.string().min(1).max(300) })

/** So many places of one entry are told at once; the answer says how many there are. */
const most = 3_000

/** What a policy wrote in a document. */
type Written = PolicyDone['documents'][number]

export function nameRoutes(api: Api, store: Store, access: Access, hub: Hub, index: NameIndex): void {
  api.on(
    {
      method: 'get',
      path: '/editions/:edition/names',
      tag: 'Names',
      title: 'Find names over an edition',
      text: `Without \`entry\` how often each entry of the register is named, and how many names refer to none. With it every place where that entry is named or could be tagged, at most ${most} of \`total\`.`,
      deed: 'part',
      query: z.object({
        entry: z.string().min(1).max(64).optional().describe('The id of an entry of the register'),
      }),
      answer: z.union([countsAnswer, namesFound]),
    },
    async ({ params: { edition }, query: { entry }, part }) => {
      const all = await index.of(edition, part.documents)
      if (entry === undefined) {
        const counts: Record<string, { tagged: number; untagged: number }> = {}
        let unlinked = 0
        for (const { occurrences } of all)
          for (const { name, entries } of occurrences) {
            if (entries.length === 0) unlinked++
            for (const id of entries) {
              const count = counts[id] ?? { tagged: 0, untagged: 0 }
              counts[id] = count
              if (name === '') count.untagged++
              else count.tagged++
            }
          }
        return { counts, unlinked }
      }
      const found = all.flatMap(({ document, occurrences }) =>
        occurrences
          .filter(({ entries }) => entries.includes(entry))
          .map(occurrence => ({ document: document.id, title: document.title, ...occurrence })),
      )
      return { total: found.length, occurrences: found.slice(0, most) }
    },
  )

  api.on(
    {
      method: 'post',
      path: '/editions/:edition/names/policy',
      tag: 'Names',
      title: 'Carry out a policy on a variant',
      text: 'Writes in every document what the register says about a variant of an entry: proposals or notes, as the person who asks.',
      deed: 'register',
      body: policyBody,
      status: 201,
      answer: policyAnswer,
      errors: { 409: 'Nothing has been decided about this variant yet.' },
    },
    async ({ params: { edition }, body: { entry: id, variant }, actor, visitor }) => {
      const place = await access.placeOf({ edition })
      const register = await registerOf(store, edition)
      const entry = register.entry(id)
      if (!entry) throw notFound('entry of the register')
      if (!entry.policies[variant])
        throw new HttpError(409, `Nothing has been decided about “${variant}” yet.`)
      const written: Written[] = []
      for (const document of await store.documents(edition)) {
        // In a single document one may be less than in the edition.
        if (document.id !== document.current) continue
        const role = access.roleOf(visitor, { ...place, document: document.id })
        if (!can({ id: actor.id, role }, 'propose')) continue
        const done = await carryOut(document, { id: actor.id, role }, register, entry, variant)
        if (done.corrections.length + done.notes.length > 0) written.push(done)
      }
      return { documents: written }
    },
  )

  /** Carries a policy out in one document, as this person, through the gate. */
  async function carryOut(
    { id: document, witness: hash }: DocumentEntry,
    actor: Actor,
    register: Register,
    entry: RegisterEntry,
    variant: string,
  ): Promise<Written> {
    const nothing: Written = { document, corrections: [], notes: [] }
    const json = await store.witness(hash)
    if (!json) return nothing
    const witness = JSON.parse(gunzipSync(json).toString('utf8')) as Witness
    // A form that does not stand in the text at all needs no room to be opened.
    if (!witness.text.includes(variant.split(' ')[0]!)) return nothing
    const written: Written = { ...nothing, corrections: [], notes: [] }
    const outcome = await hub.write(document, actor, (desk, current, now) => {
      const edited = new EditedDocument(witness, current)
      let work: PolicyWork
      try {
        work = policyWork(edited, register, entry, variant)
      } finally {
        edited.destroy()
      }
      for (const { start, end, text, kind } of work.proposals) {
        const id = newId()
        desk.addCorrection({
          id,
          start,
          end,
          side: -1,
          text,
          kind,
          reason: policyReason(entry, variant),
          evidence: '',
          certainty: 'high',
          by: actor.id,
          at: now,
          parent: null,
        })
        written.corrections.push({ id, start, end, text })
      }
      if (work.note) {
        const id = newId()
        desk.addNote({ id, ...work.note, on: null, type: 'explanatory', by: actor.id, at: now })
        written.notes.push(id)
      }
    })
    if (!outcome) return nothing
    throwUnlessDone(outcome)
    return written
  }
}

/** The corrections of one document: read, made, changed, removed; and what is said about them. */
import { z } from 'zod'
import type { Correction } from '../../schema/corrections.js'
import { type QueueRow, standings } from '../../schema/queue.js'
import { queueRowsOf } from '../../schema/queue-rows.js'
import type { Api } from '../api/api.js'
import { nextAnswer, pageOf, pageQuery } from '../api/page.js'
import {
  changedCorrection,
  correctionAnswer,
  newCorrection,
  newReply,
  placedCorrection,
  replyAnswer,
  wholeCorrection,
} from '../api/shapes.js'
import { settingsOf } from '../citations.js'
import { newId } from '../ids.js'
import { readDocument, witnessOf } from '../opened.js'
import { HttpError, notFound } from '../problem.js'
import type { Store } from '../store/store.js'
import type { Hub } from '../sync/hub.js'
import { anyLength, isSame, writeOver, writingErrors, written } from '../writing.js'

const one = '/documents/:document/corrections/:correction'

export function correctionRoutes(api: Api, store: Store, hub: Hub): void {
  api.on(
    {
      method: 'get',
      path: '/documents/:document/corrections',
      tag: 'Corrections',
      title: 'List the corrections of a document',
      text: 'In the order of the text, each with its readings, its standing and the newest decision.',
      deed: 'read',
      query: pageQuery.extend({
        standing: z.enum(standings).optional().describe('Only those that stand so'),
        by: z.string().optional().describe('Only those of this person'),
      }),
      answer: z.object({ corrections: z.array(placedCorrection), next: nextAnswer }),
    },
    ({ params, query: { standing, by, ...query } }) =>
      readDocument(store, params.document, document => {
        const rows = queueRowsOf(document).filter(
          row => (standing === undefined || row.standing === standing) && (by === undefined || row.by === by),
        )
        const typed = (row: QueueRow) => document.corrections.get(row.id)!
        const { page, next } = pageOf(rows, row => [typed(row).start, typed(row).end, row.id], query)
        return { corrections: page.map(row => placed(typed(row), row)), next }
      }),
  )

  api.on(
    {
      method: 'get',
      path: one,
      tag: 'Corrections',
      title: 'Read a correction',
      text: 'With every decision on it, and the conversation about it.',
      deed: 'read',
      answer: wholeCorrection,
    },
    ({ params }) =>
      readDocument(store, params.document, document => {
        const correction = document.corrections.get(params.correction)
        const row = queueRowsOf(document).find(({ id }) => id === params.correction)
        if (!correction || !row) throw notFound('correction')
        return {
          ...placed(correction, row),
          decisions: document.decisionsOn(correction.id),
          thread: document.repliesOn(correction.id),
        }
      }),
  )

  api.on(
    {
      method: 'post',
      path: '/documents/:document/corrections',
      tag: 'Corrections',
      title: 'Make a correction',
      text: 'A proposal, as the person who asks. Offsets count UTF-16 units of the witness’s text.',
      deed: 'propose',
      body: newCorrection,
      status: 201,
      answer: correctionAnswer,
      errors: {
        ...writingErrors,
        409: 'The witness has something else there than `original`, or the id is that of another correction.',
      },
    },
    async ({ params: { document }, body: { original, ...asked }, actor }) => {
      if (original !== undefined) await checkOriginal(document, asked.start, asked.end, original)
      const kind = asked.kind ?? (await usualKind(document))
      const id = asked.id ?? newId()
      const { citation, ...rest } = asked
      let made: Correction | null = null
      const outcome = await hub.write(document, actor, (desk, current, now) => {
        made = { ...rest, id, kind, by: actor.id, at: now, ...(citation === undefined ? {} : { citation }) }
        const known = current.correction(id, anyLength)
        if (known && !isSame(known, { ...made, at: known.at }))
          throw new HttpError(409, `There is another correction ${id} already.`)
        if (known) made = known
        else desk.addCorrection(made)
      })
      written(outcome)
      return made!
    },
  )

  api.on(
    {
      method: 'patch',
      path: one,
      tag: 'Corrections',
      title: 'Change a correction',
      text: 'One’s own: its range, its text, or what is said about it. What was decided on it holds only for what it said then.',
      deed: 'propose',
      body: changedCorrection,
      answer: correctionAnswer,
      errors: writingErrors,
    },
    async ({ params: { document, correction: id }, body, actor }) => {
      let changed: Correction | null = null
      const outcome = await hub.change(document, actor, desk => {
        if (!desk.correction(id, anyLength)) throw notFound('correction')
        writeOver(desk, 'corrections', id, body)
        changed = desk.correction(id, anyLength)
      })
      written(outcome)
      return changed!
    },
  )

  api.on(
    {
      method: 'delete',
      path: one,
      tag: 'Corrections',
      title: 'Remove a correction',
      text: 'One’s own, on which nobody else has decided; others are withdrawn by a decision.',
      deed: 'propose',
      answer: null,
      errors: writingErrors,
    },
    async ({ params: { document, correction: id }, actor }) => {
      const outcome = await hub.change(document, actor, desk => {
        if (!desk.correction(id, anyLength)) throw notFound('correction')
        desk.removeCorrection(id)
      })
      written(outcome)
      return null
    },
  )

  api.on(
    {
      method: 'post',
      path: '/documents/:document/replies',
      tag: 'Corrections',
      title: 'Reply',
      text: 'Says something about a correction or note.',
      deed: 'reply',
      body: newReply,
      status: 201,
      answer: replyAnswer,
      errors: { ...writingErrors, 409: 'The id is that of another reply.' },
    },
    async ({ params: { document }, body, actor }) => {
      const id = body.id ?? newId()
      let made = { ...body, id, by: actor.id, at: 0 }
      const outcome = await hub.write(document, actor, (desk, current, now) => {
        made = { ...made, at: now }
        const known = current.reply(id)
        if (known && !isSame(known, { ...made, at: known.at }))
          throw new HttpError(409, `There is another reply ${id} already.`)
        if (known) made = { ...known }
        else desk.setReply(made)
      })
      written(outcome)
      return made
    },
  )

  api.on(
    {
      method: 'patch',
      path: '/documents/:document/replies/:reply',
      tag: 'Corrections',
      title: 'Reword a reply',
      text: 'One’s own.',
      deed: 'reply',
      body: z.strictObject({ text: z.string() }),
      answer: replyAnswer,
      errors: writingErrors,
    },
    async ({ params: { document, reply: id }, body: { text }, actor }) => {
      let reworded: z.input<typeof replyAnswer> | null = null
      const outcome = await hub.change(document, actor, desk => {
        const known = desk.reply(id)
        if (!known) throw notFound('reply')
        reworded = { ...known, text }
        if (text !== known.text) desk.setReply(reworded)
      })
      written(outcome)
      return reworded!
    },
  )

  async function checkOriginal(id: string, start: number, end: number, original: string): Promise<void> {
    const { text } = await witnessOf(store, id)
    const found = text.slice(start, end)
    if (found !== original)
      throw new HttpError(409, `original: from ${start} to ${end} the witness has “${found.slice(0, 200)}”`)
  }

  async function usualKind(id: string) {
    const record = await store.document(id)
    if (!record) throw notFound('document')
    return (await settingsOf(store, record.edition)).defaultKind
  }
}

/** What a correction says, and the row that lists have of it. */
function placed(correction: Correction, row: QueueRow): z.input<typeof placedCorrection> {
  const { received, reading, before, after, standing, decision, replies, settled } = row
  const { rivals, supersededBy, paragraph, page } = row
  return {
    ...correction,
    received,
    reading,
    before,
    after,
    standing,
    decision,
    replies,
    settled,
    rivals,
    supersededBy,
    paragraph,
    page,
  }
}

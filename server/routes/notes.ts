/** The notes of one document. */
import { z } from 'zod'
import { Places } from '../../schema/apparatus.js'
import type { EditedDocument } from '../../schema/document.js'
import type { Layers } from '../../schema/layers.js'
import { labelsOf, notesInOrder } from '../../schema/note-series.js'
import type { Note } from '../../schema/notes.js'
import { type Json, keyOf, recordAt, writeRecord } from '../../schema/state.js'
import type { Api } from '../api/api.js'
import { nextAnswer, pageOf, pageQuery } from '../api/page.js'
import { changedNote, newNote, noteAnswer, placedNote, replyAnswer } from '../api/shapes.js'
import { settingsOf } from '../citations.js'
import { newId } from '../ids.js'
import { readDocument } from '../opened.js'
import { HttpError, notFound } from '../problem.js'
import type { Store } from '../store/store.js'
import type { Hub } from '../sync/hub.js'
import { anyLength, isSame, writeOver, writingErrors, written } from '../writing.js'

const one = '/documents/:document/notes/:note'

type NoteAnswer = z.input<typeof noteAnswer>

export function noteRoutes(api: Api, store: Store, hub: Hub): void {
  api.on(
    {
      method: 'get',
      path: '/documents/:document/notes',
      tag: 'Notes',
      title: 'List the notes of a document',
      text: 'In the order of their marks in the text.',
      deed: 'read',
      query: pageQuery,
      answer: z.object({ notes: z.array(placedNote), next: nextAnswer }),
    },
    ({ params, query }) =>
      readDocument(store, params.document, async (document, { edition }) => {
        const place = await placing(document, edition)
        const { page, next } = pageOf(notesInOrder(document), n => [n.end, n.start, n.id], query)
        return { notes: page.map(place), next }
      }),
  )

  api.on(
    {
      method: 'get',
      path: one,
      tag: 'Notes',
      title: 'Read a note',
      text: 'With the conversation about it.',
      deed: 'read',
      answer: placedNote.extend({ thread: z.array(replyAnswer) }),
    },
    ({ params }) =>
      readDocument(store, params.document, async (document, { edition }) => {
        const note = document.notes.get(params.note)
        if (!note) throw notFound('note')
        const place = await placing(document, edition)
        return { ...place(note), thread: document.repliesOn(note.id) }
      }),
  )

  api.on(
    {
      method: 'post',
      path: '/documents/:document/notes',
      tag: 'Notes',
      title: 'Write a note',
      text: 'On a range of the witness, or on the words of a correction. The body comes as `text` or as `body`.',
      deed: 'note',
      body: newNote,
      status: 201,
      answer: noteAnswer,
      errors: { ...writingErrors, 409: 'The id is that of another note.' },
    },
    async ({ params: { document }, body: { text, body, shared, on, ...asked }, actor }) => {
      const id = asked.id ?? newId()
      const content = bodyOf(text, body)
      let made: NoteAnswer | null = null
      const outcome = await hub.write(document, actor, (desk, current, now) => {
        const record = (at: number) => ({
          start: asked.start,
          end: asked.end,
          type: asked.type,
          by: actor.id,
          at,
          body: content,
          ...(on === null ? {} : { on }),
          ...(shared ? { shared } : {}),
        })
        const known = recordAt(current, 'notes', id)
        if (known && !isSame(known as object, record(timeOf(known))))
          throw new HttpError(409, `There is another note ${id} already.`)
        if (!known) writeRecord(desk, keyOf('notes', id), record(now))
        made = maybeNote(known ? current : desk, id)
      })
      written(outcome)
      return made!
    },
  )

  api.on(
    {
      method: 'patch',
      path: one,
      tag: 'Notes',
      title: 'Change a note',
      text: 'One’s own; in one that is shared, its body.',
      deed: 'note',
      body: changedNote,
      answer: noteAnswer,
      errors: writingErrors,
    },
    async ({ params: { document, note: id }, body: { text, body, ...change }, actor }) => {
      const content = text === undefined && body === undefined ? {} : { body: bodyOf(text, body) }
      let changed: NoteAnswer | null = null
      const outcome = await hub.change(document, actor, desk => {
        if (!desk.note(id, anyLength)) throw notFound('note')
        writeOver(desk, 'notes', id, { ...change, ...content })
        changed = maybeNote(desk, id)
      })
      written(outcome)
      return changed!
    },
  )

  api.on(
    {
      method: 'delete',
      path: one,
      tag: 'Notes',
      title: 'Remove a note',
      text: 'One’s own.',
      deed: 'note',
      answer: null,
      errors: writingErrors,
    },
    async ({ params: { document, note: id }, actor }) => {
      const outcome = await hub.change(document, actor, desk => {
        if (!desk.note(id, anyLength)) throw notFound('note')
        desk.removeNote(id)
      })
      written(outcome)
      return null
    },
  )

  /** Says where notes of a document stand. */
  async function placing(document: EditedDocument, edition: string) {
    const { noteSeries } = await settingsOf(store, edition)
    const labels = labelsOf(document, noteSeries)
    const places = new Places(document)
    return (note: Note): z.input<typeof placedNote> => {
      const { start, end, on, id } = note
      const block = document.structure.indexAt(end, end > start ? -1 : 1)
      const { paragraph, page } = places.of(start, block)
      const correction = on === null ? undefined : document.corrections.get(on)
      return {
        ...maybeNote(document.layers, id)!,
        label: labels.get(id) ?? '',
        words: document.text.slice(start, end) || (correction?.text ?? ''),
        replies: document.repliesOn(id).length,
        paragraph,
        page,
      }
    }
  }
}

/** A body as sent: plain text has a paragraph for each line. */
function bodyOf(text: string | undefined, body: unknown): Json {
  if (body !== undefined && text !== undefined)
    throw new HttpError(400, 'body: there is `text` already; send one of the two')
  if (body !== undefined) return body as Json
  return (text ?? '')
    .split('\n')
    .map(line => ({ name: 'paragraph', content: line === '' ? [] : [{ text: line }] }))
}

const timeOf = (record: Json): number => Number((record as { readonly at?: Json }).at)

/** Null where it cannot be read: then the gate refuses it. */
function maybeNote(layers: Layers, id: string): NoteAnswer | null {
  const note = layers.note(id, anyLength)
  if (!note) return null
  const { body } = recordAt(layers, 'notes', id) as { readonly body: readonly Json[] }
  const { start, end, on, type, by, at, text, shared = false } = note
  return { id, start, end, on, type, by, at, text, shared, body }
}

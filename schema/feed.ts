/** The feed: what others have decided on, or said about, what somebody wrote. */
import { z } from 'zod'
import { acts } from './decisions.js'
import type { EditedDocument } from './document.js'
import { compareIds } from './ids.js'
import { replyActs } from './replies.js'
import { wholeWords } from './words.js'

/** One deed. `on` is the correction or note that it is about, `owner` whoever wrote that; `by` did something at `at`
 * and said `text`, which may be empty. Of a correction, `received` and `reading` are on whole words; of a note
 * `received` are the words it is on and `reading` is empty. */
export const feedItem = z.object({
  id: z.string(),
  type: z.enum(['decision', 'reply']),
  act: z.enum([...acts, ...replyActs]),
  on: z.string(),
  about: z.enum(['correction', 'note']),
  owner: z.string(),
  by: z.string(),
  at: z.number(),
  text: z.string(),
  received: z.string(),
  reading: z.string(),
})
export type FeedItem = z.infer<typeof feedItem>

/** A deed and the document in which it was done. */
export const editionFeedItem = feedItem
  .extend({ document: z.string(), title: z.string() })
  .meta({ id: 'FeedItem' })
export type EditionFeedItem = z.infer<typeof editionFeedItem>

/** Everything that people decided on or said about the work of others, the oldest first. */
export function feedOf(document: EditedDocument): FeedItem[] {
  const items: FeedItem[] = []
  for (const { id, act, on, by, at, why } of document.layers.allDecisions()) {
    const subject = subjectOf(document, on)
    if (subject && subject.owner !== by)
      items.push({ id, type: 'decision', act, on, ...subject, by, at, text: why })
  }
  for (const { id, act, on, by, at, text: said } of document.layers.allReplies()) {
    const subject = subjectOf(document, on)
    if (subject && subject.owner !== by)
      items.push({ id, type: 'reply', act, on, ...subject, by, at, text: said })
  }
  return items.sort(compareTimes)
}

type Subject = Pick<FeedItem, 'about' | 'owner' | 'received' | 'reading'>

/** The correction or note that something was done to; null where there is none (any more). */
function subjectOf({ corrections, notes, text }: EditedDocument, id: string): Subject | null {
  const correction = corrections.get(id)
  if (correction) {
    const { start, end, text: reading } = wholeWords(correction, text)
    return { about: 'correction', owner: correction.by, received: text.slice(start, end), reading }
  }
  const note = notes.get(id)
  return note
    ? { about: 'note', owner: note.by, received: text.slice(note.start, note.end), reading: '' }
    : null
}

/** The oldest first. */
export function compareTimes(a: FeedItem, b: FeedItem): number {
  return a.at - b.at || compareIds(a.id, b.id)
}

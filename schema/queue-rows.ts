/** The rows of a queue, read from a document. */
import { emendationsOf } from './apparatus.js'
import { type Correction, overlap } from './corrections.js'
import type { EditedDocument } from './document.js'
import type { QueueRow } from './queue.js'
import { isResolved } from './replies.js'

/** So much of the text around a correction is shown with it, in UTF-16 units. */
const around = 40

/** The rows of a document in text order, whatever has been decided about them. */
export function queueRowsOf(document: EditedDocument): QueueRow[] {
  const rivals = rivalsOf(document)
  const { text } = document
  return emendationsOf(document).map(
    ({ correction, received, lemma, standing, decision, paragraph, page }) => {
      const { id, start, end, kind, reason, evidence, citation = '', certainty, by, at } = correction
      const replies = document.repliesOn(id)
      return {
        id,
        start,
        end,
        received,
        reading: lemma,
        before: lastLines(text.slice(Math.max(0, start - around), start)),
        after: firstLines(text.slice(end, end + around)),
        kind,
        reason,
        evidence,
        citation,
        certainty,
        by,
        at,
        standing,
        decision: decision && {
          id: decision.id,
          act: decision.act,
          by: decision.by,
          at: decision.at,
          why: decision.why,
        },
        paragraph,
        page,
        replies: replies.filter(reply => reply.act === 'reply' || reply.text !== '').length,
        settled: isResolved(replies),
        rivals: rivals.get(id) ?? '',
        supersededBy: standing === 'superseded' ? (holderOver(document, id)?.id ?? '') : '',
      }
    },
  )
}

/** What stands before and after, in the same paragraph and not beginning or ending within a surrogate pair. */
const lastLines = (text: string): string =>
  text
    .replace(/^[\udc00-\udfff]|^[\s\S]*\n\s*\n/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^ /, '')
const firstLines = (text: string): string =>
  text
    .replace(/[\ud800-\udbff]$|\n\s*\n[\s\S]*$/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ $/, '')

/** What holds in the place of a superseded correction. */
function holderOver(document: EditedDocument, id: string): Correction | undefined {
  const lost = document.corrections.get(id)
  return (
    lost &&
    document.corrections
      .touching(lost.start, lost.end)
      .find(other => document.standing(other.id) === 'accepted' && overlap(other, lost))
  )
}

/** Corrections that compete for the same text, each with the first of its company in text order. What has been
 * rejected or withdrawn competes no more. */
function rivalsOf(document: EditedDocument): Map<string, string> {
  const running = document.corrections.inOrder().filter(({ id }) => {
    const standing = document.standing(id)
    return standing !== 'rejected' && standing !== 'withdrawn'
  })
  const leader = new Map(running.map(({ id }) => [id, id]))
  const place = new Map(running.map(({ id }, i) => [id, i]))
  const leaderOf = (id: string): string => {
    let found = id
    while (leader.get(found) !== found) found = leader.get(found)!
    leader.set(id, found)
    return found
  }
  const unite = (a: string, b: string) => {
    const [first, second] = [leaderOf(a), leaderOf(b)]
    if (place.get(first)! <= place.get(second)!) leader.set(second, first)
    else leader.set(first, second)
  }
  for (const correction of running) {
    const { id, start, end, parent } = correction
    if (parent !== null && leader.has(parent)) unite(id, parent)
    for (const other of document.corrections.touching(start, end))
      if (other.id !== id && leader.has(other.id) && overlap(other, correction)) unite(id, other.id)
  }
  const sizes = new Map<string, number>()
  for (const { id } of running) sizes.set(leaderOf(id), (sizes.get(leaderOf(id)) ?? 0) + 1)
  return new Map(
    running
      .map(({ id }) => leaderOf(id))
      .flatMap((first, i) => (sizes.get(first)! > 1 ? [[running[i]!.id, first]] : [])),
  )
}

/** Replies: what people say to each other about a correction or a note, and whether that is settled. */
import { compareIds } from './ids.js'

/** `resolve` and `reopen` say, with or without words, that a conversation is settled, or is not after all. */
export const replyActs = ['reply', 'resolve', 'reopen'] as const
export type ReplyAct = (typeof replyActs)[number]

/** `on` is the id of a correction or a note; `at` counts milliseconds since 1970. */
export interface Reply {
  readonly id: string
  readonly on: string
  readonly act: ReplyAct
  readonly text: string
  readonly by: string
  readonly at: number
}

/** A conversation in the order in which it was held. */
export function inOrderOfTime(replies: Iterable<Reply>): Reply[] {
  return [...replies].sort((a, b) => a.at - b.at || compareIds(a.id, b.id))
}

/** Whether a conversation, in the order of time, is settled. */
export function isResolved(replies: readonly Reply[]): boolean {
  return replies.findLast(r => r.act !== 'reply')?.act === 'resolve'
}

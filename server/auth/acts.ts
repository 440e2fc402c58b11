/** The record of acts: who came in, who was let in, who was given what. */
import type { IncomingMessage } from 'node:http'
import type { Scope } from '../../schema/people.js'
import type { Store } from '../store/store.js'
import { addressOf } from './sessions.js'

/** What is told of an act besides who and when. Never a secret. */
export type ActDetail = Readonly<Record<string, string | number | boolean | null | readonly object[]>>

/** Puts an act on record. `person` is the id of whoever acts, empty where nobody is known; `where` the edition or document that it
 * was done to. */
export async function record(
  store: Store,
  request: IncomingMessage,
  person: string,
  what: string,
  detail: ActDetail = {},
  where: { readonly edition?: string; readonly document?: string } = {},
): Promise<void> {
  await store.accounts.addAct({
    at: Date.now(),
    person,
    address: addressOf(request),
    what,
    edition: where.edition ?? '',
    document: where.document ?? '',
    detail: JSON.stringify(detail),
  })
}

/** The thing that a role or link is on, as acts name it. */
export async function placed(
  store: Store,
  scope: Scope,
  thing: string,
): Promise<{ edition?: string; document?: string }> {
  if (scope === 'house') return {}
  if (scope === 'edition') return { edition: thing }
  const document = await store.document(thing)
  return { document: thing, ...(document ? { edition: document.edition } : {}) }
}

/** Putting acts on record: who gave whom which role, made a link, opened it. */
import type { IncomingMessage } from 'node:http'
import type { Scope } from '../../schema/people.js'
import type { Store } from '../store/store.js'
import { addressOf } from './sessions.js'

/** What was done, by whom (the id is empty for nobody in particular), and to what. `detail` holds no secrets. */
export interface Act {
  readonly what: string
  readonly person: string
  readonly edition?: string
  readonly document?: string
  readonly detail?: Readonly<Record<string, unknown>>
}

export async function putOnRecord(store: Store, request: IncomingMessage, act: Act): Promise<void> {
  const { what, person, edition = '', document = '', detail = {} } = act
  await store.accounts.addAct({
    at: Date.now(),
    person,
    address: addressOf(request),
    what,
    edition,
    document,
    detail: JSON.stringify(detail),
  })
}

/** The thing that a grant or link is on, as acts name it. */
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

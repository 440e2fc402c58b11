/** Whoever sits before the screen, and the server that they see there. */
import type { IncomingMessage } from 'node:http'
import type { Config } from '../config.js'
import { HttpError } from '../problem.js'
import type { Store, StoredPerson } from '../store/store.js'
import type { Visitor } from './access.js'

/** Somebody who has a name, and their browser's session. A program with a token has no say over the account that it is for:
 * throws 403, or 401 where nobody is known. */
export async function inPerson(
  store: Store,
  { person, session }: Visitor,
): Promise<{ readonly person: StoredPerson; readonly session: string }> {
  const stored = person && (await store.person(person.id))
  if (!stored) throw new HttpError(401, 'Sign in first.')
  if (session === null) throw new HttpError(403, 'A token cannot do this: sign in with a browser.')
  return { person: stored, session }
}

/** Throws 409 on a server that is for one machine, where nobody has to sign in. */
export function onlyInvited({ accounts }: Config): void {
  if (accounts === 'open')
    throw new HttpError(
      409,
      'This server is for this one machine, and nobody signs in. To let others in, start it with --url.',
    )
}

/** The address that links lead to: the server's own, or the one that it was asked by. */
export function addressFor(request: IncomingMessage, { url }: Config): string {
  return url ?? `http://${request.headers.host ?? ''}`
}

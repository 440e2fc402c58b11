/** Proposing a reading in a document that is not open on the page. */
import type { EditedDocument } from '../../schema/document.js'
import type { Person } from '../app/api.js'
import { identity } from '../app/identity.js'
import { newId } from '../app/ids.js'
import { Session } from '../app/session.js'
import { appendVerdicts } from '../editor/verdicts.js'
import type { QueueItem } from './queue-item.js'

/** How long the document may take to open, and again to be saved, in milliseconds. */
const patience = 20_000

/** Proposes another reading for the words of an item, and accepts it if asked. The document is opened for it, unseen,
 * as if on a page of its own. Returns the new correction's id; rejects with an error whose message says why it failed. */
export async function proposeIn(item: QueueItem, text: string, accept: boolean): Promise<string> {
  const me = identity.get()
  if (!me) throw new Error('Nobody is signed in.')
  const session = new Session(item.document, me)
  try {
    await within(session.start(), 'The document did not open in time.')
    const stage = session.stage.get()
    if (stage.is !== 'open') throw new Error('The document could not be opened.')
    await within(saved(session), 'The server cannot be reached.')
    const id = propose(stage.opened.document, me, item, text, accept)
    await within(saved(session), 'The server has not confirmed the proposal yet.')
    const refused = session.refusal.get()
    if (refused) throw new Error(refused.message)
    return id
  } finally {
    session.close()
  }
}

function propose(
  document: EditedDocument,
  me: Person,
  { id: parent, start, end, kind }: QueueItem,
  text: string,
  accept: boolean,
): string {
  const id = `${me.id}.${newId()}`
  document.layers.change(null, () =>
    document.layers.addCorrection({
      id,
      start,
      end,
      side: document.corrections.get(parent)?.side ?? -1,
      text,
      kind,
      reason: '',
      evidence: '',
      certainty: 'unknown',
      by: me.id,
      at: Date.now(),
      parent,
    }),
  )
  const hand = { document, me, newId: () => `${me.id}.${newId()}` }
  if (accept) appendVerdicts(hand, [{ on: id, act: 'accept', why: '' }])
  return id
}

/** Until everything is on the server's disk, or something was refused. */
function saved(session: Session): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      const { is } = session.status.get()
      if (is !== 'saved' && is !== 'refused') return
      stop()
      resolve()
    }
    const stop = session.status.subscribe(look)
    look()
  })
}

/** Rejects with `late` where it takes too long. */
function within<T>(work: Promise<T>, late: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(late)), patience)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** The thread of the press. It reads the store's file by itself: everything that anybody has been shown is in it. */
import { parentPort, workerData } from 'node:worker_threads'
import { HttpError } from '../problem.js'
import { lookAtSqlite } from '../store/sqlite.js'
import type { EditionTold } from './edition.js'
import { doTask, type PressDone, type PressTask } from './task.js'
import type { Asked, Said } from './thread.js'

const { store: file } = workerData as { readonly store: string }

parentPort?.on('message', async ({ id, task }: Asked<PressTask>) => {
  try {
    // Looked at anew for each task: what is read is the store at this moment, whole.
    const store = lookAtSqlite(file)
    try {
      const done = await doTask(store, task, told => say({ id, told }))
      if (done.type === 'document' && done.written) {
        const { bytes, ...rest } = done.written
        const own = ownBytes(bytes)
        say({ id, done: { type: 'document', written: { ...rest, bytes: own } } }, [own.buffer])
      } else say({ id, done })
    } finally {
      await store.close()
    }
  } catch (error) {
    const status = error instanceof HttpError ? error.status : null
    const message =
      error instanceof Error ? (status === null ? (error.stack ?? '') : error.message) : String(error)
    say({ id, failed: { status, message } })
  }
})

function say(said: Said<EditionTold, PressDone>, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(said, transfer)
}

/** The bytes in memory of their own, which can be handed over. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
  return isOwn && !Buffer.isBuffer(bytes) ? new Uint8Array(buffer) : new Uint8Array(bytes)
}

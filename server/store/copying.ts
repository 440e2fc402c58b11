/** Copying a store's file in a thread of its own, so that the program can meanwhile say how far it is, and be stopped. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { StoreFault } from './fault.js'
import { copyFile } from './sqlite-file.js'

/** What the thread is told, and what it says when it fails; it says nothing where it is done. */
export interface CopyJob {
  readonly from: string
  readonly to: string
}
export interface CopyFailed {
  readonly message: string
  readonly isFault: boolean
}

/** Resolves when the copy is there. Rejects with `StoreFault` where it cannot be read or written. `program` is the thread's;
 * where it has not been compiled, as in tests that run the sources, it is done here. */
export function copying(
  from: string,
  to: string,
  program = new URL('./copy-worker.js', import.meta.url),
): Promise<void> {
  if (!existsSync(fileURLToPath(program))) return new Promise(resolve => resolve(copyFile(from, to)))
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: { from, to } satisfies CopyJob })
    worker.on('message', ({ message, isFault }: CopyFailed) =>
      reject(isFault ? new StoreFault(message) : new Error(message)),
    )
    worker.on('error', reject)
    worker.on('exit', () => resolve())
  })
}

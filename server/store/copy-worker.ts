/** The thread that copies a store's file. */
import { parentPort, workerData } from 'node:worker_threads'
import type { CopyFailed, CopyJob } from './copying.js'
import { StoreFault } from './fault.js'
import { copyFile } from './sqlite-file.js'

const { from, to } = workerData as CopyJob
try {
  copyFile(from, to)
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  parentPort?.postMessage({ message, isFault: error instanceof StoreFault } satisfies CopyFailed)
}

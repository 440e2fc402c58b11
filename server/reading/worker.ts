/** The thread that reads files: one job after the other. */
import { parentPort } from 'node:worker_threads'
import type { Job, JobDone } from './reader.js'
import { resultOf } from './result.js'

parentPort?.on('message', (job: Job) => {
  parentPort?.postMessage({ id: job.id, result: resultOf(job) } satisfies JobDone)
})

/** The thread that reads files: one job after the other. */
import { parentPort } from 'node:worker_threads'
import { inspect, prepare } from './prepare.js'
import type { Job, JobDone } from './reader.js'

parentPort?.on('message', ({ id, type, bytes, name }: Job) => {
  const done = { id, result: type === 'prepare' ? prepare(bytes, name) : inspect(bytes, name) }
  parentPort?.postMessage(done satisfies JobDone)
})

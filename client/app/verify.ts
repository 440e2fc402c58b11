/** Asks a worker whether the witness is the one that its hash names. `tell` gets null where that cannot be found out. */
import { witnessAddress } from './api.js'

export function verifyWitness(hash: string, tell: (intact: boolean | null) => void): void {
  const worker = new Worker(new URL('./verify.worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = (event: MessageEvent<unknown>) => {
    tell(typeof event.data === 'boolean' ? event.data : null)
    worker.terminate()
  }
  worker.onerror = () => {
    tell(null)
    worker.terminate()
  }
  worker.postMessage({ address: new URL(witnessAddress(hash), location.href).href, hash })
}

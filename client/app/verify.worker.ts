/** Hashes a witness away from the page, reading it from the browser's cache, and answers whether it has the hash. */
import { type Witness, witnessHash } from '../../schema/witness.js'

addEventListener('message', (event: MessageEvent<{ address: string; hash: string }>) => {
  const { address, hash } = event.data
  fetch(address, { cache: 'force-cache' })
    .then(response => response.json() as Promise<Witness>)
    .then(witness => postMessage(witnessHash(witness) === hash))
    .catch(() => postMessage(null))
})

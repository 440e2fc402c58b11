/** The browser's WebSocket, counting what it sends: the messages that carry changes, for the ledger. */
import * as decoding from 'lib0/decoding'
import type { Ledger } from './ledger.js'

export const messageSync = 0
const syncStep2 = 1
export const syncUpdate = 2

/** What a message of the y-websocket protocol carries: everything the server lacks, one update, or no change. */
export function carries(bytes: Uint8Array): 'all' | 'update' | null {
  const decoder = decoding.createDecoder(bytes)
  if (decoding.readVarUint(decoder) !== messageSync) return null
  const kind = decoding.readVarUint(decoder)
  return kind === syncStep2 ? 'all' : kind === syncUpdate ? 'update' : null
}

/** A WebSocket class for `WebsocketProvider` that keeps `ledger`. An update made before the connection has answered the
 * server's first question is not sent by itself: it may build on changes the server lacks, and the answer carries it. */
export function countingSocket(ledger: Ledger): typeof WebSocket {
  return class extends WebSocket {
    private hasSentAll = false

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('close', () => ledger.disconnected())
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      const what = data instanceof Uint8Array ? carries(data) : null
      if (what === 'update' && !this.hasSentAll) return
      if (what === 'all') {
        this.hasSentAll = true
        ledger.sentAll()
      } else if (what === 'update') ledger.sentUpdate()
      super.send(data)
    }
  }
}

/** Clients that say whatever they like, byte by byte. */
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import {
  messageRefused,
  messageRole,
  messageSaved,
  messageSync,
  type Refusal,
} from '../../../server/sync/protocol.js'

export interface RawClient {
  readonly socket: WebSocket
  /** The first sync messages that arrived, as [step, bytes]. */
  readonly syncs: [step: number, bytes: Uint8Array][]
  readonly saved: number[]
  readonly refusals: Refusal[]
  readonly roles: string[]
  readonly awareness: Uint8Array[]
  readonly closed: Promise<{ code: number; reason: string }>
  send(...parts: (number | string | Uint8Array)[]): void
  /** Resolves when `holds` is true, looking again after every message. */
  until(holds: () => boolean): Promise<void>
}

/** Opens a raw socket on a document; resolves when it is open. */
export async function openRaw(url: string, path: string, cookie = ''): Promise<RawClient> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers: cookie ? { cookie } : {} })
  const waiting = new Set<() => void>()
  const client: RawClient = {
    socket,
    syncs: [],
    saved: [],
    refusals: [],
    roles: [],
    awareness: [],
    closed: new Promise(resolve =>
      socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })),
    ),
    send(...parts) {
      socket.send(bytesOf(...parts))
    },
    until(holds) {
      return new Promise(resolve => {
        const look = () => {
          if (!holds()) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      })
    },
  }
  socket.on('error', () => {})
  socket.on('message', (data: Buffer) => {
    const decoder = decoding.createDecoder(data)
    const type = decoding.readVarUint(decoder)
    if (type === messageSync)
      client.syncs.push([decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder)])
    else if (type === messageSaved) client.saved.push(decoding.readVarUint(decoder))
    else if (type === messageRole) client.roles.push(decoding.readVarString(decoder))
    else if (type === messageRefused)
      client.refusals.push(JSON.parse(decoding.readVarString(decoder)) as Refusal)
    else client.awareness.push(decoding.readVarUint8Array(decoder))
    for (const look of [...waiting]) look()
  })
  await new Promise<void>(resolve => socket.on('open', resolve))
  return client
}

/** Numbers as varuints, strings as var strings, bytes with their length before them. */
export function bytesOf(...parts: (number | string | Uint8Array)[]): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const part of parts) {
    if (typeof part === 'number') encoding.writeVarUint(encoder, part)
    else if (typeof part === 'string') encoding.writeVarString(encoder, part)
    else encoding.writeVarUint8Array(encoder, part)
  }
  return encoding.toUint8Array(encoder)
}

/** An awareness message's content: [client, clock, state]. */
export function awarenessOf(...states: [client: number, clock: number, state: unknown][]): Uint8Array {
  return bytesOf(states.length, ...states.flatMap(([c, k, state]) => [c, k, JSON.stringify(state)]))
}

export function readAwareness(bytes: Uint8Array): Map<number, unknown> {
  const decoder = decoding.createDecoder(bytes)
  const states = new Map<number, unknown>()
  for (let n = decoding.readVarUint(decoder); n > 0; n--) {
    const client = decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    states.set(client, JSON.parse(decoding.readVarString(decoder)))
  }
  return states
}

/** Shakes hands by itself and then sends a frame that no library would; answers the code of the close frame that comes
 * back, or null where the connection just ends. */
export function sendFrame(url: string, path: string, cookie: string, frame: Buffer): Promise<number | null> {
  const { hostname, port } = new URL(url)
  return new Promise(resolve => {
    const stream = connect(Number(port), hostname)
    let received = Buffer.alloc(0)
    let shaken = false
    stream.on('error', () => resolve(null))
    stream.on('close', () => resolve(null))
    stream.on('data', data => {
      received = Buffer.concat([received, data])
      const end = received.indexOf('\r\n\r\n')
      if (!shaken && end >= 0) {
        shaken = true
        received = received.subarray(end + 4)
        stream.write(frame)
      }
      while (shaken && received.length >= 2) {
        const opcode = received[0]! & 15
        const short = received[1]! & 127
        const header = short === 126 ? 4 : short === 127 ? 10 : 2
        if (received.length < header) return
        const length =
          short === 126
            ? received.readUInt16BE(2)
            : short === 127
              ? Number(received.readBigUInt64BE(2))
              : short
        if (received.length < header + length) return
        if (opcode === 8) {
          resolve(received.readUInt16BE(header))
          stream.destroy()
          return
        }
        received = received.subarray(header + length)
      }
    })
    stream.write(
      `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nCookie: ${cookie}\r\n\r\n`,
    )
  })
}

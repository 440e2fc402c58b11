/** The door for WebSockets: /sync/<document>, for the stock y-websocket client. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { layoutVersion } from '../../schema/layers.js'
import { isOwnOrigin } from '../auth/origin.js'
import type { Sessions } from '../auth/sessions.js'
import type { Config } from '../config.js'
import { newId } from '../ids.js'
import { Connection } from './connection.js'
import type { Entry, Hub } from './hub.js'
import { closeCodes, readMessage } from './protocol.js'

/** Takes over the server's upgrade requests. The answer closes every socket at once and stops listening. */
export function openSockets(server: Server, hub: Hub, sessions: Sessions, config: Config): () => void {
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: config.limits.frame,
    perMessageDeflate: false,
    clientTracking: true,
  })
  const alive = new WeakSet<WebSocket>()

  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const place = addressed(request.url ?? '')
    if (!place) return answer(stream, '404 Not Found')
    if (!isOwnOrigin(request)) return answer(stream, '403 Forbidden')
    wss.handleUpgrade(request, stream, head, socket => {
      greet(socket, request, place.id, place.layout).catch(() => socket.close(closeCodes.failure))
    })
  }

  async function greet(socket: WebSocket, request: IncomingMessage, id: string, layout: string | null) {
    // Without a listener one illegal frame would end the process; ws itself closes the socket with the right code.
    socket.on('error', () => {})
    alive.add(socket)
    socket.on('pong', () => alive.add(socket))
    let entry: Entry | null = null
    const waiting: Uint8Array[] = []
    let connection: Connection | null = null
    const onFrame = (frame: Uint8Array) => {
      if (!connection?.open || !entry) return
      try {
        entry.receive(readMessage(frame))
      } catch (error) {
        const message = error instanceof Error ? error.message : 'a message cannot be read'
        connection.refuse({ code: closeCodes.malformed, rule: '', message })
      }
    }
    socket.on('message', (data: RawData, isBinary: boolean) => {
      const frame = isBinary ? bytesOf(data) : new Uint8Array(0)
      if (entry) onFrame(frame)
      else waiting.push(frame)
    })
    socket.on('close', () => {
      if (connection) connection.open = false
      entry?.leave()
      entry = null
    })

    socket.pause()
    const person = await sessions.person(request).catch(() => null)
    connection = new Connection(newId(), person ?? { id: '', name: '' }, socket, config.limits.unread)
    if (socket.readyState !== socket.OPEN) {
      connection.open = false
      return
    }
    socket.resume()
    if (!person) {
      connection.refuse({ code: closeCodes.unknownPerson, rule: '', message: 'say who you are first' })
      return
    }
    if (layout !== null && layout !== String(layoutVersion)) {
      const message = `this server writes layout ${layoutVersion}: load the page again`
      connection.refuse({ code: closeCodes.otherLayout, rule: '', message })
      return
    }
    entry = await hub.enter(connection, id)
    for (const frame of waiting.splice(0)) onFrame(frame)
  }

  const heartbeat = setInterval(() => {
    for (const socket of wss.clients) {
      if (!alive.has(socket)) socket.terminate()
      else {
        alive.delete(socket)
        socket.ping()
      }
    }
  }, config.heartbeat)
  heartbeat.unref()

  server.on('upgrade', onUpgrade)
  return () => {
    clearInterval(heartbeat)
    server.off('upgrade', onUpgrade)
    for (const socket of wss.clients) socket.terminate()
    wss.close()
  }
}

/** The document and the layout that an address names; null where it is none of ours. */
function addressed(url: string): { id: string; layout: string | null } | null {
  const [, id, query] = /^\/sync\/([\w-]{1,64})(?:\?(.*))?$/.exec(url) ?? []
  return id === undefined ? null : { id, layout: new URLSearchParams(query).get('layout') }
}

function answer(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}

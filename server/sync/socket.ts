/** The door for WebSockets: /sync/<document>, for the stock y-websocket client. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { layoutVersion } from '../../schema/layers.js'
import type { Person, Role } from '../../schema/people.js'
import type { Access } from '../auth/access.js'
import { addressBehind, isOwnOrigin } from '../auth/origin.js'
import type { Config } from '../config.js'
import { newId } from '../ids.js'
import { withIn } from '../patience.js'
import { networkOf } from '../rates/network.js'
import { OpenCounts } from '../rates/open.js'
import { Rates } from '../rates/rates.js'
import { Connection } from './connection.js'
import type { Entry, Hub } from './hub.js'
import { closeCodes, readMessage } from './protocol.js'

export interface Sockets {
  /** How many are open. */
  count(): number
  /** Stops listening, and waits so many milliseconds for those who have been told to go; then ends every socket. */
  close(patience: number): Promise<void>
}

/** Takes over the server's upgrade requests. */
export function openSockets(server: Server, hub: Hub, access: Access, config: Config): Sockets {
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: config.limits.frame,
    perMessageDeflate: false,
    clientTracking: true,
  })
  const alive = new WeakSet<WebSocket>()
  const rates = new Rates(config.rates)
  const open = new OpenCounts(config.rates.sockets)

  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const place = addressed(request.url ?? '')
    if (!place) return answer(stream, '404 Not Found')
    if (!isOwnOrigin(request, config.url)) return answer(stream, '403 Forbidden')
    const address = addressBehind(request, config.proxies)
    rates
      .take('socket', address, null)
      .then(
        () => open.enter('address', networkOf(address)),
        () => false,
      )
      .then(mayEnter => {
        if (!mayEnter) return answer(stream, '429 Too Many Requests')
        const leave = () => open.leave('address', networkOf(address))
        if (stream.destroyed) return leave()
        stream.once('close', leave)
        wss.handleUpgrade(request, stream, head, socket => {
          greet(socket, request, place.id, place.layout).catch(() => socket.close(closeCodes.failure))
        })
      })
      .catch(() => stream.destroy())
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
      connection.count()
      try {
        entry.receive(readMessage(frame))
      } catch (error) {
        const message = error instanceof Error ? error.message : 'a message cannot be read'
        connection.refuse({ code: closeCodes.malformed, rule: '', message }, frame.length)
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
    const { role, person } = await seat(request, id).catch(() => ({ role: null, person: null }))
    connection = new Connection(
      newId(),
      person ?? { id: '', name: '' },
      socket,
      config.limits.unread,
      config.rates.messages,
    )
    connection.role = role
    if (socket.readyState !== socket.OPEN) {
      connection.open = false
      return
    }
    socket.resume()
    if (role === null) {
      const refusal = person
        ? { code: closeCodes.noDocument, rule: '', message: 'there is no such document' }
        : { code: closeCodes.unknownPerson, rule: '', message: 'say who you are first' }
      connection.refuse(refusal)
      return
    }
    if (person && !(await mayOpen(socket, person.id))) {
      connection.close(closeCodes.slow, 'too many documents are open, or are opened too often')
      return
    }
    if (layout !== null && layout !== String(layoutVersion)) {
      const message = `this server writes layout ${layoutVersion}: load the page again`
      connection.refuse({ code: closeCodes.otherLayout, rule: '', message })
      return
    }
    const watched = connection
    const check = () => {
      seat(request, id).then(
        now => reseat(watched, now),
        () => reseat(watched, { role: null, person: null }),
      )
    }
    checks.add(check)
    socket.on('close', () => checks.delete(check))
    entry = await hub.enter(connection, id)
    if (entry) connection.sendRole()
    for (const frame of waiting.splice(0)) onFrame(frame)
  }

  async function mayOpen(socket: WebSocket, person: string): Promise<boolean> {
    const isInTime = await rates.takePerson('socket', person).then(
      () => true,
      () => false,
    )
    if (!isInTime || !open.enter('person', person)) return false
    if (socket.readyState === socket.CLOSED) open.leave('person', person)
    else socket.once('close', () => open.leave('person', person))
    return true
  }

  /** Who comes in by this request, and as what; the role is null for whoever may not come in. Who has no name may read
   * what is public, and nothing more. */
  async function seat(request: IncomingMessage, id: string): Promise<Seat> {
    const visitor = await access.visitor(request)
    const place = await access.placeOf({ document: id })
    const role = place && access.roleOf(visitor, place)
    if (!visitor.person)
      return { person: null, role: config.accounts === 'open' || role === null ? null : 'reader' }
    return { person: visitor.person, role: role && !visitor.writes ? 'reader' : role }
  }

  const checks = new Set<() => void>()
  access.onChange(() => {
    for (const check of checks) check()
  })

  // Links, tokens and sessions run out without anybody doing anything.
  const recheck = setInterval(() => {
    for (const check of checks) check()
  }, config.recheck)
  recheck.unref()

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
  return {
    count: () => wss.clients.size,
    async close(patience) {
      clearInterval(heartbeat)
      clearInterval(recheck)
      server.off('upgrade', onUpgrade)
      const gone = [...wss.clients].map(socket => new Promise<void>(resolve => socket.once('close', resolve)))
      await withIn(patience, Promise.all(gone))
      for (const socket of wss.clients) socket.terminate()
      wss.close()
    },
  }
}

interface Seat {
  readonly person: Person | null
  readonly role: Role | null
}

/** Has somebody's rights, as they are now, hold for a connection that is open. */
function reseat(connection: Connection, { person, role }: Seat): void {
  if (!connection.open) return
  if (role === null || (person?.id ?? '') !== connection.person.id) {
    connection.refuse({
      code: closeCodes.noAccess,
      rule: '',
      message: 'your access to this document has ended',
    })
    return
  }
  if (person) connection.person = person
  if (connection.role === role) return
  connection.role = role
  connection.sendRole()
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

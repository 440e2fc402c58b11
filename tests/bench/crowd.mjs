/** A crowd of light clients for the fan-out bench: raw sockets that find marked edits in what arrives without building a
 * document of it. A few of them write, with a real Y.Doc each. */
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { Layers } from '../../dist/schema/layers.js'

/** Begins a marker: U+001E and eight digits, which is all that an edit inserts. */
const mark = 0x1e
const digits = 8

/** Edits in one correction's text before the writer begins another. */
const editsPerCorrection = 200

const frameOf = (...parts) => {
  const encoder = encoding.createEncoder()
  for (const part of parts)
    if (typeof part === 'number') encoding.writeVarUint(encoder, part)
    else encoding.writeVarUint8Array(encoder, part)
  return encoding.toUint8Array(encoder)
}

/** Counts in steps of 0.05 ms up to 10 s; what is longer is counted as 10 s. */
class Latencies {
  counts = new Uint32Array(200_001)
  total = 0

  add(ms) {
    this.counts[Math.min(200_000, Math.max(0, Math.round(ms * 20)))]++
    this.total++
  }

  quantile(q) {
    let left = Math.ceil(this.total * q)
    for (let i = 0; i < this.counts.length; i++) {
      left -= this.counts[i]
      if (left <= 0) return i / 20
    }
    return Number.NaN
  }
}

/** Opens `count` clients; `address(i)` is each one's, `headers` go with its handshake. Where `greets`, a client asks for
 * the document and is there when it has it. */
export async function crowd(count, address, headers, greets) {
  const clients = Array.from({ length: count }, () => ({ socket: null, state: null, seen: 0 }))
  const sentAt = []
  let latencies = new Latencies()
  // All clients get the same bytes: what was found in a frame is found once.
  const found = new Map()

  const markersIn = frame => {
    const key = `${frame.length}:${frame.toString('latin1', Math.max(0, frame.length - 40))}`
    const known = found.get(key)
    if (known) return known
    const markers = []
    for (let i = frame.indexOf(mark); i >= 0; i = frame.indexOf(mark, i + 1)) {
      const number = Number(frame.toString('latin1', i + 1, i + 1 + digits))
      if (Number.isInteger(number)) markers.push(number)
    }
    if (found.size > 2_000) found.clear()
    found.set(key, markers)
    return markers
  }

  await Promise.all(
    clients.map(
      (client, i) =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(address(i), { headers, perMessageDeflate: false })
          client.socket = socket
          socket.on('error', reject)
          socket.on('close', code => reject(new Error(`a client was closed with ${code}`)))
          socket.on('open', () => {
            if (greets) socket.send(frameOf(0, 0, Uint8Array.of(0)))
            else resolve()
          })
          socket.on('message', frame => {
            if (frame[0] !== 0 && greets) return
            if (frame[1] === 1 && client.state === null) {
              client.state = frame
              resolve()
              return
            }
            if (frame[1] !== 2) return
            const now = performance.now()
            for (const number of markersIn(frame)) {
              const at = sentAt[number]
              // A lone writer is not sent its own edit; where several are merged it is, and that is not counted.
              if (at === undefined || at.from === i) continue
              latencies.add(now - at.time)
              client.seen++
            }
          })
        }),
    ),
  )

  const writers = []
  const writer = (i, person) => {
    const doc = new Y.Doc()
    const layers = new Layers(doc)
    let pending = null
    doc.on('update', update => {
      pending = update
    })
    let edits = 0
    let text = null
    return {
      /** Makes one edit and sends it. */
      edit() {
        const number = sentAt.length
        const marker = String.fromCharCode(mark) + String(number).padStart(digits, '0')
        layers.change(null, () => {
          if (edits++ % editsPerCorrection === 0) {
            const id = `w${doc.clientID}-${edits}`
            layers.addCorrection({
              id,
              start: 0,
              end: 4,
              side: -1,
              text: marker,
              kind: 'emendation',
              reason: '',
              evidence: '',
              certainty: 'unknown',
              by: person,
              at: Date.now(),
              parent: null,
            })
            text = layers.correctionText(id)
          } else text.insert(text.length, marker)
        })
        sentAt.push({ time: performance.now(), from: i })
        clients[i].socket.send(frameOf(0, 2, pending))
      },
    }
  }

  return {
    clients,
    /** Lets `count` clients write at `rate` edits a second together, for `seconds`; waits up to `patience` ms for what is
     * still under way. Times in milliseconds, from the sending of an edit to its arrival at each other client. */
    async write(count, rate, seconds, person, patience = 3_000) {
      for (let i = writers.length; i < count; i++) writers.push(writer(i, person))
      latencies = new Latencies()
      const from = sentAt.length
      const before = clients.reduce((sum, client) => sum + client.seen, 0)
      const start = performance.now()
      let made = 0
      while (performance.now() - start < seconds * 1_000) {
        const due = Math.floor(((performance.now() - start) / 1_000) * rate)
        // One turn at a time, so that the generator also reads.
        for (let burst = 0; made < due && burst < 200; burst++) writers[made++ % count].edit()
        await new Promise(resolve => setTimeout(resolve, made < due ? 0 : 1))
      }
      const elapsed = (performance.now() - start) / 1_000
      const expected = (sentAt.length - from) * (clients.length - 1)
      const arrived = () => clients.reduce((sum, client) => sum + client.seen, 0) - before
      const end = performance.now() + patience
      while (arrived() < expected && performance.now() < end)
        await new Promise(resolve => setTimeout(resolve, 10))
      return {
        rate: (sentAt.length - from) / elapsed,
        p50: latencies.quantile(0.5),
        p95: latencies.quantile(0.95),
        missing: expected - arrived(),
      }
    },
    leave() {
      for (const { socket } of clients) {
        socket.removeAllListeners('close')
        socket.on('error', () => {})
        socket.terminate()
      }
    },
  }
}

/** How long it takes until each of `count` clients that come at once has what it lacks of the document, in
 * milliseconds, and how many bytes each was sent. `vector` is what they know already. */
export async function join(count, address, headers, vector) {
  const start = performance.now()
  let bytes = 0
  const sockets = []
  await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(address, { headers, perMessageDeflate: false })
          sockets.push(socket)
          socket.on('error', reject)
          socket.on('open', () => socket.send(frameOf(0, 0, vector)))
          socket.on('message', frame => {
            if (frame[0] !== 0 || frame[1] !== 1) return
            bytes = frame.length
            resolve()
          })
        }),
    ),
  )
  const ms = performance.now() - start
  for (const socket of sockets) socket.terminate()
  return { ms, bytes }
}

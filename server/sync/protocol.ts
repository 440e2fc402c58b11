/** The words of the wire: y-websocket's messages, our two additions to them, and the close codes. docs/protocol.md
 * says the same in prose. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

export const messageSync = 0
export const messageAwareness = 1
export const messageQueryAwareness = 3
/** [100][count]: so many of this connection's messages that carry updates are on disk. */
export const messageSaved = 100
/** [101][JSON]: why the connection is about to be closed. */
export const messageRefused = 101

/** [102][role]: what this connection's person is in the document from now on. */
export const messageRole = 102

export const syncStep1 = 0
export const syncStep2 = 1
export const syncUpdate = 2

/** Codes from 4400 to 4499 tell the stock client not to come back by itself. */
export const closeCodes = {
  /** The server stops or starts anew: come back in a moment. */
  restart: 1012,
  /** The server cannot keep its promises (its disk fails): come back later. */
  failure: 1011,
  /** This client reads too slowly: come back and sync anew. */
  slow: 1013,
  malformed: 4400,
  unknownPerson: 4401,
  refused: 4403,
  noDocument: 4404,
  otherLayout: 4409,
  /** Whoever opened the document may not read it any more. */
  noAccess: 4410,
  tooLarge: 4413,
  /** Too many changes of this person were refused, or too many questions asked: come back in a minute. */
  tooOften: 4429,
} as const

/** Why a client is turned away. `rule` is a rule's id of docs/model.md, or empty where no rule but the wire was hurt. */
export interface Refusal {
  readonly code: number
  readonly rule: string
  readonly message: string
}

export type Message =
  | { readonly type: 'step1'; readonly vector: Uint8Array }
  | { readonly type: 'step2' | 'update'; readonly update: Uint8Array }
  | { readonly type: 'awareness'; readonly states: Uint8Array }
  | { readonly type: 'queryAwareness' }

/** Reads a frame; throws on anything that is not one of our messages, whole. The bytes are views into the frame. */
export function readMessage(frame: Uint8Array): Message {
  const decoder = decoding.createDecoder(frame)
  const type = decoding.readVarUint(decoder)
  switch (type) {
    case messageSync: {
      const step = decoding.readVarUint(decoder)
      const bytes = readBytes(decoder)
      if (step === syncStep1) return { type: 'step1', vector: bytes }
      if (step === syncStep2) return { type: 'step2', update: bytes }
      if (step === syncUpdate) return { type: 'update', update: bytes }
      throw new Error(`unknown sync message ${step}`)
    }
    case messageAwareness:
      return { type: 'awareness', states: readBytes(decoder) }
    case messageQueryAwareness:
      return { type: 'queryAwareness' }
    default:
      throw new Error(`unknown message ${type}`)
  }
}

function readBytes(decoder: decoding.Decoder): Uint8Array {
  const length = decoding.readVarUint(decoder)
  if (length > decoder.arr.length - decoder.pos) throw new Error('a message ends too early')
  return decoding.readUint8Array(decoder, length)
}

export function writeSync(step: number, bytes: Uint8Array): Buffer {
  return frame(encoder => {
    encoding.writeVarUint(encoder, messageSync)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}

export function writeAwareness(states: Uint8Array): Buffer {
  return frame(encoder => {
    encoding.writeVarUint(encoder, messageAwareness)
    encoding.writeVarUint8Array(encoder, states)
  })
}

export function writeSaved(count: number): Buffer {
  return frame(encoder => {
    encoding.writeVarUint(encoder, messageSaved)
    encoding.writeVarUint(encoder, count)
  })
}

export function writeRole(role: string): Buffer {
  return frame(encoder => {
    encoding.writeVarUint(encoder, messageRole)
    encoding.writeVarString(encoder, role)
  })
}

export function writeRefused(refusal: Refusal): Buffer {
  return frame(encoder => {
    encoding.writeVarUint(encoder, messageRefused)
    encoding.writeVarString(encoder, JSON.stringify(refusal))
  })
}

function frame(write: (encoder: encoding.Encoder) => void): Buffer {
  const encoder = encoding.createEncoder()
  write(encoder)
  const bytes = encoding.toUint8Array(encoder)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

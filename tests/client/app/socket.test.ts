import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'
import { carries } from '../../../client/app/socket.js'

function message(write: (encoder: encoding.Encoder, doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap('m').set('a', 1)
  const encoder = encoding.createEncoder()
  write(encoder, doc)
  return encoding.toUint8Array(encoder)
}

describe('what a message carries', () => {
  test.each<[string, 'all' | 'update' | null, Uint8Array]>([
    [
      'the question for what the other side lacks: nothing',
      null,
      message((encoder, doc) => {
        encoding.writeVarUint(encoder, 0)
        sync.writeSyncStep1(encoder, doc)
      }),
    ],
    [
      'the answer to it: everything',
      'all',
      message((encoder, doc) => {
        encoding.writeVarUint(encoder, 0)
        sync.writeSyncStep2(encoder, doc)
      }),
    ],
    [
      'an update: one change',
      'update',
      message((encoder, doc) => {
        encoding.writeVarUint(encoder, 0)
        sync.writeUpdate(encoder, Y.encodeStateAsUpdate(doc))
      }),
    ],
    ['who is where: nothing', null, message(encoder => encoding.writeVarUint(encoder, 1))],
  ])('%s', (_, expected, bytes) => {
    expect(carries(bytes)).toBe(expected)
  })
})

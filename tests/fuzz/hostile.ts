/** Hostile peers: what they send, made at random. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Layers, roots } from '../../schema/layers.js'
import type { Random } from '../support/random.js'

/** What a hostile peer knows: the document as everybody has it, its own id and the ids of others. */
export interface Eve {
  readonly doc: Y.Doc
  readonly person: string
  readonly others: readonly string[]
  readonly client: number
  readonly text: string
}

type Make = (eve: Eve, random: Random) => Uint8Array

/** An update that `write` makes in a copy of the document. */
function written(eve: Eve, write: (layers: Layers, copy: Y.Doc) => void, client = eve.client): Uint8Array {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(eve.doc))
  copy.clientID = client
  const before = Y.encodeStateVector(copy)
  const layers = new Layers(copy)
  try {
    layers.change(null, () => write(layers, copy))
  } catch {
    // What cannot be made cannot be sent.
  }
  return Y.encodeStateAsUpdate(copy, before)
}

/** A correction that is right but for what `random` spoils in it. */
function correction(eve: Eve, random: Random, by = eve.person): Y.Map<unknown> {
  const start = random.below(eve.text.length - 8)
  const record = new Y.Map<unknown>(
    Object.entries({
      start,
      end: start + random.below(6),
      side: -1,
      kind: 'emendation',
      reason: '',
      evidence: '',
      certainty: 'unknown',
      by,
      at: 1,
      text: new Y.Text('honest enough'),
    }),
  )
  return record
}

const junk = (random: Random): unknown =>
  random.pick<() => unknown>([
    () => null,
    () => random.below(1e9) - 5e8,
    () => 'x'.repeat(random.below(30_000)),
    () => Number.NaN,
    () => true,
    () => [1, [2]],
    () => ({ on: random.chance(0.5), start: random.below(60), end: random.below(60) }),
    () => Uint8Array.of(1, 2),
    () => new Y.Map([['by', 'ben']]),
    () => new Y.Text('junk'),
    () => new Y.Array(),
    () => new Y.XmlElement('script'),
    () => new Y.XmlFragment(),
    () => undefined,
  ])()

const someKey = (map: Y.Map<unknown>, random: Random) =>
  map.size > 0 && random.chance(0.7)
    ? random.pick([...map.keys()])
    : random.pick(['new', '0', '7', '7#kind', 'a b'])

/** Ids of items that the document holds, and some that it does not. */
function someId(eve: Eve, random: Random): [client: number, clock: number] {
  const clients = [...eve.doc.store.clients.keys(), eve.client, 5]
  const client = random.pick(clients)
  const known = Y.getState(eve.doc.store, client)
  return [client, random.chance(0.8) ? random.below(known + 1) : random.below(known + 1_000)]
}

function content(kind: number, encoder: encoding.Encoder, random: Random): void {
  switch (kind) {
    case 1:
      encoding.writeVarUint(encoder, random.below(5))
      return
    case 2:
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarString(encoder, '"x"')
      return
    case 4:
      encoding.writeVarString(encoder, 'x'.repeat(random.below(4)))
      return
    case 6:
      encoding.writeVarString(encoder, random.pick(['em', 'blink']))
      encoding.writeVarString(encoder, random.pick(['true', 'null', '{']))
      return
    case 7: {
      const type = random.below(7)
      encoding.writeVarUint(encoder, type)
      if (type === 3 || type === 5) encoding.writeVarString(encoder, random.pick(['paragraph', 'script']))
      return
    }
    case 8: {
      const length = random.below(3)
      encoding.writeVarUint(encoder, length)
      for (let i = 0; i < length; i++)
        encoding.writeAny(
          encoder,
          random.pick<number | string | null | { on?: boolean; off?: boolean }>([
            1,
            'x',
            null,
            { on: true },
            { off: true },
          ]),
        )
      return
    }
    default:
      encoding.writeVarUint(encoder, random.below(9))
  }
}

export const attacks: Readonly<Record<string, Make>> = {
  'a forged author': (eve, random) =>
    written(eve, l => l.corrections.set('forged', correction(eve, random, random.pick(eve.others)))),
  'junk under a key': (eve, random) =>
    written(eve, l => {
      const map = l[random.pick(roots)]
      map.set(someKey(map, random), junk(random))
    }),
  'a removal': (eve, random) =>
    written(eve, l => {
      const map = l[random.pick(roots)]
      if (map.size > 0) map.delete(random.pick([...map.keys()]))
    }),
  'junk in a record': (eve, random) =>
    written(eve, l => {
      const map = l[random.pick(['corrections', 'notes'] as const)]
      const record = map.get(someKey(map, random))
      if (record instanceof Y.Map)
        record.set(random.pick(['by', 'at', 'text', 'start', 'kind', 'mine']), junk(random))
    }),
  'writing in a text': (eve, random) =>
    written(eve, l => {
      for (const id of l.correctionIds()) {
        const text = l.correctionText(id)
        if (!text || random.chance(0.5)) continue
        const way = random.below(4)
        if (way < 2) text.insert(0, 'mine ')
        else if (way === 2) text.delete(0, Math.min(2, text.length))
        else text.format(0, text.length, { bold: true })
      }
    }),
  'good and bad in one': (eve, random) =>
    written(eve, l => {
      l.corrections.set(`good${random.below(99)}`, correction(eve, random))
      l.meta.set('layout', 9)
    }),
  'another’s client id': (eve, random) =>
    written(eve, l => l.setBreak(1 + random.below(9), true), random.pick([...eve.doc.store.clients.keys()])),
  'a changed byte': (eve, random) => {
    const bytes = written(eve, l =>
      l.corrections.set(`c${random.below(99)}`, correction(eve, random)),
    ).slice()
    for (let i = 1 + random.below(3); i > 0; i--) bytes[random.below(bytes.length)] = random.below(256)
    return bytes
  },
  'a cut update': (eve, random) => {
    const bytes = written(eve, l => l.corrections.set('cut', correction(eve, random)))
    return bytes.subarray(0, random.below(bytes.length))
  },
  'a stretched update': (eve, random) => {
    const bytes = [...written(eve, l => l.setBreak(3, true))]
    bytes.splice(random.below(bytes.length), 0, random.below(256), random.below(256))
    return Uint8Array.from(bytes)
  },
  noise: (_, random) => Uint8Array.from({ length: random.below(120) }, () => random.below(256)),
  'structs by hand': (eve, random) => {
    const encoder = encoding.createEncoder()
    const clients = 1 + random.below(2)
    encoding.writeVarUint(encoder, clients)
    for (let n = 0; n < clients; n++) {
      const count = 1 + random.below(4)
      encoding.writeVarUint(encoder, count)
      const client = n === 0 ? eve.client : someId(eve, random)[0]
      encoding.writeVarUint(encoder, client)
      const known = Y.getState(eve.doc.store, client)
      encoding.writeVarUint(encoder, random.pick([known, known, known, 0, known + 1, 2 ** 31, 2 ** 40]))
      for (let i = 0; i < count; i++) {
        const kind = random.pick([0, 1, 2, 4, 4, 6, 7, 8, 8, 8, 10, 11])
        const flags = random.pick([0, 0, 32, 32, 64, 128, 192])
        encoding.writeUint8(encoder, kind === 0 || kind === 10 ? kind : kind | flags)
        if (kind !== 0 && kind !== 10) {
          if (flags & 128) for (const part of someId(eve, random)) encoding.writeVarUint(encoder, part)
          if (flags & 64) for (const part of someId(eve, random)) encoding.writeVarUint(encoder, part)
          if ((flags & 192) === 0) {
            if (random.chance(0.6)) {
              encoding.writeVarUint(encoder, 1)
              encoding.writeVarString(encoder, random.chance(0.9) ? random.pick(roots) : 'mine')
            } else {
              encoding.writeVarUint(encoder, 0)
              for (const part of someId(eve, random)) encoding.writeVarUint(encoder, part)
            }
            if (flags & 32)
              encoding.writeVarString(
                encoder,
                random.pick(['c1', '3', '3#kind', 'by', 'text', 'd1', 'm1', 'new']),
              )
          }
        }
        content(kind, encoder, random)
      }
    }
    encoding.writeVarUint(encoder, 0)
    return encoding.toUint8Array(encoder)
  },
  'deletions by hand': (eve, random) => {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, 1)
    const [client, clock] = someId(eve, random)
    const ranges = 1 + random.below(3)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, ranges)
    for (let i = 0; i < ranges; i++) {
      encoding.writeVarUint(encoder, clock + i)
      encoding.writeVarUint(encoder, random.pick([0, 1, 2, 20, 2 ** 31]))
    }
    return encoding.toUint8Array(encoder)
  },
}

/** Presence that no honest page would show. */
export function absurdPresence(eve: Eve, random: Random): Uint8Array {
  const encoder = encoding.createEncoder()
  const count = random.below(4)
  encoding.writeVarUint(encoder, random.chance(0.9) ? count : 2 ** 30)
  for (let i = 0; i < count; i++) {
    encoding.writeVarUint(encoder, random.pick([eve.client, 1, 2, random.below(1e6)]))
    encoding.writeVarUint(encoder, random.pick([1, random.below(1e6), 2 ** 50]))
    encoding.writeVarString(
      encoder,
      random.pick([
        'null',
        '{}',
        '{"user":{"id":"ben"}}',
        '[',
        '7',
        JSON.stringify({ big: 'x'.repeat(9_000) }),
      ]),
    )
  }
  return encoding.toUint8Array(encoder)
}

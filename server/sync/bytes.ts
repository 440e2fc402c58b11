/** A first look at an update's bytes (Yjs encoding version 1), before anything is built from them: what it would add,
 * what it rests on, and whether it is of a size that an honest client could have sent. */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'

/** Clocks count characters and keys that one client has written; two milliards are beyond any editor's life. */
const greatestClock = 2 ** 31

export interface Look {
  /** For each client id the clocks that the update brings, `from` included, `to` not. */
  readonly writes: ReadonlyMap<number, { readonly from: number; readonly to: number }>
  /** For each client id one past the highest clock that the update refers to. */
  readonly needs: ReadonlyMap<number, number>
  /** What it deletes: client id, clock and length of each range, one after the other. */
  readonly deletes: readonly number[]
  /** How many structs it brings. */
  readonly structs: number
}

/** How much one update may bring. */
export interface Bounds {
  readonly deleteRanges: number
  readonly structs: number
}

/** Thrown for bytes that are no update; `tooLarge` where they are one of an absurd size. */
export class BadUpdate extends Error {
  constructor(
    message: string,
    readonly tooLarge = false,
  ) {
    super(message)
  }
}

/** Reads through an update once. Throws `BadUpdate`. */
export function lookAt(update: Uint8Array, bounds: Bounds): Look {
  try {
    return new Reader(update, bounds).read()
  } catch (error) {
    if (error instanceof BadUpdate) throw error
    throw new BadUpdate('the bytes are not an update')
  }
}

/** Whether everything that the update rests on is known, `known` being the next clock expected of a client. */
export function isComplete(look: Look, known: (client: number) => number): boolean {
  for (const [client, { from }] of look.writes) if (from > known(client)) return false
  for (const [client, end] of look.needs)
    if (end > Math.max(known(client), look.writes.get(client)?.to ?? 0)) return false
  return true
}

/** Whether the update brings or deletes anything that the document does not hold or has not deleted already. What it
 * rests on must be known. */
export function isNews(look: Look, store: Y.Doc['store']): boolean {
  for (const [client, { to }] of look.writes) if (to > Y.getState(store, client)) return true
  const { deletes } = look
  for (let i = 0; i < deletes.length; i += 3) {
    const structs = store.clients.get(deletes[i]!)
    const from = deletes[i + 1]!
    const end = from + deletes[i + 2]!
    if (!structs || from === end) continue
    for (let at = Y.findIndexSS(structs, from); at < structs.length; at++) {
      const struct = structs[at]!
      if (struct.id.clock >= end) break
      if (!struct.deleted) return true
    }
  }
  return false
}

class Reader {
  private readonly decoder: decoding.Decoder
  private readonly writes = new Map<number, { from: number; to: number }>()
  private readonly needs = new Map<number, number>()
  private readonly deletes: number[] = []
  private count = 0

  constructor(
    update: Uint8Array,
    private readonly bounds: Bounds,
  ) {
    this.decoder = decoding.createDecoder(update)
  }

  read(): Look {
    const { decoder } = this
    const { deleteRanges } = this.bounds
    for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) this.structs()
    let ranges = 0
    for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
      const client = decoding.readVarUint(decoder)
      const count = decoding.readVarUint(decoder)
      ranges += count
      if (ranges > deleteRanges)
        throw new BadUpdate(`an update deletes in more than ${deleteRanges} places`, true)
      for (let i = 0; i < count; i++) {
        const clock = decoding.readVarUint(decoder)
        const length = decoding.readVarUint(decoder)
        this.need(client, clock + length)
        this.deletes.push(client, clock, length)
      }
    }
    if (decoding.hasContent(decoder)) throw new BadUpdate('bytes follow the end of an update')
    return { writes: this.writes, needs: this.needs, deletes: this.deletes, structs: this.count }
  }

  private structs(): void {
    const { decoder } = this
    let count = decoding.readVarUint(decoder)
    const client = decoding.readVarUint(decoder)
    const from = decoding.readVarUint(decoder)
    let clock = from
    let gap = false
    this.count += count
    if (this.count > this.bounds.structs)
      throw new BadUpdate(`an update brings more than ${this.bounds.structs} pieces`, true)
    for (; count > 0; count--) {
      const info = decoding.readUint8(decoder)
      const kind = info & 31
      if (kind === 10) gap = true
      const length = kind === 0 || kind === 10 ? decoding.readVarUint(decoder) : this.item(info)
      // Yjs never writes what has no length. It would take a place in the document and leave no trace in the log.
      if (length === 0) throw new BadUpdate('an update holds an empty piece')
      clock += length
      if (clock > greatestClock) throw new BadUpdate('an absurd clock')
    }
    // What follows a gap cannot be built without what is in it: ask for the whole of it.
    if (gap) this.need(client, Number.MAX_SAFE_INTEGER)
    const before = this.writes.get(client)
    if (before) throw new BadUpdate('one client stands twice in an update')
    this.writes.set(client, { from, to: clock })
  }

  /** Skips an item and answers its length. */
  private item(info: number): number {
    const { decoder } = this
    if (info & 128) this.id()
    if (info & 64) this.id()
    if ((info & 192) === 0) {
      if (decoding.readVarUint(decoder) === 1) decoding.readVarString(decoder)
      else this.id()
      if (info & 32) decoding.readVarString(decoder)
    }
    switch (info & 31) {
      case 1:
        return decoding.readVarUint(decoder)
      case 2: {
        const length = decoding.readVarUint(decoder)
        for (let i = 0; i < length; i++) decoding.readVarString(decoder)
        return length
      }
      case 4:
        return decoding.readVarString(decoder).length
      case 6:
        decoding.readVarString(decoder)
        decoding.readVarString(decoder)
        return 1
      case 7: {
        const type = decoding.readVarUint(decoder)
        if (type === 3 || type === 5) decoding.readVarString(decoder)
        return 1
      }
      case 8: {
        const length = decoding.readVarUint(decoder)
        for (let i = 0; i < length; i++) decoding.readAny(decoder)
        return length
      }
      default:
        // Binary values, embedded objects and subdocuments have no place in a document of ours.
        throw new BadUpdate(`an update holds content of kind ${info & 31}`)
    }
  }

  private id(): void {
    const client = decoding.readVarUint(this.decoder)
    this.need(client, decoding.readVarUint(this.decoder) + 1)
  }

  private need(client: number, end: number): void {
    if ((this.needs.get(client) ?? 0) < end) this.needs.set(client, end)
  }
}

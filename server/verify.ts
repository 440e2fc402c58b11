/** Rebuilding a document from its log alone, and holding it against what people work on. */
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'
import type { Rebuilding } from '../schema/audit.js'
import { Layers } from '../schema/layers.js'
import { type Demands, noDemands } from '../schema/people.js'
import { Judge, type Writer } from '../schema/rules.js'
import { settingsId, settingsSchema } from '../schema/settings.js'
import { stateHash } from '../schema/state.js'
import { type Witness, witnessHash } from '../schema/witness.js'
import { defaultLimits } from './config.js'
import type { LoggedUpdate, Store } from './store/store.js'
import { lookAt } from './sync/bytes.js'

/** So many rows are read at once; others are served in between. */
const batch = 200

/** So many breaches are told one by one. */
const mostTold = 100

/** How an open document stands: the number of the last row that it holds, and the hash of its state. */
export interface LiveState {
  readonly seq: number
  readonly state: string
}

/** Rebuilds a document from its log, judges each row anew as it was then, and compares with `live`, or where nobody has the
 * document open with what loading it would give. Null where there is no such document. It reads, and writes nothing.
 *
 * A row is judged in the role that its writer had, at its time, under the settings that the edition had then, by the rules of
 * today. The import is not judged. */
export async function verifyDocument(
  store: Store,
  id: string,
  live: LiveState | null = null,
): Promise<Rebuilding | null> {
  const document = await store.document(id)
  if (!document) return null
  const faults: string[] = []
  const text = await checkedText(store, document.witness, faults)
  const loaded = await store.load(id)
  const last = live?.seq ?? loaded.seq
  const log = new Rebuilt(text, await settingsOf(store, document.edition))
  const snapshotAt = loaded.snapshot ? loaded.seq - loaded.tail.length : 0
  let snapshotState = ''
  for (let after = 0; after < last; ) {
    const rows = await store.log(id, after, Math.min(batch, last - after))
    if (rows.length === 0) break
    for (const row of rows) {
      log.add(row, faults)
      if (row.seq === snapshotAt) snapshotState = log.state()
    }
    after = rows.at(-1)!.seq
    await new Promise(resolve => setImmediate(resolve))
  }
  if (log.rows === 0) faults.push('The log is empty: not even the import is there.')
  if (log.rows < last)
    faults.push(`The log ends with row ${log.rows}; the document holds what ${last} rows have said.`)
  const state = log.state()
  for (const [client, person] of log.owners)
    if (loaded.clients.get(client) !== person)
      faults.push(`Client id ${client} was first used by another person than is written down.`)
  if (loaded.snapshot && snapshotAt <= last) {
    const kept = stateOfUpdates([loaded.snapshot])
    if (kept !== snapshotState)
      faults.push(`The snapshot of row ${snapshotAt} does not say what the log says up to that row.`)
  }
  const shown = live
    ? live.state
    : stateOfUpdates([...(loaded.snapshot ? [loaded.snapshot] : []), ...loaded.tail])
  if (shown !== state) faults.push('What people see is not what the log says.')
  log.destroy()
  return {
    document: id,
    rows: log.rows,
    state,
    live: { from: live ? 'open' : 'loaded', state: shown },
    faults,
    breaches: log.breaches,
    beyond: log.beyond,
    judged: log.judged,
  }
}

async function checkedText(store: Store, hash: string, faults: string[]): Promise<string> {
  const json = await store.witness(hash)
  if (!json) {
    faults.push('The witness is not there.')
    return ''
  }
  try {
    const witness = JSON.parse(gunzipSync(json).toString('utf8')) as Witness
    if (witnessHash(witness) !== hash) faults.push('The witness is not the one that its hash names.')
    return witness.text
  } catch {
    faults.push('The witness cannot be read.')
    return ''
  }
}

/** What an edition asked of everybody, from when on; the oldest first. */
async function settingsOf(store: Store, edition: string): Promise<{ at: number; demands: Demands }[]> {
  const revisions = await store.revisions(edition, 'settings', settingsId)
  return revisions.map(({ at, value }) => {
    const settings = value === null ? null : settingsSchema.safeParse(JSON.parse(value))
    return { at, demands: settings?.success ? { twoPersons: settings.data.twoPersons } : noDemands }
  })
}

function stateOfUpdates(updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc()
  try {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update)
    })
    return stateHash(new Layers(doc))
  } catch {
    return ''
  } finally {
    doc.destroy()
  }
}

/** The document as its rows make it. */
class Rebuilt {
  rows = 0
  judged = 0
  beyond = 0
  readonly breaches: { row: number; rule: string; message: string }[] = []
  /** Who first wrote with each client id. */
  readonly owners = new Map<number, string>()
  private readonly doc = new Y.Doc()
  private readonly layers = new Layers(this.doc)
  private judge: Judge
  private row: { seq: number; writer: Writer } | null = null

  constructor(
    private readonly text: string,
    private readonly settings: readonly { readonly at: number; readonly demands: Demands }[],
  ) {
    this.judge = new Judge(this.layers, text)
    this.doc.on('afterTransaction', transaction => {
      if (!this.row) return
      const breach = this.judge.judge(transaction, this.row.writer)
      if (!breach) return
      this.note(breach.rule, breach.message)
      // It has lost the thread of the decisions.
      this.judge = new Judge(this.layers, this.text)
    })
  }

  add({ seq, person, at, role, data, connection }: LoggedUpdate, faults: string[]): void {
    if (seq !== this.rows + 1) faults.push(`Row ${seq} follows row ${this.rows}.`)
    this.rows = seq
    const isImport = seq === 1 && connection === 'import'
    if (role) this.judged++
    const { demands = noDemands } = this.settings.findLast(one => one.at <= at) ?? {}
    this.row = isImport
      ? null
      : { seq, writer: { actor: { id: person, role: role ?? 'owner' }, now: at, demands } }
    try {
      if (!isImport) this.own(data, person)
      Y.applyUpdate(this.doc, data)
      if (this.doc.store.pendingStructs || this.doc.store.pendingDs)
        faults.push(`Row ${seq} rests on something that no row before it has said.`)
    } catch {
      faults.push(`Row ${seq} cannot be read.`)
    }
    if (isImport) this.judge = new Judge(this.layers, this.text)
  }

  /** [G1] */
  private own(data: Uint8Array, person: string): void {
    const { writes } = lookAt(data, defaultLimits)
    for (const [client, { from }] of writes) {
      const owner = this.owners.get(client)
      if (owner === undefined && from === 0) this.owners.set(client, person)
      else if (owner !== person) this.note('G1', 'written under the client id of another person')
    }
  }

  private note(rule: string, message: string): void {
    if (this.breaches.length < mostTold) this.breaches.push({ row: this.row?.seq ?? 0, rule, message })
    else this.beyond++
  }

  state(): string {
    return stateHash(this.layers)
  }

  destroy(): void {
    this.doc.destroy()
  }
}

/** The log: what each stored update of a document did, said in ids. */
import type * as Y from 'yjs'
import { z } from 'zod'
import { isRemoved, keyChange, parentOf, type SharedType } from './changes.js'
import { acts } from './decisions.js'
import { type Layers, type Root, readDecision, readReply, roots } from './layers.js'
import { replyActs } from './replies.js'

const ids = z.array(z.string())
const records = z.object({ made: ids, changed: ids, removed: ids }).meta({ id: 'LoggedRecords' })

/** What one update did: the ids of the records that it made, changed or removed. `structure` are the keys of breaks,
 * block attributes, milestones and spans that it wrote or took away, each after its root: `breaks 120`; and of what had no place, and was
 * placed or set aside: `unplaced notes/n1`. */
export const logSummary = z.object({
  corrections: records,
  notes: records,
  names: records,
  decisions: z.array(z.object({ id: z.string(), on: z.string(), act: z.enum(acts) })),
  replies: z.array(z.object({ id: z.string(), on: z.string(), act: z.enum(replyActs) })),
  structure: ids,
})
export type LogSummary = z.infer<typeof logSummary>

/** A row of a document's log. `seq` counts from 1; the first row is the import. */
export const logRow = logSummary
  .extend({ seq: z.number(), person: z.string(), at: z.number() })
  .meta({ id: 'LogRow' })
export type LogRow = z.infer<typeof logRow>

/** A page of a log, the newest row first. `before` is what to ask for next, null where this is the end. */
export const logPage = z.object({ rows: z.array(logRow), before: z.number().nullable() })
export type LogPage = z.infer<typeof logPage>

/** A page of a log as it is kept, the oldest row first: `data` is the update that `person` sent, in base64. */
export const rawLogPage = z.object({
  rows: z.array(z.object({ seq: z.number(), person: z.string(), at: z.number(), data: z.string() })),
})

/** Sums up what a transaction did. To be asked on `afterTransaction`, when what was deleted can still be read. */
export function summaryOf(layers: Layers, transaction: Y.Transaction): LogSummary {
  const rootOf = new Map<SharedType, Root>(roots.map(root => [layers[root], root]))
  const summary = new Summary()
  for (const [type, keys] of transaction.changed) {
    const root = rootOf.get(type)
    if (!root) {
      summary.changeInside(type, rootOf)
      continue
    }
    for (const key of keys) {
      const change = key === null ? null : keyChange(type, key, transaction)
      if (change) summary.change(root, key!, change.before, change.after)
    }
  }
  return summary.done()
}

class Summary {
  private readonly records = {
    corrections: new Records(),
    notes: new Records(),
    names: new Records(),
  }
  private readonly decisions: LogSummary['decisions'] = []
  private readonly replies: LogSummary['replies'] = []
  private readonly structure: string[] = []

  change(root: Root, key: string, before: unknown, after: unknown): void {
    switch (root) {
      case 'corrections':
      case 'notes':
      case 'names':
        this.records[root].add(
          key,
          before === undefined ? 'made' : after === undefined ? 'removed' : 'changed',
        )
        return
      case 'decisions': {
        const decision = readDecision(key, after)
        if (decision) this.decisions.push({ id: key, on: decision.on, act: decision.act })
        return
      }
      case 'threads': {
        const reply = readReply(key, after)
        if (reply) this.replies.push({ id: key, on: reply.on, act: reply.act })
        return
      }
      case 'meta':
        return
      default:
        this.structure.push(`${root} ${key}`)
    }
  }

  /** A change within a record: a key of it, a correction's text, a note's body. */
  changeInside(type: SharedType, rootOf: ReadonlyMap<SharedType, Root>): void {
    let record = type
    for (let up = parentOf(record); up; up = parentOf(record)) {
      if (isRemoved(record)) return
      const root = rootOf.get(up.parent)
      if (root === 'corrections' || root === 'notes') {
        if (up.key !== null) this.records[root].add(up.key, 'changed')
        return
      }
      record = up.parent
    }
  }

  done(): LogSummary {
    const { corrections, notes, names } = this.records
    return {
      corrections: corrections.sorted(),
      notes: notes.sorted(),
      names: names.sorted(),
      decisions: this.decisions,
      replies: this.replies,
      structure: this.structure,
    }
  }
}

type Deed = 'made' | 'changed' | 'removed'

class Records {
  private readonly deeds = new Map<string, Deed>()

  /** What was made is not said to have been changed as well. */
  add(id: string, deed: Deed): void {
    if (deed !== 'changed' || !this.deeds.has(id)) this.deeds.set(id, deed)
  }

  sorted(): Record<Deed, string[]> {
    const of = (deed: Deed) => [...this.deeds].filter(([, done]) => done === deed).map(([id]) => id)
    return { made: of('made'), changed: of('changed'), removed: of('removed') }
  }
}

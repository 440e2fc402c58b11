/** The refusals of the gate, put on record. Whoever is refused again and again is written down so many times a minute and
 * counted beyond, and is then not heard for a while: each refused update has the gate build its shadow anew. */
import type { Store } from '../store/store.js'
import { closeCodes, type Refusal } from './protocol.js'

/** So many of one person's refusals are written down one by one in a minute; after them nothing of theirs is judged until
 * the minute is over. Honest pages give up after five. */
export const mostRefusals = 20

/** So many of all persons' together: a table that grows by one screen a minute stays readable. */
const mostOfAll = 600

/** What is absurdly large, or takes too long to be tried, counts for as many as this. */
const heavy = 5

/** How long refusals are counted together, in milliseconds. */
const period = 60_000

export interface RefusedUpdate extends Refusal {
  readonly document: string
  readonly person: string
  readonly connection: string
  readonly bytes: number
}

export class Refusals {
  private readonly persons = new Map<string, { count: number; weight: number; beyond: Beyond | null }>()
  private written = 0
  private timer: NodeJS.Timeout | null = null

  /** `failed` is told where something could not be written down. */
  constructor(
    private readonly store: Store,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Puts a refusal on record, at a time in milliseconds since 1970. */
  note(refused: RefusedUpdate, at: number): void {
    this.timer ??= setTimeout(() => void this.endPeriod(), period).unref()
    const person = this.persons.get(refused.person) ?? { count: 0, weight: 0, beyond: null }
    this.persons.set(refused.person, person)
    person.count++
    person.weight += refused.code === closeCodes.tooLarge ? heavy : 1
    if (person.count <= mostRefusals && this.written < mostOfAll) {
      this.written++
      this.write(refused, at, 1)
      return
    }
    person.beyond = {
      refused,
      at,
      count: (person.beyond?.count ?? 0) + 1,
      bytes: (person.beyond?.bytes ?? 0) + refused.bytes,
    }
  }

  /** Why nothing more of a person is judged for the moment; null where there is no reason. Nobody in particular, who can
   * only read, is never turned away. */
  turnsAway(person: string): Refusal | null {
    if (person === '' || (this.persons.get(person)?.weight ?? 0) < mostRefusals) return null
    return {
      code: closeCodes.tooOften,
      rule: '',
      message: 'too many of your changes were refused: wait a minute, then open the document again',
    }
  }

  /** Writes down what has been counted. */
  async endPeriod(): Promise<void> {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    const ended = [...this.persons.values()]
    this.persons.clear()
    this.written = 0
    for (const { beyond } of ended)
      if (beyond) await this.write({ ...beyond.refused, bytes: beyond.bytes }, beyond.at, beyond.count)
  }

  private write({ rule, ...refused }: RefusedUpdate, at: number, count: number): Promise<void> {
    return this.store.accounts.addRefusal({ ...refused, rule, at, count }).catch(this.failed)
  }
}

interface Beyond {
  readonly refused: RefusedUpdate
  readonly at: number
  readonly count: number
  readonly bytes: number
}

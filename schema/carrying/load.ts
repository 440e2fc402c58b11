/** What is carried over to a new witness, while it is being carried: the layers as they will be, and what became of each record. */
import type { Root } from '../layers.js'
import { type Json, keyOf } from '../state.js'
import type { Cause, Kept } from '../unplaced.js'

/** What became of a record. *carried*: it stands on the same words. *reworded*: it stands on words that read otherwise now.
 * *already*: the new witness reads so. *unplaced*: its place is to be found. `start` to `end` is where in the new witness. */
export interface Outcome {
  readonly root: Root
  /** The record's id in the earlier layers. */
  readonly record: string
  readonly how: 'carried' | 'reworded' | 'already' | 'unplaced'
  readonly start: number
  readonly end: number
}

/** How much of the words round a record is kept with it, in UTF-16 units; and how much of its own. */
const context = 60
const mostWords = 2_000

export class Load {
  readonly state = new Map<string, Json>()
  private readonly known = new Map<string, Outcome>()

  /** `text` is the earlier witness's, `witness` its hash. */
  constructor(
    private readonly text: string,
    private readonly witness: string,
  ) {}

  get outcomes(): Outcome[] {
    return [...this.known.values()]
  }

  /** What became of a record; undefined where that is not known yet, or there was none. */
  of(root: Root, record: string): Outcome | undefined {
    return this.known.get(keyOf(root, record))
  }

  /** Whether something else has been put down under a name. */
  isTaken(root: Root, as: string): boolean {
    return this.state.has(keyOf(root, as))
  }

  /** Puts a record down in the new layers, under `as` where its id is another there. */
  put(
    root: Root,
    record: string,
    value: Json,
    where: { readonly start: number; readonly end: number },
    { as = record, how = 'carried' as 'carried' | 'reworded' } = {},
  ): void {
    this.state.set(keyOf(root, as), value)
    this.know(root, record, how, where)
  }

  /** Keeps a record whole, with the words from `from` to `to` that it stood on. `where` is the place in the new witness. */
  keep(
    root: Root,
    record: string,
    value: Json,
    why: Cause,
    [from, to]: readonly [number, number],
    where: { readonly start: number; readonly end: number },
  ): void {
    const { text, witness } = this
    const words = text.slice(from, to)
    const kept: Kept = {
      value,
      why,
      witness,
      words: words.length > mostWords ? `${words.slice(0, mostWords)}…` : words,
      before: text.slice(Math.max(0, from - context), from),
      after: text.slice(to, to + context),
      near: where.start,
      end: why === 'already' ? where.end : where.start,
    }
    this.state.set(keyOf('unplaced', keyOf(root, record)), { ...kept })
    this.know(root, record, why === 'already' ? 'already' : 'unplaced', where)
  }

  private know(
    root: Root,
    record: string,
    how: Outcome['how'],
    { start, end }: { readonly start: number; readonly end: number },
  ): void {
    this.known.set(keyOf(root, record), { root, record, how, start, end })
  }
}

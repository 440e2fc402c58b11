import type { ReactNode } from 'react'
import type { StandingCounts } from '../../schema/queue.js'
import type { Decider, Deed } from './deciding.js'
import type { QueueItem } from './queue-item.js'

/** Where one reviews: what lies there, and what can be done with it. The open document is one, the edition another. */
export interface ReviewDesk {
  /** By document and place; null until they are known. */
  readonly items: readonly QueueItem[] | null
  /** How many of which standing there will be, while only the first of them lie there; null when all do. */
  readonly awaited?: StandingCounts | null
  readonly me: string
  readonly twoPersons: boolean
  /** What one's role lets one do to what lies here. */
  readonly may: NonNullable<Decider['may']>
  /** Whether items of more than one document lie there. */
  readonly several: boolean
  /** False where nothing was decided; the person has been told why. */
  readonly decide: (deeds: readonly Deed[]) => Promise<boolean>
  /** Proposes another reading for the same words, and accepts it where one may. The new correction's id; null where
   * that failed and the person has been told why. */
  readonly propose: (item: QueueItem, text: string) => Promise<string | null>
  /** Shows an item in its text. */
  readonly go: (item: QueueItem) => void
  /** The conversation about an item, where it can be shown here. */
  readonly thread?: (item: QueueItem) => ReactNode
  /** Back to where one came from. */
  readonly leave?: () => void
}

/** What the page of a corrected copy asks the server. */
import type { z } from 'zod'
import type { Base } from '../../schema/copies/index.js'
import {
  type ComparisonAnswer,
  comparisonAnswer,
  type copyEntry,
  type EnteredAnswer,
  enteredAnswer,
  takenBackAnswer,
} from '../../schema/copies/shapes.js'
import { bytesOf, json, read } from '../app/api.js'
import { longPatience } from '../app/patience.js'

export type Compared = ComparisonAnswer
export type Candidate = Compared['candidates'][number]
export type Entered = EnteredAnswer

const address = (document: string) => `/api/documents/${encodeURIComponent(document)}/copies`

/** What a copy would change. Rejects where the file cannot be read; nothing is kept. */
export function compareCopy(
  document: string,
  file: File,
  base: Base | null,
  signal: AbortSignal,
): Promise<Compared> {
  const query = new URLSearchParams({ name: file.name, ...(base ? { base } : {}) })
  return read(
    `${address(document)}/comparison?${query}`,
    comparisonAnswer,
    { ...bytesOf(file), signal },
    longPatience,
  )
}

export const enterCopy = (document: string, entry: z.input<typeof copyEntry>): Promise<Entered> =>
  read(address(document), enteredAnswer, json('POST', entry), longPatience)

export const takeBackCopy = (document: string, copy: string): Promise<z.output<typeof takenBackAnswer>> =>
  read(
    `${address(document)}/${encodeURIComponent(copy)}`,
    takenBackAnswer,
    { method: 'DELETE' },
    longPatience,
  )

/** Writing to documents for those who ask over HTTP: what came of it, as an answer. */
import type { Layers, Root } from '../schema/layers.js'
import { type Json, keyOf, recordAt, writeRecord } from '../schema/state.js'
import { canonical } from '../schema/witness.js'
import { HttpError, notFound } from './problem.js'
import type { Outcome } from './sync/errand.js'

/** For reading a record whatever the length of its witness: what does not fit is for the gate to refuse. */
export const anyLength = Number.MAX_SAFE_INTEGER

/** Returns where the errand is done. Throws 404 where there is no such document; 403 with `rule` where a rule
 * forbids it; 503 where the document cannot be written to at the moment. */
export function written(outcome: Outcome | null): void {
  if (!outcome) throw notFound('document')
  switch (outcome.type) {
    case 'done':
      return
    case 'refused': {
      const { rule, message } = outcome.refusal
      throw new HttpError(403, message, undefined, { rule })
    }
    case 'failed':
      throw new HttpError(503, 'The document cannot be written to at the moment. Try again.')
  }
}

/** What may come of writing to a document, for its description. */
export const writingErrors = {
  403: '`needs` is the role that it takes, or `rule` the ID of the rule that forbids it.',
  503: 'The document cannot be written to at the moment.',
} as const

/** Whether two records say the same. What is undefined is not there. */
export function isSame(a: object, b: object): boolean {
  return canonical(JSON.parse(JSON.stringify(a))) === canonical(JSON.parse(JSON.stringify(b)))
}

/** Has a record that is there say `change`, and what it said besides. Must run inside an errand that changes things. */
export function writeOver(
  desk: Layers,
  root: Root,
  id: string,
  change: Readonly<Record<string, unknown>>,
): void {
  const known = recordAt(desk, root, id)
  const said = JSON.parse(JSON.stringify(change)) as Readonly<Record<string, Json>>
  writeRecord(desk, keyOf(root, id), { ...(known as Readonly<Record<string, Json>>), ...said })
}

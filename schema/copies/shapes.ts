/** What a compared copy looks like over HTTP: the values of candidate.ts and compare.ts. */
import { z } from 'zod'
import { problemAnswer } from '../answers.js'
import { correctionKinds } from '../corrections.js'
import { noteTypes } from '../notes.js'
import { candidateClasses } from './candidate.js'
import { bases } from './compare.js'

const offset = z.int().min(0)
const author = z
  .string()
  .max(80)
  .nullable()
  .default(null)
  .describe('Whom the file names as the author; null: whoever sent the copy')

const correctionFields = {
  start: offset,
  end: offset,
  side: z.union([z.literal(-1), z.literal(1)]).default(-1),
  text: z.string(),
  kind: z
    .enum(['', ...correctionKinds])
    .default('')
    .describe('Empty: the `kind` of the whole'),
  reason: z.string().default(''),
  parent: z.string().nullable().default(null).describe('The correction that it competes with'),
}
const noteFields = { start: offset, end: offset, type: z.enum(noteTypes), text: z.string() }

export const structureChange = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('break'), at: offset, begins: z.boolean() }),
  z.strictObject({
    is: z.literal('attribute'),
    at: offset.describe('Where the block begins'),
    key: z.string(),
    value: z.union([z.string(), z.boolean()]).nullable(),
  }),
])

export const candidateShape = z
  .object({
    id: z.number(),
    class: z.enum(candidateClasses),
    offset: z.number(),
    received: z.string().describe('What the document reads there, on one line; empty for nothing'),
    reading: z.string().describe('What the copy reads'),
    before: z.string(),
    after: z.string(),
    paragraph: z.number(),
    page: z.string(),
    author: z.string().nullable().describe('Whom the file names; null: whoever sent the copy'),
    isUsual: z.boolean().describe('Whether it is entered unless somebody says otherwise'),
    wasRejected: z.boolean().describe('Whether the same was rejected before'),
    hindrance: z.string().describe('Why it cannot be entered; empty where it can'),
    corrections: z.array(z.object(correctionFields)),
    notes: z.array(z.object(noteFields)),
    structure: z.array(structureChange),
  })
  .meta({ id: 'CopyCandidate' })

export const comparisonAnswer = z
  .object({
    title: z.string(),
    reader: z.string(),
    witness: z.string().describe('The hash of the witness that it was compared with'),
    base: z.enum(bases).describe('Which of the texts the copy was made from'),
    shared: z
      .object({ document: z.number(), copy: z.number() })
      .describe('How much of the words of each stands in the other, 0 to 1'),
    isOther: z.boolean().describe('Whether the file seems to be no copy of this document'),
    known: z.number().describe('Differences that are proposed or accepted already'),
    candidates: z.array(candidateShape),
    problems: z.array(problemAnswer),
  })
  .meta({ id: 'CopyComparison' })
export type ComparisonAnswer = z.output<typeof comparisonAnswer>

/** More at once are nothing that anybody has looked through. */
const most = 20_000

export const copyEntry = z
  .strictObject({
    witness: z
      .string()
      .optional()
      .describe(
        'The hash from the comparison: where the document has another witness, nothing is entered (409)',
      ),
    file: z.string().max(255).default('').describe('The name of the file, for the record'),
    by: z
      .union([
        z.strictObject({ person: z.string() }).describe('Somebody who is known here'),
        z.strictObject({ name: z.string() }).describe('Somebody who has not been here'),
      ])
      .optional()
      .describe('Who has corrected the copy; without it whoever asks'),
    kind: z.enum(correctionKinds).optional().describe('Without it the kind that is usual in the edition'),
    corrections: z
      .array(z.strictObject({ ...correctionFields, author }))
      .max(most)
      .default([]),
    notes: z
      .array(z.strictObject({ ...noteFields, author }))
      .max(most)
      .default([]),
    structure: z.array(structureChange).max(most).default([]),
  })
  .meta({ id: 'CopyEntry' })

export const enteredAnswer = z
  .object({
    copy: z.string().describe('By this it can be taken back'),
    corrections: z.number(),
    notes: z.number(),
    structure: z.number(),
    by: z.array(z.object({ id: z.string(), name: z.string() })).describe('Whose they are'),
  })
  .meta({ id: 'EnteredCopy' })
export type EnteredAnswer = z.output<typeof enteredAnswer>

export const takenBackAnswer = z
  .object({
    removed: z.number(),
    kept: z.number().describe('What others have decided on or replied to stays'),
  })
  .meta({ id: 'CopyTakenBack' })

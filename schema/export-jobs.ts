/** Exports of whole editions, which are made in the background: what is asked for, and what is told of them. */
import { z } from 'zod'

const options = z.record(z.string().regex(/^[\w-]{1,40}$/), z.string().regex(/^[\w-]{0,100}$/))

/** A form in which every document is to be written. */
export const exportPart = z
  .object({
    to: z.string().max(40).describe('The format, as of `GET /documents/{document}/export`'),
    view: z.string().max(40).optional().describe('The text to write; without it the format’s usual one'),
    set: options.default({}).describe('Options of the format, by name'),
    apparatus: z
      .boolean()
      .default(false)
      .describe('Whether the plain text of a reading ends with the apparatus'),
  })
  .meta({ id: 'ExportPart' })

export const exportAsked = z.object({
  to: z.string().max(40).default('zip').describe('What the edition is written as'),
  parts: z
    .array(exportPart)
    .max(20)
    .default([])
    .describe('For `zip`, the forms in which each document is written: one at least'),
  documents: z
    .array(z.string().max(64))
    .min(1)
    .max(10_000)
    .optional()
    .describe('The documents to write; without it all that one may read'),
  set: options.default({}).describe('Options of the edition’s format, by name'),
})
export type ExportAsked = z.input<typeof exportAsked>

export const exportStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const
export type ExportState = (typeof exportStates)[number]

/** Times are in milliseconds since 1970. */
export const exportJob = z
  .object({
    id: z.string(),
    edition: z.string(),
    to: z.string(),
    parts: z.array(z.object({ to: z.string(), view: z.string() })),
    state: z.enum(exportStates),
    file: z.string().describe('The name to save it as'),
    done: z.number().int().describe('How many documents are written'),
    of: z.number().int().describe('How many documents are asked for'),
    bytes: z.number().int().describe('How large the file is so far'),
    doing: z.string().nullable().describe('The title of the document that is being written'),
    asked: z.number(),
    started: z.number().nullable(),
    ended: z.number().nullable(),
    expires: z.number().nullable().describe('Until when the file is kept'),
    faults: z
      .array(
        z.object({ document: z.string(), title: z.string(), part: z.string().optional(), fault: z.string() }),
      )
      .describe('What could not be written'),
    error: z.string().nullable().describe('Why it failed'),
  })
  .meta({ id: 'ExportJob' })
export type ExportJob = z.infer<typeof exportJob>

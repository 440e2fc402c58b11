/** What the server answers over HTTP, where the client reads the same: people, editions, documents, files that were read,
 * records, names, works cited. Times count milliseconds since 1970. */
import { z } from 'zod'
import { carryReport } from './carrying/report.js'
import { acts } from './decisions.js'
import { nameTypes } from './names.js'
import { roles } from './people.js'
import { blockKinds } from './witness.js'

const id = z.string()
const time = z.number()
const role = z.enum(roles).nullable().describe('What the asker is here; null: nothing')

export const personAnswer = z.object({ id, name: z.string() }).meta({ id: 'Person' })

/** The documents of other witnesses of the same source: of the one that it replaces, of the one that replaces it, and of the
 * newest, which may be itself. */
const witnesses = {
  replaces: id.nullable(),
  replacedBy: id.nullable(),
  current: id,
}

/** `words` counts the words of the witness, whose hash `witness` is. */
export const listedDocument = z
  .object({
    id,
    edition: id,
    title: z.string(),
    witness: z.string(),
    words: z.number(),
    created: time,
    ...witnesses,
    role,
  })
  .meta({ id: 'ListedDocument' })

export const editionAnswer = z
  .object({
    id,
    title: z.string(),
    created: time,
    isPublic: z.boolean(),
    role,
    documents: z.array(listedDocument),
  })
  .meta({ id: 'Edition' })

/** What a reader of a format says about a file. */
export const problemAnswer = z
  .object({
    severity: z.enum(['info', 'guess', 'loss', 'error']),
    code: z.string(),
    message: z.string(),
    line: z.number(),
    column: z.number(),
    start: z.number().optional(),
    end: z.number().optional(),
  })
  .meta({ id: 'FileProblem' })

export const metadataAnswer = z.record(z.string(), z.string()).meta({ id: 'Metadata' })

/** What the server knows of a document besides its text. `file` is the name of the imported file. */
export const documentAnswer = z
  .object({
    id,
    title: z.string(),
    edition: z.object({ id, title: z.string(), isPublic: z.boolean(), role }),
    witness: z.string(),
    words: z.number(),
    metadata: metadataAnswer,
    problems: z.array(problemAnswer),
    file: z.string(),
    created: time,
    ...witnesses,
    role,
  })
  .meta({ id: 'Document' })

/** What came of an import. */
export const importAnswer = z
  .object({ id, title: z.string(), problems: z.array(problemAnswer) })
  .meta({ id: 'Import' })

export const bundleAnswer = z
  .object({
    documents: z.array(importAnswer.extend({ path: z.string() })).describe('In the order of their names'),
    left: z
      .array(
        z.object({
          path: z.string(),
          is: z.enum(['passed-over', 'unreadable', 'stopped']),
          why: z.string().describe('With `line:column:` where that says something'),
        }),
      )
      .describe('What is no document now, and why'),
  })
  .meta({ id: 'BundleImport' })

const attrs = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

/** A witness; offsets count UTF-16 units of `text`. */
export const witnessAnswer = z
  .object({
    format: z.literal(1),
    text: z.string(),
    blocks: z.array(z.object({ start: z.number(), end: z.number(), kind: z.enum(blockKinds), attrs })),
    milestones: z.array(
      z.object({
        id,
        at: z.number(),
        type: z.string(),
        n: z.string().optional(),
        attrs: attrs.optional(),
      }),
    ),
    spans: z.array(
      z.object({
        id,
        start: z.number(),
        end: z.number(),
        type: z.string(),
        attrs: attrs.optional(),
      }),
    ),
    source: z.object({
      format: z.string(),
      encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
      bom: z.boolean(),
      name: z.string(),
    }),
  })
  .meta({ id: 'Witness' })

/** What an import would make of a file; `witness` is null where it cannot be read. */
export const inspectionAnswer = z
  .object({
    witness: witnessAnswer.nullable(),
    metadata: metadataAnswer,
    problems: z.array(problemAnswer),
    styles: z
      .array(z.object({ name: z.string(), count: z.int(), usual: z.string(), chosen: z.string().nullable() }))
      .optional()
      .describe(
        'The paragraph styles of a Word file: what most of each are by themselves, and what was chosen instead',
      ),
  })
  .meta({ id: 'Inspection' })

/** What came of a new witness: `id` is the new document's, and `report` what became of the records of the one it replaces. */
export const replacedAnswer = importAnswer.extend({ report: carryReport }).meta({ id: 'Replaced' })

/** What a file would come to as a new witness. */
export const witnessLookAnswer = replacedAnswer.omit({ id: true }).meta({ id: 'WitnessLook' })

/** The documents of all witnesses of a source, the newest first. `file` is the name of the imported file, `by` whoever imported it. */
export const witnessesAnswer = z.object({
  witnesses: z.array(
    z.object({ id, witness: z.string(), words: z.number(), file: z.string(), created: time, by: id }),
  ),
})

/** The newest witness of a source. Each place that was asked for stands beside where it is there, null where it is not. */
export const currentAnswer = z.object({
  document: id,
  title: z.string(),
  places: z.array(z.object({ at: z.string(), to: z.string().nullable() })),
})

export const decisionAnswer = z
  .object({
    id,
    on: id,
    act: z.enum(acts),
    by: id,
    at: time,
    why: z.string(),
    seen: z.object({ start: z.number(), end: z.number(), text: z.string() }).optional(),
  })
  .meta({ id: 'Decision' })

/** A revision of a record; `value` is null where it was removed. */
export const recordAnswer = z
  .object({ id, rev: z.number(), by: id, at: time, value: z.unknown() })
  .meta({ id: 'Record' })

/** Where a work is cited. `label` is how the note is counted. */
export const citedAnswer = z
  .object({
    key: z.string(),
    locator: z.string(),
    document: id,
    title: z.string(),
    note: id,
    label: z.string(),
  })
  .meta({ id: 'CitedAt' })
export type CitedAt = z.infer<typeof citedAnswer>

/** What places of a document say ("¶ 11", "n. 3"); null where they are gone. */
export const placesAnswer = z.object({
  title: z.string(),
  places: z.array(z.object({ at: z.string(), says: z.string().nullable() })),
})

/** A place where a name stands, or could be tagged (then `name` is empty). `reads` is what a correction makes of it. */
export const foundName = z
  .object({
    document: id,
    title: z.string(),
    start: z.number(),
    end: z.number(),
    words: z.string(),
    before: z.string(),
    after: z.string(),
    paragraph: z.number(),
    name: z.string(),
    type: z.enum(nameTypes),
    entries: z.array(z.string()),
    reads: z.string().nullable(),
  })
  .meta({ id: 'FoundName' })
export type FoundName = z.infer<typeof foundName>
export const namesFound = z.object({ total: z.number(), occurrences: z.array(foundName) })

export const countsAnswer = z.object({
  counts: z.record(z.string(), z.object({ tagged: z.number(), untagged: z.number() })),
  unlinked: z.number(),
})

/** What carrying out a policy wrote, document by document. */
export const policyAnswer = z.object({
  documents: z.array(
    z.object({
      document: id,
      corrections: z.array(z.object({ id, start: z.number(), end: z.number(), text: z.string() })),
      notes: z.array(id),
    }),
  ),
})
export type PolicyDone = z.infer<typeof policyAnswer>

/** What the records of a document look like over HTTP, to those who ask and to those who write. Whether a value is good is
 * for the gate to say; here it gets its type. */
import { z } from 'zod'
import { decisionAnswer } from '../../schema/answers.js'
import { certainties, correctionKinds, evidences } from '../../schema/corrections.js'
import { nameTypes } from '../../schema/names.js'
import { noteTypes } from '../../schema/notes.js'
import { queueRow } from '../../schema/queue.js'
import { replyActs } from '../../schema/replies.js'
import { blockKinds } from '../../schema/witness.js'

const id = z.string()
const offset = z.int().min(0)
const time = z.number()

/** The id of a new record: the caller's, so that what was sent twice is made once, or else the server's. */
export const newIdOf = id
  .optional()
  .describe('An id of your own: what is sent twice with it is made once. Without it the server chooses one')

/** What every record says of its making. */
const made = { by: id.describe('The id of a person'), at: time }

/** Where something stands, as readers cite it. */
const place = {
  paragraph: z.number().describe('The number of the paragraph; 0 before the first'),
  page: z.string().describe('The page; empty where the document has no page breaks'),
}

// --- corrections ------------------------------------------------------------------------------------------------

const correctionFields = {
  start: offset.describe('Where in the witness begins what should read otherwise'),
  end: offset.describe('Where it ends; the same as `start` for an addition'),
  side: z
    .union([z.literal(-1), z.literal(1)])
    .describe('Whether an addition belongs to what stands before it (-1) or after it (1)'),
  text: z.string().describe('What should stand there. A newline is a line break, U+2029 begins a block'),
  kind: z.enum(correctionKinds),
  reason: z.string(),
  evidence: z.enum(['', ...evidences]),
  certainty: z.enum(certainties),
}

export const correctionAnswer = z
  .object({
    id,
    ...correctionFields,
    citation: z.string().optional(),
    ...made,
    parent: id.nullable().describe('The correction that this one grew out of'),
  })
  .meta({ id: 'Correction' })

export const newCorrection = z
  .strictObject({
    id: newIdOf,
    ...correctionFields,
    side: correctionFields.side.default(-1),
    kind: correctionFields.kind.optional().describe('Without it the kind that is usual in the edition'),
    reason: z.string().default(''),
    evidence: correctionFields.evidence.default(''),
    certainty: correctionFields.certainty.default('unknown'),
    citation: z.string().optional().describe('Where the evidence is found'),
    parent: id.nullable().default(null),
    original: z
      .string()
      .optional()
      .describe('What the witness has there; where it has something else nothing is written (409)'),
  })
  .meta({ id: 'NewCorrection' })

export const changedCorrection = z
  .strictObject({ ...correctionFields, citation: z.string() })
  .partial()
  .meta({ id: 'CorrectionChange' })

const { before, after, standing, decision, replies, settled, rivals, supersededBy } = queueRow.shape

/** A correction, what came of it, and where it stands. */
export const placedCorrection = correctionAnswer
  .extend({
    received: z.string().describe('What the witness has, on whole words'),
    reading: z.string().describe('What should stand there, on whole words'),
    before: before.describe('The letters of the witness before it'),
    after: after.describe('The letters of the witness after it'),
    standing,
    decision: decision.describe('The newest decision on it'),
    replies: replies.describe('How many'),
    settled: settled.describe('Whether the conversation about it is resolved'),
    rivals: rivals.describe('What competes for one text has the same word here'),
    supersededBy: supersededBy.describe('The id of what holds in its place'),
    ...place,
  })
  .meta({ id: 'PlacedCorrection' })

// --- replies ----------------------------------------------------------------------------------------------------

export const replyAnswer = z
  .object({ id, on: id, act: z.enum(replyActs), text: z.string(), ...made })
  .meta({ id: 'Reply' })

export const newReply = z
  .strictObject({
    id: newIdOf,
    on: id.describe('The id of a correction or note'),
    act: z
      .enum(replyActs)
      .default('reply')
      .describe('`resolve` and `reopen` say that a conversation is settled, or is not after all'),
    text: z.string().default(''),
  })
  .meta({ id: 'NewReply' })

/** A correction with all that was decided and said. */
export const wholeCorrection = placedCorrection
  .extend({
    decisions: z.array(decisionAnswer).describe('The oldest first'),
    thread: z.array(replyAnswer).describe('The oldest first'),
  })
  .meta({ id: 'WholeCorrection' })

// --- notes ------------------------------------------------------------------------------------------------------

const attribute = z.union([z.string(), z.number(), z.boolean()])

/** A part of a note's body: a run of letters, or an element with what it holds. docs/model.md says which there are. */
const bodyNode = z
  .union([
    z.strictObject({
      text: z.string(),
      marks: z
        .strictObject({
          em: z.union([z.literal(true), z.strictObject({})]),
          strong: z.union([z.literal(true), z.strictObject({})]),
          link: z.looseObject({ href: z.string() }),
        })
        .partial()
        .optional(),
    }),
    z.strictObject({
      name: z.enum(['paragraph', 'blockquote', 'bullet_list', 'ordered_list', 'list_item', 'ref', 'cite']),
      attrs: z.record(z.string(), attribute).optional(),
      get content(): z.ZodType {
        return bodyNodes.default([])
      },
    }),
  ])
  .meta({ id: 'BodyNode' })
const bodyNodes: z.ZodType = z.array(bodyNode)

const noteFields = {
  start: offset,
  end: offset,
  type: z.enum(noteTypes),
  shared: z.boolean().describe('Whether its author lets others write in it'),
}

const noteBody = {
  text: z.string().optional().describe('The body as plain text, each line a paragraph'),
  body: bodyNodes.optional().describe('The body with its markup, in the place of `text`'),
}

export const noteAnswer = z
  .object({
    id,
    ...noteFields,
    on: id.nullable().describe('The correction whose words it is about; null: words of the witness'),
    ...made,
    text: z.string().describe('The body without its markup'),
    body: bodyNodes.describe('The body'),
  })
  .meta({ id: 'Note' })

/** A note and where it stands. */
export const placedNote = noteAnswer
  .extend({
    label: z.string().describe('How it is counted: a, b, c or 1, 2, 3'),
    words: z.string().describe('What it is about'),
    replies: z.number().describe('How many'),
    ...place,
  })
  .meta({ id: 'PlacedNote' })

export const newNote = z
  .strictObject({
    id: newIdOf,
    start: noteFields.start,
    end: noteFields.end,
    on: id.nullable().default(null).describe('The correction whose words it is about'),
    type: noteFields.type.default('explanatory'),
    shared: noteFields.shared.default(false),
    ...noteBody,
  })
  .meta({ id: 'NewNote' })

export const changedNote = z
  .strictObject({ ...noteFields, ...noteBody })
  .partial()
  .meta({ id: 'NoteChange' })

// --- names ------------------------------------------------------------------------------------------------------

const nameFields = {
  start: offset,
  end: offset,
  type: z.enum(nameTypes),
  ref: z.string().describe('The id of an entry of the register; empty where nobody has said who is meant'),
}

export const nameAnswer = z.object({ id, ...nameFields, ...made }).meta({ id: 'Name' })
export const placedName = nameAnswer.extend({ words: z.string(), ...place }).meta({ id: 'PlacedName' })
export const newName = z
  .strictObject({ id: newIdOf, ...nameFields, ref: nameFields.ref.default('') })
  .meta({ id: 'NewName' })
export const changedName = z.strictObject(nameFields).partial().meta({ id: 'NameChange' })

// --- structure --------------------------------------------------------------------------------------------------

const attrs = z.record(z.string(), attribute)

const milestone = z.object({
  id,
  at: offset,
  type: z.string(),
  n: z.string().optional(),
  attrs: attrs.optional(),
})
const span = z.object({ id, start: offset, end: offset, type: z.string(), attrs: attrs.optional() })

export const structureAnswer = z
  .object({
    blocks: z.array(
      z.object({
        start: offset,
        end: offset,
        runs: z
          .array(z.tuple([offset, offset]))
          .describe('The stretches of the witness that it holds, more than one where blocks were joined'),
        kind: z.enum(blockKinds),
        attrs,
        paragraph: z.number(),
      }),
    ),
    milestones: z.array(milestone),
    spans: z.array(span),
  })
  .meta({ id: 'Structure' })

const gone = z.strictObject({ id, gone: z.literal(true) }).describe('Takes it away')

export const structureChange = z
  .strictObject({
    breaks: z
      .array(
        z.strictObject({
          at: offset,
          begins: z
            .boolean()
            .nullable()
            .describe('Whether a block begins there; null: as the witness has it'),
        }),
      )
      .default([]),
    attributes: z
      .array(
        z.strictObject({
          at: offset.describe('Where the block begins'),
          key: z.string().describe('`kind`, `level`, `who` or another attribute'),
          value: attribute.nullable().describe('null: the block does not have it'),
        }),
      )
      .default([]),
    restored: z
      .array(z.strictObject({ at: offset, key: z.string() }))
      .default([])
      .describe('Attributes that are to be as the witness has them'),
    milestones: z.array(z.union([gone, z.strictObject(milestone.shape)])).default([]),
    spans: z.array(z.union([gone, z.strictObject(span.shape)])).default([]),
  })
  .meta({ id: 'StructureChange' })

// --- the apparatus ----------------------------------------------------------------------------------------------

export const apparatusAnswer = z
  .object({
    lists: z.array(
      z.object({
        list: z.string(),
        title: z.string(),
        entries: z.array(
          z.object({
            id,
            offset: offset.nullable().describe('Where it leads to; null: to no one place'),
            correction: id.optional(),
            note: id.optional(),
            runs: z.array(
              z.object({
                style: z.enum(['mark', 'place', 'lemma', 'sign', 'received', 'siglum', 'words']),
                text: z.string(),
              }),
            ),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Apparatus' })

/**
 * The settings of an edition: how its editors work, how its apparatus is printed, and the principles that its editorial
 * declaration states. They are one record of the edition, of kind `settings` with the id `edition`. Every part has a
 * default, so that `{}` is complete settings, and older settings stay readable when a part is added.
 */
import { z } from 'zod'
import { correctionKinds } from './corrections.js'
import { styleMapSchema } from './formats/style-map.js'

/** How the notes of a series are marked: a, b, c … · 1, 2, 3 … · i, ii, iii … · * † ‡ … */
export const noteMarks = ['letters', 'numbers', 'roman', 'symbols'] as const
export type NoteMarks = (typeof noteMarks)[number]

/** Where a series of notes begins anew: nowhere, at each page, or at each heading of level 1. */
export const noteRestarts = ['document', 'page', 'chapter'] as const
export type NoteRestart = (typeof noteRestarts)[number]

/** `lemma-bracket`: `Ugaki ] Ugeki`, what should stand first; `lemma-tight`: `Ugaki] Ugeki`; `for`: `Ugaki for Ugeki`;
 * `received-arrow`: `Ugeki → Ugaki`. */
export const entryForms = ['lemma-bracket', 'lemma-tight', 'for', 'received-arrow'] as const
export type EntryForm = (typeof entryForms)[number]

/** `paragraph`: `¶ 11.`; `page`: `p. 2.`; `page-paragraph`: `p. 2, ¶ 11.`; `page-line`: `2.14`, where the
 * transcription keeps the source's lines, else as `page-paragraph`. */
export const placeForms = ['paragraph', 'page', 'page-paragraph', 'page-line'] as const
export type PlaceForm = (typeof placeForms)[number]

/** The lists of which an apparatus may consist, in the order in which they are printed. */
export const apparatusLists = [
  'declaration',
  'emendations',
  'transcription',
  'regularizations',
  'textualNotes',
  'explanatoryNotes',
  'marks',
  'rejected',
  'stamps',
  'speakers',
  'names',
] as const
export type ApparatusList = (typeof apparatusLists)[number]

const listsShown = Object.fromEntries(
  // Proposals that were not adopted are an editor's business until somebody asks for them.
  apparatusLists.map(list => [list, z.boolean().default(list !== 'rejected')]),
) as Record<ApparatusList, z.ZodDefault<z.ZodBoolean>>

/** How the apparatus is printed. `witness` is the siglum of the received text, put after its readings; it may be empty.
 * The other sigla say whether the entries name kind, evidence, certainty and the initials of who is responsible. */
export const apparatusSettings = z.object({
  form: z.enum(entryForms).default('lemma-bracket'),
  place: z.enum(placeForms).default('paragraph'),
  witness: z.string().max(40).default(''),
  evidence: z.boolean().default(true),
  certainty: z.boolean().default(false),
  kind: z.boolean().default(false),
  responsibility: z.boolean().default(true),
  reasons: z.boolean().default(true),
  lists: z.object(listsShown).prefault({}),
})
export type ApparatusSettings = z.infer<typeof apparatusSettings>

/** An editorial principle: one of its usual answers and whatever the editors add in their own words. */
function principle<const T extends readonly [string, ...string[]]>(choices: T) {
  const choice = z.enum(choices as unknown as [T[number], ...T[number][]])
  const usual = choices[0] as T[number]
  return z
    .object({ choice: choice.default(() => usual), text: z.string().max(4_000).default('') })
    .prefault({})
}

/** The principles, each with its usual answers, the first of which is the default. What the answers mean in words is
 * told by declaration.ts. */
export const principles = z.object({
  transcription: principle(['diplomatic', 'semi-diplomatic', 'normalised']),
  silent: principle(['nothing', 'spacing', 'typing']),
  correction: principle(['marked', 'listed']),
  regularization: principle(['none', 'names', 'spelling']),
  punctuation: principle(['kept', 'supplied']),
  quotation: principle(['kept', 'uniform']),
  brackets: principle(['source', 'explained']),
  hyphenation: principle(['kept', 'joined']),
  segmentation: principle(['joined', 'source']),
  stamps: principle(['margin', 'listed', 'omitted']),
  interpretation: principle(['none', 'names']),
})
export type Principles = z.infer<typeof principles>
export type PrincipleKey = keyof Principles

/** `twoPersons`: nobody accepts their own correction. `language` is that of the texts, as BCP 47 spells it (`en`,
 * `ru-Latn`), '' where it is not said: spelling checkers and exports use it. `defaultKind` is the kind of a new
 * correction. `bibliographyStyle` names a citation style. `wordStyles` says what the styles of Word files become that are
 * imported. */
export const settingsSchema = z
  .object({
    twoPersons: z.boolean().default(false),
    language: z
      .string()
      .regex(
        /^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?$/,
        'is not a language as BCP 47 spells it, such as en or fr-CA',
      )
      .max(35)
      .default(''),
    defaultKind: z.enum(correctionKinds).default('emendation'),
    noteSeries: z
      .object({
        textual: z.enum(noteMarks).default('letters'),
        explanatory: z.enum(noteMarks).default('numbers'),
        restart: z.enum(noteRestarts).default('document'),
      })
      .prefault({}),
    bibliographyStyle: z.string().max(80).default('apa'),
    apparatus: apparatusSettings.prefault({}),
    principles: principles.prefault({}),
    wordStyles: styleMapSchema.prefault({}),
  })
  .meta({ id: 'Settings' })
export type Settings = z.infer<typeof settingsSchema>

/** The settings of an edition that has not said anything. */
export const defaultSettings: Settings = settingsSchema.parse({})

/** The id of the one record that holds an edition's settings. */
export const settingsId = 'edition'

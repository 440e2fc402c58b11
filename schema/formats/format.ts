/** What a format is: how a document leaves the program, and in what words its reader and writer speak. */
import type { Citing } from '../citing.js'
import type { EditedDocument } from '../document.js'
import type { View } from '../readings.js'
import type { Register } from '../register.js'
import type { Settings } from '../settings.js'
import type { Metadata, Problem } from '../witness.js'

/** All that a writer may use. `person` gives the printed name of a person's id. `at` is the time of writing in
 * milliseconds since 1970, so that writing stays a pure function. `source` are the bytes that were imported and
 * `problems` what their reader said; where `source` is absent it is encoded anew from the witness. */
export interface Exported {
  readonly id: string
  readonly title: string
  readonly edition: string
  readonly metadata: Metadata
  readonly document: EditedDocument
  readonly person: (id: string) => string
  /** The siglum of a person's id; empty, or left out, where it is to be made of the name. */
  readonly initials?: (id: string) => string
  /** The ORCID of a person's id, '' where none is known. */
  readonly orcid?: (id: string) => string
  readonly at: number
  readonly source?: Uint8Array
  readonly problems?: readonly Problem[]
  /** The edition's settings; without them the defaults. */
  readonly settings?: Settings
  /** The works of the edition in the style it has chosen; without it a citation is its key. */
  readonly citing?: Citing
  /** The register of the edition; without it names refer to nothing. */
  readonly register?: Register
  /** Whether the plain text of a reading ends with the apparatus; other formats have theirs in any case. */
  readonly withApparatus?: boolean
  /** What references to other documents say, by `referenceKey`. */
  readonly elsewhere?: ReadonlyMap<string, string>
  /** What was chosen of the format's options, by name; see `chosen`. */
  readonly options?: Readonly<Record<string, string>>
}

/** Something about a format that whoever exports may choose; the first choice is the usual one. */
export interface FormatOption {
  readonly name: string
  readonly title: string
  readonly choices: readonly { readonly value: string; readonly title: string }[]
}

export interface Format {
  /** The word on the command line and in addresses: `tei`, `text`, `html`, `archive`. */
  readonly name: string
  /** What a person reads in a menu. */
  readonly title: string
  readonly extension: string
  readonly mediaType: string
  /** The views it can be written in, the usual one first; empty where it holds all of them at once, and the view to
   * write in is the one that shows first. */
  readonly views: readonly View[]
  readonly options?: readonly FormatOption[]
  /** Whether what is written is Typst source that the server sets before it is handed out. */
  readonly typeset?: boolean
  readonly write: (exported: Exported, view: View) => Uint8Array
}

/** What is chosen of an option: what was asked for, or the usual. Throws where the format has no such option. */
export function chosen(format: Pick<Format, 'name' | 'options'>, name: string, exported: Exported): string {
  const option = format.options?.find(o => o.name === name)
  if (!option) throw new RangeError(`${format.name} has no option "${name}"`)
  const asked = exported.options?.[name]
  return option.choices.find(({ value }) => value === asked)?.value ?? option.choices[0]!.value
}

/** What is wrong with options that were asked for, as a sentence; null where nothing is. */
export function optionFault(
  format: Pick<Format, 'title' | 'options'>,
  asked: Readonly<Record<string, string>>,
): string | null {
  for (const [name, value] of Object.entries(asked)) {
    const option = format.options?.find(o => o.name === name)
    if (!option) return `${format.title} has no option "${name}".`
    const values = option.choices.map(choice => choice.value)
    if (!values.includes(value))
      return `The option "${name}" of ${format.title} is one of ${values.join(', ')}, not "${value}".`
  }
  return null
}

/** What a format of a whole edition is: how many documents leave the program at once, as files that belong together. */
import type { Citing } from '../citing.js'
import type { View } from '../readings.js'
import type { Register } from '../register.js'
import type { Settings } from '../settings.js'
import type { Exported, Format, FormatOption } from './format.js'

/** One format in one of its views, with what was chosen of its options: what a document is to be written as. */
export interface Part {
  readonly format: Format
  readonly view: View
  readonly options: Readonly<Record<string, string>>
  /** See `Exported`. */
  readonly withApparatus?: boolean
}

/** All that a writer of an edition may use besides its documents. `contents` are the documents that will come, in their
 * order; `at` is the time of writing in milliseconds since 1970. */
export interface EditionExported {
  readonly id: string
  readonly title: string
  readonly contents: readonly { readonly id: string; readonly title: string }[]
  readonly at: number
  readonly settings: Settings
  readonly register: Register
  /** The works of the edition in the style it has chosen; without it a citation is its key. */
  readonly citing?: Citing
  readonly person: (id: string) => string
  readonly initials?: (id: string) => string
  readonly orcid?: (id: string) => string
  /** What each document was asked for as; a writer that has a form of its own takes no notice. */
  readonly parts: readonly Part[]
  /** What was chosen of the format's own options, by name; see `editionChosen`. */
  readonly options: Readonly<Record<string, string>>
}

/** A file of what is written. `path` is relative, with `/` between folders, and no two files have the same. */
export interface EditionFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** What could not be written of a document, said in a sentence; the other documents go on. `part` is the name of the format. */
export interface EditionFault {
  readonly document: string
  readonly part?: string
  readonly fault: string
}

/** A document, or why it cannot be had. */
export type EditionDocument = { readonly id: string; readonly exported: Exported } | EditionFault

/** A document in a format, with all that the format needs to be finished: a page that has to be typeset is. Rejects
 * where it cannot be written. */
export type Writing = (part: Part, exported: Exported) => Promise<Uint8Array>

export interface EditionFormat {
  /** The word on the command line and in addresses: `zip`, `site`. No `Format` has the same. */
  readonly name: string
  /** What a person reads in a menu. */
  readonly title: string
  /** Of the one file into which the files are put. */
  readonly extension: string
  readonly mediaType: string
  readonly options?: readonly FormatOption[]
  /** Yields the files one by one. A document is there only until the next is asked for, so that five hundred of them take
   * no more memory than the largest: keep of it what you need. Whoever asks for files may stop at any of them. The same
   * documents give the same files, in the same order. */
  readonly write: (
    edition: EditionExported,
    documents: AsyncIterable<EditionDocument>,
    written: Writing,
  ) => AsyncGenerator<EditionFile | EditionFault>
}

/** What is chosen of an option: what was asked for, or the usual. Throws where the format has no such option. */
export function editionChosen(format: EditionFormat, name: string, edition: EditionExported): string {
  const option = format.options?.find(o => o.name === name)
  if (!option) throw new RangeError(`${format.name} has no option "${name}"`)
  const asked = edition.options[name]
  return option.choices.find(({ value }) => value === asked)?.value ?? option.choices[0]!.value
}

/** A ZIP of files taken in, a document each. As one document it is a file like any other (library.ts). */
import type { Bundle } from '../schema/formats/index.js'
import type { Problem } from '../schema/witness.js'
import type { ImportResult } from './library.js'

/** What came of each file of a ZIP: `documents` were made, in the order of the ZIP; all else is `left`. */
export interface BundleResult {
  readonly documents: readonly (ImportResult & { readonly id: string; readonly path: string })[]
  readonly left: readonly LeftOut[]
}

/** A file that is no document now, and why: it is none for a reader, it cannot be read, or the import was stopped. */
export interface LeftOut {
  readonly path: string
  readonly is: 'passed-over' | 'unreadable' | 'stopped'
  readonly why: string
}

/** Makes a document of each file of a bundle by `keep`, one after the other, until `isStopped`: what is in then stays in. */
export async function importEach(
  { items }: Bundle,
  keep: (bytes: Uint8Array, name: string) => Promise<ImportResult>,
  isStopped: () => boolean = () => false,
): Promise<BundleResult> {
  const documents: (ImportResult & { id: string; path: string })[] = []
  const left: LeftOut[] = []
  for (const item of items) {
    const { path } = item
    if (item.is !== 'file') left.push({ path, is: item.is, why: item.why })
    else if (isStopped()) left.push({ path, is: 'stopped', why: 'The import was stopped before it.' })
    else {
      const { id, title, problems } = await keep(item.bytes, path.slice(path.lastIndexOf('/') + 1))
      if (id !== null) documents.push({ id, title, problems, path })
      else left.push({ path, is: 'unreadable', why: reasonOf(problems) })
    }
  }
  return { documents, left }
}

/** Why a file cannot be read, with line and column where they say something. */
function reasonOf(problems: readonly Problem[]): string {
  const error = problems.find(({ severity }) => severity === 'error')
  if (!error) return 'The file cannot be read.'
  const { line, column, message } = error
  return line > 1 || column > 1 ? `${line}:${column}: ${message}` : message
}

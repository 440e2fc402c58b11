/** Where the files of a collection lie: a folder for each form, and in it the documents under their number and title. */
import type { Part } from '../edition-format.js'
import { fileName } from '../file-name.js'

/** The folders of these parts, in their order, no two alike: the format, the text where it is not all of them, and what was
 * chosen besides the usual: `tei`, `text-reading`, `csv-notes`. */
export function foldersOf(parts: readonly Part[]): string[] {
  const taken = new Set<string>()
  return parts.map(part => {
    const name = folderOf(part)
    let folder = name
    for (let n = 2; taken.has(folder); n++) folder = `${name}-${n}`
    taken.add(folder)
    return folder
  })
}

function folderOf({ format, view, options, withApparatus }: Part): string {
  const chosen = (format.options ?? []).flatMap(({ name, choices }) => {
    const value = options[name]
    return value === undefined || value === choices[0]?.value ? [] : [value]
  })
  return [
    format.name,
    ...(format.views.length > 1 && view !== 'all' ? [view] : []),
    ...chosen,
    ...(withApparatus ? ['apparatus'] : []),
  ].join('-')
}

/** The name of a document's file: its number, with as many digits as the last one has, and its title. */
export function documentFile(index: number, count: number, title: string, extension: string): string {
  const number = String(index + 1).padStart(String(count).length, '0')
  return `${number} ${fileName(title).slice(0, 80).trim()}.${extension}`
}

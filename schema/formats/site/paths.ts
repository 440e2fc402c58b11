/** Where the files of a site lie. All paths are lower-case ASCII, whatever titles hold, and no two are the same. */

/** The part of a path that says what a title says: `foreign-office-report`. */
export function slug(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  let name = ''
  for (const word of words ?? []) {
    if (name !== '' && name.length + word.length >= 40) break
    name += (name === '' ? '' : '-') + word.slice(0, 40)
  }
  return name || 'document'
}

/** The files of a document, by its place in the edition from 1. */
export interface DocumentPaths {
  readonly page: string
  readonly apparatus: string
  readonly tei: string
  readonly text: string
}

export function pathsOf(number: number, title: string): DocumentPaths {
  const name = `documents/${String(number).padStart(4, '0')}-${slug(title)}`
  return {
    page: `${name}.html`,
    apparatus: `${name}-apparatus.html`,
    tei: `${name}.xml`,
    text: `${name}.txt`,
  }
}

/** The name of a file without its folder: how pages in that folder link to it. */
export const beside = (path: string) => path.slice(path.lastIndexOf('/') + 1)

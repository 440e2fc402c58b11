/** ZIPs among the files that are about to be imported: opened here, so that each file in them can be looked at. */
import type { Bundle } from '../../schema/formats/index.js'

/** A ZIP of files, and what is to become of it: one document, or a document of each file. */
export interface OpenedZip {
  readonly key: number
  readonly file: File
  readonly bundle: Bundle
  readonly as: 'document' | 'documents'
}

/** A file of a ZIP as one by itself. `reader` is the title of what reads it. */
export interface ZippedFile {
  readonly file: File
  readonly path: string
  readonly reader: string
}

/** Opens a file that is a ZIP of files; null where it is something else, or cannot be opened (the server says why). */
export async function opened(file: File, key: number): Promise<OpenedZip | null> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer())
  if (head[0] !== 0x50 || head[1] !== 0x4b) return null
  const { arePages, isBundle, openZip } = await import('../../schema/formats/readers.js')
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (!isBundle(bytes, file.name)) return null
  const bundle = openZip(bytes)
  if ('error' in bundle || !bundle.items.some(item => item.is === 'file')) return null
  return { key, file, bundle, as: arePages(bundle) ? 'document' : 'documents' }
}

/** The files of a ZIP that go to a reader, in their order. */
export async function filesOf({ bundle }: OpenedZip): Promise<ZippedFile[]> {
  const { readers } = await import('../../schema/formats/readers.js')
  return bundle.items.flatMap(item => {
    if (item.is !== 'file') return []
    const { path, bytes, reader } = item
    const file = new File([new Uint8Array(bytes)], path.slice(path.lastIndexOf('/') + 1))
    return { file, path, reader: readers.find(({ name }) => name === reader)?.title ?? reader }
  })
}

/** What of a ZIP goes to no reader, and why: what cannot be unpacked comes first. */
export function leftOf({ bundle }: OpenedZip): { path: string; why: string; isBad: boolean }[] {
  const left = bundle.items.flatMap(item =>
    item.is === 'file' ? [] : { path: item.path, why: item.why, isBad: item.is === 'unreadable' },
  )
  return left.sort((a, b) => Number(b.isBad) - Number(a.isBad))
}

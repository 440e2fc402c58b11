/** The reader of a ZIP of files as one document. */
import { type FileRead, type Reader, type ReadOptions, unread } from '../reader.js'
import { isBundle, openBundle, problem } from './bundle.js'
import { joined } from './join.js'

/** `readFile` reads what is in it, `readerOf` names the reader that does. */
export function bundleReader(
  readFile: (bytes: Uint8Array, name: string, options?: ReadOptions) => FileRead,
  readerOf: (bytes: Uint8Array, name: string) => string,
): Reader {
  return {
    name: 'zip',
    title: 'ZIP of files',
    extensions: ['.zip'],
    recognises: isBundle,
    read(bytes, name, options) {
      const bundle = openBundle(bytes, readerOf)
      if ('error' in bundle) return unread('zip', bytes, name, [bundle.error])
      const files = bundle.items.flatMap(item =>
        item.is === 'file' ? [{ path: item.path, read: readFile(item.bytes, item.path, options) }] : [],
      )
      const left = bundle.items.flatMap(item => {
        if (item.is === 'file') return []
        return item.is === 'unreadable'
          ? [problem('loss', 'unreadable', `${item.path} is left out: ${item.why}`)]
          : [problem('info', 'passed-over', `${item.path} is passed over: ${item.why}.`)]
      })
      return joined(files, bytes, name, [...bundle.problems, ...left])
    },
  }
}

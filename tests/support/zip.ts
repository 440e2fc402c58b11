/** ZIPs of files by hand. */
import { strToU8, zipSync } from 'fflate'

/** Texts or bytes packed under their paths, always the same way. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const entries = Object.entries(files).map(([path, inside]) => [
    path,
    typeof inside === 'string' ? strToU8(inside) : inside,
  ])
  return zipSync(Object.fromEntries(entries), { mtime: new Date('2000-01-01T00:00:00Z') })
}

/** Where the directory's entry of a path begins. */
function entryAt(zip: Uint8Array, path: string): number {
  const name = strToU8(path)
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  for (let at = 0; at + 46 + name.length <= zip.length; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue
    if (name.every((byte, i) => zip[at + 46 + i] === byte)) return at
  }
  throw new Error(`The ZIP has no ${path}`)
}

/** A ZIP whose directory says otherwise of an entry: `size` unpacked, or the `flags`. */
export function lying(zip: Uint8Array, path: string, said: { size?: number; flags?: number }): Uint8Array {
  const made = new Uint8Array(zip)
  const view = new DataView(made.buffer)
  const at = entryAt(made, path)
  if (said.size !== undefined) view.setUint32(at + 24, said.size, true)
  if (said.flags !== undefined) view.setUint16(at + 8, said.flags, true)
  return made
}

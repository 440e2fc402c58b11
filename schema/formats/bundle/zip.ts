/** A ZIP's directory and what is packed in it (APPNOTE 6.3), for files that nobody vouches for: what would take more than its
 * share of memory or time is refused before it does. */
import { Inflate, strFromU8 } from 'fflate'

export interface ZipEntry {
  /** As the ZIP spells it; a folder's ends with a slash. */
  readonly path: string
  /** Unpacked and packed, in bytes, as the directory says. */
  readonly size: number
  readonly packed: number
  readonly isEncrypted: boolean
  readonly method: number
  readonly crc: number
  /** Where its own header begins, in bytes from the beginning of the ZIP. */
  readonly at: number
}

/** Why a ZIP, or an entry of it, cannot be read. */
export class BadZip extends Error {
  constructor(
    readonly code: 'not-a-zip' | 'too-large' | 'zip-bomb' | 'encrypted' | 'damaged',
    message: string,
  ) {
    super(message)
  }
}

/** So much comes out of one ZIP, and of one file in it, in bytes: an archive of thousands of pages is below. */
export const largestWhole = 200 << 20
export const largestFile = 64 << 20
/** Folders and pictures included. */
export const mostEntries = 5_000
/** Pages of XML shrink to a thirtieth at most; what shrinks more, and is larger than this, is made to. */
const steepest = 200
const harmless = 1 << 20

/** The entries of a ZIP in the order of its directory. Throws `BadZip` where there is no directory, or it promises more
 * than is unpacked. */
export function entriesOf(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOf(view)
  if (end < 0) throw new BadZip('not-a-zip', 'The ZIP has no directory: it is cut short, or none at all.')
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count === 0xffff || at === 0xffff_ffff)
    throw new BadZip('too-large', 'The ZIP is of the kind for more than 65,535 files or 4 GB (ZIP64).')
  if (count > mostEntries)
    throw new BadZip('too-large', `The ZIP holds ${count} files; ${mostEntries} are taken at one time.`)
  const entries: ZipEntry[] = []
  let total = 0
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50)
      throw new BadZip('damaged', `The ZIP’s directory is damaged at its entry ${i + 1}.`)
    const flags = view.getUint16(at + 8, true)
    const nameEnd = at + 46 + view.getUint16(at + 28, true)
    const entry: ZipEntry = {
      path: spelled(bytes.subarray(at + 46, Math.min(nameEnd, bytes.length))),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
      isEncrypted: (flags & 1) === 1,
    }
    entries.push(entry)
    total += entry.size
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  checkSizes(entries, total)
  return entries
}

function checkSizes(entries: readonly ZipEntry[], total: number): void {
  const locked = entries.find(({ isEncrypted }) => isEncrypted)
  if (locked)
    throw new BadZip(
      'encrypted',
      `The ZIP is locked with a password ("${locked.path}"): pack it anew without.`,
    )
  const megabytes = (size: number) => Math.ceil(size / (1 << 20))
  if (total > largestWhole)
    throw new BadZip(
      'too-large',
      `The ZIP unpacks to ${megabytes(total)} MB; ${megabytes(largestWhole)} MB are taken at one time.`,
    )
  for (const { path, size, packed } of entries) {
    if (size > harmless && size > packed * steepest)
      throw new BadZip(
        'zip-bomb',
        `"${path}" unpacks to ${Math.round(size / Math.max(1, packed))} times its size: no text does.`,
      )
    if (packed > size * 1.01 + 1024)
      throw new BadZip('damaged', `"${path}" is packed in more bytes than it has.`)
  }
}

/** Where the record at the end of the directory begins; -1 where there is none. A comment may follow it. */
function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 65_557; at--)
    if (view.getUint32(at, true) === 0x06054b50) return at
  return -1
}

/** Names are UTF-8, or of an older page of codes, which looks odd but is told apart. */
function spelled(name: Uint8Array): string {
  const text = strFromU8(name)
  return text.includes('\ufffd') ? strFromU8(name, true) : text
}

/** The bytes of an entry. Throws `BadZip` where they are not what the directory says: no more than that is unpacked. */
export function unpacked(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const { path, at, packed, size, method } = entry
  const damaged = (how: string) => new BadZip('damaged', `"${path}" ${how}.`)
  if (size > largestFile)
    throw new BadZip(
      'too-large',
      `"${path}" has ${Math.ceil(size / (1 << 20))} MB; a file has ${largestFile >> 20} at most.`,
    )
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (at + 30 > bytes.length || view.getUint32(at, true) !== 0x04034b50)
    throw damaged('is not where the directory says')
  const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
  if (from + packed > bytes.length) throw damaged('is cut short')
  const data = bytes.subarray(from, from + packed)
  if (method !== 0 && method !== 8)
    throw damaged('is packed in a way that is not read; pack it anew as an ordinary ZIP')
  const made = method === 0 ? data : inflated(data, size, damaged)
  if (made.length !== size || crcOf(made) !== entry.crc) throw damaged('is damaged')
  return made
}

function inflated(data: Uint8Array, size: number, damaged: (how: string) => BadZip): Uint8Array {
  const made = new Uint8Array(size)
  let length = 0
  const inflate = new Inflate(chunk => {
    if (length + chunk.length > size) throw damaged('unpacks to more than the directory says')
    made.set(chunk, length)
    length += chunk.length
  })
  try {
    // In pieces, so that what swells is stopped soon.
    for (let i = 0; i < data.length; i += 16_384)
      inflate.push(data.subarray(i, i + 16_384), i + 16_384 >= data.length)
  } catch (error) {
    throw error instanceof BadZip ? error : damaged('is damaged')
  }
  return made.subarray(0, length)
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  return c
})

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffff_ffff) >>> 0
}

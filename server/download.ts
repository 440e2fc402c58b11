/** Sending files to be saved. */

/** The same bytes as a Buffer, without copying them. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A download's name, in ASCII for old programs and in full for the others (RFC 6266, RFC 5987). */
export function disposition(name: string): string {
  // Half of a surrogate pair has no spelling in UTF-8.
  const file = Buffer.from(name, 'utf8').toString('utf8')
  const ascii = file.normalize('NFKD').replace(/[^ -~]|["\\%]/g, c => (/\p{M}/u.test(c) ? '' : '_'))
  const full = encodeURIComponent(file).replace(
    /['()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${full}`
}

/** Ids for records: twelve letters and figures, 62 bits of chance. `crypto.randomUUID` is missing on plain http. */
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24))
  let id = ''
  // 252 is the greatest multiple of 36 that a byte holds: taking the rest of more would favour some letters.
  for (const byte of bytes) if (byte < 252 && id.length < 12) id += letters[byte % 36]
  return id.length === 12 ? id : newId()
}

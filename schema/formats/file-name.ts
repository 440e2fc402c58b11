/** Names of files. */

/** A title as a file's name on any system, without an ending. */
export function fileName(title: string): string {
  const name = title
    .replace(/[\p{Cc}\p{Cs}<>:"/\\|?*]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, 120)
    // Not half of a letter.
    .replace(/\p{Cs}$/u, '')
    .replace(/[. ]+$/, '')
  return name || 'document'
}

/** Why a Word file cannot be read; caught at the reader's door. */
export class Unreadable extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly line = 1,
    readonly column = 1,
  ) {
    super(message)
  }
}

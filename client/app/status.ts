/** The status of a document's connection, and the words that tell it. */

/** `unsent` counts changes not known to be on the server's disk. */
export type Status =
  | { readonly is: 'connecting' }
  | { readonly is: 'saving'; readonly unsent: number }
  | { readonly is: 'saved' }
  | { readonly is: 'offline'; readonly unsent: number; readonly stored: boolean }
  | { readonly is: 'refused'; readonly rule: string; readonly message: string }

/** What is known of the connection at one moment. `stored` is whether this browser keeps unsent changes. */
export interface Connection {
  readonly connected: boolean
  /** Whether the server has confirmed all that this browser held when the connection began. */
  readonly inStep: boolean
  /** Whether there has been any exchange, or the time for one has passed. */
  readonly tried: boolean
  readonly unsent: number
  readonly stored: boolean
  readonly refused: { readonly rule: string; readonly message: string } | null
}

export function statusOf({ connected, inStep, tried, unsent, stored, refused }: Connection): Status {
  if (refused) return { is: 'refused', ...refused }
  if (!connected) return tried ? { is: 'offline', unsent, stored } : { is: 'connecting' }
  if (unsent > 0) return { is: 'saving', unsent }
  return inStep ? { is: 'saved' } : { is: 'connecting' }
}

const changes = (n: number) => (n === 1 ? '1 change' : `${n.toLocaleString('en')} changes`)

/** A status in a few words, and in a sentence that says what follows from it. */
export function wordsFor(status: Status): { short: string; long: string } {
  switch (status.is) {
    case 'connecting':
      return { short: 'Connecting…', long: 'Connecting to the server.' }
    case 'saving':
      return {
        short: `Saving ${status.unsent}…`,
        long: `${changes(status.unsent)} on the way to the server.`,
      }
    case 'saved':
      return { short: 'Saved', long: 'Everything you did is on the server’s disk.' }
    case 'offline':
      if (status.unsent === 0)
        return { short: 'Offline', long: 'The server cannot be reached. You can go on working.' }
      return {
        short: `Offline · ${status.unsent.toLocaleString('en')} unsent`,
        long: status.stored
          ? `${changes(status.unsent)} kept in this browser until the server can be reached.`
          : `${changes(status.unsent)} only in this page: this browser does not let us keep them. Do not close it.`,
      }
    case 'refused':
      return { short: 'Refused', long: `${status.message} (rule ${status.rule})` }
  }
}

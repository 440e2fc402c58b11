/** Why the server refuses, in words: the message `refused` and the close codes of docs/protocol.md. */

export interface Reason {
  readonly rule: string
  readonly message: string
}

/** Reads the JSON of the message `refused`. What cannot be read is still a refusal. */
export function readReason(text: string): Reason {
  const unknown: Reason = { rule: 'unknown', message: 'The server refused a change.' }
  try {
    const value: unknown = JSON.parse(text)
    if (value === null || typeof value !== 'object') return unknown
    const { rule, message } = value as Record<string, unknown>
    return {
      rule: typeof rule === 'string' ? rule : unknown.rule,
      message: typeof message === 'string' ? message : unknown.message,
    }
  } catch {
    return unknown
  }
}

/** What a close code means to a person. */
export function meaningOf(code: number): string {
  switch (code) {
    case 4400:
      return 'The server could not read what this page sent.'
    case 4401:
      return 'The server does not know who you are. Reload the page and sign again.'
    case 4403:
      return 'The server refused a change.'
    case 4404:
      return 'There is no such document.'
    case 4409:
      return 'This page and the document are of different versions. Reload the page.'
    case 4410:
      return 'Your access to this document has ended.'
    case 4429:
      return 'Too much of what this page sent was refused. Wait a minute, then reload the page.'
    case 4413:
      return 'A change was too large for the server.'
    default:
      return `The server closed the connection (${code}).`
  }
}

/** Whether the person may no longer be here: their access has ended, or nobody knows them any more. */
export function endsAccess(code: number): boolean {
  return code === 4410 || code === 4401 || code === 4404
}

/** Whether it was a change that the server would not take, so that the document can be opened anew without it. */
export function refusesChange(code: number): boolean {
  return code === 4400 || code === 4403 || code === 4413
}

/** Whether one's session may have ended, or one's role. */
export function losesPerson(code: number): boolean {
  return code === 4401 || code === 4410
}

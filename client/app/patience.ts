/** Asking again where the server was asked too often. */

/** So many times one thing is asked for. */
const tries = 4

/** How long a person waits without being told, in milliseconds. What takes longer is told as an error. */
export const shortPatience = 12_000

/** How long an import waits: many files are sent one after the other, and their dialog can be closed. */
export const longPatience = 90_000

/** As `fetch`; where the answer is 429 or 503 with a Retry-After of at most `longest` milliseconds, asks again after it.
 * That is safe for writes too: such an answer says that nothing was done. */
export async function fetchPatiently(
  path: string,
  init: RequestInit,
  longest: number,
  pause: (milliseconds: number, signal?: AbortSignal | null) => Promise<void> = paused,
): Promise<Response> {
  for (let left = tries - 1; ; left--) {
    const response = await fetch(path, init)
    const wait = waitOf(response)
    if (left === 0 || wait === null || wait > longest) return response
    await pause(wait, init.signal)
  }
}

/** How long the server asks to wait, in milliseconds; null where it does not. */
function waitOf({ status, headers }: Response): number | null {
  if (status !== 429 && status !== 503) return null
  const seconds = /^\d+$/.exec(headers.get('retry-after') ?? '')?.[0]
  return seconds === undefined ? null : Number(seconds) * 1000
}

function paused(milliseconds: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = () => reject(signal?.reason)
    if (signal?.aborted) return give()
    signal?.addEventListener('abort', give, { once: true })
    setTimeout(() => {
      signal?.removeEventListener('abort', give)
      resolve()
    }, milliseconds)
  })
}

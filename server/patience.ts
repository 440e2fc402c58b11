/** Waiting no longer than so long. */

/** Resolves when `work` has, but at the latest after so many milliseconds. Rejects where `work` does in time. */
export async function withIn(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<void>(resolve => {
    timer = setTimeout(resolve, milliseconds)
  })
  try {
    await Promise.race([work, enough])
  } finally {
    clearTimeout(timer)
  }
}

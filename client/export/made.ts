/** The file as the server makes it, for looking at it and for saving it. */
import { useEffect, useState } from 'react'
import { RequestError, request } from '../app/api.js'
import { longPatience } from '../app/patience.js'

export type Made =
  | { readonly is: 'being made' }
  | {
      readonly is: 'made'
      readonly bytes: Uint8Array<ArrayBuffer>
      readonly file: string
      readonly type: string
    }
  | { readonly is: 'failed'; readonly why: string }

/** How long a choice must stand before the file is asked for, in milliseconds: whoever goes through the list by keys does
 * not want each of them made. */
const pause = 180

/** The file at an address, asked for anew whenever the address is another; null asks for nothing. */
export function useMade(address: string | null): Made {
  const [made, setMade] = useState<Made>({ is: 'being made' })
  useEffect(() => {
    setMade({ is: 'being made' })
    if (address === null) return
    const leaving = new AbortController()
    const timer = setTimeout(() => {
      fetched(address, leaving.signal).then(setMade, error => {
        if (!leaving.signal.aborted)
          setMade({ is: 'failed', why: error instanceof RequestError ? error.detail : String(error) })
      })
    }, pause)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [address])
  return made
}

async function fetched(address: string, signal: AbortSignal): Promise<Made> {
  const response = await request(address, { signal }, longPatience)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const type = response.headers.get('content-type') ?? ''
  return { is: 'made', bytes, file: fileOf(response.headers.get('content-disposition') ?? ''), type }
}

function fileOf(disposition: string): string {
  const name = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  return name ? decodeURIComponent(name) : 'document'
}

/** Saves a file that is here already. */
export function save({ bytes, file, type }: Made & { is: 'made' }): void {
  const address = URL.createObjectURL(new Blob([bytes], { type }))
  saveFrom(address, file)
  // Long enough for the browser to have begun.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Has the browser save what an address answers. */
export function saveFrom(address: string, file = ''): void {
  const link = document.createElement('a')
  link.href = address
  link.download = file
  link.click()
}

import { useEffect, useState } from 'react'
import { type Edition, editions, RequestError } from './api.js'

/** An edition by its id: null until the server has answered, `missing` where there is none. */
export type FoundEdition =
  | { readonly is: 'asking' }
  | { readonly is: 'found'; readonly edition: Edition }
  | { readonly is: 'missing' }
  | { readonly is: 'failed'; readonly why: string }

/** Asks the server for an edition and its documents. */
export function useEdition(id: string): FoundEdition {
  const [found, setFound] = useState<FoundEdition>({ is: 'asking' })
  useEffect(() => {
    let isHere = true
    setFound({ is: 'asking' })
    editions().then(
      all => {
        const edition = all.find(one => one.id === id)
        if (isHere) setFound(edition ? { is: 'found', edition } : { is: 'missing' })
      },
      error => {
        const why = error instanceof RequestError ? error.title : String(error)
        if (isHere) setFound({ is: 'failed', why })
      },
    )
    return () => {
      isHere = false
    }
  }, [id])
  return found
}

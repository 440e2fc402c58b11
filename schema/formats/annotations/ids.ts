/** The addresses of annotations and of what they are about. */
import { wellFormed } from '../html/escape.js'

const part = (id: string) =>
  encodeURIComponent(wellFormed(id)).replace(
    /[!'()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** `corrigenda:document`, which names the document for good and says nothing about where it is kept. */
export const documentIri = (document: string) => `corrigenda:${part(document)}`

/** One of its texts: `corrigenda:document/received`. */
export const textIri = (document: string, text: 'received' | 'reading') => `${documentIri(document)}/${text}`

/** Something in it: `corrigenda:document#correction=c1`. */
export const thingIri = (
  document: string,
  what: 'correction' | 'decision' | 'reply' | 'note' | 'name' | 'page',
  id: string,
) => `${documentIri(document)}#${what}=${part(id)}`

export const personIri = (id: string) => `corrigenda:person/${part(id)}`

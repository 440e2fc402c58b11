/** What the pages about witnesses ask the server. */
import type { z } from 'zod'
import { currentAnswer, replacedAnswer, witnessesAnswer, witnessLookAnswer } from '../../schema/answers.js'
import { bytesOf, read } from '../app/api.js'
import { longPatience } from '../app/patience.js'

export type WitnessLook = z.infer<typeof witnessLookAnswer>
export type ListedWitness = z.infer<typeof witnessesAnswer>['witnesses'][number]

const address = (document: string, what: string) => `/api/documents/${encodeURIComponent(document)}/${what}`

/** What a file would come to as a new witness. Rejects where it cannot be read; nothing is kept. */
export function lookAtWitness(document: string, file: File, signal: AbortSignal): Promise<WitnessLook> {
  const query = new URLSearchParams({ name: file.name })
  return read(
    address(document, `witnesses/look?${query}`),
    witnessLookAnswer,
    { ...bytesOf(file), signal },
    longPatience,
  )
}

/** Makes a file the new witness; answers the new document's id. */
export async function bringWitness(document: string, file: File): Promise<string> {
  const query = new URLSearchParams({ name: file.name })
  const { id } = await read(
    address(document, `witnesses?${query}`),
    replacedAnswer,
    bytesOf(file),
    longPatience,
  )
  return id
}

/** All witnesses of a document's source, the newest first. */
export const witnessesOf = async (document: string): Promise<readonly ListedWitness[]> =>
  (await read(address(document, 'witnesses'), witnessesAnswer)).witnesses

/** The newest witness, and where places of this one are there. A place is spelled as after the number sign of an address. */
export const currentOf = (document: string, places: readonly string[] = []) =>
  read(address(document, `current?${new URLSearchParams(places.map(at => ['at', at]))}`), currentAnswer)

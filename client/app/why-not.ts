import { RequestError } from './api.js'

/** Why the server did not take a file, or do what it was asked to do with it, as a sentence to show. */
export function whyNot(error: unknown): string {
  if (!(error instanceof RequestError)) return error instanceof Error ? error.message : String(error)
  if (error.status === 413) return 'It is larger than this server takes.'
  return error.detail || error.title
}

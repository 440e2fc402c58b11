import { RequestError } from './api.js'

/** Why the server did not take a file, or do what it was asked to do with it, as a sentence to show, and where in the
 * file it is. */
export function whyNot(error: unknown): string {
  if (!(error instanceof RequestError)) return error instanceof Error ? error.message : String(error)
  if (error.status === 413) return 'It is larger than this server takes.'
  const said = error.detail || error.title
  const problem = error.problems.find(({ severity }) => severity === 'error')
  return problem ? `Line ${problem.line}, column ${problem.column}: ${said}` : said
}

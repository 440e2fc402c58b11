/** Errors on the HTTP interface: problem details (RFC 9457). */
import { STATUS_CODES } from 'node:http'
import type { ErrorRequestHandler, Response } from 'express'
import type { z } from 'zod'
import type { Problem } from '../schema/witness.js'
import { routeOf } from './requests.js'
import { isOfTheDisk } from './store/fault.js'

/** Thrown by a route to answer with a status and a sentence for the person. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    /** What a reader found wrong with a file. */
    readonly problems?: readonly Problem[],
    /** What else the answer says, by name. */
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail)
  }
}

/** What somebody typed into a field of a form cannot be; the answer names the field. */
export const wrongField = (field: string, detail: string, status = 400) =>
  new HttpError(status, detail, undefined, { field })

export const notFound = (what: string) => new HttpError(404, `There is no such ${what}.`)

/** Parses what came in at a door; throws 400 with a message that names the bad part. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new HttpError(
    400,
    issue ? `${issue.path.join('.') || 'The request'}: ${issue.message}` : 'Bad request',
  )
}

export function sendProblem(response: Response, error: HttpError): void {
  const { retryAfter } = error.more
  if (typeof retryAfter === 'number') response.set('Retry-After', String(retryAfter))
  response
    .status(error.status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: STATUS_CODES[error.status] ?? 'Error',
        status: error.status,
        detail: error.detail,
        ...(error.problems ? { problems: error.problems } : {}),
        ...error.more,
      }),
    )
}

/** The last handler of the app. What nobody foresaw is logged and answered with 500, without its message. */
export function problems(log: (message: string, error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error)
    if (error instanceof HttpError) return sendProblem(response, error)
    // express's own errors (a body that is too large, an address that cannot be decoded) carry a status.
    const { status, expose } = Object(error) as { status?: unknown; expose?: unknown }
    if (typeof status === 'number' && status >= 400 && status < 500) {
      const detail = expose === true && error instanceof Error ? error.message : 'The request cannot be read.'
      return sendProblem(response, new HttpError(status, detail))
    }
    // The route, not the address: some addresses hold secrets.
    log(`${request.method} ${routeOf(request, request.originalUrl.replace(/\?.*$/s, ''))} failed`, error)
    const isDisk = isOfTheDisk(error)
    sendProblem(
      response,
      isDisk
        ? new HttpError(
            503,
            'The server cannot write to its disk. Nothing of this was kept: try again later.',
          )
        : new HttpError(500, 'The server failed; the error has been logged.'),
    )
  }
}

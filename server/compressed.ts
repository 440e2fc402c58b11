/** Compressing what goes over the network. */
import compression from 'compression'
import type { RequestHandler } from 'express'
import { isLocal } from './auth/origin.js'

/** Half of what the best level does, at a quarter of its cost. */
const level = 4

/** Compresses pages, programs and JSON that somebody reads. Answers to writes are left alone: new secrets stand in
 * some of them, beside words that the asker chose, and their compressed length would tell of both (BREACH). What never
 * leaves this machine, and what is compressed already, is left alone too. */
export function compressed(): RequestHandler {
  return compression({
    level,
    filter: (request, response) =>
      (request.method === 'GET' || request.method === 'HEAD') &&
      !isLocal(request) &&
      compression.filter(request, response),
  })
}

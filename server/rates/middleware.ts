/** Counting what comes in over HTTP. */
import type { Request, RequestHandler } from 'express'
import type { Access } from '../auth/access.js'
import { addressOf } from '../auth/sessions.js'
import type { Rates } from './rates.js'
import type { Action } from './table.js'

/** Counts each request to the interface before anything else is done for it. Reading is counted by address alone, which
 * needs no look into the store. */
export function rated(rates: Rates, access: Access): RequestHandler {
  return async (request, _response, next) => {
    const action = actionOf(request)
    const person = action === 'read' ? null : ((await access.visitor(request)).person?.id ?? null)
    await rates.take(action, addressOf(request), person)
    next()
  }
}

/** What a request to the interface is counted as; `path` is below /api. */
export function actionOf({ method, path }: Pick<Request, 'method' | 'path'>): Action {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS')
    return /\/export\/?$/.test(path) ? 'export' : 'read'
  if (/^\/editions\/[^/]+\/exports\/?$/.test(path) && method === 'POST') return 'export'
  return /^\/(inspect|editions\/[^/]+\/(?:documents|bundles)|documents\/[^/]+\/copies\/comparison)\/?$/.test(
    path,
  )
    ? 'import'
    : 'write'
}

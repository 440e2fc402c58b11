/** Whether the server lives and can work, and its figures: for those who run it, outside of the interface. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { Router } from 'express'
import { isLocal } from '../auth/origin.js'
import type { Config } from '../config.js'
import type { Metrics } from '../metrics.js'
import { HttpError } from '../problem.js'
import type { Readiness } from '../readiness.js'

export function healthRoutes(readiness: Readiness, metrics: Metrics, config: Config): Router {
  const router = Router()

  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' })
  })

  router.get('/readyz', async (_request, response) => {
    const reason = await readiness.reasonNot()
    response
      .set('Cache-Control', 'no-store')
      .status(reason === null ? 200 : 503)
      .json(reason === null ? { status: 'ok' } : { status: 'unready', reason })
  })

  router.get('/metrics', async (request, response) => {
    const sent = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const isTold = config.metricsToken !== null && sent !== undefined && same(sent, config.metricsToken)
    // Whoever may not see them need not know that they are there.
    if (!isTold && !isLocal(request)) throw new HttpError(404, 'There is no such page.')
    response.set({ 'Cache-Control': 'no-store', 'Content-Type': metrics.mediaType }).end(await metrics.text())
  })

  return router
}

/** Compares in a time that does not tell how much of a guess was right. */
function same(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(a), hash(b))
}

/** The description of the HTTP interface. */
import { z } from 'zod'
import type { Api } from '../api/api.js'
import { describeApi } from '../api/openapi.js'
import type { Config } from '../config.js'

/** To be named last: it describes what has been named. */
export function openApiRoutes(api: Api, config: Config): void {
  let described: Record<string, unknown> | null = null
  api.on(
    {
      method: 'get',
      path: '/openapi.json',
      tag: 'Server',
      title: 'Describe the interface',
      text: 'This description, in OpenAPI 3.1.',
      deed: 'anybody',
      answer: z.looseObject({ openapi: z.string() }).describe('A document of OpenAPI 3.1'),
    },
    () => {
      described ??= { ...describeApi(api.operations, config.url) }
      return described as { openapi: string }
    },
  )
}

import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { undeclared } from '../../../server/api/api.js'
import { pathsOf } from '../support/paths.js'
import { serve, stopServers, type TestServer } from '../support/server.js'

/** The parts of a description that are looked at here. */
interface Described {
  readonly openapi: string
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}
interface DescribedOperation {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[]
  readonly responses: Readonly<Record<string, unknown>>
}

let server: TestServer
let described: Described

beforeAll(async () => {
  server = await serve({ url: 'https://editions.example.org' })
  described = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as Described
})
afterAll(stopServers)

const operations = () =>
  Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

test('the description is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(
    structuredClone(described) as unknown as Record<string, unknown>,
  )
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)
  expect(validator.version).toBe('3.1')
  expect(described.servers).toEqual([{ url: 'https://editions.example.org/api' }])
})

test('every reference in it leads somewhere', () => {
  const json = JSON.stringify(described)
  const references = [...json.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, id]) => id!)
  expect(references.length).toBeGreaterThan(20)
  expect(references.filter(id => !(id in described.components.schemas))).toEqual([])
  expect(json).not.toContain('$defs')
})

test('operations have a name of their own, a tag that is explained, and all parts of their path', () => {
  const names = operations().map(({ operation }) => operation.operationId)
  expect(new Set(names).size).toBe(names.length)
  const tags = described.tags.map(({ name }) => name)
  for (const { path, operation } of operations()) {
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z0-9]+$/)
    expect(tags).toEqual(expect.arrayContaining([...operation.tags]))
    const inPath = (operation.parameters ?? []).filter(p => p.in === 'path').map(p => p.name)
    expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
    expect(Object.keys(operation.responses)).toContain('default')
  }
})

test('every route is described, and nothing that is none', () => {
  const routes = pathsOf(server.app).filter(path => !/^GET \/(healthz|readyz|metrics)$/.test(path))
  // As that list spells them: an edition and a document by their names, whatever else is open as a colon.
  const here = operations().map(({ path, method }) => {
    const spelled = path
      .replace(/\{\w+\}/g, ':')
      .replace(/^\/(edition|document)s\/:/, (start, noun: string) => `${start}${noun}`)
    return `${method.toUpperCase()} ${spelled}`
  })
  expect(here.length).toBeGreaterThan(60)
  expect([...here].sort()).toEqual([...routes].sort())
})

describe('an answer', () => {
  const shape = z.object({ id: z.string(), parts: z.array(z.object({ n: z.number() })).default([]) })

  test('is what is declared where parsing it leaves nothing out', () => {
    const wire = { id: 'a', parts: [{ n: 1 }] }
    expect(undeclared(wire, shape.parse(wire))).toBeNull()
    expect(undeclared({ id: 'a' }, shape.parse({ id: 'a' }))).toBeNull()
  })

  test('is not, where it says more', () => {
    const wire = { id: 'a', parts: [{ n: 1, secret: 'x' }] }
    expect(undeclared(wire, shape.parse(wire))).toBe('parts.0.secret')
  })
})

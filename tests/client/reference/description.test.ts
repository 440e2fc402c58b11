import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  apiDescription,
  curlOf,
  type Described,
  exampleOf,
  fieldsOf,
  grouped,
  type Shape,
  termsOf,
} from '../../../client/reference/description.js'
import { describeApi } from '../../../server/api/openapi.js'
import type { Operation } from '../../../server/api/operation.js'

const person = z.object({ id: z.string(), name: z.string().default('') }).meta({ id: 'TestPerson' })
const operations: Operation[] = [
  {
    method: 'post',
    path: '/editions/:edition/people',
    tag: 'People',
    title: 'Add somebody',
    deed: 'members',
    query: z.object({ as: z.enum(['reader', 'owner']), days: z.coerce.number().default(7) }),
    body: z.object({ person, parts: z.tuple([z.int(), z.int()]), note: z.string().nullable().optional() }),
    status: 201,
    answer: z.array(person),
  },
  { method: 'get', path: '/me', tag: 'People', title: 'Say who I am', deed: 'anybody', answer: person },
]
const description = apiDescription.parse(describeApi(operations, 'https://editions.example.org'))
const { schemas } = description.components
const shown: Described[] = grouped(description).flatMap(group => group.operations)

test('operations are grouped by what they are about', () => {
  expect(grouped(description).map(({ tag }) => tag)).toEqual(['People'])
  expect(shown.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /editions/{edition}/people',
    'GET /me',
  ])
  expect(shown.map(described => described['x-role'])).toEqual(['owner', 'anybody'])
})

test('a request is shown with curl, with what it must have and no more', () => {
  expect(curlOf(shown[0]!, 'https://editions.example.org/api', schemas)).toBe(
    [
      'curl -X POST "https://editions.example.org/api/editions/$EDITION/people?as=reader"',
      '-H "Authorization: Bearer $TOKEN"',
      "-H 'Content-Type: application/json'",
      `-d '{"person":{"id":"…"},"parts":[0,0]}'`,
    ].join(' \\\n  '),
  )
  expect(curlOf(shown[1]!, '/api', schemas)).toBe('curl "/api/me"')
})

test.each<[Shape, string]>([
  [{ type: 'string' }, 'string'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ enum: ['a', ''] }, '"a" | ""'],
  [{ const: -1 }, '-1'],
  [{ anyOf: [{ $ref: '#/components/schemas/TestPerson' }, { type: 'null' }] }, 'TestPerson | null'],
  [{ type: 'array', items: { type: 'integer' } }, 'list of integer'],
  [{ type: 'object', additionalProperties: { type: 'number' } }, 'object of number'],
  [{}, 'anything'],
])('%j is shown as %s', (shape, words) => {
  const all = termsOf(shape).map(term => ('name' in term ? term.name : term.words))
  expect(all.join('')).toBe(words)
})

test('fields say whether they may be left out', () => {
  expect(fieldsOf(schemas.TestPerson!).map(({ name, required }) => [name, required])).toEqual([
    ['id', true],
    ['name', false],
  ])
  expect(exampleOf(schemas.TestPerson!, schemas)).toEqual({ id: '…' })
})

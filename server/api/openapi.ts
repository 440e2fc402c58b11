/** The HTTP interface described in OpenAPI 3.1, from the declarations by which it is served. */
import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import { problemAnswer } from '../../schema/answers.js'
import { leastRole } from '../../schema/people.js'
import { isMedia, type Media, type Operation, paramsOf, type Tag, tags } from './operation.js'

/** A JSON Schema, 2020-12. */
type Schema = Readonly<Record<string, unknown>>

/** What parts of paths stand for. */
const paramTexts: Readonly<Record<string, string>> = {
  document: 'The id of a document',
  edition: 'The id of an edition',
  correction: 'The id of a correction',
  note: 'The id of a note',
  name: 'The id of a tagged name',
  reply: 'The id of a reply',
  hash: 'The SHA-256 of a witness, in hexadecimal',
  record: 'The id of a record, chosen by whoever made it',
}

const problemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    problems: z.array(problemAnswer).optional().describe('What a reader found wrong with a file'),
    role: z.string().nullable().optional().describe('403: what the asker is here'),
    needs: z.string().optional().describe('403: the role that this needs'),
    rule: z.string().optional().describe('403: the ID of the broken rule'),
  })
  .meta({ id: 'Problem', description: 'A problem detail (RFC 9457): `detail` is a sentence for the person.' })

/** The version of the interface: what breaks programs raises the first number. */
const version = '1.0'

/** A document of OpenAPI 3.1. `url` is the address that the server has to the world, null where it has none. */
export function describeApi(operations: readonly Operation[], url: string | null): Schema {
  const components = new Components()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method]: described(operation, components) }
  }
  const used = new Set(operations.map(({ tag }) => tag))
  const problem = components.of(problemShape, 'input')
  return {
    openapi: '3.1.0',
    info: {
      title: 'Corrigenda',
      version,
      description:
        'Everything that the screen can do. Offsets count UTF-16 units of the witness’s text; times count milliseconds since 1970. Errors are problem details (RFC 9457).',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${url ?? ''}/api` }],
    tags: Object.entries(tags)
      .filter(([name]) => used.has(name as Tag))
      .map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: components.schemas,
      responses: {
        Problem: {
          description: 'What is wrong',
          content: { 'application/problem+json': { schema: problem } },
        },
      },
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A personal access token, which one makes on one’s own page.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'corrigenda',
          description: 'The session of a browser that has signed in.',
        },
      },
    },
  }
}

function described(operation: Operation, components: Components): Schema {
  const { path, query, body, answer, deed, status = answer === null ? 204 : 200 } = operation
  const parameters = [
    ...paramsOf(path).map(name => ({
      name,
      in: 'path',
      required: true,
      ...(paramTexts[name] ? { description: paramTexts[name] } : {}),
      schema: { type: 'string' },
    })),
    ...Object.entries(query?.shape ?? {}).map(([name, shape]) => {
      const { description, ...schema } = components.of(shape, 'output')
      const required = !shape.safeParse(undefined).success
      return { name, in: 'query', required, ...(description ? { description } : {}), schema }
    }),
  ]
  const name = typeof deed === 'object' ? deed.somewhere : deed
  const isOpen = name === 'anybody' || name === 'read' || name === 'part'
  const known = [{ token: [] }, { session: [] }]
  return {
    operationId: idOf(operation),
    tags: [operation.tag],
    summary: operation.title,
    ...(operation.text ? { description: operation.text } : {}),
    'x-role': name === 'part' ? 'reader' : name === 'known' || name === 'anybody' ? name : leastRole(name),
    security: isOpen ? [{}, ...known] : known,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: components.content(body) } } : {}),
    responses: {
      [status]: {
        description: answer && isMedia(answer) ? answer.text : (STATUS_CODES[status] ?? ''),
        ...(answer ? { content: components.content(answer) } : {}),
      },
      ...Object.fromEntries(
        Object.entries(operation.errors ?? {}).map(([code, description]) => [
          code,
          { description, content: { 'application/problem+json': { schema: components.problem } } },
        ]),
      ),
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

/** The title as one word: "List the editions" is `listTheEditions`. */
export function idOf({ title }: Pick<Operation, 'title'>): string {
  const words = title.replace(/[’']/g, '').split(/[^A-Za-z0-9]+/)
  return words
    .map((word, i) => (i === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
}

/** The shapes that have an id, gathered while others that refer to them are written. */
class Components {
  readonly schemas: Record<string, Schema> = {}
  readonly problem: Schema = { $ref: '#/components/schemas/Problem' }

  /** `output` is what a shape gives, `input` what it takes: what goes over the wire. */
  of(shape: z.ZodType, io: 'input' | 'output'): Schema {
    // Within another one, a shape that has an id becomes a reference as well.
    const whole = z.toJSONSchema(z.object({ it: shape }), { io, unrepresentable: 'any' })
    const { $defs = {}, properties = {} } = whole as {
      $defs?: Record<string, Schema>
      properties?: Record<string, Schema>
    }
    for (const [id, schema] of Object.entries($defs))
      if (!isNameless(id)) this.schemas[id] ??= tidy(schema) as Schema
    return tidy(properties.it ?? {}) as Schema
  }

  content(shape: z.ZodType | Media): Schema {
    if (!isMedia(shape)) return { 'application/json': { schema: this.of(shape, 'input') } }
    return Object.fromEntries(shape.media.map(type => [type, {}]))
  }
}

/** Zod's own names, for what refers to itself. */
const isNameless = (id: string) => id.startsWith('__schema')

/** References lead to the components; what refers to itself and has no name is any JSON; what goes without saying is left
 * unsaid. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy)
  if (value === null || typeof value !== 'object') return value
  const { $ref } = value as { $ref?: unknown }
  if (typeof $ref === 'string') {
    const id = $ref.replace('#/$defs/', '')
    return isNameless(id) ? {} : { ...value, $ref: `#/components/schemas/${id}` }
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, v]) => !(key === 'maximum' && v === Number.MAX_SAFE_INTEGER))
      .filter(([key, v]) => !(key === 'minimum' && v === Number.MIN_SAFE_INTEGER))
      .filter(([key, v]) => !(key === 'propertyNames' && JSON.stringify(v) === '{"type":"string"}'))
      .map(([key, v]) => [key, tidy(v)]),
  )
}

/** The description of the HTTP interface as the server gives it (OpenAPI 3.1), and how its shapes are put in words. */
import { z } from 'zod'

/** A JSON Schema, as much of it as is shown. */
export interface Shape {
  readonly $ref?: string | undefined
  readonly type?: string | readonly string[] | undefined
  readonly description?: string | undefined
  readonly properties?: Readonly<Record<string, Shape>> | undefined
  readonly required?: readonly string[] | undefined
  readonly items?: Shape | undefined
  readonly prefixItems?: readonly Shape[] | undefined
  readonly anyOf?: readonly Shape[] | undefined
  readonly enum?: readonly unknown[] | undefined
  readonly const?: unknown
  readonly additionalProperties?: boolean | Shape | undefined
  readonly default?: unknown
}

const shape: z.ZodType<Shape> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    description: z.string().optional(),
    properties: z.record(z.string(), shape).optional(),
    required: z.array(z.string()).optional(),
    // `false` after the parts of a list of fixed length: there are no more.
    items: z.preprocess(value => value || undefined, shape.optional()),
    prefixItems: z.array(shape).optional(),
    anyOf: z.array(shape).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    additionalProperties: z.union([z.boolean(), shape]).optional(),
    default: z.unknown().optional(),
  }),
)

const content = z.record(z.string(), z.object({ schema: shape.optional() })).optional()

const operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string(),
  description: z.string().default(''),
  'x-role': z.string(),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.enum(['path', 'query']),
        required: z.boolean(),
        description: z.string().optional(),
        schema: shape,
      }),
    )
    .default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string().optional(), content })),
})

export const apiDescription = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.object({ url: z.string() })).min(1),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), shape) }),
})
export type ApiDescription = z.infer<typeof apiDescription>

/** An operation with its method and path. */
export type Described = z.infer<typeof operation> & { readonly method: string; readonly path: string }

/** The operations of each tag, in the order in which the server names them; tags without any are left out. */
export function grouped({
  tags,
  paths,
}: ApiDescription): { readonly tag: string; readonly text: string; readonly operations: Described[] }[] {
  const all: Described[] = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      ...described,
      method: method.toUpperCase(),
      path,
    })),
  )
  return tags
    .map(({ name, description }) => ({
      tag: name,
      text: description,
      operations: all.filter(({ tags }) => tags.includes(name)),
    }))
    .filter(({ operations }) => operations.length > 0)
}

/** The name of the shape that a reference leads to; null for what is no reference. */
export function nameOf({ $ref }: Shape): string | null {
  return $ref?.replace('#/components/schemas/', '') ?? null
}

/** The parts of a shape that are written in a row: what it is, in words and names of other shapes. */
export type Term = { readonly words: string } | { readonly name: string }

export function termsOf(shape: Shape): Term[] {
  const name = nameOf(shape)
  if (name !== null) return [{ name }]
  if (shape.enum) return [{ words: shape.enum.map(value => JSON.stringify(value)).join(' | ') }]
  if (shape.const !== undefined) return [{ words: JSON.stringify(shape.const) }]
  if (shape.anyOf) {
    return shape.anyOf.flatMap((part, i) => [...(i > 0 ? [{ words: ' | ' }] : []), ...termsOf(part)])
  }
  if (shape.items) return [{ words: 'list of ' }, ...termsOf(shape.items)]
  if (shape.prefixItems) return [{ words: `list of ${shape.prefixItems.length}` }]
  const { additionalProperties: values } = shape
  if (typeof values === 'object' && !shape.properties) return [{ words: 'object of ' }, ...termsOf(values)]
  return [{ words: [shape.type ?? 'anything'].flat().join(' | ') }]
}

/** The fields of an object or of a list's objects; none for what has no fields of its own. */
export function fieldsOf(
  shape: Shape,
): { readonly name: string; readonly required: boolean; readonly shape: Shape }[] {
  if (shape.items) return fieldsOf(shape.items)
  if (shape.anyOf) return shape.anyOf.flatMap(fieldsOf)
  return Object.entries(shape.properties ?? {}).map(([name, part]) => ({
    name,
    required: shape.required?.includes(name) ?? false,
    shape: part,
  }))
}

/** A value of a shape, with what it must have and nothing else. */
export function exampleOf(shape: Shape, shapes: Readonly<Record<string, Shape>>, depth = 0): unknown {
  const name = nameOf(shape)
  if (name !== null) return depth > 6 ? {} : exampleOf(shapes[name] ?? {}, shapes, depth + 1)
  if (shape.default !== undefined) return shape.default
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  if (shape.anyOf) return exampleOf(shape.anyOf[0] ?? {}, shapes, depth + 1)
  if (shape.items) return [exampleOf(shape.items, shapes, depth + 1)]
  if (shape.prefixItems) return shape.prefixItems.map(part => exampleOf(part, shapes, depth + 1))
  switch ([shape.type].flat()[0]) {
    case 'integer':
    case 'number':
      return 0
    case 'boolean':
      return true
    case 'string':
      return '…'
    default:
      return Object.fromEntries(
        (shape.required ?? []).map(key => [key, exampleOf(shape.properties?.[key] ?? {}, shapes, depth + 1)]),
      )
  }
}

/** How one asks for an operation with curl. What stands in the path is written as a variable of the shell. */
export function curlOf(
  { method, path, parameters, requestBody, 'x-role': role }: Described,
  base: string,
  shapes: Readonly<Record<string, Shape>>,
): string {
  const needed = parameters.filter(({ required, in: where }) => required && where === 'query')
  const query = needed.map(({ name, schema }) => `${name}=${String(exampleOf(schema, shapes))}`).join('&')
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)
  const [type, body] = Object.entries(requestBody?.content ?? {})[0] ?? []
  const lines = [`curl${method === 'GET' ? '' : ` -X ${method}`} "${base}${filled}${query && `?${query}`}"`]
  if (role !== 'anybody') lines.push('-H "Authorization: Bearer $TOKEN"')
  if (type === 'application/json' && body?.schema) {
    lines.push("-H 'Content-Type: application/json'")
    // In the shell a text in single quotes ends at the next one.
    const json = JSON.stringify(exampleOf(body.schema, shapes)).replaceAll("'", "'\\''")
    lines.push(`-d '${json}'`)
  } else if (type) lines.push('--data-binary @FILE')
  return lines.join(' \\\n  ')
}

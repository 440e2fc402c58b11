/** The HTTP interface: all its operations, and the one way in which each is served. */
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { Actor, Role } from '../../schema/people.js'
import { isTooDeep, maxRecordDepth } from '../../schema/records.js'
import type { Access, Part, Visitor, Where } from '../auth/access.js'
import { jsonBody } from '../body.js'
import { HttpError, parse } from '../problem.js'
import {
  type AnswerOf,
  type DeedAsked,
  isMedia,
  type Media,
  type Middleware,
  type Operation,
  type ParamsOf,
  type PartOf,
  paramsOf,
  sent,
} from './operation.js'

/** What a handler is given: everything that came in has been parsed, and its maker may do what they ask for. The actor's
 * id is empty where they have no name. */
export interface Asked<Path extends string, Query, Body, Needs> {
  readonly params: ParamsOf<Path>
  readonly query: Query extends z.ZodType ? z.output<Query> : undefined
  readonly body: Body extends z.ZodType ? z.output<Body> : Body extends Media ? Uint8Array : undefined
  readonly actor: Actor
  readonly visitor: Visitor
  readonly part: PartOf<Needs>
  readonly request: Request
  readonly response: Response
}

export class Api {
  readonly router = Router()
  /** All that are served, in the order in which they were named. */
  readonly operations: Operation[] = []

  /** `checks`: whether every JSON answer is held against its declared shape before it is sent; for tests. */
  constructor(
    private readonly access: Access,
    private readonly checks = false,
  ) {}

  /** Serves an operation. The asker's right is looked at first, then the query, then the body is read and parsed: 400
   * names the first bad part. What `handle` answers is sent as JSON; where the answer is a file, or for speed, it writes
   * to `response` itself and answers `sent`. A body that is a file is read by `readBody`. */
  on<
    const Path extends string,
    Answer extends z.ZodType | Media | null,
    const Needs extends DeedAsked,
    Query extends z.ZodObject | undefined = undefined,
    Body extends z.ZodType | Media | undefined = undefined,
  >(
    operation: Operation<Path, Query, Body, Answer, Needs>,
    handle: (
      asked: Asked<Path, Query, Body, Needs>,
    ) => AnswerOf<NoInfer<Answer>> | Promise<AnswerOf<NoInfer<Answer>>>,
    readBody: Middleware = json,
  ): void {
    this.operations.push(operation)
    const { body, query, answer } = operation
    this.router[operation.method](operation.path as string, async (request, response) => {
      const params = request.params as Record<string, string>
      const { visitor, actor, part } = await this.admit(operation, params, request)
      const asked = query && parse<unknown>(query, request.query)
      let read: unknown
      if (body) {
        if (!isMedia(body)) demandJson(request)
        await run(readBody, request, response)
        read = isMedia(body) ? bytesOf(request.body) : parse<unknown>(body, shallow(request.body))
      }
      const whole = { params, query: asked, body: read, visitor, actor, part, request, response }
      const answered: unknown = await handle(whole as unknown as Asked<Path, Query, Body, Needs>)
      if (answered === sent) return
      if (answer === null) response.status(204).end()
      else if (!isMedia(answer)) {
        if (this.checks) check(operation, answer, answered)
        response.status(operation.status ?? 200).json(answered)
      }
    })
  }

  private async admit(
    { deed, path }: Operation,
    params: Readonly<Record<string, string>>,
    request: Request,
  ): Promise<{ visitor: Visitor; actor: Actor; part: Part | null }> {
    const { access } = this
    if (deed === 'part') {
      const part = await access.partOf(request, params.edition!)
      return { visitor: part.visitor, actor: actorOf(part.visitor, part.role), part }
    }
    if (typeof deed === 'object') await access.somewhere(request, deed.somewhere)
    else if (deed === 'known') await access.known(request)
    else if (deed !== 'anybody')
      return { ...(await access.allow(request, deed, placeIn(path, params))), part: null }
    const visitor = await access.visitor(request)
    return { visitor, actor: actorOf(visitor, access.roleOf(visitor, {})), part: null }
  }
}

function actorOf({ person }: Visitor, role: Role | null): Actor {
  return { id: person?.id ?? '', role }
}

function placeIn(path: string, params: Readonly<Record<string, string>>): Where {
  const named = paramsOf(path)
  if (named.includes('document')) return { document: params.document! }
  if (named.includes('edition')) return { edition: params.edition! }
  return 'house'
}

/** The largest body of JSON, in bytes. */
const largest = 1 << 20

const json: Middleware = jsonBody(largest)

/** A form of another site can send any text, but not under this type: browsers ask first, and are refused. */
function demandJson(request: Request): void {
  if (request.is('application/json') === false)
    throw new HttpError(415, 'This address takes application/json alone.')
}

function run(middleware: Middleware, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    middleware(request, response, (error?: unknown) => (error ? reject(error as Error) : resolve()))
  })
}

/** express leaves something else where there was no body. */
function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array(0)
}

/** Zod recurses, so that what is nested absurdly deep must not reach it. */
function shallow(body: unknown): unknown {
  // A record's value, and the object in which it is sent.
  const most = maxRecordDepth + 1
  if (isTooDeep(body, most)) throw new HttpError(400, `The request is nested more than ${most} levels deep.`)
  return body
}

/** A promise broken between our own functions: what is answered is not what is said to be answered. */
function check(operation: Operation, shape: z.ZodType, answered: unknown): void {
  const wire: unknown = JSON.parse(JSON.stringify(answered))
  const parsed = shape.safeParse(wire)
  const where = `${operation.method} ${operation.path} answers what it does not declare`
  if (!parsed.success) throw new Error(`${where}: ${z.prettifyError(parsed.error)}`)
  const extra = undeclared(wire, parsed.data)
  if (extra !== null) throw new Error(`${where}: ${extra}`)
}

/** The path of the first thing in `wire` that parsing left out; null where it kept everything. */
export function undeclared(wire: unknown, parsed: unknown, path = ''): string | null {
  if (wire === null || typeof wire !== 'object' || parsed === null || typeof parsed !== 'object') return null
  for (const [key, value] of Object.entries(wire)) {
    const at = path === '' ? key : `${path}.${key}`
    if (!Object.hasOwn(parsed, key)) return at
    const found = undeclared(value, (parsed as Record<string, unknown>)[key], at)
    if (found !== null) return found
  }
  return null
}

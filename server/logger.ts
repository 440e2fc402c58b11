/** The server's log: JSON by the line for machines, plain lines on a terminal. What is secret never gets into it. */
import { type Logger, pino } from 'pino'
import type { Config } from './config.js'
import type { RequestDone } from './requests.js'

export interface LineStream {
  write(line: string): void
}

/** A log that writes to `stream`, in plain words where `isTerminal`. */
export function makeLogger(config: Config, stream: LineStream, isTerminal: boolean): Logger {
  const scrub = scrubber(config)
  const write = isTerminal
    ? (line: string) => stream.write(plain(line))
    : (line: string) => stream.write(line)
  return pino(
    {
      level: config.log,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      serializers: { err: failure },
    },
    { write: line => write(scrub(line)) },
  )
}

/** Writes down a request that is over. Files of the program itself are of interest only to whoever looks closely. */
export function logRequest(logger: Logger, done: RequestDone): void {
  const { method, route, status } = done
  const level = status >= 500 ? 'error' : route.startsWith('/api') ? 'info' : 'debug'
  const entry = { ...done, milliseconds: Math.round(done.milliseconds * 10) / 10 }
  logger[level](entry, `${method} ${route} ${status}`)
}

/** Of an error only what it is and where: what else libraries hang on it may hold anything. */
function failure(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  const { code } = error as { code?: unknown }
  return {
    type: name,
    message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack,
    ...(cause === undefined ? {} : { cause: failure(cause) }),
  }
}

/** Takes out of a line what must not be in it, should it have got there by way of an error: the secrets that the server
 * was given, those of links and invitations, and cookies and tokens. */
function scrubber({ metricsToken, mail, providers }: Config): (line: string) => string {
  const secrets = new Set([metricsToken, ...providers.map(({ secret }) => secret)])
  if (mail && URL.canParse(mail.server)) {
    const { password } = new URL(mail.server)
    secrets.add(password).add(decoded(password))
  }
  const written = [...secrets]
    .filter(secret => secret !== null && secret !== '')
    .map(secret => JSON.stringify(secret).slice(1, -1))
  return line => {
    let out = line
    for (const secret of written) out = out.replaceAll(secret, '[secret]')
    return out
      .replace(/\/(join|reset|s)\/[\w-]{16,}/g, '/$1/[secret]')
      .replace(/\b(bearer\s+)[\w.~+/-]{16,}=*/gi, '$1[secret]')
      .replace(/\b((?:__Host-)?corrigenda(?:-journey)?=)[\w-]{16,}/g, '$1[secret]')
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A line of JSON as people read it. */
function plain(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>
  const { message, stack } = Object(err) as { message?: string; stack?: string }
  const more = 'route' in rest ? requestWords(rest) : otherWords(rest)
  const said = [String(time).slice(11, 19), level === 'info' ? '' : level, msg, more]
    .filter(part => part !== '' && part !== undefined)
    .join(' ')
  const why = stack ?? message
  return `${said}${why ? `\n  ${why.replaceAll('\n', '\n  ')}` : ''}\n`
}

function requestWords({ milliseconds, person, address }: Record<string, unknown>): string {
  return `${milliseconds} ms ${[person, address].filter(Boolean).join(' ')}`
}

function otherWords(rest: Record<string, unknown>): string {
  return Object.entries(rest)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
}

/** What a server is told when it is started, by flags and by variables of its environment, and the only place where
 * they are read. A flag goes before its variable, a variable before what is usual; an empty one counts as not set. */
import { isLoopback } from './auth/origin.js'
import { type Config, defaultConfig, type LogLevel, logLevels, type Mail, type Provider } from './config.js'
import { homeRates, worldRates } from './rates/table.js'

/** Something that was set cannot be used. The message begins with the flag or the variable. */
export class BadSetting extends Error {}

/** The flags of `corrigenda serve`, as typed. */
export interface Flags {
  readonly url?: string
  readonly host?: string
  readonly port?: string
  readonly data?: string
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Every variable with what it means, for help and documentation. */
export const variables: readonly (readonly [name: string, meaning: string])[] = [
  ['CORRIGENDA_URL', 'as --url'],
  ['CORRIGENDA_HOST', 'as --host'],
  ['CORRIGENDA_PORT', 'as --port'],
  ['CORRIGENDA_DATA', 'as --data'],
  [
    'CORRIGENDA_PROXIES',
    'how many proxies stand before the server; their X-Forwarded-For is believed (1 where there is a URL and the host is loopback, else 0)',
  ],
  ['CORRIGENDA_SMTP', 'the server that sends mail: smtp://user:password@host:port, or smtps://'],
  ['CORRIGENDA_MAIL_FROM', 'the sender of its mail: editions@example.org'],
  [
    'CORRIGENDA_OIDC_<NAME>_ID, _SECRET, _ISSUER, _TITLE',
    'a provider of OpenID Connect to sign in with; ORCID and GOOGLE know their issuer',
  ],
  [
    'CORRIGENDA_LOG',
    `the least that is logged: ${logLevels.join(', ')} (info, and warn on one’s own machine)`,
  ],
  [
    'CORRIGENDA_METRICS_TOKEN',
    'lets whoever sends it as a bearer token read /metrics; without it only this machine may',
  ],
]

const oidcVariable = /^CORRIGENDA_OIDC_([A-Z0-9]+(?:_[A-Z0-9]+)*)_(ISSUER|ID|SECRET|TITLE)$/

/** Providers that everybody means by these names. */
const wellKnown: Readonly<Record<string, { readonly issuer: string; readonly title: string }>> = {
  orcid: { issuer: 'https://orcid.org', title: 'ORCID' },
  google: { issuer: 'https://accounts.google.com', title: 'Google' },
}

/** The configuration of a server. Throws `BadSetting`, also for a variable that begins with CORRIGENDA_ and means
 * nothing: a setting with a slip in its name would be silently without effect. */
export function configFrom(flags: Flags, environment: Environment): Config {
  for (const name of Object.keys(environment)) checkName(name)
  const setting = <T>(flag: keyof Flags | null, name: string, parse: (value: string) => T): T | undefined => {
    const variable = `CORRIGENDA_${name}`
    if (flag !== null && flags[flag] !== undefined) return named(`--${flag}`, flags[flag], parse)
    return environment[variable] ? named(variable, environment[variable], parse) : undefined
  }
  const url = setting('url', 'URL', asUrl) ?? null
  const host = setting('host', 'HOST', asHost) ?? defaultConfig.host
  const isHome = url === null && isLoopback(host)
  const isBehindProxy = url !== null && isLoopback(host)
  return {
    ...defaultConfig,
    url,
    host,
    accounts: isHome ? 'open' : 'invited',
    rates: isHome ? homeRates : worldRates,
    port: setting('port', 'PORT', asPort) ?? defaultConfig.port,
    folder: setting('data', 'DATA', asFolder) ?? defaultConfig.folder,
    proxies: setting(null, 'PROXIES', asCount) ?? (isBehindProxy ? 1 : 0),
    mail: mailFrom(setting(null, 'SMTP', asMailServer), setting(null, 'MAIL_FROM', asSender)),
    providers: providersFrom(environment),
    log: setting(null, 'LOG', asLevel) ?? (isHome ? defaultConfig.log : 'info'),
    metricsToken: setting(null, 'METRICS_TOKEN', asToken) ?? null,
  }
}

/** The data folder that commands work on which are told no other. */
export function folderFrom(environment: Environment): string {
  return environment.CORRIGENDA_DATA || defaultConfig.folder
}

function checkName(name: string): void {
  if (!name.startsWith('CORRIGENDA_') || oidcVariable.test(name)) return
  if (!variables.some(([known]) => known === name))
    throw new BadSetting(`${name}: there is no such setting (see corrigenda serve --help).`)
}

function named<T>(name: string, value: string, parse: (value: string) => T): T {
  try {
    return parse(value.trim())
  } catch (error) {
    if (error instanceof BadSetting) throw new BadSetting(`${name}: ${error.message}`)
    throw error
  }
}

function asUrl(value: string): string {
  const url = maybeUrl(value)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new BadSetting('an address begins with https:// (or http://), as in https://editions.example.org.')
  if (url.username || url.password || url.pathname !== '/' || url.search || url.hash)
    throw new BadSetting(
      `the address ends after the host: ${url.origin}. The program cannot live in a folder.`,
    )
  return url.origin
}

function asHost(value: string): string {
  const host = value.replace(/^\[(.*)\]$/, '$1')
  if (!/^[\w.:%-]+$/.test(host))
    throw new BadSetting(`"${value}" is not the name or the address of a network interface.`)
  return host
}

function asPort(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535)
    throw new BadSetting('a port is a number up to 65535.')
  return Number(value)
}

function asFolder(value: string): string {
  if (value === '' || value.includes('\0')) throw new BadSetting('a folder needs a name.')
  return value
}

function asCount(value: string): number {
  if (!/^\d$/.test(value)) throw new BadSetting('how many proxies there are is a number from 0 to 9.')
  return Number(value)
}

function asLevel(value: string): LogLevel {
  const level = logLevels.find(level => level === value.toLowerCase())
  if (level) return level
  throw new BadSetting(`"${value}" is none of ${logLevels.join(', ')}.`)
}

function asToken(value: string): string {
  if (value.length < 16 || /\s/.test(value))
    throw new BadSetting('a token has at least 16 characters, and no spaces.')
  return value
}

// The messages about secrets do not repeat them.
function asMailServer(value: string): string {
  const url = maybeUrl(value)
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '')
    throw new BadSetting('a mail server is written smtp://user:password@host:port or smtps://…')
  return value
}

function asSender(value: string): string {
  if (!/^(?:[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(value))
    throw new BadSetting(`"${value}" is no mail address.`)
  return value
}

function mailFrom(server: string | undefined, from: string | undefined): Mail | null {
  if (server !== undefined && from !== undefined) return { server, from }
  if (server !== undefined) throw new BadSetting('CORRIGENDA_MAIL_FROM: mail needs a sender.')
  if (from !== undefined) throw new BadSetting('CORRIGENDA_SMTP: there is a sender, but no mail server.')
  return null
}

function providersFrom(environment: Environment): Provider[] {
  const names = new Set<string>()
  for (const [variable, value] of Object.entries(environment)) {
    const [, name] = oidcVariable.exec(variable) ?? []
    if (name !== undefined && value) names.add(name)
  }
  return [...names].sort().map(upper => {
    const name = upper.toLowerCase().replaceAll('_', '-')
    const known = wellKnown[name]
    const part = (of: string) => environment[`CORRIGENDA_OIDC_${upper}_${of}`]?.trim() || undefined
    const needed = (of: string, what: string) => {
      const value = part(of)
      if (value === undefined) throw new BadSetting(`CORRIGENDA_OIDC_${upper}_${of}: ${what} is missing.`)
      return value
    }
    const issuer = part('ISSUER') ?? known?.issuer ?? needed('ISSUER', "the provider's address")
    named(`CORRIGENDA_OIDC_${upper}_ISSUER`, issuer, asIssuer)
    return {
      name,
      title: part('TITLE') ?? known?.title ?? upper.replaceAll('_', ' '),
      issuer,
      id: needed('ID', 'the id that the provider knows this server by'),
      secret: needed('SECRET', 'the secret that the provider gave out'),
    }
  })
}

/** OpenID Connect Core 1.0 §2: an issuer has the https scheme. On this machine, where nobody listens, http will do. */
function asIssuer(value: string): void {
  const url = maybeUrl(value)
  if (
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && isLoopback(url.hostname.replace(/^\[|\]$/g, '')))
  )
    return
  throw new BadSetting(`"${value}" is no address that begins with https://.`)
}

function maybeUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null
}

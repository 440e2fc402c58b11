/** What the pages about people say. */
import type { Door } from '../../schema/accounts.js'
import type { Grant, Role } from '../../schema/people.js'

export const roleWords: Readonly<Record<Role, string>> = {
  reader: 'Reader',
  annotator: 'Annotator',
  corrector: 'Corrector',
  reviewer: 'Reviewer',
  owner: 'Owner',
}

/** What each may do, beyond those before it. */
export const roleDeeds: Readonly<Record<Role, string>> = {
  reader: 'sees everything',
  annotator: 'writes notes and names',
  corrector: 'proposes corrections',
  reviewer: 'decides, imports',
  owner: 'sets how it works, and who may what',
}

/** A role with what it is on: `Reviewer of Letters`. */
export function roleOn({ scope, role }: Pick<Grant, 'scope' | 'role'>, title: string): string {
  if (scope === 'house')
    return role === 'owner' ? 'Owner of all that is here' : `${roleWords[role]} everywhere`
  return `${roleWords[role]} of ${title || (scope === 'edition' ? 'an edition' : 'a document')}`
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const timeFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

/** `22 Nov 2026` */
export const dayOf = (at: number): string => dayFormat.format(at)
/** `22 Nov 2026, 03:15` */
export const timeOf = (at: number): string => timeFormat.format(at)

/** A browser and its system, as people call them, of what it says of itself. */
export function browserOf(agent: string): string {
  const browser = known(agent, [
    [/\bEdg\//, 'Edge'],
    [/\bFirefox\//, 'Firefox'],
    [/\b(Headless)?Chrom(e|ium)\//, 'Chrome'],
    [/\bSafari\//, 'Safari'],
  ])
  const system = known(agent, [
    [/\b(iPhone|iPad)\b/, 'iOS'],
    [/\bAndroid\b/, 'Android'],
    [/\bWindows\b/, 'Windows'],
    [/\bMac OS X\b/, 'macOS'],
    [/\bLinux\b/, 'Linux'],
  ])
  if (browser === '') return agent.slice(0, 40) || 'A program'
  return system === '' ? browser : `${browser} on ${system}`
}

/** The first whose sign an agent shows. */
function known(agent: string, signs: readonly (readonly [sign: RegExp, name: string])[]): string {
  return signs.find(([sign]) => sign.test(agent))?.[1] ?? ''
}

const providerWords: Readonly<Record<string, string>> = {
  open: 'by a name',
  password: 'with a password',
  invitation: 'by an invitation',
  reset: 'by a reset link',
  link: 'by a link',
}

/** How a session was begun. `providers` are those with titles. */
export function signedInBy(provider: string, providers: Door['providers'] = []): string {
  const title = providers.find(({ name }) => name === provider)?.title ?? provider
  return providerWords[provider] ?? `with ${title}`
}

/** What the pages about members and links ask the server. */
import { z } from 'zod'
import {
  type EditionMembers,
  editionMembers,
  madeShareLink,
  type OpenedLink,
  openedLink,
  type ShareLink,
  shareLink,
} from '../../schema/members.js'
import type { Role } from '../../schema/people.js'
import { json, read, request } from '../app/api.js'

const part = encodeURIComponent

/** What roles and links are given on. */
export interface Thing {
  readonly scope: 'edition' | 'document'
  readonly id: string
}

const base = ({ scope, id }: Thing): string => `/api/${scope}s/${part(id)}`

export const membersOf = (edition: string): Promise<EditionMembers> =>
  read(`/api/editions/${part(edition)}/members`, editionMembers)

export const giveRole = (thing: Thing, person: string, role: Role): Promise<unknown> =>
  request(`${base(thing)}/members/${part(person)}`, json('PUT', { role }))

export const takeRole = (thing: Thing, person: string): Promise<unknown> =>
  request(`${base(thing)}/members/${part(person)}`, { method: 'DELETE' })

export const setPublic = (edition: string, isPublic: boolean): Promise<unknown> =>
  request(`/api/editions/${part(edition)}`, json('PATCH', { isPublic }))

export const linksOf = async (thing: Thing): Promise<ShareLink[]> =>
  (await read(`${base(thing)}/links`, z.object({ links: z.array(shareLink) }))).links

/** Makes a link, and answers its address. */
export async function makeLink(
  thing: Thing,
  link: { readonly role: Role; readonly label: string; readonly expires: number | null },
): Promise<string> {
  const { secret } = await read(`${base(thing)}/links`, madeShareLink, json('POST', link))
  return `${location.origin}/s/${secret}`
}

export const endLink = (thing: Thing, link: string): Promise<unknown> =>
  request(`${base(thing)}/links/${part(link)}`, { method: 'DELETE' })

export const openLink = (secret: string, name?: string): Promise<OpenedLink> =>
  read('/api/links/open', openedLink, json('POST', { secret, ...(name === undefined ? {} : { name }) }))

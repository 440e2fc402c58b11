/** What a server tells owners of who may what in an edition: members, exceptions, invitations, links. Times count
 * milliseconds since 1970. */
import { z } from 'zod'
import { roles, scopes } from './people.js'

const role = z.enum(roles)

export const memberPerson = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().describe('Empty where it is not known'),
  isGuest: z.boolean().describe('Came by a link, and has no account'),
})
export type MemberPerson = z.infer<typeof memberPerson>

/** A role given to somebody; `thing` is the id of the edition or document, empty for the house. */
export const member = z.object({
  person: memberPerson,
  thing: z.string(),
  role,
  by: z.string(),
  at: z.number(),
})
export type Member = z.infer<typeof member>

/** Who may what in an edition. `house`: roles on everything that the server keeps; `documents`: what is given on single
 * documents; `people`: whom a role can be given. */
export const editionMembers = z.object({
  edition: z.object({ id: z.string(), title: z.string(), created: z.number(), isPublic: z.boolean() }),
  house: z.array(member),
  members: z.array(member),
  documents: z.array(member.extend({ title: z.string() })),
  people: z.array(memberPerson),
  invitations: z.array(
    z.object({
      id: z.string(),
      email: z.string(),
      note: z.string(),
      expires: z.number(),
      scope: z.enum(scopes),
      thing: z.string(),
      role,
    }),
  ),
})
export type EditionMembers = z.infer<typeof editionMembers>

export const documentMembers = z.object({
  document: z.object({ id: z.string(), title: z.string(), edition: z.string() }),
  members: z.array(member),
  people: z.array(memberPerson),
})

/** A share link. `browsers`: in how many it has been opened; `seen`: when one of them was last used. */
export const shareLink = z.object({
  id: z.string(),
  scope: z.enum(scopes),
  thing: z.string(),
  role,
  label: z.string(),
  by: z.string(),
  created: z.number(),
  expires: z.number().nullable(),
  browsers: z.number(),
  seen: z.number().nullable(),
})
export type ShareLink = z.infer<typeof shareLink>

/** A link when it is made: the only time that its secret is told. */
export const madeShareLink = shareLink.extend({ secret: z.string() })

/** What a link that was opened gives. `needsName`: who gives a name gets the role; until then one reads. */
export const openedLink = z.object({
  scope: z.enum(scopes),
  thing: z.string(),
  role,
  title: z.string(),
  edition: z.string(),
  person: z.object({ id: z.string(), name: z.string() }).nullable(),
  needsName: z.boolean(),
})
export type OpenedLink = z.infer<typeof openedLink>

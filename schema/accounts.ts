/** What a server tells of accounts: who somebody is, what they are signed in with, who is invited. Times count milliseconds
 * since 1970. */
import { z } from 'zod'
import { personAnswer } from './answers.js'
import { roles, scopes } from './people.js'

/** Oneself. `house` is one's role in the house, null where one has none. */
export const profile = personAnswer.extend({
  initials: z.string().describe('The siglum in an apparatus; empty where it is made of the name'),
  orcid: z.string(),
  email: z.string(),
  isGuest: z.boolean().describe('Came by a link, and has no account'),
  house: z.enum(roles).nullable(),
  hasPassword: z.boolean(),
})
export type Profile = z.infer<typeof profile>

/** Somebody whose name stands somewhere. `initials` is empty where it is made of the name. */
export const namedPerson = personAnswer.extend({ initials: z.string() })

/** What the sign-in page has to know. */
export const door = z.object({
  accounts: z.enum(['open', 'invited']).describe('open: for this one machine, nobody signs in'),
  providers: z
    .array(z.object({ name: z.string(), title: z.string() }))
    .describe('Where one can sign in besides, by OpenID Connect'),
  mail: z.boolean().describe('Whether the server can send letters'),
  setUp: z.boolean().describe('Whether an owner can sign in'),
})
export type Door = z.infer<typeof door>

export const grantShape = z.strictObject({
  scope: z.enum(scopes),
  thing: z.string().describe('The id of the edition or document; empty for the house'),
  role: z.enum(roles),
})

/** An invitation as whoever opens its link sees it. */
export const invited = z.object({
  name: z.string().describe('Empty for somebody new'),
  initials: z.string(),
  email: z.string(),
  by: z.string().describe('The name of whoever invites; empty where it was made on the server itself'),
  grants: z.array(z.object({ ...grantShape.shape, title: z.string() })),
  expires: z.number(),
  hasAccount: z.boolean().describe('Whom it is for can sign in, and accepts it so'),
  proven: z
    .object({ provider: z.string(), title: z.string(), name: z.string(), email: z.string() })
    .nullable()
    .describe('Whom a provider has just said this browser to be: joins with it in place of a password'),
})
export type Invited = z.infer<typeof invited>

/** An invitation as those who may take it back see it. */
export const invitation = z.object({
  id: z.string(),
  person: z.string().nullable().describe('Whom it is for; null for somebody new'),
  email: z.string(),
  note: z.string(),
  grants: z.array(grantShape),
  by: z.string(),
  created: z.number(),
  expires: z.number(),
})
export type Invitation = z.infer<typeof invitation>

/** `link` is told this once. `sent`: a letter with it was taken by the mail server. */
export const madeInvitation = invitation.extend({ link: z.string(), sent: z.boolean() })
export type MadeInvitation = z.infer<typeof madeInvitation>

/** A link for a new password. */
export const madeLink = z.object({ link: z.string(), expires: z.number() })

/** An identity at a provider that opens an account. */
export const connectedIdentity = z.object({
  id: z.string(),
  provider: z.string().nullable().describe('Null where one cannot sign in with it any more'),
  title: z.string(),
  subject: z.string().describe('Who one is there: the number, for ORCID'),
  created: z.number(),
})
export type ConnectedIdentity = z.infer<typeof connectedIdentity>

/** A browser that is signed in. */
export const browserSession = z.object({
  id: z.string(),
  provider: z.string().describe('What signed it in: password, invitation, reset, open, link, or a provider'),
  created: z.number(),
  seen: z.number(),
  agent: z.string(),
  address: z.string(),
  isThis: z.boolean(),
})
export type BrowserSession = z.infer<typeof browserSession>

/** A personal access token, without its secret. */
export const accessToken = z.object({
  id: z.string(),
  name: z.string(),
  reads: z.enum(['read', 'write']).describe('What its program may do: read, or all that its person may'),
  created: z.number(),
  seen: z.number().nullable(),
  expires: z.number().nullable(),
})
export type AccessToken = z.infer<typeof accessToken>

/** `token` is told this once. */
export const madeToken = accessToken.extend({ token: z.string() })

/** A person as the owners of the house see them. */
export const housePerson = personAnswer.extend({
  initials: z.string(),
  orcid: z.string(),
  email: z.string(),
  created: z.number(),
  isGuest: z.boolean(),
  ended: z.number().nullable(),
  role: z.enum(roles).nullable().describe('In the house'),
  canSignIn: z.boolean(),
  seen: z.number().nullable().describe('Last use of a browser that is signed in still'),
})
export type HousePerson = z.infer<typeof housePerson>

/** Signing in, joining and connecting by OpenID Connect, against a real provider; and what must not get in. */
import { createServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { Accounts } from '../../../server/auth/accounts.js'
import { Journeys } from '../../../server/auth/journeys.js'
import type { Letter } from '../../../server/auth/mail.js'
import { Providers } from '../../../server/auth/providers.js'
import { defaultConfig } from '../../../server/config.js'
import { ownPage } from '../../../server/routes/providers.js'
import { addressOf, goodPassword, type House, openHouse, secretOf } from '../support/house.js'
import { startProvider, type TestProvider } from '../support/provider.js'
import { type Someone, stopServers } from '../support/server.js'

const providers: TestProvider[] = []
afterEach(async () => {
  await stopServers()
  for (const provider of providers.splice(0)) await provider.stop()
})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise(resolve => probe.close(resolve))
  return port
}

interface Setting {
  readonly house: House
  readonly ada: Someone
  readonly campus: TestProvider
  readonly letters: Letter[]
}

/** A house with an owner, Ada, and a provider that it knows. */
async function setting(): Promise<Setting> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const campus = await startProvider(`${url}/api/sign-in/campus/callback`)
  providers.push(campus)
  const letters: Letter[] = []
  const mailer = { send: async (letter: Letter) => void letters.push(letter) }
  const open = await openHouse({ port, url, providers: [campus.config] }, { services: { mailer } })
  return { ...open, campus, letters }
}

interface Left {
  /** Where the provider is to be met. */
  readonly url: string
  /** The cookies that the browser has now. */
  readonly cookie: string
}

/** Leaves for the provider. */
async function leave(house: House, errand: object, as: { cookie?: string } = {}): Promise<Left> {
  const answer = await house.ask<{ url: string }>('POST', '/sign-in/campus', errand, as)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return { url: answer.body.url, cookie: joined(as.cookie, answer.headers) }
}

/** A browser's cookies after an answer. */
function joined(before: string | undefined, headers: Headers): string {
  const all = new Map(
    (before ?? '')
      .split('; ')
      .filter(Boolean)
      .map(pair => pair.split(/=(.*)/s) as [string, string]),
  )
  for (const set of headers.getSetCookie()) {
    const [name, value] = set.split(';')[0]!.split(/=(.*)/s) as [string, string]
    all.set(name, value)
  }
  return [...all].map(pair => pair.join('=')).join('; ')
}

/** Says at the provider who one is (nobody: changes one's mind), and answers the address that it sends the browser back to. */
async function meet(url: string, name: string): Promise<string> {
  let cookie = ''
  let at = new URL(url)
  const { host } = at
  for (let steps = 0; steps < 12; steps++) {
    if (at.pathname.startsWith('/hello/') && !at.searchParams.has('as')) at.searchParams.set('as', name)
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } })
    cookie = joined(cookie, answer.headers)
    const next = answer.headers.get('location')
    if (next === null) throw new Error(`The provider answered ${answer.status}: ${await answer.text()}`)
    at = new URL(next, at)
    if (at.host !== host) return at.href
  }
  throw new Error('The provider leads in circles')
}

interface Back {
  readonly page: string
  readonly cookie: string
}

async function comeBack(url: string, cookie: string): Promise<Back> {
  const answer = await fetch(url, { redirect: 'manual', headers: { cookie } })
  expect(answer.status).toBe(303)
  return { page: answer.headers.get('location')!, cookie: joined(cookie, answer.headers) }
}

/** All of the way, there and back. */
async function travel(
  house: House,
  errand: object,
  name: string,
  as: { cookie?: string } = {},
): Promise<Back> {
  const { url, cookie } = await leave(house, errand, as)
  return comeBack(await meet(url, name), cookie)
}

const signIn = (house: House, name: string, to = '/me') => travel(house, { for: 'sign-in', to }, name)
const connect = (house: House, someone: Someone, name: string) =>
  travel(house, { for: 'connect', password: goodPassword }, name, someone)
const me = (house: House, { cookie }: { cookie: string }) => house.ask('GET', '/me', undefined, { cookie })

const actsOf = async (house: House) =>
  (await house.store.accounts.acts({ limit: 100 })).toReversed().map(({ what, person, detail }) => {
    return { what, person, ...(JSON.parse(detail) as object) }
  })

async function invitation(house: House, ada: Someone): Promise<string> {
  const grants = [{ scope: 'house', thing: '', role: 'corrector' }]
  return (await house.ask<{ link: string }>('POST', '/invitations', { grants }, ada)).body.link
}

describe('Signing in', () => {
  test('finds the account that is connected with the identity, and goes on to the page that was wanted', async () => {
    const { house, ada, letters } = await setting()
    expect((await connect(house, ada, 'ada')).page).toBe('/me')
    expect(letters.map(({ to, subject }) => `${to}: ${subject}`)).toEqual([
      'ada@example.org: Campus now opens your account in Corrigenda',
    ])
    const back = await signIn(house, 'ada', '/d/x/history?v=1#p2')
    expect(back.page).toBe('/d/x/history?v=1#p2')
    expect((await me(house, back)).body).toMatchObject({ id: ada.id, name: 'Ada' })
    const { body } = await house.ask<{ provider: string; isThis: boolean }[]>(
      'GET',
      '/me/sessions',
      undefined,
      back,
    )
    expect(body.find(({ isThis }) => isThis)?.provider).toBe('campus')
    expect((await actsOf(house)).slice(-2)).toMatchObject([
      { what: 'identity', person: ada.id, with: 'campus' },
      { what: 'sign-in', person: ada.id, with: 'campus' },
    ])
  })

  test('[H10] makes no account', async () => {
    const { house } = await setting()
    const before = await house.store.people()
    expect((await house.ask('GET', '/house')).body).toMatchObject({
      providers: [{ name: 'campus', title: 'Campus' }],
    })
    const back = await signIn(house, 'ben')
    expect(back.page).toBe('/sign-in?to=%2Fme&not=unknown&with=campus')
    expect((await me(house, back)).status).toBe(401)
    expect(await house.store.people()).toEqual(before)
    expect((await actsOf(house)).at(-1)).toMatchObject({
      what: 'sign-in-failed',
      with: 'campus',
      because: 'unknown',
    })
  })

  test('[H10] finds nobody by an address that somebody else has', async () => {
    const { house, ada } = await setting()
    await house.member(ada, 'Ben')
    expect(addressOf('Ben')).toBe('ben@example.org')
    expect((await signIn(house, 'ben')).page).toContain('not=unknown')
  })

  test('is refused once the account has ended', async () => {
    const { house, ada } = await setting()
    const ben = await house.member(ada, 'Ben')
    await connect(house, ben, 'ben')
    await house.ask('POST', `/house/people/${ben.id}/end`, undefined, ada)
    const back = await signIn(house, 'ben')
    expect(back.page).toBe('/sign-in?to=%2Fme&not=ended&with=campus')
    expect((await me(house, back)).status).toBe(401)
  })

  test('tells when the person changed their mind', async () => {
    const { house } = await setting()
    expect((await signIn(house, '')).page).toBe('/sign-in?to=%2Fme&not=refused&with=campus')
  })

  test('is not there on a server for one machine, nor for providers that nobody set up', async () => {
    const { house } = await setting()
    expect((await house.ask('POST', '/sign-in/other', { for: 'sign-in' })).status).toBe(404)
  })
})

test.each([
  ['/', '/'],
  ['/e/x?y=/#z', '/e/x?y=/#z'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/.//evil.example', '/'],
  ['/x/..//evil.example', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['evil.example', '/'],
  ['/api/sign-out', '/'],
  ['/sign-in?to=/sign-in', '/'],
  ['', '/'],
])('The page after signing in to %j is %s', async (to, page) => {
  expect(ownPage(to)).toBe(page)
})

describe('What does not get in', () => {
  test('a foreign page to go on to', async () => {
    const { house, ada } = await setting()
    await connect(house, ada, 'ada')
    expect((await signIn(house, 'ada', '//evil.example')).page).toBe('/')
  })

  test('another state, another browser, or none', async () => {
    const { house, ada } = await setting()
    await connect(house, ada, 'ada')
    for (const spoil of ['state', 'browser', 'no cookie', 'no state'] as const) {
      const { url, cookie } = await leave(house, { for: 'sign-in' })
      const callback = new URL(await meet(url, 'ada'))
      if (spoil === 'state') callback.searchParams.set('state', 'another')
      if (spoil === 'no state') callback.searchParams.delete('state')
      const other = spoil === 'browser' ? (await leave(house, { for: 'sign-in' })).cookie : cookie
      const back = await comeBack(callback.href, spoil === 'no cookie' ? '' : other)
      expect(back.page, spoil).toBe('/sign-in?not=lost&with=campus')
      expect((await me(house, back)).status, spoil).toBe(401)
    }
  })

  test('a way back that was taken before, and a code that was', async () => {
    const { house, ada } = await setting()
    await connect(house, ada, 'ada')
    const first = await leave(house, { for: 'sign-in' })
    const callback = await meet(first.url, 'ada')
    expect((await comeBack(callback, first.cookie)).page).toBe('/')
    expect((await comeBack(callback, first.cookie)).page).toBe('/sign-in?not=lost&with=campus')
    // The same code on another journey: neither the provider nor its own check word would take it.
    const second = await leave(house, { for: 'sign-in' })
    const forged = new URL(callback)
    forged.searchParams.set('state', new URL(second.url).searchParams.get('state')!)
    const back = await comeBack(forged.href, second.cookie)
    expect(back.page).toBe('/sign-in?to=%2F&not=failed&with=campus')
    expect((await me(house, back)).status).toBe(401)
  })

  test.each<[string, (claims: Record<string, unknown>) => object]>([
    ['another nonce', () => ({ nonce: 'another' })],
    ['no nonce', () => ({ nonce: undefined })],
    ['another audience', () => ({ aud: 'somebody else' })],
    ['another issuer', () => ({ iss: 'https://evil.example' })],
    ['a time long past', () => ({ exp: 1_000_000 })],
    ['no subject', () => ({ sub: undefined })],
  ])('an ID token with %s', async (_, change) => {
    const { house, ada, campus } = await setting()
    await connect(house, ada, 'ada')
    campus.tamper = answer => {
      const [head, body, signature] = String(answer.id_token).split('.')
      const claims = JSON.parse(Buffer.from(body!, 'base64url').toString()) as Record<string, unknown>
      const changed = Buffer.from(JSON.stringify({ ...claims, ...change(claims) })).toString('base64url')
      return { ...answer, id_token: [head, changed, signature].join('.') }
    }
    const back = await signIn(house, 'ada')
    expect(back.page).toBe('/sign-in?to=%2Fme&not=failed&with=campus')
    expect((await me(house, back)).status).toBe(401)
    expect(house.logged.join()).toContain('A sign-in with a provider failed')
    expect(house.logged.join()).not.toContain('eyJ')
  })

  test('no ID token at all', async () => {
    const { house, ada, campus } = await setting()
    await connect(house, ada, 'ada')
    campus.tamper = ({ id_token: _, ...rest }) => rest
    expect((await signIn(house, 'ada')).page).toContain('not=failed')
  })

  test('a page of another site that sends people off, or to be connected', async () => {
    const { house, ada } = await setting()
    const from = { origin: 'https://evil.example' }
    const forged = await house.ask(
      'POST',
      '/sign-in/campus',
      { for: 'connect', password: goodPassword },
      ada,
      from,
    )
    expect(forged.status).toBe(403)
  })
})

describe('A provider that is down', () => {
  test('is told of plainly, and asked again the next time', async () => {
    const { house, ada, campus } = await setting()
    campus.broken = 'fails'
    const down = await house.ask('POST', '/sign-in/campus', { for: 'sign-in' })
    expect(down).toMatchObject({
      status: 503,
      body: { detail: expect.stringContaining('Campus does not answer') },
    })
    expect(down.headers.getSetCookie()).toEqual([])
    expect(house.logged.join()).toContain('503')
    campus.broken = null
    expect((await connect(house, ada, 'ada')).page).toBe('/me')
    const asked = campus.discoveries()
    await signIn(house, 'ada')
    expect(campus.discoveries()).toBe(asked)
  })

  test('while somebody is on the way back', async () => {
    const { house, campus } = await setting()
    const { url, cookie } = await leave(house, { for: 'sign-in' })
    const callback = await meet(url, 'ada')
    campus.broken = 'fails'
    expect((await comeBack(callback, cookie)).page).toBe('/sign-in?to=%2F&not=unreachable&with=campus')
  })

  test('so that it does not answer at all: nobody waits for ever', async () => {
    const { campus } = await setting()
    campus.broken = 'hangs'
    const providers = new Providers({ url: 'http://127.0.0.1', providers: [campus.config] }, 0.2)
    await expect(providers.depart(campus.config)).rejects.toMatchObject({ reason: 'unreachable' })
    campus.broken = null
    const { departure } = await providers.depart(campus.config)
    campus.broken = 'hangs'
    const query = `?code=x&iss=${encodeURIComponent(campus.issuer)}&state=${departure.state}`
    await expect(providers.arrive(campus.config, departure, query, false)).rejects.toMatchObject({
      reason: 'unreachable',
    })
  })

  test('altogether', async () => {
    const { house, campus } = await setting()
    await campus.stop()
    expect((await house.ask('POST', '/sign-in/campus', { for: 'sign-in' })).status).toBe(503)
  })
})

describe('Joining', () => {
  test('by an invitation, with an identity in place of a password', async () => {
    const { house, ada } = await setting()
    const link = await invitation(house, ada)
    const secret = secretOf(link)
    const back = await travel(house, { for: 'join', secret }, 'ben')
    expect(back.page).toBe(`/join/${secret}`)
    // Nobody has an account by that yet, and nobody else may make one of it.
    expect((await me(house, back)).status).toBe(401)
    const look = (as: object) => house.ask('POST', '/join/look', { secret }, as)
    expect((await look({})).body).toMatchObject({ proven: null })
    expect((await look(back)).body).toMatchObject({
      proven: { provider: 'campus', title: 'Campus', name: 'Ben Weir', email: 'ben@example.org' },
    })
    const form = { secret, name: 'B. Weir', initials: 'BW', email: 'ben@example.org', provider: 'campus' }
    expect((await house.ask('POST', '/join', form)).status).toBe(403)
    expect((await house.ask('POST', '/join', { ...form, password: goodPassword }, back)).status).toBe(400)
    const answer = await house.ask<{ id: string }>('POST', '/join', form, back)
    expect(answer.status).toBe(201)
    const ben = { cookie: joined(back.cookie, answer.headers) }
    expect((await me(house, ben)).body).toMatchObject({
      name: 'B. Weir',
      hasPassword: false,
      house: 'corrector',
    })
    expect((await actsOf(house)).at(-1)).toMatchObject({ what: 'join', with: 'campus' })
    const again = await signIn(house, 'ben')
    expect((await me(house, again)).body).toMatchObject({ id: answer.body.id })
    // What was proven for one invitation is spent.
    const second = await invitation(house, ada)
    expect((await house.ask('POST', '/join', { ...form, secret: secretOf(second) }, back)).status).toBe(403)
  })

  test('leaves a name to be typed where the provider tells none', async () => {
    const { house, ada } = await setting()
    const secret = secretOf(await invitation(house, ada))
    const back = await travel(house, { for: 'join', secret }, 'nameless')
    const { body } = await house.ask('POST', '/join/look', { secret }, back)
    expect(body).toMatchObject({ proven: { name: '', email: '' } })
  })

  test('is refused for an identity that opens an account already, and for an invitation that is spent', async () => {
    const { house, ada } = await setting()
    await connect(house, ada, 'ada')
    const secret = secretOf(await invitation(house, ada))
    const back = await travel(house, { for: 'join', secret }, 'ada')
    expect(back.page).toBe(`/join/${secret}?not=joined&with=campus`)
    await house.join(`/join/${secret}`)
    expect((await house.ask('POST', '/sign-in/campus', { for: 'join', secret })).status).toBe(410)
  })
})

describe('A profile', () => {
  test('[H11] is connected by whoever knows the password, and disconnected, but never from the last way to sign in', async () => {
    const { house, ada, letters } = await setting()
    const list = (as: { cookie: string }) =>
      house.ask<{ id: string; subject: string }[]>('GET', '/me/identities', undefined, as)
    expect((await list(ada)).body).toEqual([])
    const wrong = await house.ask(
      'POST',
      '/sign-in/campus',
      { for: 'connect', password: 'not hers at all' },
      ada,
    )
    expect(wrong).toMatchObject({ status: 403, body: { field: 'password' } })
    expect((await house.ask('POST', '/sign-in/campus', { for: 'connect' })).status).toBe(401)
    await connect(house, ada, 'ada')
    const elsewhere = await signIn(house, 'ada')
    const [identity] = (await list(ada)).body
    expect(identity).toMatchObject({ provider: 'campus', title: 'Campus', subject: 'ada' })

    const disconnect = (as: { cookie: string }, id = identity!.id) =>
      house.ask('DELETE', `/me/identities/${id}`, undefined, as)
    expect((await disconnect(ada)).status).toBe(204)
    expect((await disconnect(ada)).status).toBe(404)
    // The browsers that came in by it are out; the one that did this stays.
    expect((await me(house, elsewhere)).status).toBe(401)
    expect((await me(house, ada)).status).toBe(200)
    expect((await signIn(house, 'ada')).page).toContain('not=unknown')
    expect(letters.map(({ subject }) => subject)).toEqual([
      'Campus now opens your account in Corrigenda',
      'Campus no longer opens your account in Corrigenda',
    ])

    const secret = secretOf(await invitation(house, ada))
    const back = await travel(house, { for: 'join', secret }, 'ben')
    const form = { secret, name: 'Ben', email: 'ben@example.org', provider: 'campus' }
    const joinedAs = await house.ask('POST', '/join', form, back)
    const ben = { cookie: joined(back.cookie, joinedAs.headers) }
    const [only] = (await list(ben)).body
    expect(await disconnect(ben, only!.id)).toMatchObject({ status: 409 })
    expect((await house.ask('PUT', '/me/password', { password: goodPassword }, ben)).status).toBe(204)
    expect((await disconnect(ben, only!.id)).status).toBe(204)
  })

  test('[H10] does not take an identity that opens another account', async () => {
    const { house, ada } = await setting()
    const ben = await house.member(ada, 'Ben')
    await connect(house, ben, 'ben')
    expect((await connect(house, ada, 'ben')).page).toBe('/me?not=taken&with=campus')
    expect(await house.store.accounts.identities(ada.id)).toEqual([])
  })

  test('is not connected by whoever comes back when somebody else has signed in', async () => {
    const { house, ada } = await setting()
    const ben = await house.member(ada, 'Ben')
    const left = await leave(house, { for: 'connect', password: goodPassword }, ada)
    const callback = await meet(left.url, 'x')
    const mixed = left.cookie.replace(ada.cookie, ben.cookie)
    expect((await comeBack(callback, mixed)).page).toBe('/me?not=lost&with=campus')
    expect(await house.store.accounts.identities(ben.id)).toEqual([])
    expect(await house.store.accounts.identities(ada.id)).toEqual([])
  })

  test('takes the ORCID that ORCID itself tells, where there is none', async () => {
    const { house, ada } = await setting()
    const accounts = new Accounts(house.store, defaultConfig)
    const identity = { issuer: 'https://orcid.org', name: '', email: '' }
    const ben = await house.member(ada, 'Ben')
    const mine = { ...identity, subject: '0000-0002-1825-0097', orcid: '0000-0002-1825-0097' }
    const others = { ...identity, subject: '0000-0001-5109-3700', orcid: '0000-0001-5109-3700' }
    expect(await accounts.connect(ben.id, mine)).toBe(true)
    expect(await accounts.connect(ben.id, mine)).toBe(false)
    expect(await accounts.connect(ben.id, others)).toBe(true)
    expect((await house.store.person(ben.id))!.orcid).toBe('0000-0002-1825-0097')
    await expect(accounts.connect(ada.id, mine)).rejects.toMatchObject({ status: 409 })
  })
})

test('Journeys are bounded, and end by themselves', () => {
  let now = 0
  const journeys = new Journeys({ url: null }, () => now)
  const set: string[] = []
  const response = { appendHeader: (_: string, value: string) => set.push(value) } as never
  const provider = { name: 'campus' } as never
  const departure = { state: 's', nonce: 'n', verifier: 'v' }
  const as = (cookie: string) => ({ headers: { cookie: cookie.split(';')[0] } }) as never
  const begin = (cookie = '') => {
    journeys.begin(as(cookie), response, { provider, errand: { for: 'sign-in', to: '/' }, departure })
    return set.at(-1)!
  }
  const first = begin()
  expect(first).toMatch(/^corrigenda-journey=[\w-]{43}; Max-Age=900; Path=\/; HttpOnly; SameSite=Lax$/)
  now = 15 * 60_000
  expect(journeys.end(as(first), 's', 'campus')).toBeNull()
  const second = begin()
  for (let i = 0; i < 20_000; i++) begin()
  expect(journeys.end(as(second), 's', 'campus')).toBeNull()
  const last = begin()
  expect(journeys.end(as(last), 's', 'other')).toBeNull()
  const really = begin()
  expect(journeys.end(as(really), 's', 'campus')).toMatchObject({ errand: { to: '/' } })
  expect(journeys.end(as(really), 's', 'campus')).toBeNull()
})

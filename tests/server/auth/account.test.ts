/** An account from inside: profile, password, sessions, tokens; and what the owners of the house do about accounts. */
import { afterEach, describe, expect, test } from 'vitest'
import { closeCodes } from '../../../server/sync/protocol.js'
import { addressOf, goodPassword, type House, openHouse } from '../support/house.js'
import { openRaw } from '../support/raw.js'
import { addDocument, type Someone, serve, stopServers } from '../support/server.js'

afterEach(stopServers)

const anotherPassword = 'nine herrings in a barrel'

interface Listed {
  readonly id: string
  readonly isThis: boolean
  readonly name: string
  readonly role: string | null
  readonly ended: number | null
}

const me = async (house: House, as: { cookie?: string; token?: string }) =>
  (await house.ask('GET', '/me', undefined, as)).status

describe('A profile', () => {
  test('keeps name, initials and ORCID as they will be printed', async () => {
    const { house, ada } = await openHouse()
    const change = { name: ' Ada  Lovell ', initials: ' A.L. ', orcid: 'https://orcid.org/0000000218250097' }
    const { status, body } = await house.ask('PATCH', '/me', change, ada)
    expect(status).toBe(200)
    expect(body).toMatchObject({ name: 'Ada Lovell', initials: 'A.L.', orcid: '0000-0002-1825-0097' })
    expect((await house.ask('GET', '/people', undefined, ada)).body).toContainEqual({
      id: ada.id,
      name: 'Ada Lovell',
      initials: 'A.L.',
    })
  })

  test.each([
    ['name', { name: '' }, 400],
    ['name', { name: 'Ada\u202eLovell' }, 400],
    ['initials', { initials: 'A\u0007' }, 400],
    ['orcid', { orcid: '0000-0002-1825-0098' }, 400],
    ['email', { email: 'a@b@c', password: goodPassword }, 400],
    ['email', { email: '', password: goodPassword }, 400],
    ['email', { email: 'BEN@example.org', password: goodPassword }, 409],
    ['password', { email: 'new@example.org', password: 'not this one, no' }, 403],
    ['password', { email: 'new@example.org' }, 403],
  ])('names the field %s that is wrong: %o', async (field, change, status) => {
    const { house, ada } = await openHouse()
    await house.member(ada, 'Ben')
    expect(await house.ask('PATCH', '/me', change, ada)).toMatchObject({ status, body: { field } })
    expect((await house.ask('GET', '/me', undefined, ada)).body).toMatchObject({
      name: 'Ada',
      email: 'ada@example.org',
    })
  })

  test('[H6] takes another address with the password, and that is what one signs in with', async () => {
    const { house, ada } = await openHouse()
    const change = { email: 'Ada@New.example.org', password: goodPassword }
    expect((await house.ask('PATCH', '/me', change, ada)).status).toBe(200)
    expect((await house.signIn(addressOf('Ada'))).answer.status).toBe(401)
    expect((await house.signIn('ada@new.example.org')).answer.status).toBe(200)
    const [act] = await house.store.accounts.acts({ limit: 1 })
    expect(act!.what).toBe('sign-in')
  })

  test('refuses what it does not know', async () => {
    const { house, ada } = await openHouse()
    expect((await house.ask('PATCH', '/me', { house: 'owner' }, ada)).status).toBe(400)
    expect((await house.ask('PATCH', '/me', { name: 'X' })).status).toBe(401)
  })
})

describe('A password', () => {
  test('is changed with the old one, and ends all other sessions', async () => {
    const { house, ada } = await openHouse()
    const elsewhere = await house.signIn(addressOf('Ada'))
    const change = (current: string, password: string) =>
      house.ask('PUT', '/me/password', { current, password }, ada)
    expect(await change('wrong', anotherPassword)).toMatchObject({ status: 403, body: { field: 'current' } })
    expect(await change(goodPassword, 'short')).toMatchObject({ status: 400, body: { field: 'password' } })
    expect(await me(house, elsewhere)).toBe(200)
    expect((await change(goodPassword, anotherPassword)).status).toBe(204)
    expect(await me(house, elsewhere)).toBe(401)
    expect(await me(house, ada)).toBe(200)
    expect((await house.signIn(addressOf('Ada'))).answer.status).toBe(401)
    expect((await house.signIn(addressOf('Ada'), anotherPassword)).answer.status).toBe(200)
  })

  test('that is changed makes reset links that were on their way worthless', async () => {
    const { house, ada } = await openHouse()
    const { body } = await house.ask<{ link: string }>(
      'POST',
      `/house/people/${ada.id}/reset`,
      undefined,
      ada,
    )
    const change = { current: goodPassword, password: anotherPassword }
    await house.ask('PUT', '/me/password', change, ada)
    const secret = body.link.split('/').at(-1)
    expect((await house.ask('POST', '/reset', { secret, password: goodPassword })).status).toBe(404)
  })
})

describe('Sessions', () => {
  test('are listed without their secrets, and ended one by one or all others', async () => {
    const { house, ada } = await openHouse()
    const others = [await house.signIn(addressOf('Ada')), await house.signIn(addressOf('Ada'))]
    const list = await house.ask<Listed[]>('GET', '/me/sessions', undefined, ada)
    expect(list.body.map(({ isThis }) => isThis).sort()).toEqual([false, false, true])
    for (const { cookie } of [ada, ...others])
      expect(JSON.stringify(list.body)).not.toContain(cookie.split('=')[1])
    const [first] = list.body.filter(({ isThis }) => !isThis)
    expect((await house.ask('DELETE', `/me/sessions/${first!.id}`, undefined, ada)).status).toBe(204)
    expect((await house.ask('DELETE', `/me/sessions/${first!.id}`, undefined, ada)).status).toBe(404)
    expect((await Promise.all(others.map(other => me(house, other)))).sort()).toEqual([200, 401])
    expect((await house.ask('DELETE', '/me/sessions', undefined, ada)).status).toBe(204)
    expect(await Promise.all([ada, ...others].map(one => me(house, one)))).toEqual([200, 401, 401])
  })

  test('of others are not mine to end', async () => {
    const { house, ada } = await openHouse()
    const ben = await house.member(ada, 'Ben')
    const [bens] = (await house.ask<Listed[]>('GET', '/me/sessions', undefined, ben)).body
    expect((await house.ask('DELETE', `/me/sessions/${bens!.id}`, undefined, ada)).status).toBe(404)
    expect(await me(house, ben)).toBe(200)
  })

  test('[H7] end in documents that are open, at once', async () => {
    const { house, ada } = await openHouse()
    const document = await addDocument(house.url, undefined, ada.cookie)
    const open = async (someone: Someone) => {
      const client = await openRaw(house.url, `/sync/${document}`, someone.cookie)
      await client.until(() => client.roles.length > 0)
      return client
    }
    const elsewhere = await house.signIn(addressOf('Ada'))
    const [here, there] = [await open(ada), await open(elsewhere)]
    await house.ask('DELETE', '/me/sessions', undefined, ada)
    expect((await there.closed).code).toBe(closeCodes.noAccess)
    await house.ask('POST', '/sign-out', undefined, ada)
    expect((await here.closed).code).toBe(closeCodes.noAccess)
  })
})

describe('A token', () => {
  const make = (house: House, by: Someone, body: object = {}) =>
    house.ask<{ token: string; id: string }>(
      'POST',
      '/me/tokens',
      { name: 'export', reads: 'read', days: 30, ...body },
      by,
    )

  test('is shown once, lets a program read or write, and ends when it is revoked', async () => {
    const { house, ada } = await openHouse()
    const [reading, writing] = [
      await make(house, ada),
      await make(house, ada, { reads: 'write', days: null }),
    ]
    expect(reading.status).toBe(201)
    const list = await house.ask<Listed[]>('GET', '/me/tokens', undefined, ada)
    expect(list.body).toHaveLength(2)
    expect(JSON.stringify(list.body)).not.toContain(reading.body.token)
    expect(await me(house, reading.body)).toBe(200)
    const edition = { title: 'By a program' }
    expect((await house.ask('POST', '/editions', edition, { token: reading.body.token })).status).toBe(403)
    expect((await house.ask('POST', '/editions', edition, { token: writing.body.token })).status).toBe(201)
    const path = `/me/tokens/${reading.body.id}`
    const ben = await house.member(ada, 'Ben')
    expect((await house.ask('DELETE', path, undefined, ben)).status).toBe(404)
    expect((await house.ask('DELETE', path, undefined, ada)).status).toBe(204)
    expect((await house.ask('DELETE', path, undefined, ada)).status).toBe(404)
    expect(await me(house, reading.body)).toBe(401)
  })

  test('has no say over the account', async () => {
    const { house, ada } = await openHouse()
    const { token } = (await make(house, ada, { reads: 'write' })).body
    for (const [method, path, body] of [
      ['PATCH', '/me', { name: 'X' }],
      ['PUT', '/me/password', { current: goodPassword, password: anotherPassword }],
      ['GET', '/me/sessions', undefined],
      ['DELETE', '/me/sessions', undefined],
      ['GET', '/me/tokens', undefined],
      ['POST', '/me/tokens', { name: 'more', reads: 'write', days: null }],
    ] as const)
      expect([method, path, (await house.ask(method, path, body, { token })).status]).toEqual([
        method,
        path,
        403,
      ])
  })

  test('runs out, and has a name', async () => {
    const { house, ada } = await openHouse()
    const { id, token } = (await make(house, ada)).body
    const kept = (await house.store.accounts.tokensOf(ada.id))[0]!
    await house.store.accounts.removeToken(ada.id, id)
    await house.store.accounts.addToken({ ...kept, expires: Date.now() - 1 })
    expect(await me(house, { token })).toBe(401)
    expect((await make(house, ada, { name: ' ' })).status).toBe(400)
    expect((await make(house, ada, { days: 0 })).status).toBe(400)
    expect((await make(house, ada, { reads: 'all' })).status).toBe(400)
  })

  test('works on a server for one machine as well', async () => {
    const server = await serve()
    const ada = await server.newcomer('Ada')
    const made = await fetch(`${server.url}/api/me/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: ada.cookie },
      body: JSON.stringify({ name: 'export', reads: 'read', days: null }),
    })
    const { token } = (await made.json()) as { token: string }
    const headers = { authorization: `Bearer ${token}` }
    expect(await fetch(`${server.url}/api/me`, { headers }).then(r => r.json())).toMatchObject({ id: ada.id })
  })
})

describe('The owners of the house', () => {
  const roleOf = (house: House, by: Someone, person: string, role: string | null) =>
    house.ask('PUT', `/house/people/${person}/role`, { role }, by)
  const end = (house: House, by: Someone, person: string) =>
    house.ask('POST', `/house/people/${person}/end`, undefined, by)

  test('see everybody, with what others do not see', async () => {
    const { house, ada } = await openHouse()
    const ben = await house.member(ada, 'Ben')
    await house.store.putPerson({ id: 'sample-weir', name: 'Tomas Weir', created: 1 })
    const { body } = await house.ask<Listed[]>('GET', '/house/people', undefined, ada)
    expect(body).toMatchObject([
      { id: ada.id, email: 'ada@example.org', role: 'owner', canSignIn: true, ended: null },
      { id: ben.id, email: 'ben@example.org', role: null, canSignIn: true, isGuest: false },
    ])
    expect(JSON.stringify(body)).not.toContain('argon2')
    for (const [method, path] of [
      ['GET', '/house/people'],
      ['PUT', `/house/people/${ada.id}/role`],
      ['POST', `/house/people/${ada.id}/end`],
      ['POST', `/house/people/${ada.id}/restore`],
      ['POST', `/house/people/${ada.id}/reset`],
    ] as const) {
      const body = method === 'PUT' ? { role: 'owner' } : undefined
      expect([path, (await house.ask(method, path, body, ben)).status]).toEqual([path, 403])
      expect([path, (await house.ask(method, path, body)).status]).toEqual([path, 401])
    }
  })

  test('[H7] give and take roles in the house, which take effect at once', async () => {
    const { house, ada } = await openHouse()
    const ben = await house.member(ada, 'Ben')
    const document = await addDocument(house.url, undefined, ada.cookie)
    expect((await roleOf(house, ada, ben.id, 'corrector')).status).toBe(204)
    const client = await openRaw(house.url, `/sync/${document}`, ben.cookie)
    await client.until(() => client.roles.includes('corrector'))
    await roleOf(house, ada, ben.id, 'reviewer')
    await client.until(() => client.roles.includes('reviewer'))
    await roleOf(house, ada, ben.id, null)
    expect((await client.closed).code).toBe(closeCodes.noAccess)
    expect((await roleOf(house, ada, 'nobody', 'reader')).status).toBe(404)
    expect((await roleOf(house, ada, ben.id, 'emperor')).status).toBe(400)
  })

  test('[H8] end an account: sessions, tokens and links are gone, the name stays, and it can be brought back', async () => {
    const { house, ada } = await openHouse()
    const ben = await house.member(ada, 'Ben')
    const { body } = await house.ask<{ token: string }>(
      'POST',
      '/me/tokens',
      { name: 'x', reads: 'write', days: null },
      ben,
    )
    const reset = await house.ask<{ link: string }>('POST', `/house/people/${ben.id}/reset`, undefined, ada)
    expect((await end(house, ada, ben.id)).status).toBe(204)
    expect(await me(house, ben)).toBe(401)
    expect(await me(house, body)).toBe(401)
    const secret = reset.body.link.split('/').at(-1)
    expect((await house.ask('POST', '/reset', { secret, password: anotherPassword })).status).toBe(404)
    expect(await house.store.person(ben.id)).toMatchObject({ name: 'Ben', email: 'ben@example.org' })
    const restore = await house.ask('POST', `/house/people/${ben.id}/restore`, undefined, ada)
    expect(restore.status).toBe(204)
    expect(await me(house, ben)).toBe(401)
    expect((await house.signIn(addressOf('Ben'))).id).toBe(ben.id)
    const acts = (await house.store.accounts.acts({ limit: 20 })).map(({ what }) => what)
    expect(acts).toContain('account-ended')
    expect(acts).toContain('account-restored')
  })

  test('[H5] are never without one who can sign in, even when two of them remove each other', async () => {
    const { house, ada } = await openHouse()
    await house.store.putPerson({ id: 'old', name: 'Owner of laptop days', created: 1 })
    await house.store.accounts.putGrant({
      person: 'old',
      scope: 'house',
      thing: '',
      role: 'owner',
      by: 'old',
      at: 1,
    })
    // Whoever cannot sign in does not count.
    expect((await end(house, ada, ada.id)).status).toBe(409)
    expect((await roleOf(house, ada, ada.id, 'reviewer')).status).toBe(409)
    expect((await roleOf(house, ada, ada.id, null)).status).toBe(409)
    const ben = await house.member(ada, 'Ben', [{ scope: 'house', thing: '', role: 'owner' }])
    const both = await Promise.all([end(house, ada, ben.id), roleOf(house, ben, ada.id, 'reader')])
    expect(both.map(({ status }) => status)).not.toEqual([204, 204])
    expect((await house.ask('GET', '/house')).body).toMatchObject({ setUp: true })
  })
})

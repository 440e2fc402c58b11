/** How people come in: invitations, passwords, reset links. */
import { afterEach, describe, expect, test } from 'vitest'
import { type Letter, NotSent } from '../../../server/auth/mail.js'
import { hashOf } from '../../../server/auth/secrets.js'
import { HttpError } from '../../../server/problem.js'
import { Attempts } from '../../../server/rates/attempts.js'
import { worldRates } from '../../../server/rates/table.js'
import { addressOf, emptyHouse, goodPassword, type House, openHouse, secretOf } from '../support/house.js'
import { type Someone, serve, stopServers, temporaryFolder } from '../support/server.js'

afterEach(stopServers)

interface Made {
  readonly id: string
  readonly link: string
  readonly sent: boolean
}

const invite = async (house: House, by: Someone, body: object = {}) =>
  (await house.ask<Made>('POST', '/invitations', body, by)).body

const actsOf = async (house: House) => (await house.store.accounts.acts({ limit: 100 })).toReversed()

describe('The first owner', () => {
  test('joins by the link that the start gives, and owns the house', async () => {
    const house = await emptyHouse()
    expect((await house.ask('GET', '/house')).body).toEqual({
      accounts: 'invited',
      providers: [],
      mail: false,
      setUp: false,
    })
    expect(house.firstOwner).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/join\/[\w-]{43}$/)
    const ada = await house.join(house.firstOwner!, { name: 'Ada' })
    expect(ada.answer.status).toBe(201)
    expect((await house.ask('GET', '/me', undefined, ada)).body).toMatchObject({
      name: 'Ada',
      email: 'ada@example.org',
      house: 'owner',
      hasPassword: true,
    })
    expect((await house.ask('GET', '/house')).body).toMatchObject({ setUp: true })
  })

  test('is not asked for again once an owner can sign in; until then the newest link alone holds', async () => {
    const kept = temporaryFolder()
    const first = await emptyHouse({ folder: kept.folder })
    const old = first.firstOwner!
    await first.stop()
    const second = await emptyHouse({ folder: kept.folder, url: 'https://editions.example.org' })
    expect(second.firstOwner).toMatch(/^https:\/\/editions\.example\.org\/join\//)
    expect((await second.join(old)).answer.status).toBe(404)
    expect((await second.join(second.firstOwner!)).answer.status).toBe(201)
    await second.stop()
    const third = await emptyHouse({ folder: kept.folder })
    expect(third.firstOwner).toBeNull()
    await third.stop()
    kept.remove()
  })

  test('of laptop days stays who they were', async () => {
    const kept = temporaryFolder()
    const laptop = await serve({ folder: kept.folder })
    const ada = await laptop.newcomer('Ada')
    await laptop.stop()
    const house = await emptyHouse({ folder: kept.folder })
    const again = await house.join(house.firstOwner!, { name: 'Ada Byron', email: 'ada@example.org' })
    expect(again.id).toBe(ada.id)
    await house.stop()
    kept.remove()
  })
})

describe('An invitation', () => {
  test('makes an account with the roles that it gives', async () => {
    const { house, ada } = await openHouse()
    const { body: edition } = await house.ask<Made>('POST', '/editions', { title: 'Letters' }, ada)
    const { link } = await invite(house, ada, {
      email: 'Ben@Example.org',
      note: 'for the letters',
      grants: [{ scope: 'edition', thing: edition.id, role: 'reviewer' }],
    })
    const look = await house.ask('POST', '/join/look', { secret: secretOf(link) })
    expect(look.body).toMatchObject({
      name: '',
      email: 'ben@example.org',
      by: 'Ada',
      hasAccount: false,
      grants: [{ scope: 'edition', thing: edition.id, role: 'reviewer', title: 'Letters' }],
    })
    const ben = await house.join(link, { name: 'Ben  Böhm', initials: 'BB', email: 'BEN@example.org' })
    expect(ben.answer.headers.get('set-cookie')).toMatch(/^corrigenda=[\w-]{43}; .*HttpOnly; SameSite=Lax$/)
    expect((await house.ask('GET', '/me', undefined, ben)).body).toEqual({
      id: ben.id,
      name: 'Ben Böhm',
      initials: 'BB',
      orcid: '',
      email: 'ben@example.org',
      isGuest: false,
      house: null,
      hasPassword: true,
    })
    expect(await house.store.accounts.grants({ person: ben.id })).toMatchObject([
      { scope: 'edition', thing: edition.id, role: 'reviewer', by: ada.id },
    ])
    expect((await house.ask('GET', '/house/people', undefined, ben)).status).toBe(403)
  })

  test('[H2] lets one person in, even when two come at once', async () => {
    const { house, ada } = await openHouse()
    const { link } = await invite(house, ada)
    const came = await Promise.all([
      house.join(link, { name: 'Ben' }),
      house.join(link, { name: 'Carla' }),
      house.join(link, { name: 'Dora' }),
    ])
    expect(came.map(({ answer }) => answer.status).sort()).toEqual([201, 410, 410])
    expect((await house.store.people()).length).toBe(2)
    expect((await house.ask('POST', '/join/look', { secret: secretOf(link) })).status).toBe(410)
  })

  test('is listed until it is used or taken back, without its secret', async () => {
    const { house, ada } = await openHouse()
    const first = await invite(house, ada, { note: 'Ben' })
    const second = await invite(house, ada, { note: 'Carla' })
    const list = await house.ask<Made[]>('GET', '/invitations', undefined, ada)
    expect(list.body.map(({ id }) => id).sort()).toEqual([first.id, second.id].sort())
    expect(JSON.stringify(list.body)).not.toContain(secretOf(first.link))
    expect((await house.ask('DELETE', `/invitations/${first.id}`, undefined, ada)).status).toBe(204)
    expect((await house.ask('DELETE', `/invitations/${first.id}`, undefined, ada)).status).toBe(404)
    expect((await house.join(first.link)).answer.status).toBe(404)
    expect((await house.join(second.link)).answer.status).toBe(201)
    expect((await house.ask<Made[]>('GET', '/invitations', undefined, ada)).body).toEqual([])
  })

  test('runs out', async () => {
    const { house, ada } = await openHouse()
    const { id } = await invite(house, ada, { days: 1 })
    const secret = 'a-secret-of-yesterday'
    const [ticket] = await house.store.accounts.tickets(Date.now())
    expect(ticket).toMatchObject({ id, expires: ticket!.created + 24 * 60 * 60 * 1000 })
    await house.store.accounts.addTicket({
      ...ticket!,
      id: 'old',
      hash: hashOf(secret),
      expires: Date.now() - 1,
    })
    const { answer } = await house.join(secret)
    expect(answer.status).toBe(410)
    expect(answer.body.detail).toContain('run out')
  })

  test.each([
    ['name', { name: ' ' }, 400],
    ['initials', { initials: 'far too many letters' }, 400],
    ['email', { email: 'nobody' }, 400],
    ['email', { email: 'ADA@example.org' }, 409],
    ['password', { password: 'short' }, 400],
    ['password', { password: 'ben.boehm@example.org', email: 'ben.boehm@example.org' }, 400],
    ['password', { name: 'Benjamin Böhm', password: 'benjaminböhm' }, 400],
    ['password', { password: 'abababababababab' }, 400],
    ['password', { password: 'x0y1z2'.repeat(200) }, 400],
  ])('is not used up by a wrong %s', async (field, change, status) => {
    const { house, ada } = await openHouse()
    const { link } = await invite(house, ada)
    const { answer } = await house.join(link, change)
    expect(answer).toMatchObject({ status, body: { field } })
    expect((await house.join(link)).answer.status).toBe(201)
  })

  test('[H3] [H4] gives whoever has an account more than they had, never less', async () => {
    const { house, ada } = await openHouse()
    const { body: edition } = await house.ask<Made>('POST', '/editions', { title: 'Letters' }, ada)
    const grant = (role: string) => [{ scope: 'edition', thing: edition.id, role }]
    const ben = await house.member(ada, 'Ben', grant('corrector'))
    const held = async () => (await house.store.accounts.grants({ person: ben.id })).map(({ role }) => role)
    for (const [role, after] of [
      ['reader', 'corrector'],
      ['owner', 'owner'],
    ] as const) {
      const { link } = await invite(house, ada, { email: addressOf('Ben'), grants: grant(role) })
      const secret = secretOf(link)
      expect((await house.ask('POST', '/join/look', { secret })).body).toMatchObject({
        name: 'Ben',
        hasAccount: true,
      })
      // Whoever has the link alone does not get into Ben's account by it.
      expect((await house.join(link, { name: 'Mallory' })).answer.status).toBe(409)
      expect((await house.ask('POST', '/join/accept', { secret })).status).toBe(401)
      const carla = await house.member(ada, `Carla ${role}`)
      expect((await house.ask('POST', '/join/accept', { secret }, carla)).status).toBe(403)
      expect((await house.ask('POST', '/join/accept', { secret }, ben)).status).toBe(200)
      expect((await house.ask('POST', '/join/accept', { secret }, ben)).status).toBe(410)
      expect(await held()).toEqual([after])
    }
  })

  test('[H4] can be made by the owner of an edition, for that edition', async () => {
    const { house, ada } = await openHouse()
    const made = async (title: string) => (await house.ask<Made>('POST', '/editions', { title }, ada)).body.id
    const [letters, diaries] = [await made('Letters'), await made('Diaries')]
    const ben = await house.member(ada, 'Ben', [{ scope: 'edition', thing: letters, role: 'owner' }])
    const grants = (thing: string) => ({ grants: [{ scope: 'edition', thing, role: 'corrector' }] })
    const { id } = await invite(house, ben, grants(letters))
    const others = await invite(house, ada, grants(diaries))
    expect((await house.ask('POST', '/invitations', grants(diaries), ben)).status).toBe(404)
    expect((await house.ask('POST', '/invitations', {}, ben)).status).toBe(403)
    const everywhere = { grants: [{ scope: 'house', thing: '', role: 'reader' }] }
    expect((await house.ask('POST', '/invitations', everywhere, ben)).status).toBe(403)
    expect((await house.ask('GET', '/invitations', undefined, ben)).status).toBe(403)
    const list = await house.ask<Made[]>('GET', `/invitations?edition=${letters}`, undefined, ben)
    expect(list.body.map(({ id }) => id)).toEqual([id])
    expect((await house.ask('DELETE', `/invitations/${others.id}`, undefined, ben)).status).toBe(404)
    expect((await house.ask('DELETE', `/invitations/${id}`, undefined, ben)).status).toBe(204)
    const corrector = await house.member(ada, 'Carla', grants(letters).grants)
    expect((await house.ask('POST', '/invitations', grants(letters), corrector)).status).toBe(403)
    expect((await house.ask('POST', '/invitations', grants(letters))).status).toBe(401)
  })

  test('[H3] does not let the owner of an edition be somebody who signed work before', async () => {
    const { house, ada } = await openHouse()
    await house.store.putPerson({ id: 'old', name: 'Old Hand', email: 'old@example.org', created: 1 })
    const { body: edition } = await house.ask<Made>('POST', '/editions', { title: 'Letters' }, ada)
    const grants = [{ scope: 'edition', thing: edition.id, role: 'owner' }]
    const ben = await house.member(ada, 'Ben', grants)
    expect((await house.ask('POST', '/invitations', { person: 'old', grants }, ben)).status).toBe(403)
    const { link } = await invite(house, ben, { email: 'old@example.org', grants })
    expect((await house.join(link, { email: 'old@example.org' })).answer.status).toBe(409)
    // The owner of the house may.
    const byAda = await invite(house, ada, { person: 'old', grants })
    expect((await house.join(byAda.link, { name: 'Old Hand', email: 'old@example.org' })).id).toBe('old')
  })

  test('makes an account of a guest, whose work stays theirs', async () => {
    const { house, ada } = await openHouse()
    await house.store.putPerson({ id: 'guest', name: 'A guest', created: 1, isGuest: true })
    await house.store.accounts.addSession({
      id: 's',
      hash: hashOf('guest-secret'),
      person: 'guest',
      provider: 'link',
      created: Date.now(),
      seen: Date.now(),
      expires: Date.now() + 60_000,
      agent: '',
      address: '',
    })
    const cookie = 'corrigenda=guest-secret'
    const { link } = await invite(house, ada)
    expect((await house.ask('POST', '/join/accept', { secret: secretOf(link) }, { cookie })).status).toBe(409)
    const body = { secret: secretOf(link), name: 'Gil', email: 'gil@example.org', password: goodPassword }
    expect((await house.ask('POST', '/join', body, { cookie })).body).toEqual({ id: 'guest', name: 'Gil' })
    expect(await house.store.person('guest')).toMatchObject({ isGuest: false, name: 'Gil' })
  })

  test('is sent by mail where the server can, and told where it could not be', async () => {
    const letters: Letter[] = []
    let works = true
    const { house, ada } = await openHouse(
      {},
      {
        services: {
          mailer: {
            async send(letter) {
              if (!works) throw new NotSent('There is no route.', '', '')
              letters.push(letter)
            },
          },
        },
      },
    )
    const sent = await invite(house, ada, { email: 'ben@example.org', send: true })
    expect(sent.sent).toBe(true)
    expect(letters).toMatchObject([{ to: 'ben@example.org' }])
    expect(letters[0]!.text).toContain(sent.link)
    works = false
    const failed = await invite(house, ada, { email: 'carla@example.org', send: true })
    expect(failed.sent).toBe(false)
    expect(house.logged.join()).toContain('There is no route.')
    expect(await house.ask('POST', '/invitations', { send: true }, ada)).toMatchObject({
      status: 400,
      body: { field: 'email' },
    })
  })

  test('cannot be sent without mail', async () => {
    const { house, ada } = await openHouse()
    expect(
      (await house.ask('POST', '/invitations', { send: true, email: 'b@example.org' }, ada)).status,
    ).toBe(409)
  })
})

describe('Signing in', () => {
  test('takes the right password, and begins a session that nobody can have prepared', async () => {
    const { house, ada } = await openHouse()
    const again = await house.signIn('Ada@Example.ORG ')
    expect(again.answer).toMatchObject({ status: 200, body: { id: ada.id, name: 'Ada' } })
    expect(again.cookie).not.toBe(ada.cookie)
    const over = await house.ask(
      'POST',
      '/sign-in',
      { email: addressOf('Ada'), password: goodPassword },
      { cookie: 'corrigenda=prepared' },
    )
    expect(over.headers.get('set-cookie')).not.toContain('prepared')
  })

  test('[H9] says the same of a wrong password, an unknown address and an account that has ended', async () => {
    const { house, ada } = await openHouse()
    const ben = await house.member(ada, 'Ben')
    await house.ask('POST', `/house/people/${ben.id}/end`, undefined, ada)
    const answers = await Promise.all([
      house.signIn(addressOf('Ada'), 'not the password'),
      house.signIn('nobody@example.org'),
      house.signIn('not an address'),
      house.signIn(addressOf('Ben')),
    ])
    for (const { answer, cookie } of answers) {
      expect(answer).toMatchObject({
        status: 401,
        body: { detail: 'The address or the password is not right.' },
      })
      expect(cookie).toBe('')
    }
  })

  test('checks a password for those who have none as well', async () => {
    const { Passwords } = await import('../../../server/auth/passwords.js')
    const passwords = new Passwords()
    const kept = await passwords.hash(goodPassword)
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwords.check(kept, goodPassword)).toBe(true)
    expect(await passwords.check(kept, `${goodPassword}.`)).toBe(false)
    expect(await passwords.check(null, goodPassword)).toBe(false)
    // The same letters, composed otherwise.
    const composed = await passwords.hash('Übersetzungsfehler')
    expect(await passwords.check(composed, 'U\u0308bersetzungsfehler')).toBe(true)
  })

  test('does not hold the event loop, and turns away who would wait too long', async () => {
    const { Passwords } = await import('../../../server/auth/passwords.js')
    const passwords = new Passwords()
    const kept = await passwords.hash(goodPassword)
    let turns = 0
    const counting = setInterval(() => turns++, 1)
    const asked = Array.from({ length: 210 }, () =>
      passwords.check(kept, 'x').then(
        () => 'checked',
        error => (error as HttpError).status,
      ),
    )
    const answers = await Promise.all(asked)
    clearInterval(counting)
    expect(answers.filter(answer => answer === 'checked')).toHaveLength(202)
    expect(answers.filter(answer => answer === 503)).toHaveLength(8)
    expect(turns).toBeGreaterThan(20)
  })

  test('asks the limiter first, and tells it of success', async () => {
    const calls: string[] = []
    let open = true
    const { house } = await openHouse(
      {},
      {
        services: {
          limiter: {
            async attempt(what, _request, account) {
              calls.push(`${what} ${account}`)
              if (!open) throw new HttpError(429, 'Wait a while.')
            },
            async succeeded(what, _request, account) {
              calls.push(`${what} ${account} went well`)
            },
          },
        },
      },
    )
    calls.length = 0
    await house.signIn('Ada@example.org', 'wrong, I am afraid')
    await house.signIn('Ada@example.org')
    expect(calls).toEqual([
      'sign-in ada@example.org',
      'sign-in ada@example.org',
      'sign-in ada@example.org went well',
    ])
    open = false
    expect((await house.signIn('Ada@example.org')).answer.status).toBe(429)
    expect((await house.ask('POST', '/join/look', { secret: 'x' })).status).toBe(429)
    expect((await house.ask('POST', '/reset/look', { secret: 'x' })).status).toBe(429)
  })

  test('is slowed down for those who guess, not for a class that joins from one address', async () => {
    const { house, ada } = await openHouse({}, { services: { limiter: new Attempts(worldRates) } })
    const { link } = await invite(house, ada)
    const look = (secret: string) => house.ask('POST', '/join/look', { secret }).then(({ status }) => status)
    for (let i = 0; i < 100; i++) expect(await look(secretOf(link))).toBe(200)
    const guesses: number[] = []
    const free = worldRates.attempts.ticket.address
    for (let i = 0; i < free + 10; i++) guesses.push(await look(`guess ${i}`))
    expect(new Set(guesses)).toEqual(new Set([404, 429]))
  })

  test('is refused from another site', async () => {
    const { house } = await openHouse()
    const body = { email: addressOf('Ada'), password: goodPassword }
    const answer = await house.ask('POST', '/sign-in', body, {}, { origin: 'https://evil.example' })
    expect(answer.status).toBe(403)
  })

  test('ends with the session', async () => {
    const { house, ada } = await openHouse()
    const out = await house.ask('POST', '/sign-out', undefined, ada)
    expect(out.status).toBe(204)
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await house.ask('GET', '/me', undefined, ada)).status).toBe(401)
    expect((await house.ask('POST', '/sign-out')).status).toBe(204)
  })

  test('[H1] and all that comes with it is on record, without passwords or links', async () => {
    const { house, ada } = await openHouse()
    await house.signIn(addressOf('Ada'))
    await house.signIn(addressOf('Ada'), 'hunter2hunter2')
    await house.signIn('hunter2hunter2', 'x')
    const { link } = await invite(house, ada)
    await house.ask('POST', '/sign-out', undefined, ada)
    const acts = await actsOf(house)
    expect(acts.map(({ what }) => what)).toEqual([
      'join',
      'sign-in',
      'sign-in-failed',
      'sign-in-failed',
      'invite',
      'sign-out',
    ])
    const told = JSON.stringify(acts)
    for (const secret of ['hunter2', goodPassword, secretOf(link), ada.cookie.split('=')[1]!])
      expect(told).not.toContain(secret)
  })
})

describe('A reset link', () => {
  test('[H2] gives a new password once, and ends every session', async () => {
    const { house, ada } = await openHouse()
    const ben = await house.member(ada, 'Ben')
    const made = await house.ask<Made>('POST', `/house/people/${ben.id}/reset`, undefined, ada)
    expect(made.status).toBe(201)
    const secret = secretOf(made.body.link)
    expect((await house.ask('POST', '/reset/look', { secret })).body).toEqual({
      name: 'Ben',
      email: 'ben@example.org',
    })
    expect(await house.ask('POST', '/reset', { secret, password: 'ben@example.org' })).toMatchObject({
      status: 400,
      body: { field: 'password' },
    })
    const both = await Promise.all(
      ['eight lightships', 'nine lightships!'].map(password =>
        house.ask('POST', '/reset', { secret, password }),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410])
    const winner = both[0]!.status === 200 ? 'eight lightships' : 'nine lightships!'
    expect((await house.ask('GET', '/me', undefined, ben)).status).toBe(401)
    expect((await house.signIn(addressOf('Ben'))).answer.status).toBe(401)
    expect((await house.signIn(addressOf('Ben'), winner)).answer.status).toBe(200)
    expect((await house.ask('POST', '/reset/look', { secret })).status).toBe(410)
  })

  test('is no invitation, nor the other way about', async () => {
    const { house, ada } = await openHouse()
    const reset = await house.ask<Made>('POST', `/house/people/${ada.id}/reset`, undefined, ada)
    const { link } = await invite(house, ada)
    expect((await house.ask('POST', '/join/look', { secret: secretOf(reset.body.link) })).status).toBe(404)
    expect((await house.ask('POST', '/reset/look', { secret: secretOf(link) })).status).toBe(404)
  })

  test('is for owners to make, and only for those who have an account', async () => {
    const { house, ada } = await openHouse()
    const ben = await house.member(ada, 'Ben')
    await house.store.putPerson({ id: 'old', name: 'Old Hand', created: 1 })
    const path = `/house/people/${ada.id}/reset`
    expect((await house.ask('POST', path, undefined, ben)).status).toBe(403)
    expect((await house.ask('POST', path)).status).toBe(401)
    expect((await house.ask('POST', '/house/people/old/reset', undefined, ada)).status).toBe(409)
    expect((await house.ask('POST', '/house/people/nobody/reset', undefined, ada)).status).toBe(404)
  })

  test('comes by mail to whoever has the address, and the answer tells nobody who has', async () => {
    const letters: Letter[] = []
    let arrived = () => {}
    const { house } = await openHouse(
      { url: 'http://127.0.0.1' },
      {
        services: {
          mailer: {
            async send(letter) {
              letters.push(letter)
              arrived()
            },
          },
        },
      },
    )
    const unknown = await house.ask('POST', '/reset/letter', { email: 'nobody@example.org' })
    const coming = new Promise<void>(resolve => {
      arrived = resolve
    })
    const known = await house.ask('POST', '/reset/letter', { email: addressOf('Ada') })
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body])
    expect(known.status).toBe(202)
    await coming
    expect(letters).toMatchObject([{ to: 'ada@example.org' }])
    const link = /http:\/\/127\.0\.0\.1\/reset\/\S+/.exec(letters[0]!.text)![0]
    expect(
      (await house.ask('POST', '/reset', { secret: secretOf(link), password: 'ten lightships' })).status,
    ).toBe(200)
  })

  test('does not come where the server sends no mail', async () => {
    const { house } = await openHouse()
    expect((await house.ask('POST', '/reset/letter', { email: addressOf('Ada') })).status).toBe(409)
  })
})

describe('A server for one machine', () => {
  test('has nobody sign in, and says so', async () => {
    const server = await serve()
    const post = (path: string, body: object) =>
      fetch(`${server.url}/api${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify(body),
      })
    const { cookie } = await server.newcomer('Ada')
    for (const [path, body] of [
      ['/sign-in', { email: 'a@example.org', password: 'x' }],
      ['/join', { secret: 'x', name: 'x', email: 'x', password: 'x' }],
      ['/join/look', { secret: 'x' }],
      ['/join/accept', { secret: 'x' }],
      ['/reset', { secret: 'x', password: 'x' }],
      ['/reset/look', { secret: 'x' }],
      ['/reset/letter', { email: 'x' }],
      ['/invitations', {}],
    ] as const)
      expect([path, (await post(path, body)).status]).toEqual([path, 409])
  })

  test('lets a browser without its cookie be one of its people again, but no colleague of the samples', async () => {
    const server = await serve()
    await server.store.putPerson({ id: 'sample-weir', name: 'Tomas Weir', created: 1 })
    const ada = await server.newcomer('Ada')
    const list = await fetch(`${server.url}/api/me/again`).then(r => r.json())
    expect(list).toEqual([{ id: ada.id, name: 'Ada' }])
    const again = (person: string) =>
      fetch(`${server.url}/api/me/again`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person }),
      })
    const back = await again(ada.id)
    expect(await back.json()).toEqual({ id: ada.id, name: 'Ada' })
    const cookie = back.headers.get('set-cookie')!.split(';')[0]!
    const me = await fetch(`${server.url}/api/me`, { headers: { cookie } }).then(r => r.json())
    expect(me).toMatchObject({ id: ada.id, house: 'owner' })
    for (const id of ['sample-weir', 'nobody']) expect((await again(id)).status).toBe(404)
  })

  test('is the only one that does', async () => {
    const { house, ada } = await openHouse()
    expect((await house.ask('GET', '/me/again')).body).toEqual([])
    expect((await house.ask('POST', '/me/again', { person: ada.id })).status).toBe(401)
    expect((await house.ask('POST', '/me', { name: 'Mallory' })).status).toBe(401)
  })
})

/** Letters by SMTP, against a real mail server; and what is told where it does not take them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Mailer, smtpMailer } from '../../../server/auth/mail.js'
import { compile, home } from '../support/child.js'
import { goodPassword, type House, openHouse, secretOf } from '../support/house.js'
import { stopServers } from '../support/server.js'

interface Box {
  readonly url: string
  readonly port: number
  readonly letters: { from: string; to: string[]; text: string }[]
  /** Resolves with the next letter. */
  next(): Promise<{ to: string[]; text: string }>
}

const servers: SMTPServer[] = []
afterEach(async () => {
  await stopServers()
  for (const server of servers.splice(0)) await new Promise<void>(resolve => server.close(resolve))
})

async function mailbox(options: SMTPServerOptions = {}): Promise<Box> {
  const letters: Box['letters'] = []
  const waiting: ((letter: Box['letters'][number]) => void)[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const letter = {
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          text: readable(Buffer.concat(chunks).toString()),
        }
        letters.push(letter)
        waiting.shift()?.(letter)
        done()
      })
    },
    ...options,
  })
  servers.push(server)
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as { port: number }
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    letters,
    next: () => new Promise(resolve => waiting.push(resolve)),
  }
}

/** A message with its lines as they were (quoted-printable, RFC 2045 §6.7). */
function readable(raw: string): string {
  const [head, ...parts] = raw.replaceAll('\r\n', '\n').split('\n\n')
  const body = parts.join('\n\n')
  if (!/^content-transfer-encoding: quoted-printable$/im.test(head!)) return `${head}\n\n${body}`
  const bytes = body
    .replace(/=\n/g, '')
    .replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return `${head}\n\n${Buffer.from(bytes, 'latin1').toString()}`
}

const mailer = (box: Box) => smtpMailer({ server: box.url, from: 'Letters <editions@example.org>' })
const letter = { to: 'ben@example.org', subject: 'Grüße', text: 'Eins\nzwei ½\n' }

describe('A letter', () => {
  test('goes to one address, as plain text, and asks for no automatic answer', async () => {
    const box = await mailbox()
    await mailer(box).send(letter)
    expect(box.letters).toHaveLength(1)
    const [{ from, to, text }] = box.letters as [Box['letters'][number]]
    expect([from, to]).toEqual(['editions@example.org', ['ben@example.org']])
    expect(text).toMatch(/^Auto-Submitted: auto-generated$/m)
    expect(text).toContain('Eins\nzwei ½\n')
    expect(text).toMatch(/^Content-Type: text\/plain; charset=utf-8$/m)
  })

  test.each<[string, (box: Box) => Mailer, SMTPServerOptions, RegExp]>([
    [
      'cannot be reached',
      () => smtpMailer({ server: 'smtp://127.0.0.1:1', from: 'a@b.c' }),
      {},
      /cannot be reached/,
    ],
    [
      'does not take the password',
      box => smtpMailer({ server: `smtp://u:p@127.0.0.1:${box.port}`, from: 'a@b.c' }),
      { allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(new Error('secret words')) },
      /does not take this user and password\. \(535\)/,
    ],
    [
      'does not take the address',
      mailer,
      { onRcptTo: (_a, _s, done) => done(new Error('secret words')) },
      /does not take this address\. \(550\)/,
    ],
    [
      'does not take the sender',
      mailer,
      { onMailFrom: (_a, _s, done) => done(new Error('secret words')) },
      /does not take this sender\. \(550\)/,
    ],
    [
      'does not take the letter',
      mailer,
      {
        onData(stream, _session, done) {
          stream.resume()
          stream.on('end', () => done(new Error('secret words')))
        },
      },
      /did not take the letter\. \(450\)|does not take the letter\. \(\d+\)/,
    ],
  ])('that the server %s is told of, without what it answered', async (_, from, options, why) => {
    const box = await mailbox(options)
    const error = await from(box)
      .send(letter)
      .then(
        () => null,
        problem => problem as Error,
      )
    expect(error?.message).toMatch(why)
    expect(error?.message).not.toContain('secret words')
  })

  test('is not sent with a password over a connection that anybody reads', async () => {
    // 127.0.0.1 under a name that is not this machine's, as far as the program knows.
    const box = await mailbox({ allowInsecureAuth: true })
    const away = smtpMailer({ server: `smtp://u:p@0.0.0.0:${box.port}`, from: 'a@b.c' })
    await expect(away.send(letter)).rejects.toMatchObject({ message: expect.stringContaining('no TLS') })
    expect(box.letters).toEqual([])
  })
})

describe('A house with mail', () => {
  const open = async (box: Box) =>
    openHouse({ url: 'https://editions.example.org' }, { services: { mailer: mailer(box) } })
  const reset = (house: House, email: string) => house.ask('POST', '/reset/letter', { email })

  test('sends invitations, saying who invites to what', async () => {
    const box = await mailbox()
    const { house, ada } = await open(box)
    const { body: edition } = await house.ask<{ id: string }>('POST', '/editions', { title: 'Letters' }, ada)
    const grants = [{ scope: 'edition', thing: edition.id, role: 'reviewer' }]
    const { body } = await house.ask<{ link: string; sent: boolean }>(
      'POST',
      '/invitations',
      { email: 'ben@example.org', grants, send: true },
      ada,
    )
    expect(body.sent).toBe(true)
    const [{ to, text }] = box.letters as [Box['letters'][number]]
    expect(to).toEqual(['ben@example.org'])
    expect(text).toContain('Ada invites you')
    expect(text).toContain('  reviewer of Letters')
    expect(text).toContain(`\n${body.link}\n`)
  })

  test('tells whoever invites that the letter was not taken, and keeps the link out of the log', async () => {
    const box = await mailbox({ onRcptTo: (_a, _s, done) => done(new Error('no such mailbox')) })
    const { house, ada } = await open(box)
    const { status, body } = await house.ask<{ link: string; sent: boolean }>(
      'POST',
      '/invitations',
      { email: 'ben@example.org', grants: [], send: true },
      ada,
    )
    expect([status, body.sent]).toEqual([201, false])
    expect(house.logged).toEqual([
      'A letter (an invitation) was not sent: Error: The mail server 127.0.0.1 does not take this address. (550)',
    ])
    expect(house.logged.join()).not.toContain(secretOf(body.link))
    expect((await house.join(body.link)).answer.status).toBe(201)
  })

  test('answers alike whether an address is known or not, and sends a link that works once', async () => {
    const box = await mailbox()
    const { house, ada } = await open(box)
    const arriving = box.next()
    const [known, unknown] = [await reset(house, 'ada@example.org'), await reset(house, 'nobody@example.org')]
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body])
    expect(known.status).toBe(202)
    const { to, text } = await arriving
    expect(to).toEqual(['ada@example.org'])
    const link = /^https:\/\/editions\.example\.org\/reset\/\S+$/m.exec(text)![0]
    const [ticket] = (await house.store.accounts.tickets(Date.now())).filter(({ kind }) => kind === 'reset')
    expect(ticket!.expires - ticket!.created).toBe(60 * 60_000)
    const changed = box.next()
    const use = () =>
      house.ask('POST', '/reset', { secret: secretOf(link), password: 'another fine password' })
    expect((await use()).status).toBe(200)
    expect((await use()).status).not.toBe(200)
    expect((await changed).text).toContain('Your password for Corrigenda was changed')
    expect((await house.ask('GET', '/me', undefined, ada)).status).toBe(401)
    expect(box.letters.flatMap(({ to }) => to)).not.toContain('nobody@example.org')
  })

  test('tells people when their password or address was changed: at the address that they had', async () => {
    const box = await mailbox()
    const { house, ada } = await open(box)
    const first = box.next()
    const change = { current: goodPassword, password: 'another fine password' }
    expect((await house.ask('PUT', '/me/password', change, ada)).status).toBe(204)
    expect((await first).to).toEqual(['ada@example.org'])
    const second = box.next()
    const moved = { email: 'ada@new.example', password: 'another fine password' }
    expect((await house.ask('PATCH', '/me', moved, ada)).status).toBe(200)
    const { to, text } = await second
    expect(to).toEqual(['ada@example.org'])
    expect(text).toContain('ada@new.example')
    expect(text).toContain('https://editions.example.org/me')
  })

  test('changes a password also when the mail server is down', async () => {
    const box = await mailbox({ onConnect: (_session, done) => done(new Error('closed')) })
    const { house, ada } = await open(box)
    const change = { current: goodPassword, password: 'another fine password' }
    expect((await house.ask('PUT', '/me/password', change, ada)).status).toBe(204)
  })
})

describe('corrigenda mail', () => {
  beforeAll(compile)

  async function mail(to: string, env: Record<string, string>) {
    const child = spawn(process.execPath, [join(home, 'server', 'bin.mjs'), 'mail', '--to', to], {
      env: { PATH: process.env.PATH, ...env },
    })
    let said = ''
    child.stdout.on('data', data => {
      said += data
    })
    child.stderr.on('data', data => {
      said += data
    })
    const [code] = (await once(child, 'close')) as [number]
    return { code, said }
  }

  test('sends a letter, and says what fails', async () => {
    const box = await mailbox()
    const env = { CORRIGENDA_SMTP: box.url, CORRIGENDA_MAIL_FROM: 'editions@example.org' }
    expect(await mail('ada@example.org', env)).toEqual({
      code: 0,
      said: 'The mail server has taken the letter to ada@example.org, from editions@example.org.\n',
    })
    expect(box.letters[0]?.text).toContain('It has arrived.')
    expect(await mail('nonsense', env)).toMatchObject({ code: 2 })
    expect(await mail('ada@example.org', {})).toMatchObject({
      code: 1,
      said: expect.stringContaining('CORRIGENDA_SMTP'),
    })
    const closed = await mailbox({ onRcptTo: (_a, _s, done) => done(new Error('No relay for you')) })
    const failed = await mail('ada@example.org', { ...env, CORRIGENDA_SMTP: closed.url })
    expect(failed.code).toBe(1)
    expect(failed.said).toContain('does not take this address. (550)')
    expect(failed.said).toContain('No relay for you')
  })
})

import { describe, expect, test } from 'vitest'
import { defaultConfig } from '../../server/config.js'
import { configFrom, type Environment, type Flags, variables } from '../../server/environment.js'

const url = 'https://editions.example.org'

test('without flags and variables a server is for this machine alone', () => {
  expect(configFrom({}, { PATH: '/bin' })).toEqual(defaultConfig)
})

describe('what is set', () => {
  test.each<[string, Flags, Environment, Partial<typeof defaultConfig>]>([
    ['a url means accounts and one proxy', { url }, {}, { url, accounts: 'invited', proxies: 1 }],
    ['a slash at its end is taken off', { url: `${url}/` }, {}, { url }],
    ['the variable is as good', {}, { CORRIGENDA_URL: url }, { url, accounts: 'invited' }],
    ['a flag goes first', { url }, { CORRIGENDA_URL: 'http://x.example' }, { url }],
    ['an open host means accounts', { host: '0.0.0.0' }, {}, { url: null, accounts: 'invited', proxies: 0 }],
    ['a loopback host does not', { host: 'localhost' }, {}, { accounts: 'open', host: 'localhost' }],
    ['brackets come off', { host: '[::1]' }, {}, { accounts: 'open', host: '::1' }],
    ['an empty variable is none', {}, { CORRIGENDA_PORT: '', CORRIGENDA_URL: '' }, { port: 4747, url: null }],
    [
      'port and folder',
      { port: '0', data: '/srv/c' },
      { CORRIGENDA_PORT: '1' },
      { port: 0, folder: '/srv/c' },
    ],
    ['proxies', { url }, { CORRIGENDA_PROXIES: '2' }, { proxies: 2 }],
    ['a level', {}, { CORRIGENDA_LOG: 'Debug' }, { log: 'debug' }],
    [
      'mail',
      {},
      { CORRIGENDA_SMTP: 'smtps://u:p@mail.example:465', CORRIGENDA_MAIL_FROM: 'Editions <e@example.org>' },
      { mail: { server: 'smtps://u:p@mail.example:465', from: 'Editions <e@example.org>' } },
    ],
    [
      'providers',
      {},
      {
        CORRIGENDA_OIDC_ORCID_ID: 'APP-1',
        CORRIGENDA_OIDC_ORCID_SECRET: 's',
        CORRIGENDA_OIDC_MY_UNI_ISSUER: 'https://id.uni.example/realm',
        CORRIGENDA_OIDC_MY_UNI_ID: 'c',
        CORRIGENDA_OIDC_MY_UNI_SECRET: 't',
        CORRIGENDA_OIDC_MY_UNI_TITLE: 'University of Nowhere',
      },
      {
        providers: [
          {
            name: 'my-uni',
            title: 'University of Nowhere',
            issuer: 'https://id.uni.example/realm',
            id: 'c',
            secret: 't',
          },
          { name: 'orcid', title: 'ORCID', issuer: 'https://orcid.org', id: 'APP-1', secret: 's' },
        ],
      },
    ],
  ])('%s', (_, flags, environment, expected) => {
    expect(configFrom(flags, environment)).toMatchObject(expected)
  })
})

describe('what cannot be used is named', () => {
  test.each<[Flags, Environment, string]>([
    [{ url: 'editions.example.org' }, {}, '--url: an address begins with https://'],
    [{}, { CORRIGENDA_URL: 'ftp://x.example' }, 'CORRIGENDA_URL: an address begins with'],
    [{ url: `${url}/corrigenda` }, {}, `--url: the address ends after the host: ${url}.`],
    [{ url: 'https://a:b@x.example' }, {}, '--url: the address ends after the host'],
    [{ host: 'a b' }, {}, '--host: "a b" is not'],
    [{ port: '70000' }, {}, '--port: a port is a number up to 65535.'],
    [{}, { CORRIGENDA_PORT: '0x10' }, 'CORRIGENDA_PORT: a port is'],
    [{ data: '' }, {}, '--data: a folder needs a name.'],
    [{}, { CORRIGENDA_PROXIES: 'yes' }, 'CORRIGENDA_PROXIES: how many'],
    [{}, { CORRIGENDA_LOG: 'loud' }, 'CORRIGENDA_LOG: "loud" is none of fatal, error'],
    [{}, { CORRIGENDA_METRICS_TOKEN: 'short' }, 'CORRIGENDA_METRICS_TOKEN: a token has'],
    [{}, { CORRIGENDA_SMTP: 'smtp://u:p@mail.example' }, 'CORRIGENDA_MAIL_FROM: mail needs'],
    [{}, { CORRIGENDA_MAIL_FROM: 'e@example.org' }, 'CORRIGENDA_SMTP: there is a sender'],
    [{}, { CORRIGENDA_MAIL_FROM: 'nobody' }, 'CORRIGENDA_MAIL_FROM: "nobody" is no mail address.'],
    [{}, { CORRIGENDA_OIDC_ORCID_ID: 'x' }, 'CORRIGENDA_OIDC_ORCID_SECRET: the secret'],
    [
      {},
      { CORRIGENDA_OIDC_UNI_ID: 'x', CORRIGENDA_OIDC_UNI_SECRET: 'y' },
      "CORRIGENDA_OIDC_UNI_ISSUER: the provider's",
    ],
    [
      {},
      {
        CORRIGENDA_OIDC_UNI_ID: 'x',
        CORRIGENDA_OIDC_UNI_SECRET: 'y',
        CORRIGENDA_OIDC_UNI_ISSUER: 'http://id.uni.example',
      },
      'CORRIGENDA_OIDC_UNI_ISSUER: "http://id.uni.example" is no address that begins with https://.',
    ],
    [{}, { CORRIGENDA_PROT: '1' }, 'CORRIGENDA_PROT: there is no such setting'],
  ])('%j %j', (flags, environment, message) => {
    expect(() => configFrom(flags, environment)).toThrow(message)
  })

  test('a secret is not repeated', () => {
    const secret = 'hunter2hunter2'
    for (const environment of [
      { CORRIGENDA_SMTP: `http://u:${secret}@mail.example` },
      { CORRIGENDA_METRICS_TOKEN: ` ${secret} x` },
    ])
      expect(() => configFrom({}, environment)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining(secret) }),
      )
  })
})

test('every variable is described once', () => {
  const names = variables.map(([name]) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const [, meaning] of variables) expect(meaning).not.toBe('')
})

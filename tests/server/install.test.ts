/** The files of docs/install/ say the same as the program, and as each other. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { defaultConfig, defaultLimits } from '../../server/config.js'
import { configFrom, variables } from '../../server/environment.js'
import { home } from './support/child.js'

const folder = join(home, 'docs', 'install')
const fileOf = (name: string) => readFileSync(join(folder, name), 'utf8')

/** The variables of an environment file, those that are commented out included, without quotes. */
function settingsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^#?(CORRIGENDA_\w+)=(.*)$/gm)].map(([, name, value]) => [
      name!,
      value!.replace(/^'(.*)'$/, '$1'),
    ]),
  )
}

describe('environment.example', () => {
  const text = fileOf('environment.example')
  const settings = settingsOf(text)
  const filled = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, value === '' ? 'a secret of some length' : value]),
  )

  test('names every variable that the program reads, and no other', () => {
    const plain = variables.map(([name]) => name).filter(name => !name.includes('<'))
    const named = Object.keys(settings).filter(name => !name.startsWith('CORRIGENDA_OIDC_'))
    expect(named.sort()).toEqual(plain.sort())
    expect(Object.keys(settings).filter(name => name.startsWith('CORRIGENDA_OIDC_')).length).toBeGreaterThan(
      4,
    )
  })

  test('can be used as it is, and with everything filled in', () => {
    const bare = Object.fromEntries(
      text.split('\n').flatMap(line => (line.startsWith('CORRIGENDA_') ? [line.split('=')] : [])),
    ) as Record<string, string>
    expect(configFrom({}, bare)).toMatchObject({
      url: 'https://editions.example.org',
      accounts: 'invited',
      folder: '/var/lib/corrigenda',
      proxies: 1,
      mail: null,
      providers: [],
    })
    const { CORRIGENDA_METRICS_TOKEN: _, ...rest } = filled
    const full = configFrom({}, { ...rest, CORRIGENDA_METRICS_TOKEN: 'a'.repeat(16) })
    expect(full.mail?.from).toBe('Corrigenda <editions@example.org>')
    expect(full.providers.map(({ name }) => name)).toEqual(['orcid', 'uni'])
  })
})

describe('the other files', () => {
  const [url, data, port] = ['URL', 'DATA', 'PORT'].map(
    name => settingsOf(fileOf('environment.example'))[`CORRIGENDA_${name}`]!,
  )
  const host = new URL(url!).host

  test.each(['Caddyfile', 'nginx.conf'])('%s leads to the port, and takes the largest import', name => {
    const text = fileOf(name)
    expect(text).toContain(`127.0.0.1:${port}`)
    expect(Number(port)).toBe(defaultConfig.port)
    expect(text).toContain(host)
    const [, megabytes] = /(?:client_max_body_size|max_size) (\d+)m/i.exec(text)!
    expect(Number(megabytes) * 1e6).toBeGreaterThan(defaultLimits.file)
  })

  test('nginx.conf passes on what the server needs to know', () => {
    const text = fileOf('nginx.conf')
    const headers = [
      'Host $http_host',
      'X-Forwarded-For $remote_addr',
      'Upgrade $http_upgrade',
      'Connection $corrigenda_connection',
    ]
    for (const header of headers) expect(text).toContain(`proxy_set_header ${header};`)
    const [, seconds] = /proxy_read_timeout (\d+)s/.exec(text)!
    expect(Number(seconds) * 1000).toBeGreaterThan(2 * defaultConfig.heartbeat)
  })

  test('the units may write to the data folder, and read the settings', () => {
    for (const name of ['corrigenda.service', 'corrigenda-backup.service']) {
      const text = fileOf(name)
      expect(text).toMatch(new RegExp(`^ReadWritePaths=${data}( |$)`, 'm'))
      expect(text).toContain('EnvironmentFile=/etc/corrigenda/environment')
      expect(text).toContain('NoNewPrivileges=yes')
      expect(text).toContain('ProtectSystem=strict')
    }
  })

  test('install.md names each of them', () => {
    const page = readFileSync(join(home, 'docs', 'install.md'), 'utf8')
    const named = page.replaceAll('corrigenda*.service', 'corrigenda.service corrigenda-backup.service')
    for (const name of readdirSync(folder)) expect(named).toContain(name)
  })
})

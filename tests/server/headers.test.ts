import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ariaStyles, pagePolicy, policyText } from '../../server/headers.js'
import { serve, stopServers, type TestServer } from './support/server.js'

let server: TestServer
beforeAll(async () => {
  server = await serve()
})
afterAll(stopServers)

const headersOf = async (path: string, from = server) => (await fetch(from.url + path)).headers

test('the policy lets in no script and no style but files of ours', () => {
  const policy = pagePolicy()
  expect(policy['default-src']).toEqual(["'none'"])
  expect(policy['script-src']).toEqual(["'self'"])
  expect(policyText(policy)).not.toMatch(/unsafe|\*|https?:/)
  for (const name of ['object-src', 'base-uri', 'frame-ancestors']) expect(policy[name]).toEqual(["'none'"])
  expect(policy['form-action']).toEqual(["'self'"])
})

test.each([
  ['interactions/usePress.mjs', 0],
  ['overlays/usePreventScroll.mjs', 1],
])('the style sheet of react-aria’s %s is the one that is let in', (file, index) => {
  const folder = dirname(createRequire(import.meta.url).resolve('react-aria/package.json'))
  const source = readFileSync(join(folder, 'dist', 'private', file), 'utf8')
  const attribute = /PRESSABLE_ATTRIBUTE = '([\w-]+)'/.exec(source)?.[1] ?? ''
  const texts = [...source.matchAll(/textContent = `([^`]+)`/g)].map(([, text]) =>
    text!.replace(/\$\{[^}]+\}/, attribute).trim(),
  )
  expect(texts).toEqual([ariaStyles[index]])
})

describe('headers', () => {
  test('of an answer of the interface', async () => {
    const headers = await headersOf('/api/editions')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox",
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toContain('camera=()')
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(headers.get('x-powered-by')).toBeNull()
  })

  test('of a page that is exported to be looked at: only ours may frame it, and it can do nothing', async () => {
    const document = await server.document()
    const shown = `/api/documents/${document}/export?to=html&show=1`
    const { cookie } = await server.newcomer('Bea')
    const answer = await fetch(server.url + shown, { headers: { cookie } })
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBeNull()
    expect(answer.headers.get('x-frame-options')).toBe('SAMEORIGIN')
    const policy = answer.headers.get('content-security-policy')!
    expect(policy).toMatch(/^default-src 'none'; /)
    expect(policy.split('; ')).toEqual(expect.arrayContaining(["frame-ancestors 'self'", 'sandbox']))
    expect(policy).not.toMatch(/script|allow-|connect|http/)
    for (const query of ['to=html', 'to=tei&show=1', 'to=html&show=1&view=sideways']) {
      const other = await headersOf(`/api/documents/${document}/export?${query}`)
      expect(other.get('x-frame-options')).toBe('DENY')
      expect(other.get('content-security-policy')).toContain("frame-ancestors 'none'")
    }
    expect(pagePolicy()['frame-src']).toEqual(["'self'"])
  })

  test('of an error', async () => {
    const headers = await headersOf('/nowhere')
    expect(headers.get('content-security-policy')).toBe(policyText(pagePolicy()))
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('of a cookie: no script reads it, no other site sends it along with a write', async () => {
    const made = await fetch(`${server.url}/api/me`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"Ada"}',
    })
    expect(made.headers.get('set-cookie')).toMatch(/^corrigenda=[\w-]{43}; .*HttpOnly; SameSite=Lax$/)
    expect(made.headers.get('set-cookie')).not.toContain('Domain')
  })

  test('over TLS browsers are told to keep to it', async () => {
    const secure = await serve({ url: 'https://editions.example.org', accounts: 'invited' })
    const headers = await headersOf('/', secure)
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
    expect(headers.get('content-security-policy')).toContain('upgrade-insecure-requests')
  })
})

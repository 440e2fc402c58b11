/** `corrigenda invite` and `corrigenda reset`, beside a running server and without one. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { run } from '../../server/commands/program.js'
import { addressOf, emptyHouse, openHouse, secretOf } from './support/house.js'
import { serve, stopServers, temporaryFolder } from './support/server.js'

afterEach(stopServers)

/** Runs a command in this process; what it printed, and its exit code. */
async function call(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((...rest: unknown[]) => {
      out += String(rest[0])
      rest.find(value => typeof value === 'function')?.()
      return true
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation(text => {
      err += String(text)
      return true
    }),
    vi.spyOn(console, 'error').mockImplementation(text => {
      err += `${text}\n`
    }),
  ]
  const before = process.exitCode
  process.exitCode = 0
  await run(['node', 'corrigenda', ...args])
  const code = Number(process.exitCode)
  process.exitCode = before
  for (const spy of spies) spy.mockRestore()
  return { code, out, err }
}

describe('invite', () => {
  test('prints a link that a running server takes', async () => {
    const { house, ada } = await openHouse()
    const { body } = await house.ask<{ id: string }>('POST', '/editions', { title: 'Letters' }, ada)
    const at = ['--data', house.folder, '--url', 'https://editions.example.org']
    const made = await call('invite', '--role', 'reviewer', '--edition', 'Letters', '--for', 'Ben', ...at)
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toMatch(/^https:\/\/editions\.example\.org\/join\/[\w-]{43}\n$/)
    expect((await house.ask('GET', '/invitations', undefined, ada)).body).toMatchObject([
      { note: 'Ben', grants: [{ scope: 'edition', thing: body.id, role: 'reviewer' }] },
    ])
    const ben = await house.join(made.out.trim(), { name: 'Ben' })
    expect(ben.answer.status).toBe(201)
    const second = await call('invite', '--owner', '--for', 'Ben', '--data', house.folder)
    expect(second.out).toMatch(/^\/join\//)
    const accept = { secret: secretOf(second.out.trim()) }
    expect((await house.ask('POST', '/join/accept', accept, ben)).status).toBe(200)
    expect((await house.ask('GET', '/me', undefined, ben)).body).toMatchObject({ house: 'owner' })
  })

  test('gives the owner of laptop days an account before the first start for many', async () => {
    const kept = temporaryFolder()
    const laptop = await serve({ folder: kept.folder })
    const ada = await laptop.newcomer('Ada')
    await laptop.stop()
    const { out } = await call('invite', '--owner', '--data', kept.folder)
    const house = await emptyHouse({ folder: kept.folder })
    expect((await house.join(out.trim(), { name: 'Ada' })).id).toBe(ada.id)
    await house.stop()
    kept.remove()
  })

  test.each([
    [2, ['invite'], 'say --owner'],
    [2, ['invite', '--owner', '--role', 'reader'], '--owner stands alone'],
    [2, ['invite', '--role', 'emperor'], '"emperor" is none of'],
    [2, ['invite', '--role', 'reader', '--email', 'nobody'], 'no mail address'],
    [2, ['invite', '--owner', '--days', '0'], '--days'],
    [2, ['invite', '--owner', '--url', 'editions'], '--url'],
    [1, ['invite', '--role', 'reader', '--edition', 'None'], 'no edition "None"'],
    [1, ['reset', 'Nobody'], 'nobody called "Nobody"'],
  ])('ends with %i and a sentence: %j', async (code, args, why) => {
    const { house } = await openHouse()
    const { err, ...rest } = await call(...args, '--data', house.folder)
    expect(rest).toEqual({ code, out: '' })
    expect(err).toContain(why)
  })

  test('makes no folder where there is none', async () => {
    const { err, code } = await call('invite', '--owner', '--data', '/nowhere/at/all')
    expect([code, err]).toEqual([1, 'There is no data in /nowhere/at/all.\n'])
  })
})

describe('reset', () => {
  test('prints a link for the only owner who has forgotten the password', async () => {
    const { house, ada } = await openHouse()
    const { out } = await call('reset', addressOf('Ada'), '--data', house.folder)
    const secret = secretOf(out.trim())
    const password = 'remembered for good'
    expect((await house.ask('POST', '/reset', { secret, password })).body).toMatchObject({ id: ada.id })
    expect((await house.signIn(addressOf('Ada'), password)).id).toBe(ada.id)
  })

  test('is for those who have an account', async () => {
    const { house } = await openHouse()
    await house.store.putPerson({ id: 'old', name: 'Old Hand', created: 1 })
    const { code, err } = await call('reset', 'Old Hand', '--data', house.folder)
    expect([code, err]).toEqual([1, 'Old Hand has no account that could have a password: invite them.\n'])
  })
})

/** Digests of an edition's documents, and what a restart keeps of them. */
import { afterAll, expect, test } from 'vitest'
import { Digests } from '../../server/digests.js'
import type { Store, StoredDigest } from '../../server/store/store.js'
import { correction, joinDocument, serve, stopServers } from './support/server.js'

afterAll(stopServers)

/** A store that says which documents are loaded from it and which digests are put into it. */
function watched(store: Store) {
  const loaded: string[] = []
  const put: StoredDigest[] = []
  let tell = () => {}
  const seen = new Proxy(store, {
    get(target, key: keyof Store) {
      if (key === 'load')
        return (id: string) => {
          loaded.push(id)
          return target.load(id)
        }
      if (key === 'putDigests')
        return async (digests: readonly StoredDigest[]) => {
          await target.putDigests(digests)
          put.push(...digests)
          tell()
        }
      const value = target[key] as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return {
    store: seen,
    loaded,
    put,
    kept: (n: number) =>
      new Promise<void>(resolve => {
        tell = () => put.length >= n && resolve()
        tell()
      }),
  }
}
const warnings: string[] = []
const warn = (message: string) => warnings.push(message)

test('digests outlive the process that made them, until their documents change', async () => {
  const server = await serve()
  const ada = await server.newcomer('Ada')
  const document = await server.document()
  const { edition } = (await server.store.document(document))!
  const write = async (id: string) => {
    const client = joinDocument(server.url, document, ada)
    await client.synced
    const saved = new Promise<void>(resolve => {
      client.provider.messageHandlers[100] = () => resolve()
    })
    client.layers.change('t', () =>
      client.layers.addCorrection(correction(ada.id, { id, start: 24, end: 25, text: 'a' })),
    )
    await saved
    client.leave()
  }
  await write('c1')

  const first = watched(server.store)
  const made = (await new Digests(first.store, warn).of(edition)).digests
  expect(made[0]!.counts.proposed).toBe(1)
  expect(first.loaded).toEqual([document])
  await first.kept(1)

  const second = watched(server.store)
  const after = new Digests(second.store, warn)
  const [kept] = (await after.of(edition)).digests
  expect(second.loaded).toEqual([])
  expect(kept!.json.toString()).toBe(made[0]!.json.toString())
  expect(kept!.feed()).toEqual(made[0]!.feed())

  // What was written since is read, by those who know the old one and by those who find it in the store.
  await write('c2')
  expect((await after.of(edition)).digests[0]!.counts.proposed).toBe(2)
  await second.kept(1)
  await write('c3')
  const third = watched(server.store)
  expect((await new Digests(third.store, warn).of(edition)).digests[0]!.counts.proposed).toBe(3)
  expect(third.loaded).toEqual([document])
  await third.kept(1)

  // A program that reads documents otherwise does not take them over.
  const [digest] = third.put
  await server.store.putDigests([{ ...digest!, form: 'other', rows: '[]', counts: '{}' }])
  const fourth = watched(server.store)
  expect((await new Digests(fourth.store, warn).of(edition)).digests[0]!.counts.proposed).toBe(3)
  expect(fourth.loaded).toEqual([document])
  await fourth.kept(1)
  expect(warnings).toEqual([])
})

test('a store that cannot keep digests is told of, and they are answered all the same', async () => {
  const server = await serve()
  const document = await server.document()
  const { edition } = (await server.store.document(document))!
  const told = new Promise<string>(resolve => {
    const failing = new Proxy(server.store, {
      get(target, key: keyof Store) {
        if (key === 'putDigests') return () => Promise.reject(new Error('full'))
        const value = target[key] as unknown
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    void new Digests(failing, (message, error) => resolve(`${message}: ${error}`)).of(edition)
  })
  expect(await told).toBe('digests could not be kept in the store: Error: full')
})

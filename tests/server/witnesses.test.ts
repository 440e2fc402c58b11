/** A new witness of a document: over HTTP, beside people who work. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { archiveReader } from '../../schema/formats/archive/read.js'
import { archiveFormat } from '../../schema/formats/archive/write.js'
import { allUnplaced, place, readUnplaced } from '../../schema/unplaced.js'
import { exportDocument, openDocument } from '../../server/library.js'
import { verifyDocument } from '../../server/verify.js'
import { type House, openHouse } from './support/house.js'
import { addDocument, correction, joinDocument, type Someone, stopServers, until } from './support/server.js'

const old =
  'From Foreign Minister Ugeki to the Ambassador.\n\nThe Japanese side repeated its claim (?).\n\nNothing came of it all.\n'
const better =
  'From Foreign Minister Ugaki to the Ambassador.\n\nThe Japanese side then repeated its claim (?).\n\nThe talks went on until noon.\n'

let house: House
let ada: Someone
let document: string
let edition: string

beforeAll(async () => {
  ;({ house, ada } = await openHouse({ recheck: 50 }))
})
afterAll(stopServers)
beforeEach(async () => {
  document = await addDocument(house.url, old, ada.cookie)
  edition = (await house.store.document(document))!.edition
})

const at = (words: string, text = old) => ({
  start: text.indexOf(words),
  end: text.indexOf(words) + words.length,
})
const member = (name: string, role: string, scope = 'edition') =>
  house.member(ada, `${name} ${Math.random()}`, [
    { scope, thing: scope === 'edition' ? edition : document, role },
  ])
const bring = async (
  text: string | Uint8Array,
  by: Someone | null = ada,
  path = 'witnesses',
  of = document,
) => {
  const answer = await fetch(`${house.url}/api/documents/${of}/${path}?name=better.txt`, {
    method: 'POST',
    headers: by ? { cookie: by.cookie } : {},
    body: text as string,
  })
  return {
    status: answer.status,
    body: (await answer.json()) as Record<string, never> & { id: string; report: Report },
  }
}
interface Report {
  readonly shared: { readonly old: number }
  readonly counts: Record<string, Record<string, number>>
  readonly records: readonly { readonly how: string; readonly words: string; readonly reads: string | null }[]
  readonly differences: { readonly total: number }
}
const read = async <T>(path: string, by: Someone = ada) =>
  (await house.ask<T & Record<string, unknown>>('GET', path, undefined, by)).body

/** Somebody corrects three places, of which one is mended, one stands and one is gone in the better transcription. */
async function work(person: Someone) {
  const client = joinDocument(house.url, document, person)
  await client.synced
  const made = [
    correction(person.id, { ...at('Ugeki'), text: 'Ugaki' }),
    correction(person.id, { ...at('claim'), text: 'claims' }),
    correction(person.id, { ...at('Nothing'), text: 'Something' }),
  ]
  client.layers.change('t', () => {
    for (const one of made) client.layers.addCorrection(one)
    client.layers.addNote({
      id: 'n1',
      ...at('Ambassador'),
      on: null,
      type: 'textual',
      by: person.id,
      at: 1,
      text: 'Who?',
    })
  })
  const seen = joinDocument(house.url, document, ada)
  await seen.synced
  await until(seen.doc, () => seen.layers.notes.size === 1)
  return { client, seen, ids: made.map(({ id }) => id) }
}

describe('a new witness', () => {
  test('is looked at, and nothing is kept', async () => {
    const edda = await member('Edda', 'corrector')
    await work(edda)
    const { status, body } = await bring(better, ada, 'witnesses/look')
    expect(status).toBe(200)
    expect(body.report.counts.corrections).toEqual({ carried: 1, reworded: 0, already: 1, unplaced: 1 })
    expect(body.report.counts.notes).toMatchObject({ carried: 1 })
    expect(body.report.records.map(({ how, words, reads }) => [how, words, reads])).toEqual([
      ['already', 'Ugeki', 'Ugaki'],
      ['unplaced', 'Nothing', 'Something'],
    ])
    expect(body.report.shared.old).toBeGreaterThan(0.5)
    expect(body.report.differences.total).toBeGreaterThan(2)
    expect((await house.store.documents(edition)).map(({ id }) => id)).toEqual([document])
  })

  test('takes the place of the old one: carried over, listed, kept, and followed by what was given on it', async () => {
    const edda = await member('Edda', 'corrector', 'document')
    const { seen, ids } = await work(edda)
    await house.ask('POST', `/documents/${document}/links`, { role: 'annotator', expires: null }, ada)
    await house.ask(
      'PATCH',
      `/documents/${document}`,
      { title: 'The telegram', metadata: { place: 'Tarne' } },
      ada,
    )
    const state = (await openDocument(house.store, document))!
    const { status, body } = await bring(better)
    expect(status).toBe(201)
    const { document: made } = (await openDocument(house.store, body.id))!
    expect([...made.corrections.values()].map(({ id, by, text }) => [id, by, text])).toEqual([
      [ids[1], edda.id, 'claims'],
    ])
    expect(made.notes.get('n1')).toMatchObject({ ...at('Ambassador', better), by: edda.id })
    expect(allUnplaced(made.layers).map(({ record, why }) => [record, why])).toEqual([
      [ids[0], 'already'],
      [ids[2], 'changed'],
    ])
    // The old one is what it was, and is only read.
    expect((await openDocument(house.store, document))!.seq).toBe(state.seq)
    expect(await read(`/documents/${document}`)).toMatchObject({
      role: 'reader',
      replacedBy: body.id,
      current: body.id,
    })
    expect(await read(`/documents/${body.id}`)).toMatchObject({
      role: 'owner',
      title: 'The telegram',
      metadata: { place: 'Tarne' },
      replaces: document,
      current: body.id,
      file: 'better.txt',
    })
    expect(await read(`/documents/${body.id}`, edda)).toMatchObject({ role: 'corrector' })
    expect(await read(`/documents/${document}`, edda)).toMatchObject({ role: 'reader' })
    const late = await house.ask('PATCH', `/documents/${document}`, { title: 'Late' }, ada)
    expect([late.status, late.body.current]).toEqual([409, body.id])
    seen.layers.change('t', () =>
      seen.layers.addCorrection(correction(ada.id, { ...at('side'), text: 'party' })),
    )
    expect((await seen.refused).code).toBe(4403)
    // Lists over the edition know the new one alone; the old one is found through it.
    const queue = JSON.stringify(await read(`/editions/${edition}/corrections`))
    expect([queue.includes(`"${body.id}"`), queue.includes(`"${document}"`)]).toEqual([true, false])
    const { witnesses } = await read<{ witnesses: { id: string; file: string; by: string }[] }>(
      `/documents/${document}/witnesses`,
    )
    expect(witnesses.map(({ id, file, by }) => [id, file, by])).toEqual([
      [body.id, 'better.txt', ada.id],
      [document, 'test.txt', ada.id],
    ])
    const links = await read<{ links: unknown[] }>(`/documents/${body.id}/links`)
    expect(links.links).toHaveLength(1)
    // Once more, and from the old one no more.
    expect((await bring(better, ada, 'witnesses', body.id)).status).toBe(409)
    expect((await bring(`${better}Later.\n`)).status).toBe(409)
    const third = await bring(`${better}\nLater.\n`, ada, 'witnesses', body.id)
    expect(third.status).toBe(201)
    expect(await read(`/documents/${document}`)).toMatchObject({
      replacedBy: body.id,
      current: third.body.id,
    })
    for (const id of [document, body.id, third.body.id])
      expect(await verifyDocument(house.store, id)).toMatchObject({ faults: [], breaches: [] })
  })

  test.each([
    ['reviewer', 201],
    ['corrector', 403],
    ['annotator', 403],
    ['reader', 403],
    [null, 404],
  ])('whoever is %s: %i', async (role, status) => {
    const who = role ? await member('Rhea', role) : await house.member(ada, `Nobody ${Math.random()}`)
    expect((await bring(better, who, 'witnesses/look')).status).toBe(status === 201 ? 200 : status)
    expect((await bring(better, who)).status).toBe(status)
  })

  test('is refused where nobody has signed in, and where it is the witness that the document has', async () => {
    expect((await bring(better, null)).status).toBe(401)
    const source = await fetch(`${house.url}/api/documents/${document}/source`, {
      headers: { cookie: ada.cookie },
    })
    const same = await fetch(`${house.url}/api/documents/${document}/witnesses?name=test.txt`, {
      method: 'POST',
      headers: { cookie: ada.cookie },
      body: await source.arrayBuffer(),
    })
    expect([same.status, ((await same.json()) as { detail: string }).detail]).toEqual([
      409,
      'This file gives the very witness that the document has.',
    ])
    expect((await house.store.document(document))!.replacedBy).toBeNull()
  })

  test('a file that cannot be read replaces nothing', async () => {
    const { status, body } = await bring(new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]))
    expect([status, (body as { problems?: unknown[] }).problems?.length]).toEqual([422, 1])
    expect((await house.store.document(document))!.replacedBy).toBeNull()
  })

  test('somebody who writes meanwhile is carried over, or told that it came too late; nothing falls between', async () => {
    const edda = await member('Edda', 'corrector')
    const client = joinDocument(house.url, document, edda)
    await client.synced
    const ids: string[] = []
    let isRefused = false
    void client.refused.then(() => {
      isRefused = true
    })
    const bringing = bring(better)
    let isDone = false
    void bringing.then(() => {
      isDone = true
    })
    while (!isDone && !isRefused) {
      const one = correction(edda.id, { ...at('side'), text: `party ${ids.length}` })
      ids.push(one.id)
      client.layers.change('t', () => client.layers.addCorrection(one))
      await new Promise(resolve => setTimeout(resolve, 2))
    }
    const { body } = await bringing
    const before = (await openDocument(house.store, document))!.document
    const after = (await openDocument(house.store, body.id))!.document
    expect([...after.corrections.values()].map(({ id }) => id).sort()).toEqual(
      [...before.corrections.values()].map(({ id }) => id).sort(),
    )
    expect(ids.length).toBeGreaterThan(0)
  })

  test('what has no place is placed through the gate by somebody else, and the log verifies', async () => {
    const edda = await member('Edda', 'corrector')
    const { ids } = await work(edda)
    const { body } = await bring(better)
    const ben = await member('Ben', 'corrector')
    const client = joinDocument(house.url, body.id, ben)
    await client.synced
    const { document: made } = (await openDocument(house.store, body.id))!
    const key = `corrections/${ids[2]}`
    const kept = readUnplaced(key, client.layers.unplaced.get(key))!
    client.layers.change('t', () =>
      place(client.layers, kept, at('talks', better), { by: ben.id, at: Date.now() }, made.structure),
    )
    const other = joinDocument(house.url, body.id, ada)
    await other.synced
    await until(other.doc, () => other.layers.corrections.has(ids[2]!))
    expect(await verifyDocument(house.store, body.id)).toMatchObject({ faults: [], breaches: [], rows: 2 })
    const history = await read<{ rows: { structure: string[] }[] }>(`/documents/${body.id}/history`)
    expect(history.rows[0]!.structure).toEqual([`unplaced ${key}`])
    const audit = await read<{ entries: { says: string[]; what: string }[] }>(`/documents/${body.id}/audit`)
    expect(audit.entries[0]!.says).toEqual(['found the place of Nothing → Something'])
  })

  test('references of other documents and old addresses lead on', async () => {
    const { body } = await bring(better)
    const claim = at('claim')
    const gone = at('Nothing')
    const query = [claim, gone].map(({ start, end }) => `at=at%3D${start}-${end}`).join('&')
    const { start, end } = at('claim', better)
    expect(await read(`/documents/${document}/current?${query}`)).toEqual({
      document: body.id,
      title: expect.any(String),
      places: [
        { at: `at=${claim.start}-${claim.end}`, to: `at=${start}-${end}` },
        { at: `at=${gone.start}-${gone.end}`, to: null },
      ],
    })
    const { places } = await read<{ places: { says: string }[] }>(`/documents/${document}/places?${query}`)
    expect(places.map(({ says }) => says)).toEqual(['¶ 2', '¶ 3'])
  })

  test('a document that has been replaced keeps its log of what was done, and tells of it', async () => {
    const { body } = await bring(better)
    const { entries } = await read<{ entries: { what: string; detail: string }[] }>(
      `/documents/${document}/audit`,
    )
    expect(entries.find(({ what }) => what === 'replace')?.detail).toContain(body.id)
    expect(await read(`/documents/${document}/audit/check`)).toMatchObject({ faults: [] })
  })

  test('is in the archive with what has no place, and comes back from it', async () => {
    const edda = await member('Edda', 'corrector')
    const { ids } = await work(edda)
    const { body } = await bring(better)
    const { bytes } = (await exportDocument(house.store, body.id, archiveFormat, 'all'))!
    const { layers, people } = archiveReader.read(bytes, 'x.corrigenda')
    expect(people[edda.id]).toMatch(/^Edda/)
    expect(layers).not.toBeNull()
    const again = await addDocument(house.url, bytes as never, ada.cookie)
    const { document: made } = (await openDocument(house.store, again))!
    expect(allUnplaced(made.layers).map(({ record }) => record)).toEqual([ids[0], ids[2]])
  })
})

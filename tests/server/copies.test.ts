/** Corrected copies over HTTP: compared, entered as somebody's proposals, taken back. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ComparisonAnswer, EnteredAnswer } from '../../schema/copies/shapes.js'
import { openDocument } from '../../server/library.js'
import { del, ins, t, wordFile, wp } from '../support/docx.js'
import { member } from './support/everybody.js'
import { addDocument, joinDocument, serve, stopServers, type TestServer, until } from './support/server.js'

type Person = Awaited<ReturnType<typeof member>>

let server: TestServer
let host: Person
let rita: Person
let cora: Person
let document: string

const text =
  'From Foreign Minister Ugeki to the Ambassador.\n\nThe Japanese side repeated its claim to the hill.\n'

beforeAll(async () => {
  server = await serve({ accounts: 'invited' })
  host = await member(server.store, 'Hanna', [{ scope: 'house', thing: '', role: 'owner' }])
})
beforeEach(async () => {
  document = await addDocument(server.url, text, host.cookie)
  const edition = (await server.store.document(document))!.edition
  rita = await member(server.store, 'Rita', [{ scope: 'edition', thing: edition, role: 'reviewer' }])
  cora = await member(server.store, 'Cora', [{ scope: 'edition', thing: edition, role: 'corrector' }])
})
afterAll(stopServers)

async function ask<T>(method: string, path: string, who: Person, body?: Uint8Array | string | object) {
  const isFile = typeof body === 'string' || body instanceof Uint8Array
  const response = await fetch(`${server.url}/api/documents/${document}/copies${path}`, {
    method,
    headers: { cookie: who.cookie, ...(isFile ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: isFile ? (body as BodyInit) : JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as T & { detail: string; needs: string } }
}

const compared = async (file: Uint8Array | string, name = 'copy.txt', who = rita) =>
  ask<ComparisonAnswer>('POST', `/comparison?name=${name}`, who, file)

/** Everything of a comparison that is entered unless somebody says otherwise. */
function usual({ candidates, witness }: ComparisonAnswer) {
  const chosen = candidates.filter(c => c.isUsual)
  const signed = <T>(list: (c: (typeof chosen)[0]) => readonly T[]) =>
    chosen.flatMap(c => list(c).map(one => ({ ...one, author: c.author })))
  return {
    witness,
    file: 'copy.txt',
    corrections: signed(c => c.corrections),
    notes: signed(c => c.notes),
    structure: chosen.flatMap(c => c.structure),
  }
}

const corrected = text.replace('Ugeki', 'Ugaki').replace('hill', 'heights')

describe('a corrected copy', () => {
  test('is compared, and nothing is kept', async () => {
    const { status, body } = await compared(corrected)
    expect([status, body.base, body.isOther, body.reader]).toEqual([200, 'reading', false, 'text'])
    expect(body.candidates.map(c => [c.class, c.received, c.reading])).toEqual([
      ['words', 'Ugeki', 'Ugaki'],
      ['words', 'hill', 'heights'],
    ])
    expect((await openDocument(server.store, document))!.seq).toBe(1)
  })

  test('is entered as proposals of whoever corrected it, whom everybody sees at once', async () => {
    const client = joinDocument(server.url, document, cora)
    await client.synced
    const found = await compared(corrected)
    const made = await ask<EnteredAnswer>('POST', '', rita, {
      ...usual(found.body),
      by: { name: 'Mora Lind' },
    })
    expect(made).toMatchObject({
      status: 201,
      body: { corrections: 2, notes: 0, by: [{ name: 'Mora Lind' }] },
    })
    await until(client.doc, () => [...client.layers.correctionIds()].length === 2)
    const [first] = [...client.layers.correctionIds()].map(id => client.layers.correction(id, 1_000)!)
    expect(first).toMatchObject({ start: 22, end: 27, text: 'Ugaki', by: made.body.by[0]!.id })
    expect((await compared(corrected)).body).toMatchObject({ known: 2, candidates: [] })
    const [entry] = await server.store.audit.acts({ document }, { limit: 1 })
    expect(entry).toMatchObject({ what: 'copy-entered', person: rita.id })
    expect(JSON.parse(entry!.detail)).toMatchObject({ file: 'copy.txt', corrections: 2 })
    // The same name is the same person the next time.
    const other = usual((await compared(text.replace('claim', 'claims'))).body)
    const again = await ask<EnteredAnswer>('POST', '', rita, { ...other, by: { name: ' Mora  Lind ' } })
    expect(again.body.by).toEqual(made.body.by)
  })

  test('is taken back, but for what others have decided on', async () => {
    const found = usual((await compared(corrected)).body)
    const [{ structure: _, ...rest }] = [found]
    const split = [{ is: 'attribute', at: 0, key: 'kind', value: 'heading' }]
    const made = await ask<EnteredAnswer>('POST', '', rita, {
      ...rest,
      structure: split,
      by: { name: 'Mora' },
    })
    expect(made.body).toMatchObject({ corrections: 2, structure: 1 })
    const { copy } = made.body
    const before = (await openDocument(server.store, document))!.document
    expect(before.structure.block(0).kind).toBe('heading')
    const [one] = before.corrections.inOrder()
    const { start, end, text: reading } = one!
    await fetch(`${server.url}/api/documents/${document}/decisions`, {
      method: 'POST',
      headers: { cookie: rita.cookie, 'content-type': 'application/json' },
      body: JSON.stringify([{ on: one!.id, act: 'accept', seen: { start, end, text: reading } }]),
    })
    expect(await ask('DELETE', `/${copy}`, cora)).toMatchObject({ status: 403 })
    expect(await ask('DELETE', `/${copy}`, rita)).toMatchObject({
      status: 200,
      body: { removed: 1, kept: 1 },
    })
    const after = (await openDocument(server.store, document))!.document
    expect(after.corrections.inOrder().map(c => c.id)).toEqual([one!.id])
    expect(after.structure.block(0).kind).toBe('paragraph')
    expect(await ask('DELETE', '/copy~nothing', rita)).toMatchObject({ status: 404 })
  })

  test('of one’s own is a corrector’s to enter, somebody else’s a reviewer’s', async () => {
    const entry = usual((await compared(corrected, 'copy.txt', cora)).body)
    const forbidden = await ask('POST', '', cora, { ...entry, by: { name: 'Mora' } })
    expect(forbidden).toMatchObject({ status: 403, body: { needs: 'reviewer' } })
    const named = { ...entry, corrections: entry.corrections.map(c => ({ ...c, author: 'Mora' })) }
    expect((await ask('POST', '', cora, named)).status).toBe(403)
    const own = await ask<EnteredAnswer>('POST', '', cora, entry)
    expect(own).toMatchObject({ status: 201, body: { by: [{ id: cora.id }] } })
    const forMember = await ask<EnteredAnswer>('POST', '', rita, { ...entry, by: { person: cora.id } })
    expect(forMember).toMatchObject({ status: 201, body: { by: [{ id: cora.id }] } })
    const stranger = await member(server.store, 'Nobody')
    expect((await ask('POST', '', rita, { ...entry, by: { person: stranger.id } })).status).toBe(400)
    expect((await ask('POST', '', rita, { ...entry, by: { name: '\u202e' } })).status).toBe(400)
  })

  test('in Word brings what others had recorded in it as theirs', async () => {
    const file = wordFile(
      wp(
        `${t('From Foreign Minister ')}${del('Ivo Brandt', 'Ugeki')}${ins('Ivo Brandt', 'Ugaki')}${t(' to the Ambassador.')}`,
      ) + wp(t('The Japanese side repeated its claim to the heights.')),
    )
    const made = await ask<EnteredAnswer>('POST', '', rita, {
      ...usual((await compared(file, 'copy.docx')).body),
      by: { name: 'Mora Lind' },
    })
    expect(made.body.by.map(({ name }) => name).sort()).toEqual(['Ivo Brandt', 'Mora Lind'])
  })

  test('of another document says so, and what cannot be read says why', async () => {
    const other = await compared(
      'Sir, a gale came up on Sunday night and took both boats off the lightship’s deck.',
    )
    expect(other.body.isOther).toBe(true)
    const broken = await compared(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), 'copy.docx')
    expect([broken.status, broken.body.problems.length > 0]).toEqual([422, true])
  })

  test('that breaks a rule is not entered at all', async () => {
    const entry = usual((await compared(corrected)).body)
    const bad = { ...entry.corrections[0]!, start: 5_000, end: 5_001 }
    const by = { name: 'Mora' }
    const refused = await ask('POST', '', rita, { ...entry, by, corrections: [...entry.corrections, bad] })
    expect(refused).toMatchObject({ status: 403, body: { rule: 'G4' } })
    const badlySaid = { ...entry, by, structure: [{ is: 'attribute', at: 0, key: 'level', value: 'x' }] }
    expect((await ask('POST', '', rita, badlySaid)).status).toBe(403)
    const { document: after } = (await openDocument(server.store, document))!
    expect(after.corrections.size).toBe(0)
    expect((await ask('POST', '', rita, { ...entry, by, witness: 'another' })).status).toBe(409)
  })
})

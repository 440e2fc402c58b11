import Ajv from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import jsonld from 'jsonld'
import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../../../schema/document.js'
import { collectionOf, writeAnnotations } from '../../../../schema/formats/annotations/write.js'
import type { Exported } from '../../../../schema/formats/format.js'
import { reading } from '../../../../schema/formats/plain/write.js'
import { newEntry, Register } from '../../../../schema/register.js'
import { anyDocument } from '../../../support/anything.js'
import { hostileDocument } from '../../../support/hostile.js'
import { accept, correct, edited, exported, note } from '../../../support/layers.js'
import { absent, hasMaterial, material } from '../../../support/material.js'
import { Random } from '../../../support/random.js'
import { catchword, on, p, page, witness } from '../../../support/witness.js'

// biome-ignore lint/suspicious/noExplicitAny: JSON as any reader of it gets it.
type Any = any

const written = (given: Exported): Any => JSON.parse(new TextDecoder().decode(writeAnnotations(given)))
const itemsOf = (document: EditedDocument, given: Partial<Exported> = {}): Any[] =>
  written(exported(document, given)).first.items

const report = () =>
  edited(
    witness(
      p('💡 from Minister Ugeki to the “General”'),
      catchword('Staff'),
      page('2', on('Staff at Lake Hasang.')),
    ),
  )

const tests = 'material/w3c-web-annotation-tests/'
const hasTests = hasMaterial(`${tests}context/anno.jsonld`)
const json = (path: string): Any => JSON.parse(new TextDecoder().decode(material(tests + path)))

/** The assertions that the W3C's tests list in a file, as functions that say what is wrong. */
function assertionsOf(list: string): (value: unknown) => string[] {
  const ajv = new Ajv({ strict: false, logger: false })
  ;(addFormats as unknown as typeof addFormats.default)(ajv as never)
  for (const name of [
    'annotations',
    'bodyTarget',
    'choiceSet',
    'collections',
    'id',
    'otherProperties',
    'specificResource',
  ])
    ajv.addSchema(json(`definitions/${name}.json`), `${name}.json`)
  const checks = (json(list).assertions as string[]).map(path => {
    const { id: _, ...schema } = json(path)
    return { path, schema, check: ajv.compile({ ...schema, id: path.replace(/.*\//, '') }) }
  })
  return value =>
    checks
      .filter(({ schema, check }) => check(value) !== (schema.expectedResult === 'valid'))
      .map(({ path }) => path)
}

async function expanded(value: unknown): Promise<Any> {
  const context = json('context/anno.jsonld')
  return await jsonld.expand(
    value as jsonld.JsonLdDocument,
    {
      safe: true,
      documentLoader: async url => {
        if (url !== 'http://www.w3.org/ns/anno.jsonld') throw new Error(`asked for ${url}`)
        return { documentUrl: url, document: context, contextUrl: undefined }
      },
    } as jsonld.Options.Expand,
  )
}

/** What a selector of a target selects in a text, by code points, and that its quotation says the same. */
function selected(target: Any, text: string): string {
  const [position, quote] = target.selector
  const points = [...text]
  const exact = points.slice(position.start, position.end).join('')
  expect(quote.exact).toBe(exact)
  expect(points.slice(0, position.start).join('').endsWith(quote.prefix)).toBe(true)
  expect(points.slice(position.end).join('').startsWith(quote.suffix)).toBe(true)
  return exact
}

const bare = (text: string) => text.replace(/[\s[\]⟦⟧\\/]/g, '')

describe('a document as annotations', () => {
  test('a correction, what was decided and what was said about it', () => {
    const document = report()
    const id = accept(
      document,
      correct(document, 'e', 'a', { start: 19, end: 20, reason: 'so in the telegram', certainty: 'high' }),
    )
    document.layers.change(null, () =>
      document.layers.setReply({
        id: 'r1',
        on: id,
        act: 'resolve',
        text: 'Agreed.',
        by: 'ben',
        at: 1_700_000_009_000,
      }),
    )
    const items = itemsOf(document, { orcid: who => (who === 'ann' ? '0000-0002-1825-0097' : '') })
    expect(items).toMatchObject([
      {
        id: 'corrigenda:d1#correction=c1',
        motivation: 'editing',
        creator: { id: 'https://orcid.org/0000-0002-1825-0097', type: 'Person', name: 'Ann Author' },
        created: '2023-11-14T22:13:21Z',
        body: [
          { purpose: 'editing', value: 'Ugaki' },
          { purpose: 'classifying', value: 'emendation' },
          { purpose: 'tagging', value: 'accepted' },
          { purpose: 'tagging', value: 'certainty high' },
          { purpose: 'commenting', value: 'so in the telegram' },
        ],
      },
      {
        motivation: 'moderating',
        creator: { id: 'corrigenda:person/ben', name: 'Ben Brown' },
        body: [{ purpose: 'tagging', value: 'accept' }],
        target: 'corrigenda:d1#correction=c1',
      },
      {
        motivation: 'replying',
        body: [
          { purpose: 'replying', value: 'Agreed.' },
          { purpose: 'tagging', value: 'resolve' },
        ],
        target: 'corrigenda:d1#correction=c1',
      },
    ])
    const [received, inReading] = items[0].target
    expect(received.source).toBe('corrigenda:d1/received')
    expect(selected(received, document.text)).toBe('Ugeki')
    expect(received.selector[0]).toMatchObject({ start: 16, end: 21 })
    expect(inReading).toMatchObject({ source: 'corrigenda:d1/reading', state: { type: 'TimeState' } })
    expect(selected(inReading, reading(document))).toBe('Ugaki')
  })

  test('notes and names', () => {
    const document = report()
    const id = note(document, 'Hasang', 'A lake & more.')
    const at = document.text.indexOf('Ugeki')
    document.layers.change(null, () =>
      document.layers.setName({
        id: 'x',
        start: at,
        end: at + 5,
        type: 'person',
        ref: 'u',
        by: 'ann',
        at: 0,
      }),
    )
    const entry = {
      ...newEntry('person', 'Ugaki Kazushige'),
      id: 'u',
      dates: '1868–1956',
      authorities: { viaf: '77' },
    }
    expect(itemsOf(document, { register: new Register([entry]) })).toMatchObject([
      {
        id: `corrigenda:d1#note=${id}`,
        motivation: 'commenting',
        body: [
          { value: '<p>A lake &amp; more.</p>', format: 'text/html' },
          { purpose: 'classifying', value: 'explanatory' },
        ],
      },
      {
        motivation: 'identifying',
        body: [
          { type: 'SpecificResource', source: 'https://viaf.org/viaf/77' },
          { purpose: 'identifying', value: 'Ugaki Kazushige (1868–1956)' },
          { purpose: 'classifying', value: 'person' },
        ],
      },
    ])
  })

  test('the reading text has what was added, the place of what was left out, and no catchwords', () => {
    const document = report()
    accept(document, correct(document, '', ' new', { start: 22, end: 22 }))
    accept(document, correct(document, ' Lake', ''))
    const word = document.text.indexOf('Staff')
    correct(document, 'Staff', 'Stuff', { start: word, end: word + 5 })
    const text = reading(document)
    const [added, caught, removed] = itemsOf(document).filter(item => item.motivation === 'editing')
    expect(selected(added.target[1], text)).toBe(' new')
    expect(caught.target).toHaveLength(1)
    expect(selected(removed.target[1], text)).toBe('')
    expect(removed.target[1].selector[1]).toMatchObject({ suffix: ' Hasang.\n' })
    const sources = (option: string) =>
      itemsOf(document, { options: { text: option } })
        .filter(item => item.motivation === 'editing')
        .map(item => item.target.map((t: Any) => t.source.replace(/.*\//, '')))
    expect(sources('received')).toEqual([['received'], ['received'], ['received']])
    expect(sources('reading')).toEqual([['reading'], ['received'], ['reading']])
  })

  test('selectors of 300 random documents select what they quote, in both texts', () => {
    let inReading = 0
    for (let seed = 1; seed <= 300; seed++) {
      const document = anyDocument(new Random(seed))
      const texts = { received: document.text, reading: reading(document) }
      for (const { id, target, motivation, body } of itemsOf(document)) {
        if (typeof target === 'string') continue
        for (const place of target.filter((t: Any) => t.source)) {
          const which = place.source.endsWith('reading') ? 'reading' : 'received'
          const words = selected(place, texts[which])
          if (which === 'received') continue
          inReading++
          // What an accepted correction adds stands there, signs of the source’s marks aside.
          const standing = body.find((b: Any) => b.purpose === 'tagging')?.value
          const typed = document.corrections.get(decodeURIComponent(id.split('=')[1]))
          if (motivation === 'editing' && standing === 'accepted' && typed)
            expect(bare(words), `seed ${seed}`).toContain(bare(typed.text))
        }
      }
    }
    expect(inReading).toBeGreaterThan(1_000)
  })

  test('of no annotations is a collection of none; twice the same is the same', () => {
    const made = exported(report())
    expect(collectionOf(made)).toMatchObject({ total: 0, first: { items: [] } })
    expect(writeAnnotations(made)).toEqual(writeAnnotations(made))
  })
})

describe.skipIf(!hasTests)(`what the W3C asks for${hasTests ? '' : ` ${absent}`}`, () => {
  test('holds for every annotation, page and collection, whatever somebody typed', () => {
    const annotation = assertionsOf('annotations/annotationMusts.test')
    const collection = assertionsOf('collections/collectionMusts.test')
    const onePage = assertionsOf('collections/pages/pageMusts.test')
    let count = 0
    for (let seed = 1; seed <= 40; seed++) {
      const made = written(hostileDocument(seed).exported)
      expect(collection(made), `seed ${seed}`).toEqual([])
      expect(onePage(made), `seed ${seed}`).toEqual([])
      for (const item of made.first.items) {
        expect(annotation({ '@context': made['@context'], ...item }), `seed ${seed} ${item.id}`).toEqual([])
        count++
      }
    }
    expect(count).toBeGreaterThan(300)
    expect(
      annotation({ '@context': 'http://www.w3.org/ns/anno.jsonld', id: 'x', type: 'Annotation' }),
    ).not.toEqual([])
  })

  test('expands to linked data without losing a key', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const made = written(hostileDocument(seed).exported)
      const [node] = await expanded(made)
      const [list] =
        node['https://www.w3.org/ns/activitystreams#first'] ??
        node['http://www.w3.org/ns/activitystreams#first']
      const items = list['http://www.w3.org/ns/activitystreams#items'][0]['@list']
      expect(items).toHaveLength(made.total)
      for (const item of items)
        expect(item['http://www.w3.org/ns/oa#motivatedBy'][0]['@id']).toMatch(/#\w+ing$/)
    }
    await expect(expanded({ ...collectionOf(exported(report())), unknown: 1 })).rejects.toThrow()
  })
})

/** What is exported cannot run what somebody typed, however it was typed. */
import { createHash } from 'node:crypto'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { describe, expect, test } from 'vitest'
import { html } from '../../../schema/formats/html/write.js'
import { writeTei } from '../../../schema/formats/tei/write.js'
import { views } from '../../../schema/readings.js'
import { hostileDocument, hostileWords } from '../../support/hostile.js'
import { edited, exported } from '../../support/layers.js'
import { absent } from '../../support/material.js'
import { faultsOf, hasSchema } from '../../support/tei-schema.js'
import { p, witness } from '../../support/witness.js'

type Element = DefaultTreeAdapterTypes.Element

/** All that our HTML is made of. What runs, loads, embeds, submits or moves the page is not among it. */
const elements = new Set(
  (
    'html head meta title style body input nav label main header p h1 h2 h3 h4 h5 h6 table tbody tr th td a br section ul ol li ' +
    'span article div del ins mark em strong i b s u sup sub small code blockquote hr footer dl dt dd aside abbr cite q wbr'
  ).split(' '),
)
const attributes =
  /^(lang|charset|name|content|http-equiv|type|id|class|checked|for|aria-[a-z]+|role|scope|href|rel|title|value|start|dir|data-[a-z-]+|cite|hidden)$/

function elementsOf(node: DefaultTreeAdapterTypes.Node, found: Element[] = []): Element[] {
  if ('tagName' in node) found.push(node)
  if ('childNodes' in node) for (const child of node.childNodes) elementsOf(child, found)
  return found
}

/** What in a page could run, or send for something; empty where there is nothing. */
function dangersIn(page: string): string[] {
  const dangers: string[] = []
  const errors: string[] = []
  const all = elementsOf(
    parse(page, { onParseError: ({ code, startLine }) => errors.push(`${code} in line ${startLine}`) }),
  )
  for (const { tagName, attrs } of all) {
    if (!elements.has(tagName)) dangers.push(`<${tagName}>`)
    for (const { name, value } of attrs) {
      if (!attributes.test(name)) dangers.push(`<${tagName} ${name}>`)
      if (name === 'href' && !/^(#|https?:\/\/|mailto:)/i.test(value))
        dangers.push(`<${tagName} href="${value}">`)
      if (name === 'http-equiv' && value !== 'Content-Security-Policy') dangers.push(`http-equiv ${value}`)
    }
  }
  for (const once of ['html', 'head', 'body', 'title', 'style', 'main'])
    if (all.filter(({ tagName }) => tagName === once).length !== 1) dangers.push(`not one <${once}>`)
  // Characters that HTML does not have are told as errors too, and do no harm.
  return [...dangers, ...errors.filter(error => !/control-character|noncharacter|surrogate/.test(error))]
}

describe('what looks for dangers finds them', () => {
  test.each([
    '<script>1</script>',
    '<a onclick="x">',
    '<a href="javascript:x">',
    '<p style="x">',
    '<iframe>',
    '<svg>',
    '<a href=x" y>',
  ])('%s', danger => {
    const page = html(exported(edited(witness(p('Text.')))))
    expect(dangersIn(page)).toEqual([])
    expect(dangersIn(page.replace('<article', `${danger}<article`))).not.toEqual([])
  })
})

describe('the HTML edition', () => {
  test('of 150 documents full of traps has nothing that runs or is sent for', () => {
    let traps = 0
    for (let seed = 1; seed <= 150; seed++) {
      const { exported } = hostileDocument(seed)
      const page = html(exported, views[seed % views.length]!)
      expect(dangersIn(page), `seed ${seed}`).toEqual([])
      traps += page.split('alert(1)').length - 1
    }
    // The words are there, as words.
    expect(traps).toBeGreaterThan(2_000)
  })

  test.each(hostileWords)('%j is a title and nothing else', title => {
    const page = html(
      exported(edited(witness(p(title))), { title, edition: title, metadata: { url: title } }),
    )
    expect(dangersIn(page)).toEqual([])
  })

  test('carries a policy that lets nothing run, even if something were there', () => {
    const page = html(exported(edited(witness(p('Text.')))))
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)![1]!
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!
    const hash = createHash('sha256').update(style).digest('base64')
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`)
    expect(page.indexOf(policy)).toBeLessThan(page.indexOf('<title>'))
  })
})

describe('TEI', () => {
  test.skipIf(!hasSchema)(
    `of 20 documents full of traps is well-formed and valid${hasSchema ? '' : ` ${absent}`}`,
    () => {
      for (let seed = 1; seed <= 20; seed++) {
        const { exported } = hostileDocument(seed)
        const xml = new TextDecoder().decode(writeTei(exported, views[seed % views.length]!))
        expect(faultsOf(xml), `seed ${seed}`).toEqual([])
        // Whatever is declared before the first element would be entities that a reader might follow.
        expect(xml.slice(0, xml.indexOf('<TEI'))).not.toMatch(/DOCTYPE|ENTITY|stylesheet/)
        expect(xml).not.toMatch(/<!(?!--)|<script|target="(?!#|https?:|mailto:)/i)
      }
    },
    120_000,
  )
})

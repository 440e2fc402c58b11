import type { Nodes, RootContent } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { describe, expect, test } from 'vitest'
import { wellFormed } from '../../../../schema/formats/html/escape.js'
import type { Exported } from '../../../../schema/formats/index.js'
import { Footnotes } from '../../../../schema/formats/markdown/notes.js'
import { writtenOf } from '../../../../schema/formats/markdown/text.js'
import { markdown } from '../../../../schema/formats/markdown/write.js'
import type { View } from '../../../../schema/readings.js'
import { anyDocument } from '../../../support/anything.js'
import { hostileDocument, hostileWords } from '../../../support/hostile.js'
import { accept, correct, edited, exported, note } from '../../../support/layers.js'
import { fill, list, para, quote } from '../../../support/note-bodies.js'
import { Random } from '../../../support/random.js'
import { block, heading, item, p, speech, witness } from '../../../support/witness.js'

const parsed = (text: string) =>
  fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })

function textOf(node: Nodes): string {
  if (node.type === 'break') return '\n'
  if (node.type === 'text') return node.value
  if (node.type === 'footnoteReference') return `[${node.label}]`
  return 'children' in node ? node.children.map(textOf).join('') : `<${node.type}>`
}

/** The paragraphs, headings and items of a tree, in order. */
function linesOf(nodes: readonly RootContent[]): string[] {
  return nodes.flatMap(node => {
    if (node.type === 'footnoteDefinition') return []
    if (node.type === 'list' || node.type === 'listItem' || node.type === 'blockquote')
      return linesOf(node.children)
    return [textOf(node)]
  })
}

function* nodesOf(node: Nodes): Generator<Nodes> {
  yield node
  if ('children' in node) for (const child of node.children) yield* nodesOf(child)
}

const shown = (text: string) =>
  wellFormed(text)
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, c => String.fromCharCode(0x2400 + c.charCodeAt(0)))

/** What was written is read back as the same paragraphs with the same marks of notes, and nothing of it is HTML. */
function readsBack(given: Exported, view: View, why = ''): void {
  const root = parsed(markdown(given, view))
  for (const { type } of nodesOf(root)) expect(type, why).not.toBe('html')
  const notes = view === 'received' ? null : new Footnotes(given)
  const expected = writtenOf(given.document, view, notes).map(({ flow, runs }) => {
    const text = runs.map(run => (run.raw ? run.text.replace('^', '') : shown(run.text))).join('')
    return flow.kind === 'heading' ? text.replace(/\n/g, ' ') : text
  })
  // A list’s own sign is the marker of an item.
  const bare = (line: string) => line.replaceAll('\u200b', '').replace(/^(\d{1,9}\.|[-•*–])[ \t]+(?=\S)/, '')
  const lines = linesOf(root.children)
  expect(lines.slice(0, expected.length).map(bare), why).toEqual(expected.map(bare))
  expect(lines[expected.length] ?? 'Works cited', why).toBe('Works cited')
  const definitions = root.children.filter(node => node.type === 'footnoteDefinition')
  expect(definitions, why).toHaveLength(notes ? given.document.notes.size : 0)
}

describe('Markdown', () => {
  test('of a small document', () => {
    const document = edited(
      witness(
        heading(1, 'A Report'),
        p('from Minister Ugeki *now*'),
        speech('Stalin', 'Stalin: Yes.'),
        item(1, '1.', 'one'),
        item(2, '-', 'inner'),
        item(1, '2.', 'two'),
        block('quotation', 'Quoted\nlines'),
        p('1. not a list'),
      ),
    )
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    const id = note(document, 'Ugeki', '')
    fill(document, id, para('One.'), list(true, [para('a')], [para('b')]), quote(para('Q')))
    expect(markdown(exported(document), 'reading')).toBe(
      [
        '# A Report',
        'from Minister Ugaki[^1] \\*now\\*',
        '**Stalin:** Yes.',
        '1. one\n   - inner\n2. two',
        '> Quoted\\\n> lines',
        '1\\. not a list',
        '[^1]: One.\n\n    1. a\n    2. b\n\n    > Q\n',
      ].join('\n\n'),
    )
    expect(markdown(exported(document, { options: { apparatus: 'end' } }), 'reading')).toContain(
      '## Emendations\n\n- ¶ 2. **Ugaki** \\] Ugeki',
    )
    expect(markdown(exported(document), 'received')).toContain('Minister Ugeki \\*now')
  })

  test.each([
    ...hostileWords,
    ...[
      '# x',
      '#',
      'x\n===',
      'x\n---',
      '- x',
      '+ x',
      '* x',
      '1) x',
      '> x',
      '    code',
      '```\nx',
      '~~~',
      'x #',
      '\tx',
    ],
    ...[
      '| a | b |\n|---|---|',
      'a\n:-:',
      '[x]: y',
      '[^1]: x',
      '![x](y)',
      '<b>',
      '&amp;',
      '&#65;',
      '**x**',
      '_x_',
    ],
    ...[
      '~~x~~',
      'a  \nb',
      '\\',
      'a\\\nb',
      '[ ] x',
      '$x$',
      'a\n\nb',
      '!',
      'www.a.org http://a.org',
      'a@b.org',
    ],
  ])('%j reads back as it is in every kind of block', words => {
    for (const kind of ['paragraph', 'item', 'quotation', 'heading', 'rule', 'speech'] as const) {
      const document = edited(
        witness(p('before'), block(kind, `${words}x`), block(kind, `x${words}`), p('after')),
      )
      readsBack(exported(document), 'reading', kind)
    }
  })

  test('reads back as the same text, with every note, whatever the document', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const document = anyDocument(new Random(seed))
      for (const view of ['reading', 'diplomatic', 'received'] as const)
        readsBack(exported(document), view, `seed ${seed} ${view}`)
    }
  })

  test('has no HTML and no dangerous address, whatever somebody typed', () => {
    for (let seed = 1; seed <= 80; seed++) {
      const { exported: given } = hostileDocument(seed)
      readsBack(given, 'reading', `seed ${seed}`)
      const whole = parsed(markdown({ ...given, options: { apparatus: 'end' } }, 'reading'))
      for (const node of nodesOf(whole)) {
        expect(node.type, `seed ${seed}`).not.toMatch(
          /^(html|image|.*Reference|definition|code|inlineCode)$(?<!footnoteReference)/,
        )
        if (node.type === 'link') expect(node.url).toMatch(/^(https?:|mailto:)/i)
      }
    }
  })
})

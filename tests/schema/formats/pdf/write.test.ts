import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { calledNotes } from '../../../../schema/formats/called-notes.js'
import { escaped, literal, withBreaks } from '../../../../schema/formats/pdf/escape.js'
import { hasGlyph, lackingIn } from '../../../../schema/formats/pdf/glyphs.js'
import { typst } from '../../../../schema/formats/pdf/write.js'
import { defaultSettings } from '../../../../schema/settings.js'
import { hostileWords } from '../../../support/hostile.js'
import { accept, correct, edited, exported, note } from '../../../support/layers.js'
import { Random } from '../../../support/random.js'
import { block, heading, p, page, stamp, witness } from '../../../support/witness.js'

/** What Typst reads markup as, for text of ours: `\` before a sign is that sign, `#name;` is a call. Throws at any other sign
 * that Typst could take for markup. */
function read(markup: string): string {
  return markup.replace(
    /\\([^\sA-Za-z0-9])|#or-break;|#linebreak\(\);|[\\`*_#$<>@[\]~/=+\-'".:;]/g,
    (found, sign) => {
      if (sign !== undefined) return sign
      if (found === '#or-break;') return ''
      if (found === '#linebreak();') return '\n'
      throw new Error(`${found} is left in ${markup}`)
    },
  )
}

const shown = (text: string) =>
  text
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/g, '\ufffd')
    .replace(/[\s\u0085]+/g, white => (/^[\u00a0\u202f]+$/.test(white) ? white : ' '))

describe('spelling Typst', () => {
  const signs = [
    ...'\\`*_#$<>@[]~/=+-\'".:;(){}|!?&%^,0a é漢\u00a0\ud83d\ude00\ud800\udc00\u0000\u0085\u2028\t',
  ]

  test('any text is text, and comes out as it went in', () => {
    const random = new Random(5)
    for (let i = 0; i < 3_000; i++) {
      const text = Array.from({ length: random.below(80) }, () => random.pick(signs)).join('')
      expect(read(escaped(text)), JSON.stringify(text)).toBe(shown(text))
    }
    for (const text of hostileWords) expect(read(escaped(text))).toBe(shown(text))
  })

  test('lines are kept, long words may end a line', () => {
    expect(withBreaks('one\ntwo\r\nthree')).toBe('one#linebreak();two#linebreak();three')
    const word = 'x'.repeat(120)
    expect(read(escaped(word))).toBe(word)
    expect(
      escaped(word)
        .split('#or-break;')
        .every(part => part.length <= 25),
    ).toBe(true)
    expect(escaped('x'.repeat(50))).toBe('x'.repeat(50))
  })

  test('a string of code ends where it should', () => {
    const random = new Random(6)
    for (let i = 0; i < 2_000; i++) {
      const text = Array.from({ length: random.below(40) }, () => random.pick(signs)).join('')
      expect(literal(text)).toMatch(/^"(?:[^"\\\n]|\\["\\])*"$/)
      expect(
        literal(text)
          .slice(1, -1)
          .replace(/\\(["\\])/g, '$1'),
      ).toBe(shown(text).replace(/[\s\u0085]+/g, ' '))
    }
  })
})

describe('the source', () => {
  const document = () => {
    const made = edited(witness(heading(1, 'Title'), page('3', p('from Ugeki.')), stamp('16 Aug'), p('End.')))
    accept(made, correct(made, 'Ugeki', 'Ugaki'))
    note(made, 'from', 'Whence?')
    return made
  }

  test('is the text in calls of the style, one line a paragraph', () => {
    const source = typst(exported(document(), { title: 'Title' }))
    expect(source).toContain('#title-heading(n: 1)[Title]')
    expect(source).toContain(
      '#p(n: 2)[#at("p2")#beside(source-page[p\\.\u00a03])from#foot-note("explanatory", "1", "n1")[Whence?] #at("c1")#emended[Ugaki]\\.]',
    )
    expect(source).toContain('#p(n: 3, indent: 1.3em)[#beside(stamp[16 Aug])End\\.]')
    expect(source).toContain('#to("c1", "p2")[#entry-place[¶ 2\\. ]]#lemma[Ugaki] \\] Ugeki')
    expect(typst(exported(document(), { title: 'Title' }))).toBe(source)
  })

  test('keeps to the principles of the edition', () => {
    const { principles } = defaultSettings
    const settings = {
      ...defaultSettings,
      language: 'de',
      principles: {
        ...principles,
        correction: { choice: 'listed', text: '' },
        stamps: { choice: 'listed', text: '' },
      },
    } as const
    const source = typst(exported(document(), { settings }))
    expect(source).not.toContain('#emended[')
    expect(source).not.toContain('#beside(stamp[')
    expect(source).toContain('#set text(lang: "de")')
    expect(source).toContain('Editorial declaration')
    expect(typst(exported(document(), { settings }), 'received')).toContain('#beside(stamp[16 Aug])')
  })

  test.each([
    ['fr-CA', 'lang: "fr", region: "CA"'],
    ['sr-Latn-RS', 'lang: "sr", region: "RS"'],
    ['ru', 'lang: "ru"'],
    ['no language', 'lang: "en"'],
    ['"); #panic()', 'lang: "en"'],
  ])('the language %j is set as %s', (language, set) => {
    expect(typst(exported(document(), { metadata: { language } }))).toContain(`#set text(${set})`)
  })

  test('a time that is none gives no date', () => {
    expect(typst(exported(document(), { at: Number.NaN }))).toContain('date: none)')
    expect(typst(exported(document(), { at: 8.64e15 }))).toContain('date: none)')
  })
})

test('notes of the source are found by what calls them, numbers that begin anew included', () => {
  const made = witness(
    {
      ...p('One [1] and [2].'),
      spans: [
        { type: 'note-ref', words: '[1]' },
        { type: 'note-ref', words: '[2]' },
      ],
    },
    block('note', '[1] First.', { n: '1' }),
    block('note', '[2] Second.', { n: '2' }),
    block('note', 'More of it.', { continues: true }),
    { ...p('Next [1].'), spans: [{ type: 'note-ref', words: '[1]' }] },
    block('note', '[1] Third.', { n: '1' }),
    block('note', '[9] Called by nothing.', { n: '9' }),
  )
  expect([...calledNotes(edited(made))]).toEqual([
    ['s1', { mark: '1', blocks: [1] }],
    ['s2', { mark: '2', blocks: [2, 3] }],
    ['s3', { mark: '1', blocks: [5] }],
  ])
})

test('a note of the source, and the notes around and in it, all stand where they are called', () => {
  const made = edited(
    witness(
      { ...p('One [1] and more words.'), spans: [{ type: 'note-ref', words: '[1]' }] },
      block('note', 'The first of them.', { n: '1' }),
    ),
  )
  for (const words of ['One', 'first', 'more']) note(made, words, `On ${words}.`)
  expect(typst(exported(made))).toContain(
    'One#foot-note("explanatory", "1", "n1")[On One\\.] #source-note("1")[The first#foot-note("explanatory", "3", "n3")[On first\\.] of them\\.] and more#foot-note("explanatory", "2", "n2")[On more\\.] words\\.]',
  )
})

describe('the typeface', () => {
  test('has the characters that we say it has', () => {
    const file = import.meta.resolve(
      '@expo-google-fonts/libertinus-serif/400Regular/LibertinusSerif_400Regular.ttf',
    )
    const has = charactersOf(readFileSync(fileURLToPath(file)))
    for (let code = 0x21; code < 0x20000; code++) {
      const character = String.fromCodePoint(code)
      if (!/[\s\p{Default_Ignorable_Code_Point}\p{Cs}]/u.test(character))
        expect(hasGlyph(character), code.toString(16)).toBe(has.has(code))
    }
  })

  test('what it lacks is told once, in order', () => {
    expect(lackingIn('字 a 漢 é 漢\u200d \u{1f469}')).toEqual(['字', '漢', '\u{1f469}'])
  })
})

/** The characters of a TrueType font (OpenType §cmap, formats 4 and 12). */
function charactersOf(bytes: Buffer): Set<number> {
  const found = new Set<number>()
  const tables = bytes.readUInt16BE(4)
  for (let i = 0; i < tables; i++) {
    const record = 12 + 16 * i
    if (bytes.toString('latin1', record, record + 4) !== 'cmap') continue
    const at = bytes.readUInt32BE(record + 8)
    for (let k = 0; k < bytes.readUInt16BE(at + 2); k++) {
      const table = at + bytes.readUInt32BE(at + 8 + 8 * k)
      const format = bytes.readUInt16BE(table)
      if (format === 12) addGroups(bytes, table, found)
      else if (format === 4) addSegments(bytes, table, found)
    }
  }
  return found
}

function addGroups(bytes: Buffer, table: number, found: Set<number>): void {
  for (let i = 0; i < bytes.readUInt32BE(table + 12); i++) {
    const group = table + 16 + 12 * i
    for (let c = bytes.readUInt32BE(group); c <= bytes.readUInt32BE(group + 4); c++) found.add(c)
  }
}

function addSegments(bytes: Buffer, table: number, found: Set<number>): void {
  const count = bytes.readUInt16BE(table + 6) / 2
  for (let i = 0; i < count; i++) {
    const end = bytes.readUInt16BE(table + 14 + 2 * i)
    const start = bytes.readUInt16BE(table + 16 + 2 * count + 2 * i)
    const delta = bytes.readUInt16BE(table + 16 + 4 * count + 2 * i)
    const place = table + 16 + 6 * count + 2 * i
    const range = bytes.readUInt16BE(place)
    for (let c = start; c <= end && c < 0xffff; c++) {
      const glyph = range === 0 ? c : bytes.readUInt16BE(place + range + 2 * (c - start))
      if (((range !== 0 && glyph === 0 ? 0 : glyph + delta) & 0xffff) !== 0) found.add(c)
    }
  }
}

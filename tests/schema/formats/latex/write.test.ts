import { describe, expect, test } from 'vitest'
import { flowOf, winnersInWords } from '../../../../schema/formats/flow.js'
import { wellFormed } from '../../../../schema/formats/html/escape.js'
import { type Exported, readFile } from '../../../../schema/formats/index.js'
import { latex } from '../../../../schema/formats/latex/write.js'
import { markdownReader } from '../../../../schema/formats/markdown/read/read.js'
import { markdown } from '../../../../schema/formats/markdown/write.js'
import { Signs } from '../../../../schema/formats/plain/signs.js'
import { defaultSettings } from '../../../../schema/settings.js'
import { formeWork } from '../../../../schema/structure.js'
import { anyDocument } from '../../../support/anything.js'
import { hostileDocument, hostileWords } from '../../../support/hostile.js'
import { accept, correct, edited, exported, note } from '../../../support/layers.js'
import { fill, list, para } from '../../../support/note-bodies.js'
import { Random } from '../../../support/random.js'
import { block, heading, item, on, p, page, speech, stamp, witness } from '../../../support/witness.js'

/** How many arguments each command takes, and which of them is text of the edition. */
const commands: Readonly<Record<string, readonly [args: number, text: number | null]>> = {
  edtext: [2, 0],
  noteA: [2, null],
  noteB: [2, null],
  noteC: [2, null],
  incell: [2, 1],
  ledsidenote: [1, null],
  emph: [1, 0],
  speaker: [1, 0],
  listed: [1, null],
  ...Object.fromEntries(['', 'sub', 'subsub'].map(s => [`eled${s}section`, [1, 0] as const])),
}
const letters: Readonly<Record<string, string>> = {
  textbackslash: '\\',
  textasciicircum: '^',
  textasciitilde: '~',
  textasciigrave: '`',
  unreadable: '\ufffd',
  newline: ' ',
  leavevmode: '',
  bfseries: '',
  quoted: '',
}

/** The text of a stretch of our LaTeX, read as TeX reads it; throws at what it could not read, and at what we never write. */
class Tex {
  private at = 0
  constructor(private readonly source: string) {}

  read(isGroup = false): string {
    let out = ''
    for (; this.at < this.source.length; ) {
      const c = this.source[this.at++]!
      if (c === '{') out += this.read(true)
      else if (c === '}') {
        if (isGroup) return out
        throw new Error(`a brace closes nothing at ${this.at}`)
      } else if (c === '\\') out += this.command()
      else if (/[%#&_$^]/.test(c)) throw new Error(`${c} at ${this.at}`)
      else out += c
    }
    if (isGroup) throw new Error('a brace is left open')
    return out
  }

  private command(): string {
    const name = /[a-zA-Z]+|./suy
    name.lastIndex = this.at
    const word = name.exec(this.source)?.[0] ?? ''
    this.at += word.length
    if (/^[{}%#&_$]$/.test(word)) return word
    if (word.startsWith('eled') && this.source[this.at] === '*') this.at++
    const known = commands[word]
    if (known) {
      const args = Array.from({ length: known[0] }, (_, i) =>
        i === known[1] ? this.group() : this.skipped(),
      )
      return known[1] === null ? '' : args[known[1]]!
    }
    const letter = letters[word]
    if (letter === undefined) throw new Error(`\\${word} at ${this.at}`)
    if (!this.source.startsWith('{}', this.at)) throw new Error(`\\${word} swallows a space`)
    this.at += 2
    return letter
  }

  private group(): string {
    if (this.source[this.at++] !== '{') throw new Error(`an argument is missing at ${this.at}`)
    return this.read(true)
  }

  /** An argument that is not text: its braces are balanced all the same. */
  private skipped(): string {
    if (this.source[this.at++] !== '{') throw new Error(`an argument is missing at ${this.at}`)
    for (let depth = 1; depth > 0; this.at++) {
      if (this.at >= this.source.length) throw new Error('an argument is left open')
      if (this.source[this.at] === '\\') this.at++
      else if (this.source[this.at] === '{') depth++
      else if (this.source[this.at] === '}') depth--
    }
    return ''
  }
}

const bodyOf = (source: string) =>
  source.slice(source.indexOf('\\beginnumbering'), source.indexOf('\\endnumbering'))

function paragraphsOf(source: string): string[] {
  const body = bodyOf(source)
  expect(body.split('\\pstart')).toHaveLength(body.split('\\pend').length)
  return [...body.matchAll(/\\pstart([\s\S]*?)\\pend/g)].map(([, inside]) => bare(new Tex(inside!).read()))
}

const bare = (text: string) =>
  wellFormed(text)
    .replace(/[\s\u0085]+/g, ' ')
    .replace(/[\u0000-\u001f\u007f]/g, c =>
      c === '\u007f' ? '\u2421' : String.fromCharCode(0x2400 + c.charCodeAt(0)),
    )
    .trim()

/** What is set is the reading text, paragraph by paragraph. */
function setsTheText(given: Exported, why = ''): string {
  const source = latex(given)
  const { document } = given
  const signs = new Signs(document)
  const expected = flowOf(document, 'reading', { corrections: winnersInWords(document) })
    .filter(({ kind }) => !formeWork.has(kind))
    .map(({ pieces }) => pieces.filter(({ kind }) => !formeWork.has(kind)).map(piece => signs.textOf(piece)))
    .map(parts => bare(parts.join('')).replaceAll(' ', ''))
    .filter(text => text !== '')
  const read = paragraphsOf(source).map(text => text.replaceAll(' ', ''))
  // Notes on what this text has not got stand in a paragraph of their own.
  expect(
    read.filter(text => text !== ''),
    why,
  ).toEqual(expected)
  expect(bodyOf(source).match(/\\note[AB]\{/g)?.length ?? 0, why).toBe(document.notes.size)
  return source
}

const report = () =>
  edited(
    witness(
      heading(1, 'A Report'),
      page('1', p('from Minister Ugeki to [50 %]')),
      stamp('RECEIVED #15'),
      page('2', on('Staff word at Lake Hasang.')),
      speech('Stalin', 'Stalin: Yes.'),
      item(2, '(a)', 'one'),
      block('quotation', 'Quoted\nlines'),
    ),
  )

describe('LaTeX for reledmac', () => {
  test('of a small document', () => {
    const document = report()
    accept(
      document,
      correct(document, 'e', 'a', { start: 26, end: 27, evidence: 'external', reason: 'so in A_1' }),
    )
    accept(document, correct(document, ' word', ''))
    correct(document, 'Hasang', 'Khasan')
    note(document, 'Minister', 'So the typescript.', { type: 'textual' })
    fill(
      document,
      note(document, 'Lake', ''),
      para('A lake & more.'),
      list(true, [para('one')], [para('two')]),
    )
    const source = setsTheText(exported(document))
    expect(bodyOf(source)).toBe(
      [
        '\\beginnumbering',
        '\\pstart\n\\eledsection*{A Report}\n\\pend',
        '\\pstart\\leavevmode{}\\ledsidenote{p.~1}from Minister\\noteA{a}{So the typescript.} \\edtext{Ugaki}{\\Afootnote{Ugeki\\textit{ (ext.; A.A.)} so in A\\_1.}} to {[}50 \\%{]}\\ledsidenote{\\textit{RECEIVED \\#15}}\\ledsidenote{p.~2} Staff\\edtext{}{\\lemma{\\textit{left out}}\\Afootnote{word\\textit{ (A.A.)}}} at Lake\\noteB{1}{A lake \\& more.\\newline{}1. one\\newline{}2. two} Hasang.\\pend',
        '\\pstart\\leavevmode{}\\speaker{Stalin:} Yes.\\pend',
        '\\pstart\\listed{2}(a) one\\pend',
        '\\pstart\\quoted{}Quoted\\newline{}lines\\pend',
        '',
      ].join('\n'),
    )
    expect(source).toContain('\\section*{Sigla}\n\\noindent A.A. Ann Author\\par')
  })

  test('a page that begins within a paragraph is in the margin of its words', () => {
    const document = report()
    const at = document.text.indexOf('Lake')
    document.layers.change(null, () => document.layers.setMilestone({ id: 'm', at, type: 'pb', n: '2a' }))
    expect(setsTheText(exported(document))).toContain('word at \\ledsidenote{p.~2a}Lake Hasang')
  })

  test('tables are tables, with their apparatus', () => {
    const cell = (row: number, n: number, text: string, more = {}) =>
      block('paragraph', text, { table: 1, row, cell: n, ...more })
    const document = edited(
      witness(
        p('before'),
        cell(1, 1, 'Name', { role: 'label' }),
        cell(1, 2, 'Rank', { role: 'label' }),
        page('2', cell(2, 1, 'Ugeki & Co.')),
        stamp('SEEN'),
        cell(3, 2, 'Minister\nof War'),
        cell(3, 2, 'again'),
        block('paragraph', 'x\ty', { table: 2, row: 1, cells: 2 }),
        block('paragraph', 'a', { table: 3, row: 2, cell: 1 }),
        block('paragraph', 'b', { table: 3, row: 1, cell: 1 }),
      ),
    )
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    note(document, 'Minister', 'So.')
    expect(bodyOf(latex(exported(document)))).toBe(
      [
        '\\beginnumbering',
        '\\pstart\\leavevmode{}before\\pend',
        '\\pstart',
        '\\begin{edtabularl}',
        '\\incell{0.159}{\\bfseries{}Name} & \\incell{0.209}{\\bfseries{}Rank} \\\\',
        '\\incell{0.159}{\\ledsidenote{p.~2}\\edtext{Ugaki}{\\Afootnote{Ugeki\\textit{ (A.A.)}}} \\& Co.} & \\incell{0.209}{} \\\\',
        '\\incell{0.159}{} & \\incell{0.209}{\\ledsidenote{\\textit{SEEN}}Minister\\noteB{1}{So.}\\newline{}of War\\newline{}again} \\\\',
        '\\end{edtabularl}',
        '\\pend',
        '\\pstart',
        '\\begin{edtabularl}',
        '\\incell{0.098}{x} & \\incell{0.098}{y} \\\\',
        '\\end{edtabularl}',
        '\\pend',
        '\\pstart\\leavevmode{}a\\pend',
        '\\pstart\\leavevmode{}b\\pend',
        '',
      ].join('\n'),
    )
  })

  test('the source’s own notes are footnotes, but for those that hold more than words', () => {
    const file = markdownReader.read(
      new TextEncoder().encode(
        'One[^1] two[^b] three[^c], *again*[^1]\n\n[^1]: A *first* note\n\n    with two paragraphs\n\n[^b]: Ugeki\n\n[^c]: Noted\n',
      ),
      'a.md',
    )
    const document = edited(file.witness!)
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    note(document, 'Noted', 'Ours')
    expect(bodyOf(latex(exported(document)))).toBe(
      [
        '\\beginnumbering',
        '\\pstart\\leavevmode{}One\\noteC{1}{A \\emph{first} note\\newline{}with two paragraphs} two{[}b{]} three{[}c{]}, \\emph{again}{[}1{]}\\pend',
        '\\pstart\\leavevmode{}{[}b{]} \\edtext{Ugaki}{\\Afootnote{Ugeki\\textit{ (A.A.)}}}\\pend',
        '\\pstart\\leavevmode{}{[}c{]} Noted\\noteB{1}{Ours}\\pend',
        '',
      ].join('\n'),
    )
  })

  test('a note that stands between the rows of a table does not divide it', () => {
    const file = readFile(
      new TextEncoder().encode(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><table><row><cell>a<note n="1">A</note></cell></row><row><cell>b</cell></row></table></body></text></TEI>',
      ),
      'a.xml',
    )
    const given = exported(edited(file.witness!))
    expect(latex(given)).toContain('{a\\noteC{1}{A}} \\\\\n\\incell{0.102}{b} \\\\\n\\end{edtabularl}')
    expect(markdown(given, 'reading')).toBe('|  |\n| --- |\n| a[^1] |\n| b |\n\n[^1]: A\n')
  })

  test('every word of a table is in its cell, whatever it is', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed)
      const columns = 1 + random.below(12)
      const rows = Array.from({ length: 1 + random.below(4) }, () =>
        Array.from({ length: columns }, () => `x${random.pick(hostileWords)}`),
      )
      const cells = rows.flatMap((row, r) =>
        row.map((text, c) => block('paragraph', text, { table: 1, row: r + 1, cell: c + 1 })),
      )
      const source = latex(exported(edited(witness(...cells))))
      const lines = source
        .split('\\begin{edtabularl}\n')[1]!
        .split('\\end{edtabularl}')[0]!
        .split(/ \\\\\n/)
      const read = lines.slice(0, -1).map(line => line.split(' & ').map(text => bare(new Tex(text).read())))
      expect(read, `seed ${seed}`).toEqual(rows.map(row => row.map(bare)))
    }
  })

  test('the settings say which corrections have an entry', () => {
    const document = report()
    accept(document, correct(document, 'Hasang', 'Khasan', { kind: 'regularization' }))
    const { apparatus } = defaultSettings
    const settings = {
      ...defaultSettings,
      apparatus: { ...apparatus, witness: 'T', lists: { ...apparatus.lists, regularizations: false } },
    }
    expect(latex(exported(document))).toContain('\\edtext{Khasan}')
    expect(latex(exported(document, { settings }))).not.toContain('\\edtext')
  })

  test.each([
    ...hostileWords,
    '\\input{/etc/passwd}',
    '}\\end{document}',
    '%',
    '^^5c',
    '[x]',
    '\\\\',
    '#1',
    '💡 𝔘',
    "-- '' ``",
    '~ $ & _',
  ])('%j is set as it is', words => {
    for (const kind of ['paragraph', 'heading', 'item', 'quotation', 'stamp'] as const) {
      const document = edited(witness(p('before'), block(kind, `x${words}`), p('after')))
      accept(document, correct(document, 'before', words))
      setsTheText(exported(document, { title: words, edition: words }), kind)
    }
  })

  test('braces are balanced and every word is set, whatever the document and whoever typed', () => {
    let entries = 0
    for (let seed = 1; seed <= 200; seed++) {
      const source = setsTheText(exported(anyDocument(new Random(seed))), `seed ${seed}`)
      entries += source.split('\\edtext{').length - 1
      if (seed <= 100) setsTheText(hostileDocument(seed).exported, `hostile ${seed}`)
    }
    expect(entries).toBeGreaterThan(100)
  })
})

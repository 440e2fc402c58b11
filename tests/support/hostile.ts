/** What somebody types who wants more than to edit: words that would run, load or break out where they are not escaped. */
import * as Y from 'yjs'
import type { Work } from '../../schema/bibliography.js'
import { citationStyles } from '../../schema/citation-styles.js'
import { Citing } from '../../schema/citing.js'
import type { EditedDocument } from '../../schema/document.js'
import type { Exported } from '../../schema/formats/index.js'
import { newEntry, Register } from '../../schema/register.js'
import { anyDocument } from './anything.js'
import { exported } from './layers.js'
import { element, fill, para } from './note-bodies.js'
import { Random } from './random.js'

export const hostileWords = [
  '<script>alert(1)</script>',
  '</script><script>alert(1)//',
  '</title><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '" onfocus="alert(1)" autofocus="',
  '--><script>alert(1)</script><!--',
  ']]><script>alert(1)</script>',
  '<!--',
  '<![CDATA[',
  '<?xml-stylesheet href="javascript:alert(1)"?>',
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<form action=https://evil.example><input name=x>',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https://x.example/" onclick="alert(1)',
  "https://x.example/' onclick='alert(1)",
  'https://x.example/><script>alert(1)</script>',
  'mailto:a@x.example?subject="><script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;',
  '\u0000<scr\u0000ipt>',
  '\u000b\u0008\u007f\u0085\ufffe\ud800',
  'x\u202egpj.exe\u2028\u2029',
  '`+alert(1)+`',
  'expression(alert(1))',
  '} body { background: url(javascript:alert(1)) } x {',
  '__proto__',
  'constructor',
] as const

/** Chance that picks hostile words now and then where a maker of documents picks words or names. */
export class HostileRandom extends Random {
  override pick<T>(list: readonly T[]): T {
    const chosen = super.pick(list)
    const isWords = list.some(word => typeof word === 'string' && /[<"&]/.test(word))
    return isWords && this.chance(0.5) ? (super.pick(hostileWords) as T) : chosen
  }

  get words(): string {
    return super.pick(hostileWords)
  }
}

/** A document in which everything that somebody can type may be hostile. */
export function hostileDocument(seed: number): { document: EditedDocument; exported: Exported } {
  const random = new HostileRandom(seed)
  const document = anyDocument(random)
  for (const id of [...document.layers.noteIds()]) fill(document, id, ...bodyOf(random))
  const works: Work[] = ['w1', 'w2'].map(id => ({
    id,
    type: 'book',
    title: random.words,
    author: [{ family: random.words, given: random.words }],
    publisher: random.words,
    URL: random.words,
    DOI: random.words,
    note: random.words,
    issued: { literal: random.words },
  }))
  const entry = (id: string) => ({
    ...newEntry('person', random.words),
    id,
    variants: [random.words],
    dates: random.words,
    note: random.words,
    authorities: { viaf: random.words, wikidata: random.words },
  })
  return {
    document,
    exported: exported(document, {
      id: random.words,
      title: random.words,
      edition: random.words,
      metadata: Object.fromEntries([
        ['url', random.words],
        ['language', random.words],
        ['date', random.words],
        [random.words, random.words],
        [`x-${random.words}`, random.words],
      ]),
      person: () => random.words,
      register: new Register([entry('r1'), entry('r2')]),
      citing: new Citing(works, random.pick(citationStyles)[0]),
      problems: [
        { severity: 'loss', code: random.words, message: random.words, line: 1, column: 1 },
        { severity: 'guess', code: 'x', message: random.words, line: 1, column: 1 },
      ],
    }),
  }
}

function bodyOf(random: HostileRandom): Y.XmlElement[] {
  const linked = new Y.XmlText()
  linked.insert(0, random.words, { link: { href: random.words } })
  const odd = new Y.XmlText()
  odd.insert(0, random.words, { onclick: 'alert(1)', em: {} })
  const paragraph = para()
  paragraph.insert(0, [linked, odd])
  return [
    paragraph,
    para(
      random.words,
      element('ref', { note: random.words, document: random.words }),
      element('cite', { key: random.pick(['w1', 'w2', random.words]), locator: random.words }),
    ),
    element(
      random.pick(['script', 'iframe', 'paragraph']),
      { onload: 'alert(1)', src: random.words },
      random.words,
    ),
  ]
}

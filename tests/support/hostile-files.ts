/** Files that were made to do harm, or came to harm, for every reader that there is. All are the same each time. */
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate'
import { formats, readers } from '../../schema/formats/index.js'
import type { View } from '../../schema/readings.js'
import { edited, exported } from './layers.js'
import type { Random } from './random.js'
import { pageLine, pageRegion, pageXml } from './scans.js'
import { p, witness } from './witness.js'

/** The word that stands in every sample: where a file is read, it is in the text. */
export const word = 'Ugaki'

/** `hasWord` says that the word stands in the file, spelled plainly, and that nothing forbids to read it. */
export interface HostileFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly hasWord?: boolean
}

const altoXml = `<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page ID="p1" PHYSICAL_IMG_NR="1" HEIGHT="100" WIDTH="100"><PrintSpace HPOS="0" VPOS="0" WIDTH="100" HEIGHT="100"><TextBlock ID="b1" HPOS="0" VPOS="0" WIDTH="100" HEIGHT="20"><TextLine ID="l1" HPOS="0" VPOS="0" WIDTH="100" HEIGHT="20"><String ID="s1" CONTENT="${word}" HPOS="0" VPOS="0" WIDTH="40" HEIGHT="20"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>
`
const samples: Readonly<Record<string, string>> = {
  html: `<!DOCTYPE html>\n<html><head><title>T</title></head><body><h1>One</h1><p>from ${word} to <a href="x">us</a></p></body></html>\n`,
  markdown: `# One\n\nfrom ${word} to *us*[^1]\n\n[^1]: A note.\n`,
  page: pageXml(pageRegion('r1', [pageLine('l1', `from ${word} to us`)])),
  alto: altoXml,
  text: `ONE\n\nfrom ${word} to us.\n`,
}

/** A good file for a reader: what we write in its format, else one by hand; a text where there is neither. */
export function sampleOf(reader: string): Uint8Array {
  const sample = samples[reader]
  if (sample !== undefined) return strToU8(sample)
  const format = formats.find(({ name }) => name === reader)
  if (!format) return strToU8(samples.text!)
  const view = (format.views[0] ?? 'all') as View
  return format.write(exported(edited(witness(p(`from ${word} to us`), p('Two.')))), view)
}

export const extensionOf = (reader: string) =>
  readers.find(({ name }) => name === reader)!.extensions[0] ?? ''

/** Every way in which a good file can be cut short, and what wears it down. */
export function* damaged(sample: Uint8Array, random: Random): Generator<HostileFile> {
  for (let i = 0; i < 80; i++) {
    const length = Math.floor((sample.length * i) / 80)
    yield { name: `cut after ${length} bytes`, bytes: sample.slice(0, length) }
  }
  for (let n = 0; n < 120; n++) {
    const bytes = Array.from(sample)
    for (let times = 1 + random.below(6); times > 0; times--) {
      const at = random.below(bytes.length)
      const what = random.below(4)
      if (what === 0) bytes[at] = random.below(256)
      else if (what === 1) bytes.splice(at, 1 + random.below(20))
      else if (what === 2) bytes.splice(at, 0, ...bytes.slice(at, at + random.below(60)))
      else bytes.splice(at, 0, ...Array.from({ length: random.below(5) }, () => random.below(256)))
    }
    yield { name: `worn, number ${n}`, bytes: Uint8Array.from(bytes) }
  }
  yield { name: 'twice', bytes: joined(sample, sample) }
  yield { name: 'with rubbish before it', bytes: joined(strToU8('rubbish\n'), sample) }
  yield { name: 'with NULs behind it', bytes: joined(sample, new Uint8Array(1000)) }
}

/** What is no file of any format. */
export function* nothings(random: Random): Generator<HostileFile> {
  yield { name: 'an empty file', bytes: new Uint8Array() }
  yield { name: 'white space', bytes: strToU8(' \n\t\r\n '.repeat(1000)) }
  yield { name: 'a byte-order mark', bytes: Uint8Array.of(0xef, 0xbb, 0xbf) }
  yield { name: 'a byte-order mark of UTF-16', bytes: Uint8Array.of(0xff, 0xfe) }
  yield { name: 'half a character', bytes: Uint8Array.of(0xff, 0xfe, 0x41) }
  yield { name: 'NULs', bytes: new Uint8Array(5000) }
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
  yield { name: 'a picture', bytes: Uint8Array.from([...png, ...bytesOf(random, 500)]) }
  yield { name: 'a PDF', bytes: strToU8('%PDF-1.7\n%âãÏÓ\n1 0 obj\n') }
  for (let n = 0; n < 60; n++)
    yield { name: `chance, number ${n}`, bytes: Uint8Array.from(bytesOf(random, random.below(3000))) }
}

const bytesOf = (random: Random, length: number) => Array.from({ length }, () => random.below(256))

/** A file that is text, with traps in the place of its word or around it. */
export function* texts(sample: Uint8Array): Generator<HostileFile> {
  const text = new TextDecoder().decode(sample)
  const put = (name: string, words: string, hasWord = false): HostileFile => ({
    name,
    bytes: strToU8(text.replaceAll(word, () => words)),
    hasWord,
  })
  yield put('a NUL', `a\0b ${word}`)
  yield put('control characters', `\u0001\u0008\u001f\u007f\u0085\u2028\u2029\ufeff ${word}`)
  yield put('what is no character', `\ufffe\uffff ${word}`)
  yield put('letters that read backwards', `\u202e\u2066${word}`, true)
  yield put('marks on a letter', `a${'\u0301'.repeat(50_000)} ${word}`)
  yield put('one line of 2 MB', `${'a '.repeat(1_000_000)}${word}`, true)
  yield put('one word of 2 MB', `${'a'.repeat(2_000_000)} ${word}`, true)
  yield put('20,000 empty lines', `${'\n'.repeat(20_000)}${word}`)
  for (const sign of ['<', '>', '&', '"', '[', ']', '(', '*', '_', '`', '~', '#', '|', '\\', '!['])
    yield put(`a hundred thousand of ${sign}`, `${sign.repeat(100_000)} ${word}`)
  yield put('quotations in quotations', `\n\n${'> '.repeat(10_000)}${word}\n\n`)
  yield put('lists in lists', `\n\n${'- '.repeat(5_000)}${word}\n\n`)
  yield put('references to nothing', `${'[^a]'.repeat(5_000)} ${word}`)
  yield put('numbers of no character', `&#0;&#xD800;&#x110000;&#99999999999; ${word}`)
  // Half a pair, as no UTF-8 has it.
  yield { name: 'unpaired surrogates', bytes: bytesIn(text, word, [0xed, 0xa0, 0x80, 0x41]) }
  yield { name: 'too long a spelling', bytes: bytesIn(text, word, [0xc0, 0xaf, 0xe0, 0x80, 0xaf]) }
  yield { name: 'a byte of Latin-1', bytes: bytesIn(text, word, [0x63, 0x61, 0x66, 0xe9]) }
  for (const encoding of ['UTF-16', 'UTF-32', 'ISO-8859-1', 'Shift_JIS', 'UTF-7', 'x"y', ''])
    yield {
      name: `declared to be ${encoding || 'in no encoding'}`,
      bytes: strToU8(text.replace(/encoding="[^"]*"/, `encoding="${encoding}"`)),
    }
  yield { name: 'UTF-16 that says UTF-8', bytes: wide(`\ufeff${text}`) }
  yield { name: 'UTF-16 that says nothing', bytes: wide(text) }
}

/** An XML file with what has brought down readers of XML. */
export function* xmls(sample: Uint8Array): Generator<HostileFile> {
  const text = new TextDecoder().decode(sample)
  const root = /<([\w:.-]+)[^>]*>\s*(?!.*\?>)/.exec(text.replace(/<\?[\s\S]*?\?>|<![^>]*>/g, ''))?.[1] ?? 'a'
  const doctype = (name: string, inside: string, words: string): HostileFile => {
    const declared = `<!DOCTYPE ${root} ${inside}>`
    const at = text.indexOf(`<${root}`)
    const xml = text.slice(0, at).replace(/<!DOCTYPE[^>]*>/i, '') + declared + text.slice(at)
    return { name, bytes: strToU8(xml.replaceAll(word, () => words)) }
  }
  const levels = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join(
    '',
  )
  yield doctype('an entity bomb', `[<!ENTITY e0 "${'x'.repeat(20)}">${levels}]`, '&e12;')
  yield doctype('an entity of 5 MB, often', `[<!ENTITY e "${'x'.repeat(5_000_000)}">]`, '&e;'.repeat(1000))
  yield doctype('an entity within itself', '[<!ENTITY a "&b;"><!ENTITY b "&a;">]', '&a;')
  yield doctype('a file of the machine', '[<!ENTITY e SYSTEM "file:///etc/passwd">]', `&e; ${word}`)
  yield doctype('a page of the network', '[<!ENTITY e SYSTEM "http://127.0.0.1:1/">]', `&e; ${word}`)
  yield doctype('an entity of parameters', '[<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]', word)
  yield doctype('a grammar elsewhere', 'SYSTEM "http://127.0.0.1:1/evil.dtd"', word)
  const put = (name: string, words: string, hasWord = false): HostileFile => ({
    name,
    bytes: strToU8(text.replaceAll(word, () => words)),
    hasWord,
  })
  for (const name of ['hi', 'div', 'list', 'note', 'table'])
    yield put(`10,000 <${name}> deep`, `${`<${name}>`.repeat(10_000)}${word}${`</${name}>`.repeat(10_000)}`)
  yield put('100,000 elements that never end', `${'<hi>'.repeat(100_000)}${word}`)
  yield put('100,000 ends of nothing', `${'</hi>'.repeat(100_000)}${word}`)
  const many = Array.from({ length: 50_000 }, (_, i) => `a${i}="${i}"`).join(' ')
  yield put('50,000 attributes', `<hi ${many}>${word}</hi>`)
  yield put('an attribute of 5 MB', `<hi rend="${'x'.repeat(5_000_000)}">${word}</hi>`)
  yield put('an attribute twice', `<hi rend="a" rend="b">${word}</hi>`)
  yield put('a name of 1 MB', `<${'a'.repeat(1_000_000)}>${word}</${'a'.repeat(1_000_000)}>`)
  yield put('100,000 instructions', `${'<?a b?>'.repeat(100_000)}${word}`)
  yield put('a remark without end', `<!-- ${word}`)
  yield put('a section without end', `<![CDATA[ ${word}`)
  yield put('a prefix of nothing', `<x:y>${word}</x:y>`)
  yield put('names that a program has', `<__proto__ constructor="a" __proto__="b">${word}</__proto__>`)
  yield put('a script', `<script>alert(1)</script><style>*{}</style>${word}`)
}

/** A ZIP file with what has brought down readers of ZIP files. */
export function* zips(sample: Uint8Array): Generator<HostileFile> {
  const entries = unzipSync(sample)
  const paths = Object.keys(entries)
  const withMore = (more: Zippable): Uint8Array => zipSync({ ...entries, ...more })
  const evil = [
    '../evil.txt',
    '../../../../etc/passwd',
    '/etc/passwd',
    'C:\\evil.txt',
    '..\\evil.txt',
    'a/../../b',
  ]
  yield {
    name: 'paths that lead out of it',
    bytes: withMore(Object.fromEntries(evil.map(path => [path, strToU8('evil')]))),
  }
  yield {
    name: 'names that a program has',
    bytes: withMore({ __proto__: strToU8('a'), constructor: strToU8('b') }),
  }
  const zeros = new Uint8Array(70_000_000)
  for (const path of [...paths.slice(0, 3), 'more.xml'])
    yield { name: `${path} unpacks to 70 MB`, bytes: withMore({ [path]: zeros }) }
  const many = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, i) => [`many/${i}.xml`, new Uint8Array()]),
  )
  yield { name: '20,000 entries', bytes: withMore(many) }
  yield { name: 'itself within itself', bytes: withMore({ 'inner.zip': sample }) }
  yield { name: 'nothing in it', bytes: zipSync({}) }
  yield {
    name: 'empty entries',
    bytes: zipSync(Object.fromEntries(paths.map(path => [path, new Uint8Array()]))),
  }
  for (const size of [0xffffffff, 0x7fffffff, 200_000_000])
    yield { name: `sizes said to be ${size}`, bytes: declaring(sample, size) }
}

/** Says of every entry that it unpacks to `size` bytes. */
function declaring(sample: Uint8Array, size: number): Uint8Array {
  const bytes = sample.slice()
  const view = new DataView(bytes.buffer)
  for (let at = 0; at + 46 < bytes.length; at++) {
    const mark = view.getUint32(at, true)
    if (mark === 0x04034b50) view.setUint32(at + 22, size, true)
    if (mark === 0x02014b50) view.setUint32(at + 24, size, true)
  }
  return bytes
}

export const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b
export const isXml = (bytes: Uint8Array) => bytes[0] === 0x3c

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((n, part) => n + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** A text in UTF-8 with bytes in the place of some words. */
function bytesIn(text: string, words: string, bytes: readonly number[]): Uint8Array {
  const parts = text.split(words).map(part => strToU8(part))
  return joined(...parts.flatMap((part, i) => (i === 0 ? [part] : [Uint8Array.from(bytes), part])))
}

function wide(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  for (let i = 0; i < text.length; i++) {
    bytes[2 * i] = text.charCodeAt(i) & 0xff
    bytes[2 * i + 1] = text.charCodeAt(i) >> 8
  }
  return bytes
}

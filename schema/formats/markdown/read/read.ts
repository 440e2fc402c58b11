/** The reader of Markdown. */
import { type Reader, unread, withoutExtension } from '../../reader.js'
import { Remarks, recognised, Unreadable, withoutRange } from '../../remarks.js'
import { decode } from '../../text/decode.js'
import { WitnessBuilder } from '../../witness-builder.js'
import { frontMatterOf } from './front-matter.js'
import { parsed } from './parse.js'
import { looksLikeMarkdown } from './signs.js'
import { MarkdownText } from './text.js'

export const markdownReader: Reader = {
  name: 'markdown',
  title: 'Markdown',
  extensions: ['.md', '.markdown'],
  recognises: (bytes, name) =>
    /\.(?:md|markdown|mdown|mkdn?|mdtext)$/i.test(name) ||
    (!/\.(?:txt|text|xml|html?|csv|json|tex)$/i.test(name) && looksLikeMarkdown(bytes)),
  read(bytes, name) {
    const decoded = decode(bytes)
    if ('error' in decoded) return unread('markdown', bytes, name, [decoded.error])
    const { text, encoding, bom, guess } = decoded
    const remarks = new Remarks(text)
    try {
      const matter = frontMatterOf(text)
      const base = matter?.length ?? 0
      for (const { key, at } of matter?.leftOut ?? [])
        remarks.say(
          'loss',
          'front-matter',
          `What stands under “${key}” at the head was left out: it is more than a list`,
          at,
        )
      const builder = new WitnessBuilder()
      const body = text.slice(base)
      try {
        new MarkdownText(builder, remarks, base).read(parsed(body))
      } catch (error) {
        // Places are counted from where the text begins.
        throw error instanceof Unreadable && base > 0
          ? new Unreadable(error.code, error.message, error.at + base)
          : error
      }
      const witness = builder.finish({
        format: 'markdown',
        encoding: 'utf-8',
        bom,
        name: name.split(/[\\/]/).at(-1)!,
      })
      const { blocks } = witness
      if (blocks.length === 0) throw new Unreadable('empty', 'The file has no text')
      const metadata = matter?.metadata ?? {}
      const first = blocks[0]!
      const heading =
        first.kind === 'heading' ? witness.text.slice(first.start, first.end).replace(/\s+/g, ' ') : ''
      return {
        reader: 'markdown',
        title: metadata.title || heading.slice(0, 200) || withoutExtension(name),
        edition: null,
        witness,
        metadata,
        problems: [
          recognised('Markdown', encoding, witness),
          ...(guess ? [withoutRange(guess)] : []),
          ...remarks.problems(),
        ],
        source: bytes,
        layers: null,
        people: {},
      }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      return unread('markdown', bytes, name, [remarks.fault(error)])
    }
  },
}

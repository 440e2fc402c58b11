/** The container: a ZIP of the book's files with the package that lists them (EPUB 3.3 §4, §5). */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { zipSync } from 'fflate'
import { type Book, metadataXml } from './metadata.js'
import { fileOf, type Page, pageXhtml } from './page.js'
import { style } from './style.js'

/** The book as bytes: the same pages give the same bytes. */
export function packed(book: Book, pages: readonly Page[]): Uint8Array {
  const files: Record<string, Uint8Array> = {
    'META-INF/container.xml': utf8ToBytes(container),
    'EPUB/package.opf': utf8ToBytes(packageXml(book, pages)),
    'EPUB/style.css': utf8ToBytes(style),
  }
  for (const page of pages) files[`EPUB/${fileOf(page.name)}`] = utf8ToBytes(pageXhtml(page, book.language))
  return zipSync(
    // The type stands first and as it is, so that a program can tell it from the first bytes (§4.2.4).
    { mimetype: [utf8ToBytes('application/epub+zip'), { level: 0 }], ...files },
    // The first moment that a ZIP can name, in whatever time zone: the bytes must not depend on the clock.
    { mtime: new Date(1980, 0, 1), level: 6 },
  )
}

const container = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
`

function packageXml(book: Book, pages: readonly Page[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book" xml:lang="${book.language}" prefix="schema: http://schema.org/">
${metadataXml(book)}
<manifest>
${pages.map(({ name }) => `<item id="${name}" href="${fileOf(name)}" media-type="application/xhtml+xml"${name === 'nav' ? ' properties="nav"' : ''}/>`).join('\n')}
<item id="style" href="style.css" media-type="text/css"/>
</manifest>
<spine>
${pages.map(({ name }) => `<itemref idref="${name}"/>`).join('\n')}
</spine>
</package>
`
}

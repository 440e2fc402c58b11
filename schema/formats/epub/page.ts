/** A page of the book: an XHTML content document (EPUB 3.3 §6.1). */
import { escaped } from '../html/escape.js'

export interface Page {
  /** The name of its file, which is also its id in the package. */
  readonly name: string
  /** What it is, in the words of the EPUB vocabulary of structure: `bodymatter`, `endnotes`, `index` … */
  readonly type: string
  readonly title: string
  readonly body: string
}

export const fileOf = (name: string) => `${name}.xhtml`

export function pageXhtml({ title, type, body }: Page, language: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="${language}" xml:lang="${language}">
<head>
<title>${escaped(title).trim() || 'Untitled'}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body${type ? ` epub:type="${type}"` : ''}>
${body}
</body>
</html>
`
}

/** Writes the HTML edition: one file, nothing to fetch, no script. The four texts are one marked-up text; radio buttons
 * and the style sheet choose what of it shows. */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { View } from '../../readings.js'
import { witnessHash } from '../../witness.js'
import type { Exported, Format } from '../format.js'
import { apparatusHtml } from './apparatus.js'
import { day, escaped } from './escape.js'
import { frontHtml } from './front.js'
import { InlineWriter } from './inline.js'
import { nameIndexHtml } from './names.js'
import { languageOf, noteMarks, partsOf, shownInWords } from './parts.js'
import { emendationLists, notesSection, worksSection } from './sections.js'
import { style } from './style.js'
import { textHtml } from './text.js'

export function writeHtml(exported: Exported, view: View): Uint8Array {
  return utf8ToBytes(html(exported, view))
}

/** What a browser may do with the file: show it in its own style sheet, and nothing else. */
const policy = `default-src 'none'; style-src 'sha256-${base64(sha256(utf8ToBytes(`\n${style}`)))}'; base-uri 'none'; form-action 'none'`

/** RFC 4648 §4. */
function base64(bytes: Uint8Array): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    for (let k = 0; k < 4; k++) out += i + k > bytes.length ? '=' : letters[(bits >> (18 - 6 * k)) & 63]
  }
  return out
}

const choices = [
  ['reading', 'Reading', 'The reading text, with all accepted corrections.'],
  ['diplomatic', 'Diplomatic', 'The diplomatic text, with accepted corrections of the transcription.'],
  ['received', 'Received', 'The text as received.'],
  ['all', 'All markup', 'All markup: what was received, accepted and proposed, side by side.'],
] as const

/** The edition as a string, `view` showing first. The received text shows in the structure as edited: splits, joins and kinds of block are
 * the same in all four texts. */
export function html(exported: Exported, view: View = 'reading'): string {
  const { document, title } = exported
  const parts = partsOf(exported)
  const { targets } = parts
  const marks = noteMarks(parts)
  const inline = new InlineWriter(
    document,
    id => parts.entries.get(id),
    id => targets.get(id),
  )
  const text = textHtml(document, shownInWords(document, 'all'), inline, block => marks.get(block) ?? [])
  return `<!doctype html>
<html lang="${languageOf(exported)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="generator" content="Corrigenda">
<title>${escaped(title)}</title>
<style>
${style}</style>
</head>
<body>
${choices.map(([name]) => `<input type="radio" name="view" id="v-${name}" class="choice"${name === view ? ' checked' : ''}>`).join('\n')}
<nav class="bar" aria-label="Which text to show">
${choices.map(([view, name]) => `<label for="v-${view}">${name}</label>`).join('\n')}
</nav>
<main class="sheet">
${frontHtml(parts)}
${choices.map(([view, , words]) => `<p class="which w-${view}">${words}</p>`).join('\n')}
<article class="text">
${text}
</article>
${emendationLists(parts, id => inline.shows(id))}${notesSection(parts)}${nameIndexHtml(document, exported.register, id => (inline.names(id) ? targets.get(id) : undefined))}${worksSection(parts)}${apparatusHtml(exported)}
${colophon(exported)}
</main>
</body>
</html>
`
}

function colophon({ document, at }: Exported): string {
  const { source } = document.witness
  const made = day(at)
  return `<footer class="colophon"><p>Written by Corrigenda${made ? ` on ${made}` : ''} from ${escaped(source.name)}. The text as received has the SHA-256 <code>${witnessHash(document.witness)}</code>. Paragraphs, page turns and speakers are those of the edition in all four texts.</p></footer>`
}

export const htmlFormat: Format = {
  name: 'html',
  title: 'HTML edition (one file)',
  extension: 'html',
  mediaType: 'text/html; charset=utf-8',
  views: [],
  write: writeHtml,
}

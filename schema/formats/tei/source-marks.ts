/** Marks of the source in TEI: `<unclear>`, `<gap>`, `<add>`, `<del>` and `<subst>` (*TEI P5 §11.3.1*). */
import { attrText } from '../../source-marks.js'
import type { Attrs, Span } from '../../witness.js'
import { attributes, content, word } from './xml.js'

/** What stands before and after a marked stretch; null for a span that is no mark of the source. Where a mark is written
 * in several parts, only the `first` says what is missing or was there before. */
export function markTags(
  { type, attrs }: Span,
  first: boolean,
): readonly [open: string, close: string] | null {
  const value = (key: string) => wordOf(attrs, key)
  switch (type) {
    case 'unclear':
      return [`<unclear${attributes({ cert: certOf(attrs) })}>`, '</unclear>']
    case 'add':
      return [`<add${attributes({ place: value('place') })}>`, '</add>']
    case 'del':
      return [`<del${attributes({ rend: value('rend') })}>`, '</del>']
    case 'gap':
      // A gap element has no text: what stands for the gap in the transcription stands beside it.
      return [`<seg type="gap">${first ? gapXml(attrs) : ''}`, '</seg>']
    case 'subst': {
      if (!first) return ['<add>', '</add>']
      const before = attrText(attrs, 'deleted')
      const lost = before ? content(before) : '<gap reason="illegible"/>'
      return [
        `<subst><del${attributes({ rend: value('rend') ?? 'overtyped' })}>${lost}</del><add>`,
        '</add></subst>',
      ]
    }
    default:
      return null
  }
}

/** A gap that nothing stands for. */
export function gapXml(attrs: Attrs | undefined): string {
  const reason = wordOf(attrs, 'reason')
  const extent = attrText(attrs, 'extent').trim() || undefined
  return `<gap${attributes({ reason, extent, unit: wordOf(attrs, 'unit') })}/>`
}

function wordOf(attrs: Attrs | undefined, key: string): string | undefined {
  const said = attrText(attrs, key).trim()
  return said ? word(said) : undefined
}

function certOf(attrs: Attrs | undefined): string | undefined {
  const cert = attrText(attrs, 'cert')
  return /^(high|medium|low|unknown)$/.test(cert) ? cert : undefined
}

/** Spelling HTML. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as content or as the value of an attribute. What HTML cannot hold is shown: control characters by their
 * pictures (U+2400 and following), halves of surrogate pairs and what is no character as U+FFFD. */
export function escaped(text: string): string {
  return wellFormed(text)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, c => String.fromCharCode(0x2400 + c.charCodeAt(0)))
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, c => entities[c]!)
}

/** Text with U+FFFD for every half of a surrogate pair. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}

/** A link's address, or null where it is neither http, https nor mailto. */
export function address(href: string): string | null {
  return /^(https?:\/\/|mailto:)\S+$/i.test(href) ? escaped(href) : null
}

/** A day as people read it, in UTC: 5 March 2026. Empty where the number is no time. */
export function day(at: number): string {
  const date = new Date(at)
  const year = date.getUTCFullYear()
  if (!Number.isFinite(year)) return ''
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${year}`
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
)

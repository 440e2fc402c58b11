/** Spelling XML 1.0: escapes, names, attributes. */

const illegal =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Characters that XML 1.0 forbids are written as what stands for them: a control character as its picture (U+2400 and
 * following), anything else as U+FFFD. */
export function legal(text: string): string {
  return text.replace(illegal, c => (c < ' ' ? String.fromCharCode(0x2400 + c.charCodeAt(0)) : '\ufffd'))
}

/** How many characters of a text `legal` replaces. */
export function illegalIn(text: string): number {
  return text.match(illegal)?.length ?? 0
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** Text as the content of an element. */
export function content(text: string): string {
  return legal(text).replace(/[&<>\r]/g, c => entities[c]!)
}

/** Attributes, each with a space before it; those that are undefined or empty are left out. */
export function attributes(values: Readonly<Record<string, string | undefined>>): string {
  let out = ''
  for (const [name, value] of Object.entries(values))
    if (value) out += ` ${name}="${legal(value).replace(/[&<>"\r\n\t]/g, c => entities[c]!)}"`
  return out
}

/** A word as TEI's enumerated attributes take it (teidata.word): no spaces, no controls, not empty. */
export function word(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{S}]+/gu, '_') || 'other'
}

/** An address as teidata.pointer takes it, or undefined where it is not one that a reader could follow. */
export function pointer(address: string): string | undefined {
  if (!/^(https?:\/\/|mailto:)\S+$/i.test(address)) return undefined
  const spelled = legal(address).replace(/[^\w\-.~:/?#@!$&'()*+,;=%]|%(?![0-9a-f]{2})/giu, encodeURIComponent)
  // Of several number signs only the first may stand for itself.
  return spelled.replace(/(#[^#]*)#/g, '$1%23')
}

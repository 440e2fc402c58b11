/** What stands around the running text: datelines, salutations and closes, signatures, labels, certificates. */
import { dateIn, isDateline, isPartialDateline } from './dates.js'
import { addSpan, beyond, type Draft, isProse, mark, type Reading } from './draft.js'
import { isSalutation, isSpaced, unspaced } from './headings.js'
import { isMemoLabel, labelOf } from './metadata.js'
import { beginsLower, ending, isCaps, isOpen, wordsOf } from './words.js'

const SIGNED =
  /^(?:\/\s?s\s?\/|s\/(?=\s?\p{Lu})|[([]?\s*(?:signed|sgd|signé|gez)\b\.?\s*[)\]:.,]|sgd\.?\s|signed\s+(?!at\b|in\b|on\b|by the\b)\p{Lu}|signature\s*:|\[(?:signature|seal)\b[^\]]*\]$|\((?:signature|seal)\b[^)]*\)$|\(?l\.\s?s\.\)?$)/iu
const CLOSE =
  /^(?:i (?:am|remain|have the honou?r to be)\b.{0,60}|(?:yours|sincerely|faithfully|respectfully|cordially|very truly|very sincerely|ever yours|believe me|with (?:best|kind|warm|high)\w* .{1,40}|your (?:most )?(?:obedient|humble|affectionate|devoted)\b.{0,40}|hochachtungsvoll|votre\b.{0,30}|agréez\b.{0,40}|mit .{0,30}grüßen)\b.{0,40})[,.]?$/iu
const CERTIFICATE =
  /^(?:.{0,30}\b)?(?:certificate|affidavit|attestation|certification|jurat)\b(?: of .{1,40})?[.:]?$/i
const LONE_LABEL =
  /^(?:witness(?:es)?|attest(?:ed)?|in (?:the )?presence of|present|absent|participants|distribution|enclosures?|copies|copy to)\s*(?:\([^)]*\))?\s*:$/i
/** A name with its office takes no more. */
const SHORT = 70

/** Marks datelines. A date alone among complete paragraphs is one too, unless it was taken for a stamp. */
export function recogniseDatelines(reading: Reading): void {
  const { drafts, metadata } = reading
  const first = drafts.findIndex(isProse)
  drafts.forEach((draft, i) => {
    if (draft.kind !== null) return
    const head = first === -1 || i < first
    const { text } = draft.line
    const next = drafts[i + 1]
    if (isDateline(text) || (isPartialDateline(text) && (head || i > drafts.length - 4)))
      mark(draft, 'dateline')
    else if (
      next &&
      next.kind === null &&
      next.line.gap === 0 &&
      text.length < 60 &&
      /,$|\p{L}$/u.test(text)
    ) {
      // "Certified at Tokyo," / "on this 12th day of April, 1947."
      if (!isDateline(`${text} ${next.line.text}`) || (isDateline(next.line.text) && !/,$|\bat\b/.test(text)))
        return
      mark(draft, 'dateline')
      mark(next, 'dateline')
      next.joins = true
    }
    if (draft.kind === 'dateline' && head && i <= 8) {
      const date = dateIn(next?.joins && next.kind === 'dateline' ? `${text} ${next.line.text}` : text)
      if (date) metadata.date ??= date
    }
  })
}

/** Marks signatures ("/s/ K. Hayashi", "(Signed) …", the names below a close), salutations, closes and lone labels. */
export function recogniseSignatures(reading: Reading): void {
  const { drafts } = reading
  drafts.forEach((draft, i) => {
    if (draft.kind !== null) return
    const { text } = draft.line
    if (text.length <= 120 && SIGNED.test(text)) {
      mark(draft, 'signature')
      joinShort(drafts, i)
    } else if (!reading.dialogue && isSalutation(text)) mark(draft, 'salutation')
    else if (text.length <= 100 && !reading.dialogue && CLOSE.test(text) && closes(drafts, i)) {
      mark(draft, 'salutation', { place: 'close' })
      const name = drafts[i + 1]
      if (name && name.kind === null && isName(name)) {
        mark(name, 'signature')
        joinShort(drafts, i + 1)
      }
    } else if (LONE_LABEL.test(text)) mark(draft, 'label', { label: text })
    else {
      const label = labelOf(text)
      if (label && isMemoLabel(label.name)) {
        if (label.value === null) mark(draft, 'label', { label: label.label })
        else addSpan(draft, 0, label.label.length, 'label')
      }
    }
  })
  signLast(reading)
}

/** Further names and offices right below a signature, without a blank line between. */
function joinShort(drafts: readonly Draft[], index: number): void {
  for (let i = index + 1; i < drafts.length; i++) {
    const { line, kind } = drafts[i]!
    if (
      kind !== null ||
      line.gap > 0 ||
      !isName(drafts[i]!) ||
      SIGNED.test(line.text) ||
      isDateline(line.text)
    )
      return
    mark(drafts[i]!, 'signature')
    drafts[i]!.joins = true
  }
}

function isName({ line }: Draft): boolean {
  return (
    line.text.length <= SHORT &&
    !beginsLower(line.text) &&
    (isOpen(line.text) || wordsOf(line.text).length <= 7) &&
    !isDateline(line.text)
  )
}

/** A close stands near the end, or right above a short line. */
function closes(drafts: readonly Draft[], index: number): boolean {
  const next = drafts[index + 1]
  return !next || isName(next) || SIGNED.test(next.line.text)
}

/** Short lines of names at the very end, after running text: "K. Hayashi" / "Chief of Section". */
function signLast({ drafts, dialogue }: Reading): void {
  if (dialogue) return
  let i = drafts.length - 1
  while (i >= 0 && drafts[i]!.kind === 'dateline') i--
  const names: number[] = []
  for (; i >= 0 && drafts[i]!.kind === null && names.length < 6; i--) {
    const { text } = drafts[i]!.line
    const name =
      /^(?:(?:\p{Lu}\.\s?)+|(?:Mr|Dr|Sir|Lord|General|Col|Capt)\.?\s+)[\p{Lu}][\p{L}'’.-]+(?:\s+\p{Lu}[\p{L}'’.-]+)*(?:,.{1,40})?$/u.test(
        text,
      )
    const role =
      !name && drafts[i]!.line.gap === 0 && text.length <= SHORT && isOpen(text) && !beginsLower(text)
    if (!name && !role) break
    names.push(i)
    if (name && drafts[i]!.line.gap > 0) {
      const above = drafts[beyond(drafts, i, -1)]
      if (!above || !(isProse(above) || above.kind === 'salutation' || above.kind === 'dateline')) break
      names.reverse().forEach((at, k) => {
        mark(drafts[at]!, 'signature')
        drafts[at]!.joins = k > 0
      })
      return
    }
  }
}

/** Whether a heading begins a certificate. */
export function isCertificate(text: string): boolean {
  return text.length <= 80 && CERTIFICATE.test(isSpaced(text) ? unspaced(text) : text)
}

/** Sets the title of the certified document, on lines of its own inside a certificate, as a quotation. Returns the
 * headings with which certificates begin. */
export function recogniseCertificates({ drafts }: Reading): Draft[] {
  const begun: Draft[] = []
  let inside = false
  drafts.forEach((draft, i) => {
    const { text, gap } = draft.line
    if (draft.kind === 'heading' || draft.kind === 'rule') {
      inside = draft.kind === 'heading' && isCertificate(text)
      if (inside) {
        begun.push(draft)
        draft.attrs.certificate = true
      }
      return
    }
    if (!inside || draft.kind !== null || i === 0) return
    const previous = drafts[i - 1]!
    const inTitle = previous.kind === 'quotation' && gap === 0
    const introduced =
      gap > 0 &&
      isProse({ ...previous, kind: null }) &&
      ['colon', 'open'].includes(ending(previous.line.text))
    const long = previous.line.text.length > 60
    const titled = text.length <= 120 && isOpen(text) && (inTitle || !beginsLower(text)) && !isDateline(text)
    if (
      titled &&
      (inTitle || introduced || (gap > 0 && long && isOpen(previous.line.text) && previous.kind === null))
    ) {
      mark(draft, 'quotation')
      draft.joins = inTitle
    }
  })
  return begun
}

/** Joins short lines that belong together as lines: an address, a list of names, verse. Leaves speeches alone. */
export function joinLines({ drafts, dialogue }: Reading): number[] {
  const verses: number[] = []
  if (dialogue) return verses
  for (let i = 0; i < drafts.length; ) {
    let end = i + 1
    while (
      end < drafts.length &&
      isShortLine(drafts[end - 1]!) &&
      isShortLine(drafts[end]!) &&
      drafts[end]!.line.gap === 0 &&
      !drafts[end]!.turn
    )
      end++
    const group = drafts.slice(i, end)
    const sentences = group.filter(
      (d, k) => k < group.length - 1 && /[.!?]["'”’)]*$/.test(d.line.text),
    ).length
    if (group.length > 1 && sentences <= (group.length - 1) / 3) {
      const words = group.reduce((n, d) => n + wordsOf(d.line.text).length, 0) / group.length
      const verse =
        group.length >= 3 && words >= 4.5 && !group.some(d => isCaps(d.line.text) || /\d/.test(d.line.text))
      group.forEach((d, k) => {
        if (verse) mark(d, 'verse')
        d.joins = k > 0
      })
      if (verse) verses.push(i)
    }
    i = end
  }
  return verses
}

function isShortLine({ kind, line, spans }: Draft): boolean {
  return kind === null && line.rows === 1 && line.text.length <= 60 && spans.length === 0
}

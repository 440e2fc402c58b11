/** What stands around the running text: datelines, salutations and closes, signatures, labels, certificates. */
import { dateIn, isDateline, isDateStamp, isPartialDateline } from './dates.js'
import { addSpan, beyond, cited, type Draft, guess, isProse, mark, type Reading } from './draft.js'
import { isMemoLabel, labelOf } from './metadata.js'
import { isCertificate, isSalutation } from './notation.js'
import { beginsLower, ending, isCaps, isOpen, wordsOf } from './words.js'

const SIGNED =
  /^(?:\/\s?s\s?\/|s\/(?=\s?\p{Lu})|[([]?\s*(?:signed|sgd|signé|gez)\b\.?\s*[)\]:.,]|sgd\.?\s|signed\s+(?!at\b|in\b|on\b|by the\b)\p{Lu}|signature\s*:|\[(?:signature|seal)\b[^\]]*\]$|\((?:signature|seal)\b[^)]*\)$|[([]?l\.\s?s\.[)\]]?(?=\s|$)|.{0,40}\s\/s\/\s)/iu
const CLOSE =
  /^(?:i (?:have|am|remain|avail)\b.{0,60}(?:&c|etc)\.?\]?|i (?:am|remain|have the honou?r to be)(?:$|,|\s(?:sir|madam|dear|my|yours?|with|always|ever)\b).{0,60}|(?:yours|sincerely|faithfully|respectfully|cordially|very truly|very sincerely|ever yours|believe me|with (?:best|kind|warm|high)\w* .{1,40}|your (?:most |\p{L}+['’]s (?:most )?)?(?:obedient|humble|affectionate|devoted)\b.{0,40}|love|all my love|best wishes|(?:kind |best )?regards|as ever|affectionately|amitiés|hochachtungsvoll|votre\b.{0,30}|agréez\b.{0,40}|mit .{0,30}grüßen)\b.{0,40})[,.]?$/iu
/** A place alone, as above a date; initials would make it a name. */
const PLACE = /^(?!.*\b\p{Lu}\.)\p{Lu}[\p{L}\p{M}'’-]+(?:[ ,]+\p{Lu}[\p{L}\p{M}'’-]+){0,3},?$/u
const AT_PLACE = /^(?:at|in|à|zu)\s+\p{L}.{1,30}$/iu
const SAME_DATE = /^(?:on|at) the same (?:date|day|place)\b.{0,30}$/i
const LONE_LABEL =
  /^(?:witness(?:es)?|attest(?:ed)?|in (?:the )?presence of|present|absent|participants|distribution|enclosures?|copies|copy to)\s*(?:\([^)]*\))?\s*:$/i
/** A name with its office takes no more. */
const SHORT = 70

/** Marks datelines. A date alone among complete paragraphs is one too, unless it was taken for a stamp. */
export function recogniseDatelines(reading: Reading): void {
  const { drafts, metadata } = reading
  const first = drafts.findIndex(isProse)
  const lone: Draft[] = []
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
      const dated =
        isDateline(`${text} ${next.line.text}`) || (PLACE.test(text) && isDateline(next.line.text))
      if (!dated || (isDateline(next.line.text) && !/,$|\bat\b/.test(text) && !PLACE.test(text))) return
      mark(draft, 'dateline')
      mark(next, 'dateline')
      next.joins = true
    } else if (SAME_DATE.test(text)) mark(draft, 'dateline')
    // "On this 5th day of April, 1947" / "At Tokyo"
    if (
      draft.kind === 'dateline' &&
      next?.kind === null &&
      next.line.gap === 0 &&
      AT_PLACE.test(next.line.text)
    ) {
      mark(next, 'dateline')
      next.joins = true
    }
    const above = drafts[beyond(drafts, i, -1)]
    const below = above?.kind === 'heading' || above?.kind === 'dateline' || above?.kind === 'signature'
    if (draft.kind === 'dateline' && !head && !below && next && isDateStamp(text)) lone.push(draft)
    if (draft.kind === 'dateline' && head && i <= 8) {
      const date = dateIn(next?.joins && next.kind === 'dateline' ? `${text} ${next.line.text}` : text)
      if (date) metadata.date ??= date
    }
  })
  // Dates that keep coming are a diary's; one or two might be stamps.
  if (lone.length <= 2)
    for (const draft of lone)
      guess(
        reading,
        draft,
        'dateline',
        `${cited(draft.line.text)} was taken for a dateline; it might be a stamp at a page turn.`,
      )
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
      let last = i
      for (let next = drafts[i + 1]; next?.kind === null && next.line.gap === 0; next = drafts[last + 1]) {
        if (!CLOSE.test(next.line.text) || next.line.text.length > 100) break
        mark(next, 'salutation', { place: 'close' })
        next.joins = true
        last++
      }
      const name = drafts[last + 1]
      if (name && name.kind === null && isName(name)) {
        mark(name, 'signature')
        joinShort(drafts, last + 1)
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
      if (!above || above.kind === 'heading') break
      // Another name above: go on to it.
      if (above.kind === null && !isProse(above) && isOpen(above.line.text)) continue
      names.reverse().forEach((at, k) => {
        mark(drafts[at]!, 'signature')
        drafts[at]!.joins = k > 0 && drafts[at]!.line.gap === 0
      })
      return
    }
  }
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

/** More lines than this without a blank one between them are a table or a register, each line for itself. */
const STANZA = 60

/** Joins short lines that belong together as lines: an address, a list of names, verse. Leaves speeches alone. Returns
 * the indices of the drafts with which verse begins. */
export function joinLines({ drafts, dialogue }: Reading): number[] {
  const verses: number[] = []
  const limit = dialogue ? drafts.findIndex(d => d.kind === 'speech') : drafts.length
  for (let i = 0; i < limit; ) {
    let end = i + 1
    while (
      end < limit &&
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
    if (group.length > 1 && group.length <= STANZA && sentences <= (group.length - 1) / 3) {
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

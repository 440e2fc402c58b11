/**
 * What an archive says about a source, in labelled lines at the head or the foot of a file: "Citation:" with its value
 * below, or "Reference: FO 371/22147". A "Note: …" in the running text is none of it.
 */
import { isDateline } from './dates.js'
import { addSpan, type Draft, mark, type Reading } from './draft.js'
import { isRule } from './furniture.js'
import { bare, oneLine } from './words.js'

const KNOWN = new Set(
  `citation cite citeas suggestedcitation preferredcitation summary abstract description credits credit acknowledgements acknowledgments
  originallanguage language languages languageoforiginal originalarchive archive archives originalscan originaluploadedtitle contents
  source sources sourcearchive rights copyright license licence permissions date datecreated documentdate dateoforiginal title documenttitle
  shorttitle author authors creator creators publisher published subject subjects subjectsdiscussed keywords tags translatedby translation translator translators
  transcribedby transcriber transcription transcriptionby editor editedby repository holding heldat heldby location holdinginstitution institution collection
  collections series subseries fonds fond opis delo list recordgroup box folder file fileno filenumber reference referencenumber referencecode ref refno
  callnumber shelfmark signature recordid id identifier documentnumber documentid documentno docno number permalink permanentlink url link
  doi weblink accessed dateaccessed provenance extent format medium type documenttype genre place placeofcreation placeofpublication
  geographicsubjects people peoplementioned peoplediscussed related relatedcollections relateddocuments contributor contributors donors obtainedby
  uploaded physicaldescription classification notes note`.split(/\s+/),
)
/** Labels that only an archive or a library writes; one of them at least must be among the labels. */
const TELLING = new Set(
  `citation cite citeas suggestedcitation preferredcitation abstract credits credit originallanguage language languageoforiginal
  originalarchive archive archives originalscan originaluploadedtitle source sources sourcearchive rights copyright license licence creator translatedby
  translator translators transcribedby transcriber editedby repository heldat heldby holdinginstitution collection collections series fonds fond recordgroup
  reference referencenumber referencecode refno callnumber shelfmark recordid identifier documentid permalink permanentlink url doi dateaccessed
  provenance extent geographicsubjects contributor contributors donors obtainedby summary`.split(/\s+/),
)
/** Labels that head a memorandum or a telegram: they belong to the source. */
const MEMO =
  /^(?:to|from|subject|subj|re|cc|bcc|date|via|for|through|info|ref|participants|present|place|time)$/i

const LABEL = /^((?:\p{Lu}|\d)[\p{L}\p{M}\p{N} .,'’()/&-]{0,38}?)\s*[:：](?=\s|$)/u
const URL_LINE = /^<?(https?:\/\/[^\s<>]+|www\.[^\s<>]+|doi:\S+)>?$/i
/** What the digital archives list under "Contents:". */
const PART_OF_CONTENTS = /^(?:translation|transcript|transcription|original scan|scan|facsimile)\b.{0,30}$/i
/** An archive's labels stand closer together than this many blocks. */
const REACH = 6

/** A labelled line: the label with its colon, and where the value begins as an index, or null for a label alone. */
export function labelOf(text: string): { label: string; name: string; value: number | null } | null {
  const found = LABEL.exec(text.slice(0, 60))
  if (!found || found[1]!.split(/\s+/).length > 5) return null
  const rest = text.slice(found[0].length)
  const value = rest.trim() === '' ? null : found[0].length + (rest.length - rest.trimStart().length)
  return { label: found[0], name: found[1]!.trim(), value }
}

/** Whether a label heads a memorandum ("To", "Subject"): part of the source, and nobody speaking. */
export function isMemoLabel(name: string): boolean {
  return MEMO.test(name.trim())
}

/** Whether an archive uses this label. */
export function isArchiveLabel(name: string): boolean {
  return KNOWN.has(bare(name))
}

/** Marks the labels and values of an archive's metadata at the head and at the foot, and takes them over. */
export function recogniseMetadata(reading: Reading): void {
  const { drafts } = reading
  const labels: number[] = []
  drafts.forEach((draft, i) => {
    if (draft.kind === null && labelOf(draft.line.text)) labels.push(i)
  })
  const counts = new Map<string, number>()
  for (const i of labels) {
    const key = bare(labelOf(drafts[i]!.line.text)!.name)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const fits = (i: number): boolean => {
    const { text } = drafts[i]!.line
    const { name, value } = labelOf(text)!
    // A label that comes three times speaks; two archives' blocks, at head and foot, may share one.
    if (counts.get(bare(name))! > 2) return false
    return isArchiveLabel(name) || value === null || text.length < 200
  }
  // Where the title comes a second time, the text begins.
  const title = drafts.find(({ kind, line }) => kind === null && !isDateline(line.text))
  const repeated = title ? drafts.findIndex(d => d !== title && d.line.text === title.line.text) : -1
  const runs: number[][] = []
  for (const i of labels.filter(fits)) {
    const run = runs.at(-1)
    const last = run?.at(-1) ?? -1
    if (run && i - last <= REACH && !proseBetween(drafts, last, i) && !(last < repeated && repeated < i))
      run.push(i)
    else runs.push([i])
  }
  for (const run of runs) trim(drafts, run)
  const head = runs[0]
  if (head && head[0]! <= 12 && !proseBetween(drafts, -1, head[0]!) && isArchive(drafts, head))
    take(reading, head, valueEnd(drafts, head.at(-1)!))
  const foot = runs.at(-1)
  if (foot && foot !== head && drafts.length - 1 - foot.at(-1)! <= 3 && isArchive(drafts, foot))
    take(reading, foot, drafts.length)
}

/** Takes off labels at the end of a run that no archive is known to use and that do not stand right below the one
 * before: they may be a speaker's. */
function trim(drafts: readonly Draft[], run: number[]): void {
  while (run.length > 1) {
    const last = run.at(-1)!
    const { name, value } = labelOf(drafts[last]!.line.text)!
    const near =
      value === null ? last - run.at(-2)! <= 2 : last - run.at(-2)! === 1 && drafts[last]!.line.gap === 0
    if (isArchiveLabel(name) || near) return
    run.pop()
  }
}

/** Running text longer than a summary's paragraph, or more than three such paragraphs, ends the block of labels. */
function proseBetween(drafts: readonly Draft[], from: number, to: number): boolean {
  let long = 0
  for (let i = from + 1; i < to; i++) if (drafts[i]!.line.text.length > 250) long++
  return long > 3
}

function isArchive(drafts: readonly Draft[], run: readonly number[]): boolean {
  const names = run.map(i => labelOf(drafts[i]!.line.text)!)
  const telling = names.filter(({ name }) => TELLING.has(bare(name))).length
  const memo = names.filter(({ name }) => isMemoLabel(name)).length
  if (run.length === 1)
    return /^(?:citation|source|credits|transcribedby|translatedby|reference|shelfmark)$/.test(
      bare(names[0]!.name),
    )
  return telling > 0 && (memo <= telling || memo * 2 < run.length)
}

/** Where the value of the last label ends: after one block, its further lines included. */
function valueEnd(drafts: readonly Draft[], label: number): number {
  let end = label + 2
  while (PART_OF_CONTENTS.test(drafts[end]?.line.text ?? '')) end++
  while (drafts[end]?.line.gap === 0) end++
  return end
}

/** `limit` bounds the last label's value. */
function take({ drafts, metadata }: Reading, run: readonly number[], limit: number): void {
  run.forEach((at, k) => {
    const { label, name, value } = labelOf(drafts[at]!.line.text)!
    const key = keyOf(name)
    if (value !== null) {
      mark(drafts[at]!, 'metadata', { label })
      addSpan(drafts[at]!, 0, label.length, 'label')
      store(metadata, key, drafts[at]!.line.text.slice(value))
    } else mark(drafts[at]!, 'label', { label })
    const next = run[k + 1] ?? Math.min(limit, drafts.length)
    for (let i = at + 1; i < next; i++) {
      const draft = drafts[i]!
      if (draft.kind !== null || isRule(draft.line.text)) break
      const url = URL_LINE.exec(draft.line.text)
      // After "Label: value" only what follows without a blank line, or an address, is still its value.
      if (value !== null && draft.line.gap > 0 && !url) break
      mark(draft, 'metadata', { label })
      if (url && key !== 'url') store(metadata, 'url', url[1]!)
      else store(metadata, key, draft.line.text)
    }
  })
  const end = Math.min(limit, drafts.length)
  // The last value's further lines, and addresses that stand alone.
  for (let i = run.at(-1)! + 1; i < drafts.length && i <= end + 1; i++) {
    const url = drafts[i]!.kind === null ? URL_LINE.exec(drafts[i]!.line.text) : null
    if (url) {
      mark(
        drafts[i]!,
        'metadata',
        drafts[i - 1]!.attrs.label === undefined ? {} : { label: drafts[i - 1]!.attrs.label! },
      )
      store(metadata, 'url', url[1]!)
    }
  }
}

function store(metadata: Record<string, string>, key: string, value: string): void {
  const shown = key === 'url' ? value.replace(/^<|>$/g, '') : oneLine(value)
  const known = metadata[key]
  if (known === undefined) metadata[key] = shown
  else if (key !== 'url' && key !== 'title') metadata[key] = `${known}\n${shown}`
}

/** A label as a key: "Original Language" is `originalLanguage`; some labels have one name however they are spelled. */
function keyOf(name: string): string {
  const alias: Readonly<Record<string, string>> = {
    link: 'url',
    permalink: 'url',
    permanentlink: 'url',
    weblink: 'url',
    documenttitle: 'title',
    documentdate: 'date',
  }
  const known = alias[bare(name)]
  if (known) return known
  const words = name.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean)
  return words
    .map((w, i) => (i === 0 ? w.toLowerCase() : w[0]!.toUpperCase() + w.slice(1).toLowerCase()))
    .join('')
}

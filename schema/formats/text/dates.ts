/** Dates as they stand on lines of their own: a source's dateline, and the often garbled dates of stamps. */
import { monthPattern } from './words.js'

const DAY = String.raw`\d{1,2}(?:\s?(?:st|nd|rd|th|er|\.))?`
const YEAR = String.raw`(?:1[0-9]|20)\d\d`
const WEEKDAY =
  '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)'
const FULL = [
  String.raw`${monthPattern}\.?\s+${DAY}(?:\s*[–-]\s*${DAY})?\s*,?\s+${YEAR}`,
  String.raw`${DAY}(?:\s*[–-]\s*${DAY})?\s*(?:day\s+)?(?:of\s+|de\s+)?${monthPattern}\.?\s*,?\s*(?:de\s+)?${YEAR}`,
  String.raw`${YEAR}\s*,?\s+${monthPattern}\.?\s+${DAY}`,
  String.raw`${YEAR}-\d\d-\d\d`,
  String.raw`\d{1,2}[./]\s?\d{1,2}[./]\s?${YEAR}`,
].join('|')
const PART = String.raw`${monthPattern}\.?\s*,?\s+${YEAR}|${DAY}\s+(?:of\s+)?${monthPattern}|${monthPattern}\s+${DAY}`
/** A place, perhaps with the name of a ship or a house in quotation marks. */
const PLACE = String.raw`[\p{Lu}][\p{L}\p{M}.'’ -]{1,40}(?:["“]\p{Lu}[\p{L}\p{M}.'’ -]{1,30}["”])?(?:\s*[(,]\s*[\p{Lu}][\p{L}\p{M}.'’ -]{1,40}\)?)?`
const LEAD = String.raw`(?:(?:held|done|given|signed|certified|sworn|dated|made|executed|subscribed)\s+(?:and\s+\w+\s+)?(?:(?:at|in|to)\s+)?)?`
const TIME = String.raw`(?:\s*[,–—-]?\s*(?:at\s+|from\s+)?\d{1,2}(?:[.:]\d\d)?(?:\s*(?:[ap]\.?\s?m\.?|h(?:ou)?rs?\.?|noon|o['’]clock|uhr))?(?:\s*(?:[–—-]|to|till)\s*\d{1,2}(?:[.:]\d\d)?(?:\s*(?:[ap]\.?\s?m\.?|h(?:ou)?rs?\.?|noon|uhr))?)?)?`

function whole(date: string): RegExp {
  return new RegExp(
    String.raw`^[(\[]?${LEAD}(?:${PLACE}?\s*[,.:;—–-]?\s*)?(?:(?:on|le|den|am|dated|date:?|the)\s+)*(?:this\s+|the\s+)?(?:${WEEKDAY}\.?\s*,?\s+)?(?:the\s+)?(?:${date})${TIME}\s*[.,;]?[)\]]?$`,
    'iu',
  )
}
const DATELINE = whole(FULL)
const PARTIAL = whole(PART)
const PLAIN = new RegExp(`^(?:${FULL})$`, 'iu')
const WITHIN = new RegExp(`(?:${FULL})`, 'iu')

const LEADING =
  /^[([]?(?:held|done|given|signed|certified|sworn|dated|made|executed|subscribed|on|at|le|den|the|this|date:?)\b/i
/** "Report of 3 May 1921" names a document by its date. */
const DOCUMENT =
  /\b(?:reports?|minutes|letters?|diary|diaries|meetings?|records?|memorandum|memo|telegrams?|notes?|statements?|conversations?|session|sitting|speech|agreement|treaty|draft|copy|protocol|bericht|brief|lettre)\b/i
const PLACES =
  /^(?:["“]?\p{Lu}[\p{L}\p{M}.'’-]*["”]?|am|an|der|sur|on|upon|of|the|de|la|le|les|in|im|bei|den|via|near|[,.:;–—()-])+$/u

/** Whether what stands before a date is no place: the title of a document, or a sentence. */
function isNamed(text: string): boolean {
  const before = text.slice(0, /\d/.exec(text)!.index)
  if (LEADING.test(before)) return false
  const words = before
    .split(/[\s,]+/)
    .filter(word => word !== '' && !new RegExp(`^(?:${monthPattern}|${WEEKDAY})\\W*$`, 'i').test(word))
  return DOCUMENT.test(before) || words.length > 7 || !words.every(word => PLACES.test(word))
}

/** The longest line that is looked at. */
const LIMIT = 110

/** Whether a line is a date, with a place, a weekday, a time or "Certified at …" around it at most. */
export function isDateline(text: string): boolean {
  return text.length <= LIMIT && /\d/.test(text) && DATELINE.test(text) && !isNamed(text)
}

/** Likewise a date without its year ("3 May", "March 1919"), which is enough beside other evidence. */
export function isPartialDateline(text: string): boolean {
  return (
    text.length <= LIMIT && /\d/.test(text) && (DATELINE.test(text) || PARTIAL.test(text)) && !isNamed(text)
  )
}

/** The date in a dateline as it was written, without place or time, or null. */
export function dateIn(text: string): string | null {
  return WITHIN.exec(text.slice(0, LIMIT))?.[0] ?? null
}

const MONTH_TOKEN = new RegExp(String.raw`^${monthPattern}\.?$`, 'i')
const NUMBER_TOKEN = /^['’]?\d{1,4}(?:st|nd|rd|th)?\.?$/i
const JOINED_TOKEN = /^[\p{L}\d]{1,9}(?:[/\\.-][\p{L}\d]{1,9}){1,3}$/u

/** Whether a short line is made of what date stamps are made of: months, numbers, "15/44", "16/Nov", "or". Whether the
 * date makes sense is not asked; a comma says that someone wrote it, so it is no stamp. */
export function isDateStamp(text: string): boolean {
  if (text.length > 32 || !/\d/.test(text) || text.includes(',')) return false
  const tokens = text.split(/\s+/)
  if (tokens.length > 6) return false
  let telling = 0
  for (const token of tokens) {
    if (MONTH_TOKEN.test(token)) telling++
    else if (JOINED_TOKEN.test(token) && /\d/.test(token) && joinsDates(token)) telling++
    else if (!NUMBER_TOKEN.test(token) && !/^(?:or|and|&|\?|\(\?\)|of)$/i.test(token)) return false
  }
  return telling > 0
}

function joinsDates(token: string): boolean {
  return token
    .split(/[/\\.-]/)
    .every(part => /^\d{1,4}(?:st|nd|rd|th)?$/i.test(part) || MONTH_TOKEN.test(part))
}

/** Whether a date stamp is a date that nobody could have meant: two months, two years, "15/11" beside a month. */
export function isGarbled(text: string): boolean {
  return isDateStamp(text) && !PLAIN.test(text)
}

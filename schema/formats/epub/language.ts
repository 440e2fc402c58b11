/** The language of a book as its package must name it (BCP 47). */
import type { Exported } from '../format.js'

/** Names as archives write them. */
const names: Readonly<Record<string, string>> = {
  arabic: 'ar',
  chinese: 'zh',
  czech: 'cs',
  danish: 'da',
  dutch: 'nl',
  english: 'en',
  finnish: 'fi',
  french: 'fr',
  german: 'de',
  greek: 'el',
  hebrew: 'he',
  hungarian: 'hu',
  italian: 'it',
  japanese: 'ja',
  korean: 'ko',
  latin: 'la',
  norwegian: 'no',
  persian: 'fa',
  polish: 'pl',
  portuguese: 'pt',
  romanian: 'ro',
  russian: 'ru',
  spanish: 'es',
  swedish: 'sv',
  turkish: 'tr',
  ukrainian: 'uk',
}

/** The language that the metadata name, by its tag or in English; otherwise English, as the HTML edition has it. */
export function languageOf({ metadata }: Pick<Exported, 'metadata'>): string {
  const given = (metadata.language ?? '').trim()
  if (/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/.test(given)) return given
  return names[given.toLowerCase()] ?? 'en'
}

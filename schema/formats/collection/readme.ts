/** The files that say what a collection holds, and what it does not. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { EditionExported, EditionFault, EditionFile, Part } from '../edition-format.js'

/** What is remembered of a file that has been handed on. `hash` is SHA-256, in hexadecimal. */
export interface Listed {
  readonly path: string
  readonly size: number
  readonly hash: string
}

const about: Readonly<Record<string, string>> = {
  'lists/corrections.csv': 'every correction of every document, whatever was decided',
  'lists/notes.csv': 'every note',
  'lists/names.csv': 'every name in the texts, and whom the register says it means',
  'register.csv': 'the persons, places, organisations and dates of the edition',
  'bibliography.txt': 'the works that the notes may cite, in the style of the edition',
  'bibliography.json': 'the same as CSL JSON, for programs that keep literature',
  'declaration.txt': 'how the edition was made',
}

export function readme(
  edition: EditionExported,
  folders: readonly string[],
  listed: readonly Listed[],
  faults: readonly EditionFault[],
): EditionFile {
  const { title, contents, parts, at } = edition
  const titles = new Map(contents.map(document => [document.id, document.title]))
  const beside = listed.filter(({ path }) => about[path] !== undefined)
  const lines = [
    title,
    '='.repeat(Math.min(80, Math.max(1, title.length))),
    '',
    `Written ${new Date(at).toISOString()} by Corrigenda. ${counted(contents.length, 'document')}.`,
    '',
    ...section('Folders', [
      ...parts.map((part, i) => `${folders[i]}/  ${words(part)}`),
      ...beside.map(({ path }) => `${path}  ${about[path]}`),
    ]),
    ...section(
      'What is missing',
      faults.map(
        ({ document, part, fault }) =>
          `${titles.get(document) ?? document}${part === undefined ? '' : `, ${part}`}: ${fault}`,
      ),
    ),
    ...section(
      'Documents',
      contents.map((document, i) => `${i + 1}  ${document.title}  (${document.id})`),
    ),
    ...section('Files, with their SHA-256 and size in bytes', [
      'SHA256SUMS has the same for programs: sha256sum -c SHA256SUMS',
      '',
      ...listed.map(({ path, hash, size }) => `${hash}  ${path}  (${size})`),
    ]),
  ]
  return { path: 'README.txt', bytes: utf8ToBytes(`${lines.join('\n').trimEnd()}\n`) }
}

/** The hashes of all files as `sha256sum` writes and checks them. */
export function sums(listed: readonly Listed[]): EditionFile {
  return {
    path: 'SHA256SUMS',
    bytes: utf8ToBytes(listed.map(({ path, hash }) => `${hash}  ${path}\n`).join('')),
  }
}

function words({ format, view, options, withApparatus }: Part): string {
  const chosen = (format.options ?? []).flatMap(option => {
    const choice = option.choices.find(({ value }) => value === options[option.name])
    return choice ? [`${option.title}: ${choice.title}`] : []
  })
  const text = format.views.length > 1 ? [`${view} text`] : []
  if (withApparatus) text.push('with the apparatus')
  return [`each document as ${format.title} (.${format.extension})`, ...text, ...chosen].join(', ')
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, '-'.repeat(title.length), '', ...lines, '']
}

const counted = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`

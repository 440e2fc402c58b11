/** Reading works from files: CSL JSON, BibTeX and BibLaTeX, RIS. Each entry is read by itself, so that one that cannot
 * be read does not hold up the others, and is named. */
import { plugins } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-ris'
import { freshKey, type Work, workSchema } from './bibliography.js'
import { keyPattern } from './note-body.js'

/** An entry that could not be read: its key or number, and the line on which it begins, from 1. */
export interface WorkProblem {
  readonly entry: string
  readonly line: number
  readonly message: string
}

export interface WorksRead {
  readonly format: 'CSL JSON' | 'BibTeX' | 'RIS'
  readonly works: readonly Work[]
  readonly problems: readonly WorkProblem[]
}

/** As much as a large reference library; more than that is a mistake. In entries. */
const most = 20_000

/** Reads a file by what it looks like. Keys that are missing or unfit are made; two works in one file never share one.
 * Null where it looks like none of the three. */
export function readWorks(text: string): WorksRead | null {
  const body = text.replace(/^\ufeff/, '')
  if (/^\s*[[{]/.test(body)) return gathered('CSL JSON', cslEntries(body))
  if (/^\s*TY {2}- ?/m.test(body)) return gathered('RIS', entriesOf(body, /^[^\S\n]*TY {2}- ?.*$/gm).map(ris))
  const entries = entriesOf(body, /^[^\S\n]*@[a-z]+\s*[{(]/gim)
  return entries.length > 0 ? gathered('BibTeX', bibtex(entries)) : null
}

interface Entry {
  readonly text: string
  readonly line: number
}

interface Found {
  readonly name: string
  readonly line: number
  readonly read: () => unknown
}

/** A text cut before each match. */
function entriesOf(text: string, begins: RegExp): Entry[] {
  const starts = [...text.matchAll(begins)].map(match => match.index)
  let line = 1
  let at = 0
  return starts.map((start, i) => {
    for (; at < start; at++) if (text.charCodeAt(at) === 10) line++
    return { text: text.slice(start, starts[i + 1] ?? text.length), line }
  })
}

function cslEntries(text: string): Found[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [
      {
        name: 'the file',
        line: 1,
        read: () => {
          throw new Error(`it is no JSON: ${message}`)
        },
      },
    ]
  }
  const list = Array.isArray(value) ? value : [value]
  return list.map((entry, i) => {
    const id = entry !== null && typeof entry === 'object' && 'id' in entry ? String(entry.id) : ''
    return { name: id || `entry ${i + 1}`, line: 1, read: () => entry }
  })
}

function bibtex(entries: readonly Entry[]): Found[] {
  const isString = ({ text }: Entry) => /^\s*@string/i.test(text)
  const strings = entries
    .filter(isString)
    .map(({ text }) => text)
    .join('\n')
  return entries
    .filter(entry => !isString(entry) && !/^\s*@(comment|preamble)/i.test(entry.text))
    .map(({ text, line }) => ({
      name: /[{(]\s*([^,\s{}()]+)/.exec(text)?.[1] ?? 'an entry without a key',
      line,
      read: () => {
        const isBiblatex = /\b(date|journaltitle|location)\s*=/i.test(text)
        return one(`${strings}\n${text}`, isBiblatex ? '@biblatex/text' : '@bibtex/text')
      },
    }))
}

function ris({ text, line }: Entry, i: number): Found {
  const title = /^[^\S\n]*(?:TI|T1) {2}- ?(.*)$/m.exec(text)?.[1]?.trim()
  return {
    name: title ? `“${title.slice(0, 60)}”` : `entry ${i + 1}`,
    line,
    read: () => {
      if (!/^[^\S\n]*ER {2}- ?/m.test(text)) throw new Error('it has no end (ER)')
      return one(text, '@ris/file')
    },
  }
}

function one(text: string, type: string): unknown {
  const [found] = plugins.input.chain(text, { generateGraph: false, forceType: type })
  if (!found) throw new Error('there is nothing in it')
  const { _graph, 'citation-key': key, ...work } = found
  // What has no id is given a random one by the reader.
  return { ...work, id: typeof key === 'string' ? key : '' }
}

function gathered(format: WorksRead['format'], entries: readonly Found[]): WorksRead {
  const works: Work[] = []
  const problems: WorkProblem[] = []
  const taken = new Set<string>()
  entries.forEach(({ name, line, read }, i) => {
    const bad = (message: string) => problems.push({ entry: name, line, message })
    if (i >= most) {
      if (i === most) bad(`a file may have ${most} entries`)
      return
    }
    try {
      const work = checked(read(), taken)
      if (typeof work === 'string') bad(work)
      else {
        taken.add(work.id)
        works.push(work)
      }
    } catch (error) {
      bad(messageOf(error))
    }
  })
  return { format, works, problems }
}

/** A value as a work with a key of its own, or why it is none. */
function checked(value: unknown, taken: ReadonlySet<string>): Work | string {
  if (value === null || typeof value !== 'object') return 'it is not an object'
  const raw = { ...(value as Record<string, unknown>) }
  const id = String(raw.id ?? '')
  raw.id = keyPattern.test(id) ? id : 'unnamed'
  raw.type ??= 'document'
  const parsed = workSchema.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    return `${issue.path.join('.') || 'it'}: ${issue.message}`
  }
  const work = parsed.data
  if (!work.title && !work.author && !work.editor) return 'it has neither a title nor a name'
  const isOwn = keyPattern.test(id) && !taken.has(id)
  return isOwn ? work : { ...work, id: freshKey(work, taken) }
}

/** A reader's error in a sentence; it goes on with an excerpt and its own grammar, which help nobody. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message
    .replace(/ at line \d+ col \d+:[\s\S]*$/, '')
    .replace(/\s+/g, ' ')
    .slice(0, 300)
}

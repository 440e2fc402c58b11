/** What the command palette answers to a query. */
import { lowerBound } from '../../schema/ranges.js'
import type { Structure } from '../../schema/structure.js'
import type { Place } from '../app/places.js'
import type { Command } from '../editor/command.js'
import type { Entry, Page, Speaker } from './contents.js'
import { bestMatches } from './fuzzy.js'

interface Shown {
  readonly key: string
  readonly title: string
  readonly beside?: string
}

export type Answer =
  | (Shown & { readonly is: 'command'; readonly command: Command })
  | (Shown & { readonly is: 'place'; readonly offset: number })
  | (Shown & { readonly is: 'find'; readonly words: string })
  | (Shown & { readonly is: 'page'; readonly act: PageAct })
  | (Shown & { readonly is: 'link'; readonly href: string })

/** What the page around the editor can do. */
export type PageAct = 'replace' | 'export' | 'keys' | 'colours' | 'copy' | 'witness' | 'editions'

const pageActs: readonly (Answer & { is: 'page' })[] = [
  { is: 'page', key: 'replace', act: 'replace', title: 'Find and replace', beside: 'Ctrl H' },
  { is: 'page', key: 'export', act: 'export', title: 'Export this document…' },
  { is: 'page', key: 'witness', act: 'witness', title: 'New witness of this document…' },
  { is: 'page', key: 'copy', act: 'copy', title: 'Bring in a corrected copy…' },
  { is: 'page', key: 'keys', act: 'keys', title: 'Show all keys', beside: 'F1' },
  { is: 'page', key: 'colours', act: 'colours', title: 'Change the colours: light, dark, as the system' },
  { is: 'page', key: 'editions', act: 'editions', title: 'Go to the editions' },
]

export interface Group {
  readonly title: string
  readonly answers: readonly Answer[]
}

/** Where one can go. */
export interface Places {
  readonly outline: readonly Entry[]
  readonly pages: readonly Page[]
  readonly speakers: readonly Speaker[]
  readonly structure: Structure
  /** Pages of the document and its edition. */
  readonly links: readonly Place[]
}

/** The answers, in groups; a place asked for by number first, then commands, places by name, and finding the words. */
export function answersFor(
  query: string,
  commands: readonly Command[],
  enabled: (command: Command) => boolean,
  places: Places,
): Group[] {
  const words = query.trim()
  const groups: Group[] = []
  const add = (title: string, answers: readonly Answer[]) => {
    if (answers.length > 0) groups.push({ title, answers })
  }
  add('Go to', numbered(words, places))
  const usable = commands.filter(enabled)
  if (words === '') {
    for (const section of new Set(usable.map(c => c.section)))
      add(section, usable.filter(c => c.section === section).map(answerOf))
    add('Edition', places.links.map(linkOf))
    add('Page', pageActs)
    return groups
  }
  // What is asked for by the beginning of its name goes before commands that merely hold its letters.
  const isNamed = ({ title }: { readonly title: string }) =>
    words.length > 1 && title.toLowerCase().startsWith(words.toLowerCase())
  add('Page', pageActs.filter(isNamed))
  add('Pages', places.links.filter(isNamed).map(linkOf))
  add('Commands', [
    ...bestMatches(words, usable, c => `${c.title} ${c.section}`, 12).map(answerOf),
    ...bestMatches(
      words,
      places.links.filter(l => !isNamed(l)),
      l => `Open: ${l.title}, ${l.beside}`,
      4,
    ).map(linkOf),
  ])
  add(
    'Headings',
    bestMatches(words, places.outline, e => e.title, 8).map(({ title, offset }) => ({
      is: 'place',
      key: `heading-${offset}`,
      title,
      offset,
    })),
  )
  add(
    'Speakers',
    bestMatches(words, places.speakers, s => s.who, 5).map(({ who, turns }) => ({
      is: 'place',
      key: `speaker-${who}`,
      title: who,
      beside: turns.length === 1 ? '1 turn' : `${turns.length} turns`,
      offset: turns[0]!,
    })),
  )
  add(
    'Stamps',
    bestMatches(
      words,
      places.pages.filter(p => p.stamps.length > 0),
      p => p.stamps.join(' '),
      5,
    ).map(({ n, stamps, offset }) => ({
      is: 'place',
      key: `stamp-${offset}`,
      title: stamps.join(' · '),
      beside: `p. ${n}`,
      offset,
    })),
  )
  add(
    'Page',
    bestMatches(
      words,
      pageActs.filter(a => !isNamed(a)),
      a => a.title,
      3,
    ),
  )
  add('Text', [{ is: 'find', key: 'find', title: `Find “${words}”`, beside: 'Ctrl F', words }])
  return groups
}

function answerOf(command: Command): Answer {
  return { is: 'command', key: `command-${command.id}`, title: command.title, command }
}

function linkOf({ href, title, beside }: Place): Answer {
  return { is: 'link', key: `link-${href}`, title: `Open: ${title}`, beside, href }
}

/** "¶ 11", "p. 3", "page 3" or a bare number: the paragraph or page of that number. */
function numbered(words: string, places: Places): Answer[] {
  const found = /^(¶|par(?:agraph)?\.?|p(?:age|g)?\.?)?\s*(\d{1,7}|[ivxlc]{1,7})$/i.exec(words)
  if (!found) return []
  const [, what = '', n = ''] = found
  const answers: Answer[] = []
  const wantsPage = /^p(?:age|g)?\.?$/i.test(what)
  const paragraph = Number(n)
  if (!wantsPage && Number.isInteger(paragraph)) {
    const offset = paragraphStart(places.structure, paragraph)
    if (offset !== null)
      answers.push({ is: 'place', key: `paragraph-${n}`, title: `Paragraph ${n}`, beside: `¶ ${n}`, offset })
  }
  if (wantsPage || what === '') {
    const page = places.pages.find(p => p.n.toLowerCase() === n.toLowerCase())
    if (page)
      answers.push({
        is: 'place',
        key: `page-${n}`,
        title: `Page ${page.n}`,
        beside: `p. ${page.n}`,
        offset: page.offset,
      })
  }
  return answers
}

/** The offset at which the paragraph that is cited by a number begins. */
function paragraphStart(structure: Structure, number: number): number | null {
  if (number < 1) return null
  const indexes = Array.from({ length: structure.count }, (_, i) => i)
  // `cited` grows with the index.
  const index = lowerBound(indexes, number, i => structure.cited(i))
  return index < structure.count && structure.number(index) === number ? structure.starts[index]! : null
}

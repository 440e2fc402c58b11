/** What the header of a TEI file gains when it has been edited: who worked on it, what they decided, how it is marked. */
import { taxonomies, variantEncodings, wordsOfView } from '../header.js'
import type { TeiChoices } from '../options.js'
import { content } from '../xml.js'
import { type Element, find, isElement } from './nodes.js'
import type { Weave } from './weave.js'

/** `people` and `changes` are elements; `standOff` is what stands beside the text, or ''. */
export interface Additions {
  readonly people: readonly string[]
  readonly standOff: string
  readonly changes: readonly string[]
  readonly unheld: readonly string[]
  /** Those who were given words to say, and their ids. */
  readonly speakers: readonly (readonly [who: string, id: string])[]
  /** The ids of elements of the file. */
  readonly taken: (id: string) => boolean
  readonly choices: TeiChoices
}

export function addToHeader(root: Element, weave: Weave, added: Additions): void {
  const header = root.children.find(
    (child): child is Element => isElement(child) && child.name === 'teiHeader',
  )
  const beside = added.standOff ? `\n<standOff>\n${added.standOff}\n</standOff>\n` : ''
  if (!header) {
    const first = root.children.find(isElement)
    if (first && beside) weave.before(first, beside)
    return
  }
  const statement = find(header, 'titleStmt')
  if (statement && added.people.length > 0) weave.into(statement, 'end', `${added.people.join('\n')}\n`)
  const file = header.children.find(
    (child): child is Element => isElement(child) && child.name === 'fileDesc',
  )
  if (file) weave.after(file, `\n${encoding(added)}${participants(added.speakers)}`)
  if (added.changes.length > 0) addChanges(header, weave, added.changes)
  if (beside) weave.after(header, beside)
}

function encoding({ taken, choices, unheld }: Additions): string {
  const said = unheld.slice(0, 200).map(words => `<p>${content(words)}</p>`)
  return [
    '<encodingDesc>',
    '<editorialDecl>',
    `<correction method="markup"><p>${wordsOfView('all', choices)}</p></correction>`,
    ...(said.length > 0
      ? [
          `<interpretation><p>Edited, but with no place in the markup of this file:</p>${said.join('')}</interpretation>`,
        ]
      : []),
    '</editorialDecl>',
    ...variantEncodings(choices),
    ...taxonomies(choices, taken),
    '<appInfo><application ident="corrigenda" version="0.1.0"><label>Corrigenda</label></application></appInfo>',
    '</encodingDesc>',
  ].join('\n')
}

function participants(speakers: Additions['speakers']): string {
  if (speakers.length === 0) return ''
  const people = speakers.map(
    ([who, id]) => `<person xml:id="${id}"><persName>${content(who)}</persName></person>`,
  )
  return `\n<profileDesc><particDesc><listPerson type="speakers">\n${people.join('\n')}\n</listPerson></particDesc></profileDesc>`
}

function addChanges(header: Element, weave: Weave, changes: readonly string[]): void {
  const revisions = header.children.find(
    (child): child is Element => isElement(child) && child.name === 'revisionDesc',
  )
  const words = changes.join('\n')
  const first = revisions?.children.find(isElement)
  if (!revisions) weave.into(header, 'end', `<revisionDesc>\n${words}\n</revisionDesc>\n`)
  else if (first?.name === 'listChange') weave.before(first, `<listChange>\n${words}\n</listChange>\n`)
  else if (first?.name === 'list') {
    const items = changes.map(change =>
      change.replace(/^<change[^>]*>/, '<item>').replace(/<\/change>$/, '</item>'),
    )
    weave.before(first, `<list>\n${items.join('\n')}\n</list>\n`)
  } else if (first) weave.before(first, `${words}\n`)
  else weave.into(revisions, 'end', `\n${words}\n`)
}

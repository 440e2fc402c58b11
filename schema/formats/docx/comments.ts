/** The comments of a Word file. */
import { blockSeparator } from '../../corrections.js'
import { linkPattern } from '../../note-body.js'

import { kindStyle, proposalStyle, reasonStyle } from './styles.js'
import { allNamed, childNamed, type Element, elementsIn, isOn, textIn, valOf } from './tree.js'
import type { Package, Relation } from './unpack.js'

/** A stretch of a note's text. */
export interface NoteRun {
  readonly text: string
  readonly em: boolean
  readonly strong: boolean
  readonly href: string | null
}

/** A comment's paragraphs, each with the id of its style; `answers` is the comment that it replies to. */
export interface Comment {
  readonly id: string
  readonly author: string
  readonly date: string | undefined
  readonly paragraphs: readonly {
    readonly style: string
    readonly text: string
    readonly runs: readonly NoteRun[]
  }[]
  readonly answers: string | null
}

export function commentsOf(file: Package, path: string | undefined, extended: string | undefined): Comment[] {
  const root = file.part(path)
  const links = path === undefined ? new Map<string, Relation>() : file.relations(path)
  const parents = new Map<string, string>()
  for (const { attributes } of elementsIn(file.part(extended))) {
    const { 'w15:paraId': own, 'w15:paraIdParent': parent } = attributes
    if (own && parent) parents.set(own, parent)
  }
  const byParagraph = new Map<string, string>()
  const found: Comment[] = []
  const pending: { comment: Comment; parent: string | undefined }[] = []
  for (const element of elementsIn(root)) {
    if (element.name !== 'w:comment') continue
    const { 'w:id': id = '', 'w:author': author = '', 'w:date': date } = element.attributes
    const all = [...allNamed(element, 'w:p')]
    const last = all.at(-1)?.attributes['w14:paraId'] ?? ''
    for (const p of all) if (p.attributes['w14:paraId']) byParagraph.set(p.attributes['w14:paraId'], id)
    const paragraphs = all.map(p => ({
      runs: runsOf(p, links),
      style: valOf(childNamed(p, 'w:pPr'), 'w:pStyle') ?? '',
      text: plainText(p).trim(),
    }))
    pending.push({ comment: { id, author, date, paragraphs, answers: null }, parent: parents.get(last) })
  }
  for (const { comment, parent } of pending)
    found.push(parent ? { ...comment, answers: byParagraph.get(parent) ?? null } : comment)
  return found
}

/** A note's paragraph as it stands after all changes, without white space at either end. */
export function runsOf(p: Element, links: ReadonlyMap<string, Relation>): NoteRun[] {
  const runs: NoteRun[] = []
  const walk = (parent: Element, href: string | null) => {
    for (const child of elementsIn(parent)) {
      if (child.name === 'w:r') {
        const look = childNamed(child, 'w:rPr')
        const text = plainText(child)
        if (text) runs.push({ text, em: isOn(look, 'w:i'), strong: isOn(look, 'w:b'), href })
      } else if (child.name === 'w:hyperlink') {
        const target = links.get(child.attributes['r:id'] ?? '')?.target ?? ''
        walk(child, linkPattern.test(target) && target.length <= 2000 ? target : href)
      } else if (!['w:del', 'w:moveFrom', 'w:pPr'].includes(child.name)) walk(child, href)
    }
  }
  walk(p, null)
  while (runs[0] && runs[0].text.trim() === '') runs.shift()
  while (runs.at(-1)?.text.trim() === '') runs.pop()
  const [first] = runs
  if (first) runs[0] = { ...first, text: first.text.trimStart() }
  const last = runs.at(-1)
  if (last) runs[runs.length - 1] = { ...last, text: last.text.trimEnd() }
  return runs
}

/** The text of a paragraph as it stands after all changes, breaks as spaces. */
export function plainText(element: Element): string {
  let text = ''
  for (const child of elementsIn(element)) {
    if (child.name === 'w:t') text += textIn(child)
    else if (child.name === 'w:tab' || child.name === 'w:br' || child.name === 'w:cr') text += ' '
    else if (!['w:del', 'w:moveFrom', 'w:pPr', 'w:rPr', 'w:instrText', 'mc:Fallback'].includes(child.name))
      text += plainText(child)
  }
  return text
}

/** What a tracked change does not say of a correction. */
export interface Remark {
  readonly kind: string
  readonly certainty: string
  readonly evidence: string
  readonly reason: string
}

/** What our comments say of a correction: null where a comment is a note. */
export function remarkOf({ paragraphs }: Comment): Remark | null {
  const ours = [kindStyle, reasonStyle]
  if (paragraphs.length === 0 || !paragraphs.every(({ style }) => ours.includes(style))) return null
  const said = paragraphs.find(({ style }) => style === kindStyle)?.text ?? ''
  const reason = paragraphs.filter(({ style }) => style === reasonStyle).map(({ text }) => text)
  return {
    kind: said.split(',')[0]!.trim(),
    certainty: /certainty (\w+)/.exec(said)?.[1] ?? '',
    evidence: /evidence (\w+)/.exec(said)?.[1] ?? '',
    reason: reason.join('\n'),
  }
}

/** A reading that competed with one in the text, as our comments spell it; null where a comment is something else. */
export function competingOf({
  paragraphs,
}: Comment): { received: string; reading: string; reason: string } | null {
  const [first, ...rest] = paragraphs
  const said = first?.style === proposalStyle ? /^(.*?) \] (.*)$/s.exec(first.text) : null
  if (!said || rest.some(({ style }) => style !== reasonStyle)) return null
  const reading = said[2] === '∅' ? '' : said[2]!.replaceAll(' ⏎ ', '\n').replaceAll(' ¶ ', blockSeparator)
  return { received: said[1]!, reading, reason: rest.map(({ text }) => text).join('\n') }
}

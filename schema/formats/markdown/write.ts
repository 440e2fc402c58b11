/** Writes a reading in Markdown, with the notes as footnotes. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { printedApparatus } from '../../apparatus-printed.js'
import type { View } from '../../readings.js'
import { defaultSettings } from '../../settings.js'
import { chosen, type Exported, type Format } from '../format.js'
import { paragraph } from './escape.js'
import { Footnotes } from './notes.js'
import { runsMarkdown } from './runs.js'
import { sourceDefinitions, textMarkdown, writtenOf } from './text.js'

export function markdown(exported: Exported, view: View): string {
  const notes = view === 'received' ? null : new Footnotes(exported)
  const written = writtenOf(exported.document, view, notes)
  const parts = [textMarkdown(written)]
  if (chosen(markdownFormat, 'apparatus', exported) === 'end') parts.push(...apparatus(exported))
  const works = notes?.printer.works() ?? []
  if (works.length > 0)
    parts.push('## Works cited', works.map(({ printed }) => `- ${line(printed)}`).join('\n'))
  parts.push(...sourceDefinitions(written), ...(notes?.definitions() ?? []))
  const whole = parts.filter(part => part !== '').join('\n\n')
  return whole === '' ? '' : `${whole}\n`
}

/** The lists of the apparatus but for the notes, which are footnotes. */
function apparatus({ document, person, initials, settings, register }: Exported): string[] {
  return printedApparatus(document, {
    settings: settings ?? defaultSettings,
    person,
    ...(initials ? { initials } : {}),
    registered: ref => register?.entry(ref)?.form ?? null,
  })
    .filter(({ list }) => list !== 'textualNotes' && list !== 'explanatoryNotes')
    .flatMap(({ title, entries }) => [
      `## ${title}`,
      entries
        .map(({ runs }) => `- ${line(runs.map(({ style, text }) => ({ text, strong: style === 'lemma' })))}`)
        .join('\n'),
    ])
}

const line = (runs: Parameters<typeof runsMarkdown>[0]) =>
  paragraph(runsMarkdown(runs.map(run => ({ ...run, text: run.text.replace(/\s*[\r\n]+\s*/g, ' ') }))))

export const markdownFormat: Format = {
  name: 'markdown',
  title: 'Markdown',
  extension: 'md',
  mediaType: 'text/markdown; charset=utf-8; variant=GFM',
  views: ['reading', 'diplomatic', 'received'],
  options: [
    {
      name: 'apparatus',
      title: 'Apparatus',
      choices: [
        { value: 'none', title: 'Without apparatus' },
        { value: 'end', title: 'Apparatus at the end' },
      ],
    },
  ],
  write: (exported, view) => utf8ToBytes(markdown(exported, view)),
}

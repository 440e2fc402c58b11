/** The summary of what was recognised in a text, for the person who imports it. */
import type { Block, Metadata, Milestone, Problem, Span } from '../../witness.js'
import type { LineEnds } from './lines.js'

interface Summary {
  readonly blocks: readonly Block[]
  readonly milestones: readonly Milestone[]
  readonly spans: readonly Span[]
  readonly metadata: Metadata
  readonly speakers: readonly { who: string; turns: number }[]
  readonly certificates: number
  readonly encoding: string
  readonly bom: boolean
  readonly ends: LineEnds
  readonly wrapped: boolean
}

/** One `info` for each thing that was recognised, none for what is not there. */
export function summaryOf(s: Summary): Problem[] {
  const infos: Problem[] = []
  const say = (code: string, message: string) =>
    infos.push({ severity: 'info', code, message: `${message}.`, line: 1, column: 1 })
  say('encoding', `Encoding: ${s.encoding}${s.bom ? ' with a byte-order mark' : ''}`)
  const ends = Object.entries({ LF: s.ends.lf, 'CR LF': s.ends.crlf, CR: s.ends.cr }).filter(([, n]) => n > 0)
  if (ends.length > 0)
    say(
      'line-ends',
      `Line ends: ${ends.map(([name, n]) => (ends.length > 1 ? `${n} ${name}` : name)).join(', ')}`,
    )
  if (s.wrapped) say('wrapped', 'The lines are wrapped: paragraphs are parted by blank lines or indents')

  const count = (kind: string) =>
    s.blocks.filter(block => block.kind === kind && !block.attrs.continues).length
  const headings = s.blocks.filter(block => block.kind === 'heading')
  if (headings.length > 0) {
    const levels = new Set(headings.map(block => block.attrs.level))
    say('headings', `${plural(headings.length, 'heading')} on ${plural(levels.size, 'level')}`)
  }
  const pages = s.milestones.filter(milestone => milestone.type === 'pb')
  if (pages.length > 0)
    say('pages', `${plural(pages.length, 'page turn')}, to page ${listed(pages.map(page => page.n ?? '?'))}`)
  for (const kind of ['stamp', 'catchword'] as const) {
    const found = s.blocks.filter(block => block.kind === kind)
    if (found.length > 0) say(`${kind}s`, plural(found.length, kind))
  }
  if (s.speakers.length > 0)
    say(
      'speakers',
      `${plural(s.speakers.length, 'speaker')}: ${s.speakers.map(({ who, turns }) => `${who} (${plural(turns, 'turn')})`).join(', ')}`,
    )
  const names = {
    paragraph: 'paragraph',
    item: 'list item',
    quotation: 'quotation',
    verse: 'stanza',
    stage: 'stage direction',
    dateline: 'dateline',
    signature: 'signature',
    note: 'note',
    rule: 'rule',
  }
  for (const [kind, name] of Object.entries(names))
    if (count(kind) > 0) say(`${kind}s`, plural(count(kind), name))
  if (s.certificates > 0) say('certificates', plural(s.certificates, 'certificate'))
  const continued = s.blocks.filter(block => block.attrs.continues).length
  if (continued > 0)
    say(
      'continued',
      `${plural(continued, 'block')} that ${continued === 1 ? 'runs' : 'run'} on from the one before`,
    )
  const marks = { unclear: 'doubtful reading', sic: '[sic]', editorial: 'editorial insertion' }
  for (const [type, name] of Object.entries(marks)) {
    const n = s.spans.filter(span => span.type === type).length
    if (n > 0) say(type, type === 'sic' ? `${n} × ${name}` : plural(n, name))
  }
  const fields = Object.keys(s.metadata)
  if (fields.length > 0) say('metadata', `Metadata: ${fields.join(', ')}`)
  return infos
}

/** All names of a short list, the ends of a long one. */
function listed(names: readonly string[]): string {
  return names.length > 30 ? `${names.slice(0, 3).join(', ')} … ${names.at(-1)}` : names.join(', ')
}

function plural(n: number, name: string): string {
  return `${n} ${name}${n === 1 ? '' : 's'}`
}

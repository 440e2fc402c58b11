/** Running text in TEI: corrections, spans, milestones, anchors. */
import type { Correction } from '../../corrections.js'
import type { Name } from '../../names.js'
import type { Milestone, Span } from '../../witness.js'
import { facsOf } from './facsimile.js'
import type { Ids } from './ids.js'
import type { NameTags } from './names.js'
import { afterOf, beforeOf, type Readings } from './rdg.js'
import { gapXml, markTags } from './source-marks.js'
import type { Token } from './tokens.js'
import { attributes, content, word } from './xml.js'

/** Stands in a string for a line break that is not inside any element; NUL cannot come from a text (see `legal`). */
export const openLine = '\u0000'

/** What running text is made of: stretches without corrections, and what one correction strikes and adds. */
type Part =
  | { readonly type: 'plain'; readonly tokens: readonly Token[] }
  | {
      readonly type: 'fragment'
      readonly by: Correction
      readonly struck: readonly Token[]
      readonly added: readonly Token[]
    }

export class Inline {
  /** How many elements each correction has been written in so far. */
  private readonly fragments = new Map<string, number>()
  /** The spans of which a part has been written. */
  private readonly begun = new Set<string>()

  constructor(
    private readonly ids: Ids,
    private readonly person: (by: string) => string | undefined,
    private readonly names: NameTags,
    private readonly readings: Readings,
  ) {}

  /** Tokens as the content of an element, top-level line breaks as `openLine`. A name stands around the corrections
   * that it covers, and is written in parts where it crosses something. */
  write(tokens: readonly Token[]): string {
    let out = ''
    let between = ''
    let stack: readonly Name[] = []
    const settle = (wanted: readonly Name[]) => {
      const sorted = [...wanted].sort(
        (a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
      )
      let common = 0
      while (common < stack.length && stack[common]?.id === sorted[common]?.id) common++
      for (const name of stack.slice(common).reverse()) out += this.names.close(name)
      out += between
      between = ''
      for (const name of sorted.slice(common)) out += this.names.open(name)
      stack = sorted
    }
    for (const part of partsOf(tokens)) {
      if (part.type === 'fragment') {
        const { struck, added, by } = part
        const around = namesAround([...struck, ...added])
        settle(around)
        out += this.fragment(by, struck, added, new Set(around.map(({ id }) => id)))
        continue
      }
      for (const stretch of stretchesOf(part.tokens)) {
        const written = run(stretch.tokens, openLine, null, this.begun)
        if (stretch.names === null) between += written
        else {
          settle(stretch.names)
          out += written
        }
      }
    }
    settle([])
    return out
  }

  /** `around` are the ids of the names that stand around the whole. */
  private fragment(
    correction: Correction,
    struck: readonly Token[],
    added: readonly Token[],
    around: ReadonlySet<string>,
  ): string {
    const within = { tags: this.names, around }
    const isFirst = !this.fragments.has(correction.id)
    const alone = this.readings.alone(correction.id)
    if (alone) {
      this.fragments.set(correction.id, 1)
      const [open, close] = isFirst ? this.readings.around(alone) : ['', '']
      return open + run(struck, '<lb/>', within, this.begun) + close
    }
    const beside = isFirst ? this.readings.beside(correction.id) : undefined
    const written = this.holding(correction, struck, added, within, beside !== undefined)
    return beside ? this.readings.together(['', written], beside).join('') : written
  }

  /** A correction that holds. `asChoice` wants a choice, whatever it changes. */
  private holding(
    correction: Correction,
    struck: readonly Token[],
    added: readonly Token[],
    within: Within,
    asChoice: boolean,
  ): string {
    const count = (this.fragments.get(correction.id) ?? 0) + 1
    this.fragments.set(correction.id, count)
    const id = this.ids.of('c', count === 1 ? correction.id : `${correction.id}-${count}`)
    const prev =
      count === 1
        ? undefined
        : `#${this.ids.of('c', count === 2 ? correction.id : `${correction.id}-${count - 1}`)}`
    const place = attributes({ 'xml:id': id, prev })
    const { kind } = correction
    const editor = attributes({
      resp: this.person(correction.by),
      cert: correction.certainty,
      evidence: correction.evidence,
      ana: `#kind.${kind}`,
    })
    const before = run(struck, '<lb/>', within, this.begun)
    const after = run(added, '<lb/>', within, this.begun)
    if (struck.length === 0)
      return correction.end > correction.start
        ? element(afterOf(kind), place + editor, after)
        : element('supplied', `${place} reason="omitted"${editor}`, after)
    if (added.length === 0 && kind === 'surplus' && !asChoice)
      return element('surplus', place + editor, before)
    return `<choice${place}>${element(beforeOf(kind), '', before)}${element(afterOf(kind), editor, after)}</choice>`
  }
}

function element(name: string, attributes: string, inside: string): string {
  return inside ? `<${name}${attributes}>${inside}</${name}>` : `<${name}${attributes}/>`
}

function partsOf(tokens: readonly Token[]): Part[] {
  const parts: Part[] = []
  let plain: Token[] = []
  let open: { by: Correction; struck: Token[]; added: Token[] } | null = null
  let between: Token[] = []
  const closePlain = () => {
    if (plain.length > 0) parts.push({ type: 'plain', tokens: plain })
    plain = []
  }
  const close = () => {
    if (open) parts.push({ type: 'fragment', ...open })
    open = null
    plain.push(...between)
    between = []
  }
  for (const token of tokens) {
    const by = token.type === 'witness' || token.type === 'added' ? token.by : null
    if (by) {
      const isStruck = token.type === 'witness'
      if (open && open.by.id === by.id && !(isStruck && open.added.length > 0)) {
        const list = open.added.length > 0 ? open.added : open.struck
        list.push(...between)
        between = []
      } else {
        close()
        closePlain()
        open = { by, struck: [], added: [] }
      }
      const list = isStruck ? open.struck : open.added
      list.push(token)
    } else if (open && (token.type === 'milestone' || token.type === 'point')) between.push(token)
    else {
      close()
      plain.push(token)
    }
  }
  close()
  closePlain()
  return parts
}

/** The names that cover all of some tokens. */
function namesAround(tokens: readonly Token[]): readonly Name[] {
  const [first, ...others] = tokens.filter(token => 'names' in token)
  return (first?.names ?? []).filter(({ id }) => others.every(({ names }) => names.some(n => n.id === id)))
}

/** Tokens cut where the names change; null where there is nothing that a name could cover. A line break between verses
 * is in no name. */
function stretchesOf(
  tokens: readonly Token[],
): { readonly names: readonly Name[] | null; readonly tokens: Token[] }[] {
  const stretches: { names: readonly Name[] | null; tokens: Token[] }[] = []
  for (const token of tokens) {
    const names = !('names' in token) ? null : token.content === 'line' ? [] : token.names
    const last = stretches.at(-1)
    const isSame =
      last !== undefined &&
      (names === null
        ? last.names === null
        : last.names?.length === names.length && last.names.every((n, i) => n.id === names[i]!.id))
    if (last && isSame) last.tokens.push(token)
    else stretches.push({ names, tokens: [token] })
  }
  return stretches
}

/** How names are written within a correction: those of `around` stand around the whole already. */
interface Within {
  readonly tags: NameTags
  readonly around: ReadonlySet<string>
}

/** Something that is written around text: a span, or a name within a correction. */
interface Cover {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly open: () => string
  readonly close: string
}

function coverOf(span: Span, begun: Set<string>): Cover {
  const first = !begun.has(span.id)
  const tags = markTags(span, first)
  const name = span.type === 'hi' ? 'hi' : 'seg'
  const [open, close] = tags ?? [`<${name}${attributesOf(span)}>`, `</${name}>`]
  return {
    ...span,
    open: () => {
      begun.add(span.id)
      return open
    },
    close,
  }
}

/** Tokens without their corrections. Spans that cross each other are closed and opened again. `within`, where given,
 * writes names too, but those that stand `around` the whole already. */
function run(tokens: readonly Token[], line: string, within: Within | null, begun: Set<string>): string {
  let out = ''
  const stack: Cover[] = []
  let between = ''
  const closeTo = (depth: number) => {
    while (stack.length > depth) out += stack.pop()!.close
  }
  const settle = (spans: readonly Span[], names: readonly Name[]) => {
    const wanted = [
      ...spans.map(span => coverOf(span, begun)),
      ...names
        .filter(({ id }) => within && !within.around.has(id))
        .map(
          (name): Cover => ({
            id: `name ${name.id}`,
            start: name.start,
            end: name.end,
            open: () => within!.tags.open(name),
            close: within!.tags.close(name),
          }),
        ),
    ].sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1))
    let common = 0
    while (common < stack.length && stack[common]?.id === wanted[common]?.id) common++
    closeTo(common)
    out += between
    between = ''
    for (const cover of wanted.slice(common)) {
      out += cover.open()
      stack.push(cover)
    }
  }
  for (const token of tokens) {
    switch (token.type) {
      case 'point':
        between += token.xml
        break
      case 'milestone':
        between += milestoneXml(token.milestone)
        break
      case 'added':
        settle([], token.names)
        out += token.content === 'line' ? line : content(token.text)
        break
      case 'witness': {
        const spans = token.spans.filter(isInline)
        const facs = token.content === 'line' ? facsOf(token.spans.at(-1)?.attrs) : undefined
        if (token.content === 'line' && line === openLine) settle([], [])
        else settle(spans, token.names)
        if (token.content === 'text') out += content(token.text)
        else if (token.content === 'line') out += facs ? lineXml(line, facs) : line
        else out += token.content === 'space' ? '\n' : '<lb break="no"/>'
      }
    }
  }
  settle([], [])
  return out
}

/** A line break that says where the line stands. */
function lineXml(line: string, facs: string): string {
  return line === openLine ? `${openLine}\u0001${facs}\u0001` : `<lb${attributes({ facs })}/>`
}

/** Open line breaks as elements. */
export function closedLines(written: string): string {
  return written.replace(openLines, (_, facs?: string) => `<lb${attributes({ facs })}/>`)
}

/** The lines of what was written, each with its `@facs`, undefined for that of the first. */
export function linesOf(written: string): { facs: string | undefined; text: string }[] {
  const [first = '', ...others] = written.split(openLines)
  const lines: { facs: string | undefined; text: string }[] = [{ facs: undefined, text: first }]
  for (let i = 0; i < others.length; i += 2) lines.push({ facs: others[i], text: others[i + 1] ?? '' })
  return lines
}

const openLines = /\u0000(?:\u0001([^\u0001]*)\u0001)?/g

/** Spans that blocks are cut at have elements of their own, and the lines of scans are breaks. */
function isInline({ type }: Span): boolean {
  return type !== 'speaker' && type !== 'marker' && type !== 'line' && type !== 'lb'
}

function attributesOf(span: Span): string {
  const rend = span.attrs?.rend
  if (span.type === 'hi') return attributes({ rend: typeof rend === 'string' ? word(rend) : undefined })
  return attributes({ type: word(span.type) })
}

/** A page, column or line break, or a format's own milestone. A break that parts no words says so. */
export function milestoneXml(milestone: Milestone, parts = true): string {
  const { type, n, attrs } = milestone
  const breaks = parts ? undefined : 'no'
  const facs = facsOf(attrs)
  switch (type) {
    case 'pb':
    case 'cb':
    case 'gb':
      return `<${type}${attributes({ n, break: breaks, facs })}/>`
    case 'gap':
      return gapXml(milestone.attrs)
    case 'lb':
      return `<lb${attributes({ n, type: 'marked', break: breaks })}/>`
    default:
      return `<milestone${attributes({ unit: word(type), n, break: breaks, facs })}/>`
  }
}

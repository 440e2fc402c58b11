/** Running text in TEI: corrections, spans, milestones, anchors. */
import type { Correction } from '../../corrections.js'
import type { Milestone, Span } from '../../witness.js'
import type { Ids } from './ids.js'
import type { Token } from './tokens.js'
import { attributes, content, word } from './xml.js'

/** Stands in a string for a line break that is not inside any element; NUL cannot come from a text (see `legal`). */
export const openLine = '\u0000'

export class Inline {
  /** How many elements each correction has been written in so far. */
  private readonly fragments = new Map<string, number>()

  constructor(
    private readonly ids: Ids,
    private readonly person: (by: string) => string | undefined,
  ) {}

  /** Tokens as the content of an element, top-level line breaks as `openLine`. */
  write(tokens: readonly Token[]): string {
    let out = ''
    let plain: Token[] = []
    let open: { by: Correction; struck: Token[]; added: Token[] } | null = null
    let between: Token[] = []
    const closePlain = () => {
      if (plain.length > 0) out += run(plain, openLine)
      plain = []
    }
    const close = () => {
      if (open) out += this.fragment(open.by, open.struck, open.added)
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
    return out
  }

  private fragment(correction: Correction, struck: readonly Token[], added: readonly Token[]): string {
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
    const before = run(struck, '<lb/>')
    const after = run(added, '<lb/>')
    if (struck.length === 0)
      return correction.end > correction.start
        ? element(afterOf(kind), place + editor, after)
        : element('supplied', `${place} reason="omitted"${editor}`, after)
    if (added.length === 0 && kind === 'surplus') return element('surplus', place + editor, before)
    return `<choice${place}>${element(beforeOf(kind), '', before)}${element(afterOf(kind), editor, after)}</choice>`
  }
}

function element(name: string, attributes: string, inside: string): string {
  return inside ? `<${name}${attributes}>${inside}</${name}>` : `<${name}${attributes}/>`
}

function beforeOf(kind: Correction['kind']): string {
  return kind === 'regularization' ? 'orig' : kind === 'expansion' ? 'abbr' : 'sic'
}

function afterOf(kind: Correction['kind']): string {
  return kind === 'regularization' ? 'reg' : kind === 'expansion' ? 'expan' : 'corr'
}

/** Tokens without their corrections. Spans that cross each other are closed and opened again. */
function run(tokens: readonly Token[], line: string): string {
  let out = ''
  const stack: Span[] = []
  let between = ''
  const closeTo = (depth: number) => {
    while (stack.length > depth) out += `</${nameOf(stack.pop()!)}>`
  }
  const settle = (spans: readonly Span[]) => {
    const wanted = [...spans].sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1))
    let common = 0
    while (common < stack.length && stack[common]?.id === wanted[common]?.id) common++
    closeTo(common)
    out += between
    between = ''
    for (const span of wanted.slice(common)) {
      out += `<${nameOf(span)}${attributesOf(span)}>`
      stack.push(span)
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
        settle([])
        out += token.content === 'line' ? line : content(token.text)
        break
      case 'witness':
        settle(token.content === 'line' && line === openLine ? [] : token.spans.filter(isInline))
        if (token.content === 'text') out += content(token.text)
        else if (token.content === 'line') out += line
        else out += token.content === 'space' ? '\n' : '<lb break="no"/>'
    }
  }
  settle([])
  return out
}

/** Spans that blocks are cut at, and so have elements of their own. */
function isInline(span: Span): boolean {
  return span.type !== 'speaker' && span.type !== 'marker'
}

function nameOf(span: Span): string {
  return span.type === 'unclear' ? 'unclear' : span.type === 'hi' ? 'hi' : 'seg'
}

function attributesOf(span: Span): string {
  const rend = span.attrs?.rend
  if (span.type === 'unclear') return ''
  if (span.type === 'hi') return attributes({ rend: typeof rend === 'string' ? word(rend) : undefined })
  return attributes({ type: word(span.type) })
}

/** A page, column or line break, or a format's own milestone. A break that parts no words says so. */
export function milestoneXml(milestone: Milestone, parts = true): string {
  const { type, n } = milestone
  const breaks = parts ? undefined : 'no'
  switch (type) {
    case 'pb':
    case 'cb':
    case 'gb':
      return `<${type}${attributes({ n, break: breaks })}/>`
    case 'lb':
      return `<lb${attributes({ n, type: 'marked', break: breaks })}/>`
    default:
      return `<milestone${attributes({ unit: word(type), n, break: breaks })}/>`
  }
}

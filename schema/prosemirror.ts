/**
 * The ProseMirror schema of the editor. It is a view: a ProseMirror document is projected from witness and layers
 * and never stored.
 *
 *     doc > chunk+ > block > text, line, milestone        with the marks del, ins, note, name, hi
 *
 * A chunk holds about fifty blocks and exists for speed alone: the browser skips the layout of chunks that are out of sight.
 */
import { type DOMOutputSpec, type Mark, type Node, Schema } from 'prosemirror-model'

/** The attributes of a block node. `at` is the offset at which the block begins, `part` counts the pieces of a block
 * that a correction's text has parted; the others are the block's own, flattened for display. */
export interface BlockAttrs {
  readonly at: number
  readonly part: number
  readonly kind: string
  readonly level: number
  readonly depth: number
  readonly who: string
  readonly label: string
  readonly continues: boolean
  readonly page: string | null
  /** Where it stands in a row of a table: the columns of the table, those it takes, and those without words before it; 0 where it stands in none. `begins`
   * says that it is the first of its row, `header` that it names a column or row. */
  readonly columns: number
  readonly span: number
  readonly skip: number
  readonly begins: boolean
  readonly header: boolean
}

const numbered = (attrs: BlockAttrs) =>
  !attrs.continues && attrs.part === 0 && !/^(stamp|catchword|rule|label|metadata)$/.test(attrs.kind)

function blockDOM(node: Node): DOMOutputSpec {
  const attrs = node.attrs as BlockAttrs
  const classes = ['block', `k-${attrs.kind}`]
  if (numbered(attrs)) classes.push('numbered')
  if (attrs.continues) classes.push('continues')
  if (attrs.part > 0) classes.push('supplied')
  if (attrs.page !== null) classes.push('opens-page')
  const dom: Record<string, string> = { class: classes.join(' '), 'data-at': String(attrs.at) }
  if (attrs.page !== null) dom['data-page'] = attrs.page
  if (attrs.who) dom['data-who'] = attrs.who
  if (attrs.label) dom['data-label'] = attrs.label
  if (attrs.depth > 1) dom.style = `--depth: ${attrs.depth - 1}`
  if (attrs.columns > 0) {
    classes.push(attrs.span > 0 ? 'cell' : 'table-row')
    if (attrs.begins) classes.push('begins-row')
    if (attrs.header) classes.push('header-cell')
    dom.class = classes.join(' ')
    dom.style = `--columns: ${attrs.columns}; --span: ${attrs.span}; --skip: ${attrs.skip}`
  }
  if (attrs.kind === 'heading') {
    dom.role = 'heading'
    dom['aria-level'] = String(attrs.level)
    dom['data-level'] = String(attrs.level)
  }
  return ['div', dom, 0]
}

const byId = (tag: string, name: string) => (mark: Mark) =>
  [
    tag,
    { class: `${name} ${mark.attrs.state ?? mark.attrs.type ?? ''}`.trim(), 'data-id': mark.attrs.id },
    0,
  ] as const

function spanDOM({ attrs: { type, said, before, look } }: Mark): Record<string, string> {
  return {
    class: `span s-${type}${look ? ` ${look}` : ''}`,
    ...(said ? { title: said } : {}),
    ...(before ? { 'data-before': before } : {}),
  }
}

function milestoneWords({ attrs: { type, n } }: Node): string {
  if (type === 'gap') return '[…]'
  if (type === 'note-ref') return n || '*'
  return type === 'pb' ? `page ${n}` : `${type} ${n}`.trim()
}

export const proseSchema = new Schema({
  nodes: {
    doc: { content: 'chunk+' },
    chunk: { content: 'block+', attrs: { at: { default: 0 } }, toDOM: () => ['div', { class: 'chunk' }, 0] },
    block: {
      content: 'inline*',
      // Newlines and runs of spaces in the DOM are the text's own.
      whitespace: 'pre',
      attrs: {
        at: { default: 0 },
        part: { default: 0 },
        kind: { default: 'paragraph' },
        level: { default: 1 },
        depth: { default: 1 },
        who: { default: '' },
        label: { default: '' },
        continues: { default: false },
        page: { default: null },
        columns: { default: 0 },
        span: { default: 0 },
        skip: { default: 0 },
        begins: { default: false },
        header: { default: false },
      },
      toDOM: blockDOM,
      parseDOM: [
        ...[1, 2, 3, 4, 5, 6].map(level => ({ tag: `h${level}`, attrs: { kind: 'heading', level } })),
        { tag: 'li', attrs: { kind: 'item' } },
        { tag: 'blockquote p', attrs: { kind: 'quotation' } },
        { tag: 'p' },
        { tag: 'div.block', priority: 60 },
        { tag: 'div' },
      ],
    },
    line: {
      inline: true,
      group: 'inline',
      linebreakReplacement: true,
      selectable: false,
      toDOM: () => ['br'],
      parseDOM: [{ tag: 'br' }],
    },
    milestone: {
      inline: true,
      group: 'inline',
      atom: true,
      attrs: { id: { default: '' }, type: { default: 'pb' }, n: { default: '' }, said: { default: '' } },
      toDOM: node => [
        'span',
        {
          class: `milestone m-${node.attrs.type}`,
          'data-id': node.attrs.id,
          contenteditable: 'false',
          ...(node.attrs.said ? { title: node.attrs.said } : {}),
        },
        milestoneWords(node),
      ],
    },
    text: { group: 'inline' },
  },
  marks: {
    // `ends` says that the note's range ends here: its mark follows.
    note: {
      attrs: { id: { default: '' }, type: { default: '' }, ends: { default: false } },
      excludes: '',
      inclusive: false,
      toDOM: mark => {
        const [tag, attributes, hole] = byId('span', 'note')(mark)
        return [tag, mark.attrs.ends ? { ...attributes, 'data-ends': '' } : attributes, hole]
      },
    },
    name: {
      attrs: { id: { default: '' }, type: { default: '' } },
      excludes: '',
      inclusive: false,
      toDOM: byId('span', 'name'),
    },
    hi: {
      // `said` is what a mark of the source says in words, `before` what it shows before its own.
      // `look` are the classes of how it is set.
      attrs: {
        id: { default: '' },
        type: { default: '' },
        said: { default: '' },
        before: { default: '' },
        look: { default: '' },
      },
      excludes: '',
      inclusive: false,
      toDOM: mark => ['span', spanDOM(mark), 0],
    },
    del: {
      attrs: { id: { default: '' }, state: { default: '' } },
      excludes: '',
      inclusive: false,
      toDOM: byId('del', 'del'),
    },
    ins: {
      attrs: { id: { default: '' }, state: { default: '' } },
      excludes: '',
      inclusive: false,
      toDOM: byId('ins', 'ins'),
    },
  },
})

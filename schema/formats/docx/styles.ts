/** The styles of our Word files: which names which kind of block, in both directions, and how they look. */
import { type Attrs, type BlockKind, blockKinds } from '../../witness.js'

/** Word's own styles where it has one of that meaning, else ours. `heading` and `item` have one a level. */
const ids: Readonly<Record<Exclude<BlockKind, 'heading' | 'item'>, string>> = {
  paragraph: 'Paragraph',
  speech: 'Speech',
  stage: 'Stage',
  quotation: 'Quote',
  verse: 'Verse',
  stamp: 'Stamp',
  catchword: 'Catchword',
  signature: 'Signature',
  dateline: 'Dateline',
  salutation: 'Salutation',
  label: 'Label',
  metadata: 'Metadata',
  note: 'SourceNote',
  rule: 'Rule',
}

const levelOf = (value: unknown) =>
  typeof value === 'number' ? Math.min(Math.max(Math.round(value), 1), 6) : 1

/** The style of a paragraph. Where `continues` is kept, one that runs on has a style of its own. */
export function styleOf(kind: BlockKind, attrs: Attrs, keepsContinues: boolean): string {
  const id =
    kind === 'heading'
      ? `Heading${levelOf(attrs.level)}`
      : kind === 'item'
        ? `Item${levelOf(attrs.depth)}`
        : ids[kind]
  return keepsContinues && attrs.continues === true ? `${id}Continued` : id
}

/** The style of a table: thin lines, its paragraphs closer than those of the text. */
export const tableStyle = 'SourceTable'

/** The style of what names a row or column of a table. */
const cellLabel = 'TableHeading'

/** The style of a paragraph in a table. */
export function styleInCell(kind: BlockKind, attrs: Attrs, keepsContinues: boolean): string {
  const id = styleOf(kind, attrs, keepsContinues)
  return attrs.role === 'label' ? id.replace(/^Paragraph/, cellLabel) : id
}

/** What a style of ours says of a block; null where the style is none of ours. */
export function blockOfStyle(
  id: string,
): { kind: BlockKind; attrs: Record<string, string | number | boolean> } | null {
  const [, name = '', level, continued] = /^([A-Za-z]+?)([1-6])?(Continued)?$/.exec(id) ?? []
  const attrs: Record<string, boolean> = continued ? { continues: true } : {}
  if (name === 'Heading' && level) return { kind: 'heading', attrs: { level: Number(level), ...attrs } }
  if (name === 'Item' && level) return { kind: 'item', attrs: { depth: Number(level), ...attrs } }
  if (level) return null
  if (name === cellLabel) return { kind: 'paragraph', attrs: { role: 'label', ...attrs } }
  const kind = blockKinds.find(k => k !== 'heading' && k !== 'item' && ids[k] === name)
  return kind ? { kind, attrs } : null
}

/** The character styles of the source's spans, by the type of the span. */
export const spanStyles: Readonly<Record<string, string>> = {
  speaker: 'Speaker',
  marker: 'Marker',
  stage: 'StageDirection',
  label: 'LabelText',
  unclear: 'Unclear',
  gap: 'Gap',
  add: 'AddedInSource',
  del: 'DeletedInSource',
  subst: 'TypedOver',
  sic: 'Sic',
  editorial: 'Editorial',
  'note-ref': 'SourceNoteMark',
}

/** What stands in the text and is not text: the number of a page that begins, a gap in the source. */
export const pageMark = 'PageMark'
export const gapMark = 'GapMark'

/** Paragraphs that the program has added after the text. */
export const addedStyles: ReadonlySet<string> = new Set([
  'ApparatusHeading',
  'ApparatusEntry',
  'Bibliography',
])

/** Paragraphs of comments that are no note: a correction's kind, its reason, a reading that competes with another. */
export const kindStyle = 'CorrectionKind'
export const reasonStyle = 'CorrectionReason'
export const proposalStyle = 'CompetingProposal'
/** The paragraphs of an explanatory note that is a comment. */
export const explanatoryStyle = 'ExplanatoryComment'

interface Look {
  readonly id: string
  readonly name: string
  readonly on: string
  readonly p?: string
  readonly r?: string
}

const spacing = (before: number, after: number) => `<w:spacing w:before="${before}" w:after="${after}"/>`
const indent = (left: number, hanging = 0) =>
  `<w:ind w:left="${left}"${hanging ? ` w:hanging="${hanging}"` : ''}/>`
const size = (half: number) => `<w:sz w:val="${half}"/>`
const grey = '<w:color w:val="6B6B6B"/>'

const blockLooks: readonly Look[] = [
  ...[1, 2, 3, 4, 5, 6].map(n => ({
    id: `Heading${n}`,
    name: `heading ${n}`,
    on: 'Normal',
    p: `<w:keepNext/>${spacing(360 - n * 30, 120)}<w:outlineLvl w:val="${n - 1}"/>`,
    r: `<w:b/>${size([34, 29, 26, 24, 24, 24][n - 1]!)}`,
  })),
  { id: 'Paragraph', name: 'Paragraph', on: 'Normal' },
  { id: cellLabel, name: 'Table Heading', on: 'Normal', r: '<w:b/>' },
  { id: 'Speech', name: 'Speech', on: 'Normal' },
  { id: 'Stage', name: 'Stage', on: 'Normal', r: '<w:i/>' },
  { id: 'Quote', name: 'Quote', on: 'Normal', p: indent(567) },
  { id: 'Verse', name: 'Verse', on: 'Normal', p: indent(567) },
  { id: 'Stamp', name: 'Stamp', on: 'Normal', p: '<w:jc w:val="center"/>', r: `${grey}${size(20)}` },
  { id: 'Catchword', name: 'Catchword', on: 'Normal', p: '<w:jc w:val="right"/>', r: `${grey}${size(20)}` },
  { id: 'Signature', name: 'Signature', on: 'Normal', p: indent(4252) },
  { id: 'Dateline', name: 'Dateline', on: 'Normal', p: '<w:jc w:val="right"/>' },
  { id: 'Salutation', name: 'Salutation', on: 'Normal' },
  { id: 'Label', name: 'Label', on: 'Normal', r: '<w:b/>' },
  { id: 'Metadata', name: 'Metadata', on: 'Normal', r: `${grey}${size(20)}` },
  { id: 'SourceNote', name: 'Source Note', on: 'Normal', r: size(20) },
  { id: 'Rule', name: 'Rule', on: 'Normal', p: '<w:jc w:val="center"/>' },
  ...[1, 2, 3, 4, 5, 6].map(n => ({
    id: `Item${n}`,
    name: `Item ${n}`,
    on: 'Normal',
    p: indent(n * 425, 425),
  })),
]

const otherLooks: readonly Look[] = [
  { id: 'FootnoteText', name: 'footnote text', on: 'Normal', p: spacing(0, 40), r: size(19) },
  { id: 'NoteQuotation', name: 'Note Quotation', on: 'FootnoteText', p: indent(567) },
  { id: 'NoteList', name: 'Note List', on: 'FootnoteText', p: indent(567, 283) },
  { id: 'CommentText', name: 'annotation text', on: 'Normal', r: size(20) },
  { id: explanatoryStyle, name: 'Explanatory Comment', on: 'CommentText' },
  { id: kindStyle, name: 'Correction Kind', on: 'CommentText', r: '<w:i/>' },
  { id: reasonStyle, name: 'Correction Reason', on: 'CommentText' },
  { id: proposalStyle, name: 'Competing Proposal', on: 'CommentText' },
  {
    id: 'ApparatusHeading',
    name: 'Apparatus Heading',
    on: 'Normal',
    p: `<w:keepNext/>${spacing(360, 120)}`,
    r: '<w:b/>',
  },
  {
    id: 'ApparatusEntry',
    name: 'Apparatus Entry',
    on: 'Normal',
    p: `${spacing(0, 40)}${indent(425, 425)}`,
    r: size(20),
  },
  {
    id: 'Bibliography',
    name: 'Bibliography',
    on: 'Normal',
    p: `${spacing(0, 40)}${indent(425, 425)}`,
    r: size(20),
  },
]

const characterLooks: readonly Omit<Look, 'on'>[] = [
  { id: 'FootnoteReference', name: 'footnote reference', r: '<w:vertAlign w:val="superscript"/>' },
  { id: 'CommentReference', name: 'annotation reference', r: size(16) },
  { id: 'Hyperlink', name: 'Hyperlink', r: '<w:color w:val="1F4E79"/><w:u w:val="single"/>' },
  { id: 'Speaker', name: 'Speaker', r: '<w:b/>' },
  { id: 'Marker', name: 'Marker' },
  { id: 'StageDirection', name: 'Stage Direction', r: '<w:i/>' },
  { id: 'LabelText', name: 'Label Text', r: '<w:b/>' },
  { id: 'Unclear', name: 'Unclear', r: '<w:u w:val="dotted"/>' },
  { id: 'Gap', name: 'Gap', r: grey },
  { id: 'AddedInSource', name: 'Added in Source', r: '<w:u w:val="wave"/>' },
  { id: 'DeletedInSource', name: 'Deleted in Source', r: '<w:strike/>' },
  { id: 'TypedOver', name: 'Typed Over', r: '<w:u w:val="double"/>' },
  { id: 'Sic', name: 'Sic' },
  { id: 'Editorial', name: 'Editorial', r: grey },
  { id: 'SourceNoteMark', name: 'Source Note Mark' },
  { id: pageMark, name: 'Page Mark', r: `${grey}${size(16)}` },
  { id: gapMark, name: 'Gap Mark', r: grey },
]

function tableStyleXml(): string {
  const line = (side: string) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="A0A0A0"/>`
  const lines = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(line).join('')
  const margin = (side: string) => `<w:${side} w:w="100" w:type="dxa"/>`
  return `<w:style w:type="table" w:customStyle="1" w:styleId="${tableStyle}"><w:name w:val="Source Table"/><w:pPr>${spacing(40, 40)}</w:pPr><w:tblPr><w:tblBorders>${lines}</w:tblBorders><w:tblCellMar>${['left', 'right'].map(margin).join('')}</w:tblCellMar></w:tblPr></w:style>`
}

function paragraphStyle({ id, name, on, p = '', r = '' }: Look): string {
  return `<w:style w:type="paragraph"${/^(Heading|FootnoteText|CommentText|Quote|Signature|Salutation|Bibliography)/.test(id) ? '' : ' w:customStyle="1"'} w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="${on}"/><w:qFormat/>${p ? `<w:pPr>${p}</w:pPr>` : ''}${r ? `<w:rPr>${r}</w:rPr>` : ''}</w:style>`
}

/** The part word/styles.xml, without its XML declaration. */
export function stylesXml(namespaces: string): string {
  const continued = blockLooks.map(({ id, name }) => ({
    id: `${id}Continued`,
    name: `${name[0]!.toUpperCase()}${name.slice(1)} Continued`,
    on: id,
  }))
  const characters = characterLooks.map(
    ({ id, name, r = '' }) =>
      `<w:style w:type="character"${/^(Footnote|Comment|Hyperlink)/.test(id) ? '' : ' w:customStyle="1"'} w:styleId="${id}"><w:name w:val="${name}"/>${r ? `<w:rPr>${r}</w:rPr>` : ''}</w:style>`,
  )
  return `<w:styles ${namespaces}>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Cambria" w:hAnsi="Cambria" w:eastAsia="Cambria" w:cs="Times New Roman"/><w:sz w:val="23"/><w:szCs w:val="23"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="283" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
${[...blockLooks, ...continued, ...otherLooks].map(paragraphStyle).join('\n')}
${characters.join('\n')}
${tableStyleXml()}
</w:styles>`
}

/** Reads a Word file: its text before the tracked changes is the witness; the changes are proposals of the people who
 * made them, comments are notes. */
import { strFromU8 } from 'fflate'
import * as Y from 'yjs'
import {
  type Certainty,
  type Correction,
  type CorrectionKind,
  certainties,
  correctionKinds,
  type Evidence,
  evidences,
} from '../../corrections.js'
import { graphemeEnd, graphemeStart } from '../../graphemes.js'
import { Layers } from '../../layers.js'
import type { NoteType } from '../../notes.js'
import { type Problem, type Witness, witnessFaults } from '../../witness.js'
import { onOneLine, wordEnd, wordStart } from '../../words.js'
import { looksLikeArchive } from '../archive/archive.js'
import {
  type FileRead,
  namedInFile,
  type Reader,
  type ReadOptions,
  unread,
  withoutExtension,
} from '../reader.js'
import type { StyleUse } from '../style-map.js'
import { Builder, type Proposal, wholeGraphemes } from './builder.js'
import {
  type Comment,
  commentsOf,
  competingOf,
  type NoteRun,
  plainText,
  type Remark,
  remarkOf,
  runsOf,
} from './comments.js'
import { Unreadable } from './fault.js'
import { Numbering, StyleSheet } from './sheet.js'
import { type NoteReference, Story } from './story.js'
import { explanatoryStyle } from './styles.js'
import { allNamed, childNamed, type Element, elementsIn, textIn } from './tree.js'
import { Package, type Relation } from './unpack.js'
import { UsedStyles } from './used-styles.js'

/** G6: what is longer is refused by the gate. */
const longestText = 20_000
const longestNote = 50_000
/** G16: corrections and notes each. */
const mostRecords = 50_000

export const docxReader: Reader = {
  name: 'docx',
  title: 'Word (DOCX)',
  extensions: ['.docx', '.docm'],
  recognises: (bytes, name) => /\.doc[xm]$/i.test(name) || (looksLikeArchive(bytes) && namesWord(bytes)),
  read(bytes, name, options) {
    try {
      return readDocx(bytes, name, options)
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      const { code, message, line, column } = error
      return unread('docx', bytes, name, [{ severity: 'error', code, message, line, column }])
    }
  },
}

/** Whether a ZIP's directory, at its end, names the main part of a Word file. */
function namesWord(bytes: Uint8Array): boolean {
  const end = strFromU8(bytes.subarray(-256 * 1024), true)
  return end.includes('word/document.xml')
}

function readDocx(bytes: Uint8Array, name: string, { styles: choices = {} }: ReadOptions = {}): FileRead {
  // OLE compound files: Word's older format, and files that are locked with a password.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    throw new Unreadable(
      'old-word',
      'The file is in Word’s older format, or locked with a password: save it as .docx.',
    )
  const file = Package.of(bytes)
  const relations = file.relations(file.mainPath)
  const path = (type: string) => targetOf(relations, type)
  const custom = propertiesOf(file)
  const people: Record<string, string> = {}
  const person = (author: string) => {
    const name = nameOf(author)
    const id = namedInFile('docx', name)
    people[id] = name
    return id
  }
  const builder = new Builder()
  const used = new UsedStyles(choices)
  let tables = 0
  const context = {
    used,
    styles: new StyleSheet(file.part(path('styles'))),
    numbering: new Numbering(file.part(path('numbering'))),
    isOurs: custom.has('corrigenda'),
    known: (bookmark: string) => custom.has(bookmark) && /^note_\d+$/.test(bookmark),
    people: person,
    nextTable: () => ++tables,
  }
  const main = file.part(file.mainPath)
  const body = childNamed(main, 'w:body')
  if (!body) throw new Unreadable('not-word', `${file.mainPath}: it has no body.`)
  const story = new Story(file.mainPath, builder, context, relations)
  story.read(body)
  const problems: Problem[] = [...story.losses()]

  // The source's own notes follow the text; those that somebody has added are that person's.
  const notes = {
    footnote: notesIn(file.part(path('footnotes')), 'w:footnote'),
    endnote: notesIn(file.part(path('endnotes')), 'w:endnote'),
  }
  const ours: { reference: NoteReference; element: Element; links: ReadonlyMap<string, Relation> }[] = []
  let sourceNotes = 0
  for (const type of ['footnote', 'endnote'] as const) {
    const target = path(`${type}s`)
    const links = target ? file.relations(target) : new Map<string, Relation>()
    const inNotes = new Story(target ?? type, builder, context, links)
    for (const reference of story.references.filter(r => r.type === type)) {
      const element = notes[type].get(reference.id)
      if (!element) continue
      if (reference.bookmark !== null || reference.change?.type === 'ins') {
        ours.push({ reference, element, links })
        continue
      }
      sourceNotes++
      const attrs = { n: reference.n, place: type === 'footnote' ? 'foot' : 'end' }
      builder.add(`[${reference.n}]`, null, [{ type: 'marker' }])
      inNotes.read(element, first => ({ kind: 'note', attrs: first ? attrs : { ...attrs, continues: true } }))
    }
    problems.push(...inNotes.losses())
    for (const [id, place] of inNotes.comments) story.comments.set(id, place)
  }
  const isWhole = builder.finish()
  if (builder.blocks.length === 0)
    throw new Unreadable(
      'empty',
      isWhole ? 'The document has no text.' : 'The document had no text before its tracked changes.',
    )
  const text = builder.text
  const witness: Witness = {
    format: 1,
    text,
    blocks: builder.blocks,
    milestones: builder.milestones.map(({ id, at, type, n, attrs }) => ({
      id,
      at,
      type,
      ...(n === undefined ? {} : { n }),
      ...(attrs === undefined ? {} : { attrs }),
    })),
    spans: builder.spans,
    source: { format: 'docx', encoding: 'utf-8', bom: false, name: name.split(/[\\/]/).at(-1)! },
  }
  const faults = witnessFaults(witness)
  if (faults.length > 0) throw new Unreadable('bad-witness', `The text cannot be taken over: ${faults[0]}.`)

  const layers = new Layers(new Y.Doc())
  // The update is a function of the file.
  layers.doc.clientID = 1
  const writer = new LayersWriter(layers, text, witness, problems)
  const comments = commentsOf(file, path('comments'), path('commentsExtended'))
  layers.change(null, () => {
    writer.proposals(builder.proposals, comments, story)
    for (const { reference, element, links } of ours)
      writer.footnote(reference, element, links, story, custom, person)
    writer.comments(comments, story, person)
  })
  leftOut(file, relations, problems)
  const styles = used.uses()
  problems.unshift(...summary(witness, writer, sourceNotes, story), ...chosenIn(styles))
  const hasLayers = writer.count.proposals + writer.count.notes > 0
  const core = coreOf(file)
  const metadata: Record<string, string> = {}
  for (const [key, value] of custom)
    if (key.startsWith('metadata.') && key.length > 9) metadata[key.slice(9)] = value
  if (core.creator && !context.isOurs) metadata.creator ??= core.creator
  const update = hasLayers ? Y.encodeStateAsUpdate(layers.doc) : null
  layers.doc.destroy()
  return {
    reader: 'docx',
    title: core.title || metadata.title || titleIn(witness) || withoutExtension(name),
    edition: null,
    witness,
    metadata,
    problems,
    source: bytes,
    layers: update,
    people: hasLayers ? people : {},
    styles,
  }
}

/** Writes what the file holds beside its text. */
class LayersWriter {
  readonly count = { proposals: 0, notes: 0, replies: 0 }
  private readonly made: Correction[] = []

  constructor(
    private readonly layers: Layers,
    private readonly text: string,
    private readonly witness: Witness,
    private readonly problems: Problem[],
  ) {}

  proposals(proposals: readonly Proposal[], comments: readonly Comment[], story: Story, reason = ''): void {
    const said = remarks(comments, story)
    if (this.count.proposals + proposals.length > mostRecords)
      this.loss('too-many', `Of ${proposals.length} tracked changes the first ${mostRecords} were taken over`)
    for (const given of proposals) {
      const proposal = wholeGraphemes(given, this.text)
      if (!proposal || this.count.proposals >= mostRecords) continue
      if (proposal.text.length > longestText) {
        this.loss(
          'too-long',
          `An addition of ${proposal.text.length} characters was left out: a proposal has at most ${longestText}`,
        )
        continue
      }
      const remark = said.get(`${given.by} ${given.start}`)
      const correction: Correction = {
        id: `w${++this.count.proposals}`,
        ...proposal,
        kind: oneOf<CorrectionKind>(correctionKinds, remark?.kind, 'emendation'),
        reason: remark?.reason.slice(0, 5000) ?? reason,
        evidence: oneOf<Evidence | ''>(evidences, remark?.evidence, ''),
        certainty: oneOf<Certainty>(certainties, remark?.certainty, 'unknown'),
        parent: null,
      }
      this.made.push(correction)
      this.layers.addCorrection(correction)
    }
  }

  /** Enters a reading that competed with one in the text, where the words that it is about still stand at its place. */
  private competing(comment: Comment, story: Story, person: (author: string) => string): boolean {
    const said = competingOf(comment)
    const place = story.comments.get(comment.id)
    const start = place?.start?.offset
    const end = place?.end?.offset
    if (!said || start === undefined || end === undefined || end < start) return false
    if (onOneLine(this.text.slice(start, end)) !== said.received) return false
    const at = Date.parse(comment.date ?? '') || 0
    const { reading, reason } = said
    this.proposals(
      [{ start, end, side: -1, text: reading, by: person(comment.author), at }],
      [],
      story,
      reason.slice(0, 5000),
    )
    return true
  }

  footnote(
    { place, bookmark, change }: NoteReference,
    element: Element,
    links: ReadonlyMap<string, Relation>,
    story: Story,
    custom: ReadonlyMap<string, string>,
    person: (author: string) => string,
  ): void {
    const range = bookmark === null ? undefined : story.bookmarks.get(bookmark)
    const known = knownNote(bookmark === null ? undefined : custom.get(bookmark))
    const by = change?.by ?? person(known.by)
    this.note(range?.start.offset ?? place.offset, range?.end?.offset ?? place.offset, {
      by,
      at: change?.at ?? known.at,
      type: known.type,
      body: bodyIn(element, links),
    })
  }

  comments(comments: readonly Comment[], story: Story, person: (author: string) => string): void {
    const ids = new Map<string, string>()
    for (const comment of comments) {
      if (remarkOf(comment) || this.competing(comment, story, person)) continue
      const at = Date.parse(comment.date ?? '') || 0
      const by = person(comment.author)
      const text = comment.paragraphs.map(p => p.text).join('\n')
      const type = comment.paragraphs[0]?.style === explanatoryStyle ? 'explanatory' : 'textual'
      const thread = comment.answers === null ? undefined : ids.get(comment.answers)
      if (thread !== undefined) {
        const id = `wr${++this.count.replies}`
        this.layers.setReply({ id, on: thread, act: 'reply', text: text.slice(0, 5000), by, at })
        ids.set(comment.id, thread)
        continue
      }
      const place = story.comments.get(comment.id)
      if (!place) {
        this.loss(
          'comment',
          `A comment of ${comment.author || 'nobody'} stands at no place of the text and was left out: “${text.slice(0, 60)}”`,
        )
        continue
      }
      const end = place.end?.offset ?? place.start?.offset ?? 0
      const note = this.note(place.start?.offset ?? end, end, {
        by,
        at,
        type,
        body: comment.paragraphs.map(p => p.runs),
      })
      if (note !== null) ids.set(comment.id, note)
    }
  }

  /** A note on a range, or on the addition that stands there, or on the word before. */
  private note(
    from: number,
    to: number,
    { body, ...given }: { by: string; at: number; type: NoteType; body: readonly (readonly NoteRun[])[] },
  ): string | null {
    const text = body.map(runs => runs.map(run => run.text).join('')).join('\n')
    if (this.count.notes >= mostRecords) {
      if (this.count.notes++ === mostRecords)
        this.loss('too-many', `Only the first ${mostRecords} notes were taken over`)
      return null
    }
    if (text.length > longestNote) this.loss('too-long', `A note was cut after ${longestNote} characters`)
    let start = graphemeStart(this.text, Math.min(from, to))
    let end = graphemeEnd(this.text, Math.max(from, to))
    while (start < end && /\s/.test(this.text[start]!)) start++
    while (end > start && /\s/.test(this.text[end - 1]!)) end--
    let on: string | null = null
    if (start === end) {
      const addition = this.made.find(c => c.text !== '' && c.start <= start && start <= c.end)
      if (addition) {
        on = addition.id
        start = addition.start
        end = addition.end
      } else [start, end] = this.wordAt(start)
    }
    const id = `wn${++this.count.notes}`
    this.layers.addNote({ id, start, end, on, ...given, text: text.slice(0, longestNote) })
    if (text.length <= longestNote) this.markUp(id, body)
    return id
  }

  /** Gives the paragraphs of a note the emphasis and links of its runs. */
  private markUp(id: string, body: readonly (readonly NoteRun[])[]): void {
    body.forEach((runs, i) => {
      const paragraph = this.layers.noteBody(id)?.get(i)
      const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null
      if (!(text instanceof Y.XmlText)) return
      let at = 0
      for (const { text: words, em, strong, href } of runs) {
        const marks = {
          ...(em ? { em: {} } : {}),
          ...(strong ? { strong: {} } : {}),
          ...(href ? { link: { href } } : {}),
        }
        if (em || strong || href) text.format(at, words.length, marks)
        at += words.length
      }
    })
  }

  /** The word that ends or stands at an offset, else the whole block. */
  private wordAt(offset: number): [number, number] {
    let at = Math.min(offset, this.text.length)
    while (at > 0 && /[^\p{L}\p{N}\p{M}]/u.test(this.text[at - 1]!) && !/\n/.test(this.text[at - 1]!)) at--
    const start = graphemeStart(this.text, wordStart(this.text, at))
    const end = graphemeEnd(this.text, wordEnd(this.text, at))
    if (end > start) return [start, end]
    const block = this.witness.blocks.find(b => b.end >= offset) ?? this.witness.blocks.at(-1)!
    return [block.start, block.end]
  }

  private loss(code: string, message: string): void {
    this.problems.push({ severity: 'loss', code, message: `${message}.`, line: 1, column: 1 })
  }
}

/** What our comments say of corrections, by their author and where they begin. */
function remarks(comments: readonly Comment[], story: Story): Map<string, Remark> {
  const found = new Map<string, Remark>()
  for (const comment of comments) {
    const remark = remarkOf(comment)
    const place = story.comments.get(comment.id)
    const start = place?.start?.offset ?? place?.end?.offset
    if (remark && start !== undefined)
      found.set(`${namedInFile('docx', nameOf(comment.author))} ${start}`, remark)
  }
  return found
}

const nameOf = (author: string) => author.trim() || 'unsigned'

function oneOf<T extends string>(list: readonly string[], value: string | undefined, otherwise: T): T {
  return value !== undefined && list.includes(value) ? (value as T) : otherwise
}

function knownNote(json: string | undefined): { by: string; at: number; type: NoteType } {
  try {
    const { by, at, type } = JSON.parse(json ?? '{}') as Record<string, unknown>
    return {
      by: typeof by === 'string' ? by : '',
      at: typeof at === 'number' && Number.isFinite(at) ? at : 0,
      type: type === 'textual' ? 'textual' : 'explanatory',
    }
  } catch {
    return { by: '', at: 0, type: 'explanatory' }
  }
}

/** The notes of a part by their ids, without the lines that Word draws above them. */
function notesIn(root: Element | undefined, name: string): Map<string, Element> {
  const found = new Map<string, Element>()
  for (const element of elementsIn(root)) {
    const type = element.attributes['w:type'] ?? 'normal'
    if (element.name === name && type === 'normal') found.set(element.attributes['w:id'] ?? '', element)
  }
  return found
}

/** The paragraphs of a footnote; at least one. */
function bodyIn(element: Element, links: ReadonlyMap<string, Relation>): readonly (readonly NoteRun[])[] {
  const all = [...allNamed(element, 'w:p')].map(p => runsOf(p, links)).filter(runs => runs.length > 0)
  return all.length > 0 ? all : [[]]
}

function targetOf(relations: ReadonlyMap<string, Relation>, type: string): string | undefined {
  return [...relations.values()].find(relation => relation.type.endsWith(`/${type}`))?.target
}

/** The properties that a file's makers have given names of their own. */
function propertiesOf(file: Package): Map<string, string> {
  const found = new Map<string, string>()
  const path = targetOf(file.relations(''), 'custom-properties')
  for (const element of elementsIn(file.part(path)))
    if (element.attributes.name) found.set(element.attributes.name, textIn(element))
  return found
}

function coreOf(file: Package): { title: string; creator: string } {
  const root = file.part(targetOf(file.relations(''), 'core-properties'))
  const said = (name: string) => {
    const element = childNamed(root, name)
    return element ? textIn(element).trim() : ''
  }
  return { title: said('dc:title'), creator: said('dc:creator') }
}

function titleIn({ text, blocks }: Witness): string {
  const first = blocks[0]
  return first?.kind === 'heading'
    ? text.slice(first.start, first.end).replace(/\s+/g, ' ').slice(0, 200)
    : ''
}

/** What of the file is not text: running heads, and files that are no XML. */
function leftOut(file: Package, relations: ReadonlyMap<string, Relation>, problems: Problem[]): void {
  const loss = (code: string, message: string) =>
    problems.push({ severity: 'loss', code, message, line: 1, column: 1 })
  for (const { type, target } of relations.values()) {
    if (!/\/(header|footer)$/.test(type)) continue
    const part = file.part(target)
    const text = part ? plainText(part).replace(/\s+/g, ' ').trim() : ''
    if (text)
      loss(
        'running-head',
        `${target}: what stands at the edge of the pages was left out: “${text.slice(0, 100)}”.`,
      )
  }
  if (file.leftOut > 0)
    loss(
      'files',
      `${file.leftOut} pictures and other files in the document were left out; the imported file keeps them.`,
    )
}

/** What was chosen for the styles of the file, as one sentence. */
function chosenIn(styles: readonly StyleUse[]): Problem[] {
  const said = styles.flatMap(({ name, chosen }) => (chosen === null ? [] : [`${name} = ${chosen}`]))
  if (said.length === 0) return []
  const message = `What styles become, as chosen: ${said.join(', ')}.`
  return [{ severity: 'info', code: 'styles', message, line: 1, column: 1 }]
}

function summary(
  witness: Witness,
  { count }: LayersWriter,
  sourceNotes: number,
  { counts }: Story,
): Problem[] {
  const info = (code: string, n: number, what: string) =>
    n > 0
      ? [
          {
            severity: 'info' as const,
            code,
            message: `${what}: ${n}.`,
            line: 1,
            column: 1,
          },
        ]
      : []
  return [
    ...info('blocks', witness.blocks.length, 'Paragraphs'),
    ...info('items', counts.items, 'List items'),
    ...info('tables', counts.tables, 'Tables'),
    ...info('source-notes', sourceNotes, 'Notes of the source'),
    ...info('proposals', count.proposals, 'Tracked changes taken as proposals'),
    ...info('notes', count.notes, 'Notes and comments'),
    ...info('replies', count.replies, 'Answers to comments'),
    ...info(
      'apparatus',
      counts.apparatus,
      'Lines of a printed apparatus, left out because they are no part of the text',
    ),
  ]
}

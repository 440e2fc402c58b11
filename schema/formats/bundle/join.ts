/** Many files as one text: a page, or some, each. */
import * as Y from 'yjs'
import { Layers } from '../../layers.js'
import { type Json, writeRecord } from '../../state.js'
import { formeWork } from '../../structure.js'
import {
  type Block,
  type Metadata,
  type Milestone,
  type Problem,
  type Span,
  type Witness,
  witnessFaults,
} from '../../witness.js'
import { type FileRead, unread, withoutExtension } from '../reader.js'
import { problem } from './bundle.js'
import { shifted, shiftedState } from './shift.js'

export interface ReadItem {
  readonly path: string
  readonly read: FileRead
}

/** So many problems of its files a bundle tells, the others by their number. */
const most = 400

/** The files one after the other, each beginning a page of its own, with all that they have besides. A page of a scan
 * without text is a page break. `others` are the problems of the bundle itself. Never throws. */
export function joined(
  items: readonly ReadItem[],
  bytes: Uint8Array,
  name: string,
  others: readonly Problem[],
): FileRead {
  const joiner = new Joiner()
  for (const item of items) joiner.add(item)
  const { witness, layers, people, metadata, problems } = joiner.done(name)
  const all = [...others, ...problems]
  if (!witness) {
    const message = `None of the ${items.length} files in the ZIP can be read.`
    return unread('zip', bytes, name, [problem('error', 'empty', message), ...all])
  }
  const faults = witnessFaults(witness)
  if (faults.length > 0) throw new Error(`Joining files made an unsound witness: ${faults[0]}`)
  const title = metadata.title || withoutExtension(name)
  return {
    reader: 'zip',
    title,
    edition: null,
    witness,
    metadata,
    problems: all,
    source: bytes,
    layers,
    people,
  }
}

class Joiner {
  private readonly texts: string[] = []
  private length = 0
  private pages = 0
  private tables = 0
  private files = 0
  private readonly blocks: Block[] = []
  private readonly milestones: Milestone[] = []
  private readonly spans: Span[] = []
  private readonly states: [string, Json][] = []
  private readonly people: Record<string, string> = {}
  /** What each file calls itself; undefined where one does not. */
  private readonly titles = new Set<string | undefined>()
  private readonly metadata = new Map<string, Set<string>>()
  private readonly problems: Problem[] = []
  private readonly kinds = new Map<string, number>()
  /** Pages that have no text; they stand before what comes next. */
  private blank: Omit<Milestone, 'at'>[] = []

  add({ path, read }: ReadItem): void {
    this.files++
    const prefix = `${this.files}.`
    const isBlank = read.witness === null && read.problems[0]?.code === 'empty'
    const { title } = read.metadata
    this.titles.add(title)
    for (const [key, value] of Object.entries(read.metadata))
      if (key !== 'image' && key !== 'title')
        this.metadata.set(key, (this.metadata.get(key) ?? new Set()).add(value))
    if (!read.witness) {
      if (isBlank && (read.reader === 'page' || read.reader === 'alto')) {
        const { image } = read.metadata
        this.blank.push(this.pageBreak(`${prefix}page`, path, image ? { facs: image } : {}))
        this.problems.push(problem('info', 'blank', `${path}: a page without text.`))
      } else
        for (const said of read.problems)
          if (said.severity === 'error')
            this.problems.push({
              ...said,
              severity: 'loss',
              code: 'unreadable',
              message: `${path} is left out: ${said.message}`,
            })
      return
    }
    this.kinds.set(read.reader, (this.kinds.get(read.reader) ?? 0) + 1)
    const by = this.text(read.witness, prefix, path)
    for (const said of read.problems) {
      if (said.severity !== 'guess' && said.severity !== 'loss') continue
      const place =
        said.start === undefined ? {} : { start: said.start + by, end: (said.end ?? said.start) + by }
      this.problems.push({ ...said, ...place, message: `${path}: ${said.message}` })
    }
    if (read.layers) this.layers(read.layers, prefix, path)
    Object.assign(this.people, read.people)
  }

  /** Returns the offset at which the file's own text begins. */
  private text(witness: Witness, prefix: string, path: string): number {
    if (this.length > 0) {
      this.texts.push('\n\n')
      this.length += 2
    }
    const by = this.length
    this.texts.push(witness.text)
    this.length += witness.text.length
    const { blocks, milestones, spans } = shifted(witness, by, prefix, this.tables)
    const first = blocks[0]!.start
    for (const page of this.blank.splice(0)) this.milestones.push({ ...page, at: first })
    const own = milestones.find(({ type, at }) => type === 'pb' && at <= first)
    if (!own) this.milestones.push({ ...this.pageBreak(`${prefix}page`, path, {}), at: first })
    for (const milestone of milestones)
      if (milestone.type !== 'pb') this.milestones.push(milestone)
      else {
        this.pages++
        const n = milestone.n ?? String(this.pages)
        const attrs = milestone === own ? { ...milestone.attrs, file: path } : milestone.attrs
        this.milestones.push({ ...milestone, n, ...(attrs ? { attrs } : {}) })
      }
    this.runOn(blocks, witness.text, by, path)
    for (const block of blocks) {
      this.blocks.push(block)
      if (typeof block.attrs.table === 'number') this.tables = Math.max(this.tables, block.attrs.table)
    }
    for (const span of spans) this.spans.push(span)
    return by
  }

  private pageBreak(id: string, file: string, attrs: Record<string, string>): Omit<Milestone, 'at'> {
    this.pages++
    return { id, type: 'pb', n: String(this.pages), attrs: { ...attrs, file } }
  }

  /** Where a paragraph breaks off at the end of a file and the next one begins with a small letter, it runs on. */
  private runOn(blocks: Block[], text: string, by: number, path: string): void {
    const isBeside = ({ kind }: Block) =>
      formeWork.has(kind) || kind === 'label' || kind === 'note' || kind === 'rule'
    const before = this.blocks.findLast(block => !isBeside(block))
    const index = blocks.findIndex(block => !isBeside(block))
    const after = blocks[index]
    if (before?.kind !== 'paragraph' || after?.kind !== 'paragraph' || after.attrs.table !== undefined) return
    const end = this.endOf(before)
    const start = text.slice(after.start - by, after.start - by + 2)
    if (!/^\p{Ll}/u.test(start) || /[.!?:;”"’)\]]$/.test(end)) return
    blocks[index] = { ...after, attrs: { ...after.attrs, continues: true } }
    this.problems.push({
      severity: 'guess',
      code: 'continues',
      message: `${path}: the first paragraph runs on from the page before.`,
      line: 1,
      column: 1,
      start: after.start,
      end: after.end,
    })
  }

  /** The last letter of a block of what was added before; what was added last ends the list of texts. */
  private endOf({ end }: Block): string {
    let from = this.length
    for (let i = this.texts.length - 1; i >= 0; i--) {
      const text = this.texts[i]!
      from -= text.length
      if (from < end) return text.slice(end - from - 1, end - from)
    }
    return ''
  }

  private layers(update: Uint8Array, prefix: string, path: string): void {
    const { state, left } = shiftedState(update, this.length - this.texts.at(-1)!.length, prefix)
    this.states.push(...state)
    if (left > 0)
      this.problems.push(
        problem(
          'loss',
          'unplaced',
          `${path}: ${left} records that had lost their place are not taken over; import it by itself.`,
        ),
      )
  }

  done(name: string): Pick<FileRead, 'witness' | 'layers' | 'people' | 'metadata' | 'problems'> {
    for (const page of this.blank) this.milestones.push({ ...page, at: this.length })
    const { blocks, milestones, spans, people } = this
    const files = [...this.kinds].map(([reader, n]) => `${n} × ${reader}`).join(', ')
    const said = problem('info', 'recognised', `ZIP of ${this.files} files: ${files || 'none can be read'}.`)
    const problems = [said, ...this.problems.slice(0, most)]
    if (this.problems.length > most)
      problems.push(problem('info', 'more', `… and ${this.problems.length - most} more that the files say.`))
    const witness: Witness | null =
      blocks.length === 0
        ? null
        : {
            format: 1,
            text: this.texts.join(''),
            blocks,
            milestones,
            spans,
            source: { format: 'zip', encoding: 'utf-8', bom: false, name: name.split(/[\\/]/).at(-1)! },
          }
    return { witness, layers: this.update(), people, metadata: this.about(), problems }
  }

  private update(): Uint8Array | null {
    if (this.states.length === 0) return null
    const doc = new Y.Doc()
    // The same files make the same bytes.
    doc.clientID = 1
    const layers = new Layers(doc)
    layers.change(null, () => {
      for (const [key, value] of this.states) writeRecord(layers, key, value)
    })
    const update = Y.encodeStateAsUpdate(doc)
    doc.destroy()
    return update
  }

  /** What the files say of themselves; where they differ, the first few. */
  private about(): Metadata {
    const about: Record<string, string> = {}
    // A title is that of the whole only where all files have it.
    const [title, ...others] = this.titles
    if (title !== undefined && others.length === 0) about.title = title
    for (const [key, values] of this.metadata)
      about[key] = [...values].slice(0, 5).join('; ') + (values.size > 5 ? ' …' : '')
    return about
  }
}

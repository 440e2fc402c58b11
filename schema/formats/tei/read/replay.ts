/** Writes a document that was read from TEI: the very file that was read, with what editors have changed woven into it. What
 * nobody touched stays as it is spelled; a document that nobody touched is the file byte for byte. */
import type { EditedDocument } from '../../../document.js'
import type { Name } from '../../../names.js'
import type { RegisterEntry } from '../../../register.js'
import type { Span } from '../../../witness.js'
import type { Exported } from '../../format.js'
import { NotePrinter } from '../../note-printer.js'
import { encode } from '../../text/decode.js'
import { changesOf } from '../header.js'
import { Ids } from '../ids.js'
import { milestoneXml } from '../inline.js'
import { entryFinder, entryId, NameTags, nameLists } from '../names.js'
import { biblXml } from '../note-body.js'
import { choicesOf } from '../options.js'
import { Points } from '../points.js'
import { markTags } from '../source-marks.js'
import { standOff } from '../standoff.js'
import { attributes, content, word } from '../xml.js'
import { addToBack, textIn } from './add-to-back.js'
import { addToHeader } from './add-to-header.js'
import { Corrected } from './corrected.js'
import { Earlier } from './kept.js'
import { Kinds } from './kinds.js'
import { elementsIn } from './nodes.js'
import { type TeiText, textOf } from './read.js'
import { restructure } from './restructure.js'
import type { Tags } from './tags.js'
import { Weave } from './weave.js'

/** Null where the file cannot be used: it is not there, or is read otherwise than when the document was made. */
export function replay(exported: Exported): Uint8Array | null {
  const { document, source } = exported
  const { witness } = document
  if (witness.source.format !== 'tei' || !source) return null
  const text = textOf(source)
  if ('error' in text || text.composed.text !== witness.text) return null
  const { composed, parsed } = text
  if (
    composed.spans.length !== witness.spans.filter(span => !isPlaced(span)).length ||
    composed.milestones.length !== witness.milestones.length
  )
    return null
  const weave = new Weave(parsed, composed, speller(text))
  new Replay(exported, text, weave).write()
  if (!weave.isChanged) return source
  const { encoding, bom } = parsed
  return encode({ text: weave.toString(), source: { ...witness.source, encoding, bom } })
}

/** Lines that are known by where they stand on an image are no markup of the file; see `placed`. */
const isPlaced = ({ id }: { readonly id: string }) => id.startsWith('line')

/** How what is added has to be spelled in a file: with its prefix for TEI's elements, and in its encoding. */
function speller({ parsed }: TeiText): (xml: string) => string {
  const prefix = /^<([^\s/>:]+):/.exec(parsed.root.open.xml)?.[1]
  return xml => {
    let spelled = prefix ? xml.replace(/<(\/?)(?=[A-Za-z])/g, `<$1${prefix}:`) : xml
    // What Latin-1 lacks is written by number, and so is what its readers disagree about.
    if (parsed.encoding === 'windows-1252')
      spelled = spelled.replace(/[^\0-\x7e]/gu, c => `&#${c.codePointAt(0)};`)
    return spelled
  }
}

class Replay {
  private readonly ids = new Ids()
  /** The ids of the file. */
  private readonly taken = new Set<string>()
  private readonly document: EditedDocument
  /** Those to whom something points. */
  private readonly people = new Set<string>()
  /** Corrections and notes that the file has already, as they still are. */
  private readonly untouched = new Set<string>()
  /** What a file has no place for, a sentence each. */
  private readonly unheld: string[] = []
  private readonly entryOf: (name: Name) => RegisterEntry | null

  constructor(
    private readonly exported: Exported,
    private readonly text: TeiText,
    private readonly weave: Weave,
  ) {
    this.document = exported.document
    for (const element of elementsIn(text.parsed.root)) {
      const id = element.attrs['xml:id']
      if (!id) continue
      this.taken.add(id)
      this.ids.reserve(id)
    }
    this.entryOf = entryFinder(this.document, exported.register)
  }

  private readonly person = (by: string): string | undefined => {
    if (!by) return undefined
    this.people.add(by)
    return `#${this.ids.of('p', by)}`
  }

  write(): void {
    const { exported, document, text, weave, ids, person } = this
    const earlier = new Earlier(document, text.composed, weave, text.parsed.root)
    earlier.know(ids)
    for (const id of earlier.keep()) this.untouched.add(id)
    const choices = choicesOf(exported)
    const { origins } = text.composed
    const corrected = new Corrected(document, weave, ids, person)
    const inText = corrected.write(choices.rivals, this.untouched, origins)
    this.spans()
    this.milestones()
    const named = this.names()
    const kinds = new Kinds(document, text, weave, ids)
    restructure(document, text, weave, kinds, this.unheld)
    const points = new Points(document)
    const printer = new NotePrinter(exported)
    const works = printer.works().map(({ work }) => work)
    const keys = new Set(works.map(({ id }) => id))
    const context = { document, ids, person, points, printer, works: keys }
    const body = textIn(text.parsed.root)
    const notes = choices.notes === 'end' && !body ? 'standoff' : choices.notes
    const { beside, back } = standOff(context, notes, inText, this.untouched)
    for (const { offset, rank, xml, phrase } of points.all())
      weave.point(offset, rank === 0 ? -1 : 1, xml, phrase)
    if (body) addToBack(body, weave, back)
    const lists = nameLists(named, ids)
    const listBibl =
      works.length > 0
        ? `<listBibl>\n${works.map(work => biblXml(work, ids.of('bibl', work.id))).join('\n')}\n</listBibl>`
        : ''
    const known = new Set([
      ...text.composed.corrections.map(({ id }) => `${id}-d`),
      ...text.composed.decisions.map(({ id }) => id),
    ])
    const changes = changesOf(document, 'all', ids, known, person)
    earlier.name(ids, this.untouched)
    const aside = [lists, beside, listBibl].filter(part => part !== '').join('\n')
    if (!weave.isChanged && aside === '' && changes.length === 0 && this.unheld.length === 0) return
    addToHeader(text.parsed.root, weave, {
      people: [...this.people].map(
        id =>
          `<respStmt><resp>edited</resp><name xml:id="${ids.of('p', id)}">${content(exported.person(id) || id)}</name></respStmt>`,
      ),
      standOff: aside,
      changes,
      unheld: this.unheld,
      speakers: [...kinds.speakers],
      taken: id => this.taken.has(id),
      choices: { ...choices, notes },
    })
  }

  // --- spans, points, names ---------------------------------------------------------------------------------------

  private spans(): void {
    const { document, text, weave } = this
    const now = new Map(document.spans.inOrder().map(span => [span.id, span]))
    for (const span of document.witness.spans) {
      const found = now.get(span.id)
      if (found && found.start === span.start && found.end === span.end) continue
      const element = text.composed.origins.get(span.id)
      if (
        element &&
        element.name !== 'lb' &&
        /^(?:hi|seg|emph|foreign|unclear|add|del|sic|corr)$/.test(element.name)
      )
        weave.unwrap(element)
      else this.unheld.push(`The markup “${span.type}” of “${shown(document, span)}” was taken away.`)
    }
    const own = new Map(document.witness.spans.map(span => [span.id, span]))
    for (const span of now.values()) {
      const before = own.get(span.id)
      if (before && before.start === span.start && before.end === span.end) continue
      const done = weave.wrap(span.start, span.end, part => tagsOf(span, part === 0))
      if (!done) this.unheld.push(`“${shown(document, span)}” is marked as ${span.type}.`)
    }
  }

  private milestones(): void {
    const { document, text, weave } = this
    for (const { id, at } of document.witness.milestones) {
      const now = document.milestone(id)
      if (now?.at === at) continue
      const element = text.composed.origins.get(id)!
      if (element.open !== element.close) {
        this.unheld.push(`The mark “${element.name}” was moved or taken away.`)
        continue
      }
      const { xml } = element.open
      weave.unwrap(element)
      if (now) weave.point(now.at, 1, xml)
    }
    for (const milestone of document.allMilestones())
      if (!document.isWitnessMilestone(milestone.id)) weave.point(milestone.at, 1, milestoneXml(milestone))
  }

  /** Names that were added, taken away or given a reference; returns the entries to list. */
  private names(): RegisterEntry[] {
    const { document, text, weave, ids } = this
    const entries = new Map<string, RegisterEntry>()
    const tags = new NameTags(ids, this.entryOf)
    const known = new Set<string>()
    for (const { id, start, end, type, element, others } of text.composed.names) {
      const now = document.names.get(id)
      known.add(id)
      if (!now || now.start !== start || now.end !== end || now.type !== type) {
        for (const part of [element, ...others]) weave.unwrap(part)
        if (now) known.delete(id)
        continue
      }
      const entry = this.entryOf(now)
      if (!entry || entry.type === 'date') continue
      entries.set(entry.id, entry)
      weave.attribute(element, 'ref', `#${entryId(ids, entry)}`, true)
    }
    const names = document.names.inOrder().filter(({ id }) => !known.has(id))
    names.sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1))
    for (const name of names) {
      const entry = this.entryOf(name)
      if (entry) entries.set(entry.id, entry)
      const done = weave.wrap(name.start, name.end, () => ({
        open: tags.open(name),
        close: tags.close(name),
      }))
      if (!done) this.unheld.push(`“${shown(document, name)}” is the name of a ${name.type}.`)
    }
    return [...entries.values()].sort((a, b) =>
      a.form < b.form ? -1 : a.form > b.form ? 1 : a.id < b.id ? -1 : 1,
    )
  }
}

function tagsOf(span: Span, first: boolean): Tags {
  const marks = markTags(span, first)
  if (marks) return { open: marks[0], close: marks[1] }
  if (span.type !== 'hi') return { open: `<seg${attributes({ type: word(span.type) })}>`, close: '</seg>' }
  const { rend } = span.attrs ?? {}
  return {
    open: `<hi${attributes({ rend: typeof rend === 'string' ? word(rend) : undefined })}>`,
    close: '</hi>',
  }
}

function shown(document: EditedDocument, { start, end }: { start: number; end: number }): string {
  const words = document.text.slice(start, end)
  return words.length > 60 ? `${words.slice(0, 60)}…` : words
}

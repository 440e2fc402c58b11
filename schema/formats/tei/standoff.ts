/** What stands beside the text in a TEI file: corrections that do not show in it, as an external apparatus, the
 * reasons given for corrections, and notes where they are wanted there. */
import type { NoteContext } from './notes.js'
import { writeNotes } from './notes.js'
import type { TeiChoices } from './options.js'
import type { Points } from './points.js'
import { flat, Readings } from './rdg.js'
import { type Rival, rivalsOf } from './rivals.js'
import { attributes, content } from './xml.js'

/** `beside` is the content of `<standOff>` or '', `back` the notes that stand in the back. */
export interface Aside {
  readonly beside: string
  readonly back: readonly string[]
}

/** Sets the anchors and notes of a document into its points. `inText` are the corrections that the text itself shows;
 * what `except` names is in the file already. */
export function standOff(
  context: NoteContext,
  notes: TeiChoices['notes'],
  inText: ReadonlySet<string>,
  except: ReadonlySet<string> = new Set(),
): Aside {
  const { document, ids, person, points } = context
  const readings = new Readings(document, ids, person)
  const skip = (id: string) => except.has(id)
  const apps = rivalsOf(document, id => inText.has(id) || skip(id)).map(rival =>
    app(rival, document.text.slice(rival.start, rival.end), context, readings, points),
  )
  const { back, annotations } = writeNotes(context, notes, skip)
  const reasons = document.corrections.inOrder().filter(c => c.reason.trim() !== '' && !skip(c.id))
  const beside = [
    ...list('listApp', apps),
    ...list('listAnnotation', annotations),
    ...reasons.map(c => {
      const target = `#${ids.of('c', c.id)}`
      return `<note${attributes({ type: 'reason', target, resp: person(c.by) })}>${content(c.reason)}</note>`
    }),
  ]
  return { beside: beside.join('\n'), back }
}

function list(name: string, items: readonly string[]): string[] {
  return items.length > 0 ? [`<${name}>\n${items.join('\n')}\n</${name}>`] : []
}

/** Corrections of one range: the received reading and what they would put there, each with its standing. */
function app(
  { start, end, side, corrections }: Rival,
  struck: string,
  { ids }: NoteContext,
  readings: Readings,
  points: Points,
): string {
  const name = corrections[0]!.id
  const from = ids.of('from', name)
  const to = ids.of('to', name)
  const isAddition = start === end
  points.add(start, isAddition && side < 0 ? 0 : 2, `<anchor xml:id="${from}"/>`)
  points.add(end, isAddition && side > 0 ? 2 : 0, `<anchor xml:id="${to}"/>`)
  const lemma = `<lem wit="#received">${flat(struck)}</lem>`
  return `<app${attributes({ from: `#${from}`, to: `#${to}` })}>${lemma}${readings.rdgs(corrections)}</app>`
}

/** A TEI file that this program wrote: what in it points into the text, and what stands beside the text. */
import type { Standing } from '../../../corrections.js'
import { type Act, acts } from '../../../decisions.js'
import type { Reference } from '../../../note-body.js'
import type { Composed } from './compose.js'
import type { EarlierCorrection, EarlierDecision, EarlierName, EarlierNote } from './earlier.js'
import { editorialNote, proposalOf } from './editorial.js'
import { type Element, elementsIn, find, isElement, wordsOf } from './nodes.js'

/** Where an anchor stands: after the letter that ends at `before`, and before the one that begins at `after`. */
export interface Mark {
  readonly element: Element
  before: number
  after: number
}

/** Whether the program's name stands in the header of a file. */
export function isOwn(root: Element): boolean {
  const header = find(root, 'teiHeader')
  const application = header ? find(header, 'application') : null
  if (!header || !application) return false
  for (const { name, attrs } of elementsIn(header))
    if (name === 'application' && attrs.ident === 'corrigenda') return true
  return false
}

/** The ids of the anchors and pointers that notes and readings of a file of ours point to. */
export function pointedAt(root: Element): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const { name, attrs } of elementsIn(root)) {
    const said =
      name === 'app'
        ? [attrs.from, attrs.to]
        : name === 'note' || name === 'annotation'
          ? [attrs.target, attrs.targetEnd]
          : []
    for (const pointer of said.flatMap(value => (value ?? '').split(/\s+/)))
      if (/^#(?:from|to|at)\./.test(pointer)) ids.add(pointer.slice(1))
  }
  return ids
}

/** What was read of a file, together with what stands beside its text and in its header. `marks` are its anchors. */
export function withOwn(root: Element, composed: Composed, marks: ReadonlyMap<string, Mark>): Composed {
  if (!isOwn(root)) return composed
  const corrections = [...merged(composed.corrections), ...apart(root, composed, marks)]
  const origins = new Map(composed.origins)
  for (const { id, elements } of corrections) if (!origins.has(id)) origins.set(id, elements[0]!)
  const byXmlId = new Map(corrections.filter(c => c.xmlId !== '').map(c => [c.xmlId, c]))
  reasons(root, byXmlId)
  const notes = notesOf(root, composed, marks, byXmlId)
  for (const { id, element } of notes) origins.set(id, element)
  const noteIds = new Map(notes.map(({ id, element }) => [element.attrs['xml:id'] ?? '', id]))
  const leads = (pointer: string): Reference | null => {
    const xmlId = pointer.slice(1)
    const correction = byXmlId.get(xmlId)
    if (correction) return { document: '', correction: correction.id }
    const note = noteIds.get(xmlId)
    return note === undefined ? null : { document: '', note }
  }
  return {
    ...composed,
    corrections,
    names: joinedNames(composed.names),
    notes: notes.map(note => ({ ...note, leads })),
    decisions: decisionsOf(root, byXmlId),
    origins,
  }
}

/** Corrections, those that were written in parts made one again. */
function merged(corrections: readonly EarlierCorrection[]): EarlierCorrection[] {
  const byLast = new Map<string, EarlierCorrection>()
  const whole: EarlierCorrection[] = []
  for (const correction of corrections) {
    const { element, xmlId } = correction
    const prev = correction.elements[0]!.attrs.prev ?? element.attrs.prev ?? ''
    const before = prev ? byLast.get(prev.slice(1)) : undefined
    if (before && correction.end > correction.start && before.end <= correction.start) {
      before.end = correction.end
      before.text += correction.text
      before.elements.push(...correction.elements)
      byLast.set(xmlId, before)
    } else {
      whole.push(correction)
      if (xmlId) byLast.set(xmlId, correction)
    }
  }
  return whole
}

/** Names, those that were written in parts made one again. */
function joinedNames(names: readonly EarlierName[]): EarlierName[] {
  const byLast = new Map<string, number>()
  const whole: EarlierName[] = []
  for (const name of names) {
    const { 'xml:id': id, prev = '' } = name.element.attrs
    const at = byLast.get(prev.slice(1))
    const before = at === undefined ? undefined : whole[at]!
    if (before && before.end <= name.start)
      whole[at!] = { ...before, end: name.end, others: [...before.others, name.element] }
    else whole.push(name)
    if (id) byLast.set(id, before ? at! : whole.length - 1)
  }
  return whole
}

/** The readings of an external apparatus. */
function apart(
  root: Element,
  { corrections }: Composed,
  marks: ReadonlyMap<string, Mark>,
): EarlierCorrection[] {
  const found: EarlierCorrection[] = []
  for (const app of elementsIn(root)) {
    const { from, to } = app.attrs
    if (app.name !== 'app' || !from || !to) continue
    const start = marks.get(from.slice(1))
    const end = marks.get(to.slice(1))
    if (!start || !end) continue
    for (const rdg of app.children) {
      if (!isElement(rdg) || rdg.name !== 'rdg' || !rdg.attrs.ana) continue
      const lemma = app.children.find(child => isElement(child) && child.name === 'lem')
      const isAddition = !lemma || !isElement(lemma) || lemma.children.length === 0
      const id = `tei-c${corrections.length + found.length + 1}`
      const range = isAddition
        ? { start: start.before, end: start.before, side: -1 as const }
        : { start: start.after, end: Math.max(start.after, end.before), side: -1 as const }
      const anchors = [start.element, end.element]
      found.push({ id, ...range, ...proposalOf(rdg, rdg, 'proposed'), elements: [rdg], beside: anchors })
    }
  }
  return found
}

/** Gives corrections the reasons that stand beside the text. */
function reasons(root: Element, byXmlId: ReadonlyMap<string, EarlierCorrection>): void {
  for (const note of elementsIn(root)) {
    if (note.name !== 'note' || note.attrs.type !== 'reason') continue
    const correction = byXmlId.get((note.attrs.target ?? '').slice(1))
    if (!correction) continue
    correction.reason = wordsOf(note).slice(0, 5_000)
    correction.beside.push(note)
  }
}

/** The notes of the text, the back and the annotations, at their words. */
function notesOf(
  root: Element,
  composed: Composed,
  marks: ReadonlyMap<string, Mark>,
  corrections: ReadonlyMap<string, EarlierCorrection>,
): EarlierNote[] {
  const { notes } = composed
  const pointers = pointersIn(root)
  const annotated: EarlierNote[] = []
  for (const annotation of elementsIn(root)) {
    if (annotation.name !== 'annotation') continue
    const note = annotation.children.find(child => isElement(child) && child.name === 'note')
    if (!note || !isElement(note)) continue
    const id = `tei-n${notes.length + annotated.length + 1}`
    annotated.push({ id, start: 0, end: 0, on: null, ...editorialNote(note), beside: [annotation] })
  }
  return [...notes, ...annotated].map(note => {
    const around = note.beside[0] ?? note.element
    const { target = '', targetEnd = '' } = around.attrs
    const [first = '', second = ''] = target.split(/\s+/).map(pointer => pointer.slice(1))
    const on = corrections.get(first)
    if (on)
      return {
        ...note,
        start: on.start,
        end: on.end,
        on: on.id,
        beside: [...note.beside, ...(pointers.get(`#${note.element.attrs['xml:id'] ?? ''}`) ?? [])],
      }
    const from = marks.get(first)
    const to = marks.get(second || targetEnd.slice(1))
    const start = from ? from.after : note.start
    const end = to ? to.before : note.end
    const anchors = [from, to].flatMap(mark => (mark ? [mark.element] : []))
    const range = end > start ? { start, end } : note.end > note.start ? note : blockAt(composed, start)
    return { ...note, start: range.start, end: range.end, beside: [...note.beside, ...anchors] }
  })
}

/** The block in which an offset stands, or the nearest: a note whose words are gone is on that. */
function blockAt({ blocks }: Composed, offset: number): { start: number; end: number } {
  return blocks.find(({ end }) => end >= offset) ?? blocks.at(-1) ?? { start: 0, end: 0 }
}

/** The pointers in the text that lead to notes in the back, by where they lead. */
function pointersIn(root: Element): Map<string, Element[]> {
  const found = new Map<string, Element[]>()
  for (const element of elementsIn(root)) {
    const { target } = element.attrs
    if (element.name === 'ptr' && target) found.set(target, [...(found.get(target) ?? []), element])
  }
  return found
}

const leadsTo: Readonly<Record<Act, Standing>> = {
  accept: 'accepted',
  reject: 'rejected',
  withdraw: 'withdrawn',
  reopen: 'proposed',
}

/** The decisions that the header lists, of corrections that were read. */
function decisionsOf(root: Element, byXmlId: ReadonlyMap<string, EarlierCorrection>): EarlierDecision[] {
  const header = find(root, 'teiHeader')
  const found: EarlierDecision[] = []
  for (const { name, attrs, children } of header ? elementsIn(header) : []) {
    const on = name === 'change' ? byXmlId.get((attrs.target ?? '').slice(1)) : undefined
    const act = acts.find(known => known === attrs.type)
    const at = Date.parse(attrs.when ?? '')
    if (!on || !act) continue
    const why = children.find(child => isElement(child) && child.attrs.type === 'why')
    found.push({
      id: `tei-d${found.length + 1}`,
      on: on.id,
      act,
      resp: attrs.who ?? '',
      at: Number.isFinite(at) && at > 0 ? at : null,
      why: why && isElement(why) ? wordsOf(why) : '',
    })
  }
  // The header has the newest first.
  const inOrder = found.reverse()
  const latest = new Map(inOrder.map(decision => [decision.on, decision.act]))
  // What was reworded after a decision is not what was decided on: the file keeps that decision, and it counts for nothing.
  const standings = new Map([...byXmlId.values()].map(({ id, standing }) => [id, standing]))
  return inOrder.filter(({ on }) => {
    const standing = standings.get(on)
    const led = leadsTo[latest.get(on)!]
    return led === standing || (led === 'accepted' && standing === 'superseded')
  })
}

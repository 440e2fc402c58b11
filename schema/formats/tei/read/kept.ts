/** What earlier editors did in a TEI file, when the file is written again: what still is as it was stays, and all else goes. */

import { resolve, type Standing } from '../../../corrections.js'
import type { EditedDocument } from '../../../document.js'
import { readBody } from '../../../note-body.js'
import { namedInFile } from '../../reader.js'
import type { Ids } from '../ids.js'
import type { Composed } from './compose.js'
import { bodyOf, decisionsIn, type EarlierCorrection, type EarlierNote, nameOf } from './earlier.js'
import { peopleOf, publishedAt } from './header.js'
import { type Element, elementsIn, isElement } from './nodes.js'
import type { Weave } from './weave.js'

export class Earlier {
  /** The elements that have gone. */
  private readonly gone = new Set<Element>()
  /** How corrections stood when the file was read. */
  private readonly standings: ReadonlyMap<string, Standing>

  constructor(
    private readonly document: EditedDocument,
    private readonly composed: Composed,
    private readonly weave: Weave,
    private readonly root: Element,
  ) {
    const { corrections } = composed
    const signed = corrections.map(correction => ({
      ...correction,
      by: correction.resp,
      at: 0,
      parent: null,
    }))
    const decided = decisionsIn(composed, publishedAt(root)).map(decision => ({
      ...decision,
      by: decision.resp,
    }))
    this.standings = resolve(signed, decided, composed.text).standings
  }

  /** Tells how the file names its editors, and what they did. */
  know(ids: Ids): void {
    const { root } = this
    const personOf = peopleOf(root)
    const xmlIds = new Set([...elementsIn(root)].map(({ attrs }) => attrs['xml:id'] ?? ''))
    const { corrections, notes, decisions } = this.composed
    for (const { resp } of [...corrections, ...notes, ...decisions]) {
      const pointer = /^#(\S+)$/.exec(resp.trim())?.[1]
      if (pointer && xmlIds.has(pointer)) ids.know('p', namedInFile('tei', nameOf(personOf(resp))), pointer)
    }
    for (const { id, xmlId } of corrections) if (xmlId) ids.know('c', id, xmlId)
    for (const { id, element } of notes) {
      const xmlId = element.attrs['xml:id']
      if (xmlId) ids.know('n', id, xmlId)
    }
  }

  /** Takes out of the file what is not as it was; returns the ids of what is. */
  keep(): Set<string> {
    const untouched = new Set<string>()
    const byElement = new Map<Element, EarlierCorrection[]>()
    for (const correction of this.composed.corrections) {
      const [element] = correction.elements
      byElement.set(element!, [...(byElement.get(element!) ?? []), correction])
    }
    // The readings of an apparatus stand each by itself.
    for (const group of byElement.values())
      for (const part of group[0]!.element.name === 'rdg' ? group.map(one => [one]) : [group])
        if (part.every(correction => this.isAsItWas(correction))) for (const { id } of part) untouched.add(id)
        else this.take(part)
    for (const note of this.composed.notes)
      if (this.isNoteAsItWas(note)) untouched.add(note.id)
      else for (const element of [note.element, ...note.beside]) this.remove(element)
    return untouched
  }

  /** Gives those that something now points to the ids by which it does. */
  name(ids: Ids, untouched: ReadonlySet<string>): void {
    for (const { id, xmlId, elements } of this.composed.corrections)
      if (!xmlId && untouched.has(id) && ids.isAsked('c', id))
        this.weave.attribute(elements[0]!, 'xml:id', ids.of('c', id))
    for (const { id, element } of this.composed.notes)
      if (!element.attrs['xml:id'] && untouched.has(id) && ids.isAsked('n', id))
        this.weave.attribute(element, 'xml:id', ids.of('n', id))
  }

  private isAsItWas({ id, start, end, text, reason }: EarlierCorrection): boolean {
    const now = this.document.corrections.get(id)
    if (!now || now.start !== start || now.end !== end || now.text !== text || now.reason !== reason)
      return false
    return this.document.standing(id) === this.standings.get(id)
  }

  private isNoteAsItWas(note: EarlierNote): boolean {
    const now = this.document.notes.get(note.id)
    if (!now || now.start !== note.start || now.end !== note.end || now.type !== note.type) return false
    if (now.on !== note.on) return false
    const body = this.document.layers.noteBody(note.id)
    return body !== null && JSON.stringify(readBody(body)) === JSON.stringify(bodyOf(note))
  }

  /** Takes readings away that no longer hold, or hold now: the source's own stays. They are written anew where they belong. */
  private take(group: readonly EarlierCorrection[]): void {
    const { weave } = this
    for (const { beside } of group) for (const element of beside) this.remove(element)
    for (const element of new Set(group.flatMap(({ elements }) => elements))) {
      const reading = group[0]!.element
      if (reading.name === 'rdg') this.takeReading(reading)
      else if (element.name === 'surplus') weave.unwrap(element)
      else if (element.name === 'choice') {
        const original = element.children.find(
          (child): child is Element => isElement(child) && /^(?:sic|orig|abbr)$/.test(child.name),
        )
        if (original) weave.keepOnly(element, original)
      } else this.remove(element)
    }
  }

  /** Takes a reading out of its apparatus, and the apparatus with the last of them. */
  private takeReading(rdg: Element): void {
    this.remove(rdg)
    const app = rdg.parent
    const parts = app?.children.filter(isElement) ?? []
    if (app?.name !== 'app' || parts.some(part => part.name !== 'lem' && !this.gone.has(part))) return
    const lemma = parts.find(part => part.name === 'lem')
    if (app.attrs.from !== undefined || !lemma) this.remove(app)
    else {
      this.weave.unwrap(app)
      this.weave.unwrap(lemma)
    }
  }

  private remove(element: Element): void {
    if (this.gone.has(element)) return
    this.gone.add(element)
    this.weave.removeWhole(element)
  }
}

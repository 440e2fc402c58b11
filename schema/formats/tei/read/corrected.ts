/** Corrections in a file that was read from TEI: those that hold, and those that compete with them, where their words stand. */
import type { Correction } from '../../../corrections.js'
import type { EditedDocument } from '../../../document.js'
import { winnersInWords } from '../../flow.js'
import type { Ids } from '../ids.js'
import type { TeiChoices } from '../options.js'
import { afterOf, beforeOf, flat, type PersonRef, Readings } from '../rdg.js'
import { placeRivals, type Rival } from '../rivals.js'
import { attributes } from '../xml.js'
import type { Element } from './nodes.js'
import type { Tags } from './tags.js'
import type { Weave } from './weave.js'

export class Corrected {
  private readonly shown = new Set<string>()

  constructor(
    private readonly document: EditedDocument,
    private readonly weave: Weave,
    private readonly ids: Ids,
    private readonly person: PersonRef,
  ) {}

  /** Writes the corrections; returns the ids of those that the text now shows. What `untouched` names is in the file
   * already, made of its element in `origins`. */
  write(
    how: TeiChoices['rivals'],
    untouched: ReadonlySet<string>,
    origins: ReadonlyMap<string, Element>,
  ): ReadonlySet<string> {
    const winners = winnersInWords(this.document)
    const placed = placeRivals(this.document, winners, how, id => untouched.has(id))
    const readings = new Readings(this.document, this.ids, this.person, how, placed)
    for (const winner of winners.inOrder()) {
      const rival = placed.beside.get(winner.id)
      if (!untouched.has(winner.id)) this.winner(winner, rival, readings)
      else if (rival && how === 'choice') {
        const choice = origins.get(winner.id)
        if (choice?.name !== 'choice') continue
        this.weave.into(choice, 'end', readings.further(rival.corrections))
        this.show(rival)
      }
    }
    for (const rival of placed.alone.values()) {
      const [open, close] = readings.around(rival)
      if (this.weave.wrap(rival.start, rival.end, () => ({ open, close }), { whole: true })) this.show(rival)
    }
    for (const rival of placed.added)
      if (this.weave.point(rival.start, rival.side, null, readings.addition(rival))) this.show(rival)
    return this.shown
  }

  private show({ corrections }: Rival): void {
    for (const { id } of corrections) this.shown.add(id)
  }

  private winner(winner: Correction, rival: Rival | undefined, readings: Readings): void {
    const { id, start, end, side } = winner
    if (end === start) {
      if (this.weave.point(start, side, null, this.addition(winner))) this.shown.add(id)
      return
    }
    if (rival) {
      const { open, close } = this.tags(winner, 0, true, true)
      const [begin, finish] = readings.together([open, close], rival)
      if (this.weave.wrap(start, end, () => ({ open: begin, close: finish }), { whole: true })) {
        this.shown.add(id)
        this.show(rival)
        return
      }
    }
    const tags = (part: number, isLast: boolean) => this.tags(winner, part, isLast, false)
    if (this.weave.wrap(start, end, tags, { inWords: true })) this.shown.add(id)
  }

  /** What stands before and after one part of the words that a correction changes. */
  private tags(correction: Correction, part: number, isLast: boolean, asChoice: boolean): Tags {
    const { kind, text } = correction
    const place = this.place(correction, part)
    const editor = this.editor(correction)
    if (text === '' && kind === 'surplus' && !asChoice)
      return { open: `<surplus${place}${editor}>`, close: '</surplus>' }
    const [before, after] = [beforeOf(kind), afterOf(kind)]
    const reading =
      isLast && text !== '' ? `<${after}${editor}>${flat(text)}</${after}>` : `<${after}${editor}/>`
    return { open: `<choice${place}><${before}>`, close: `</${before}>${reading}</choice>` }
  }

  private addition(correction: Correction): string {
    const place = this.place(correction, 0)
    return `<supplied${place} reason="omitted"${this.editor(correction)}>${flat(correction.text)}</supplied>`
  }

  private place({ id }: Correction, part: number): string {
    const idOf = (n: number) => this.ids.of('c', n === 0 ? id : `${id}-${n + 1}`)
    return attributes({ 'xml:id': idOf(part), prev: part > 0 ? `#${idOf(part - 1)}` : undefined })
  }

  private editor({ by, certainty, evidence, kind }: Correction): string {
    return attributes({ resp: this.person(by), cert: certainty, evidence, ana: `#kind.${kind}` })
  }
}

/** Readings that do not hold, as TEI spells them: `<rdg>` of an apparatus, or further readings of a `<choice>`. */
import type { Correction } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import type { Ids } from './ids.js'
import type { TeiChoices } from './options.js'
import type { Points } from './points.js'
import type { PlacedRivals, Rival } from './rivals.js'
import { attributes, content } from './xml.js'

/** The reference to a person, `#p.…`; undefined where nobody is named. */
export type PersonRef = (by: string) => string | undefined

export class Readings {
  constructor(
    private readonly document: EditedDocument,
    private readonly ids: Ids,
    private readonly person: PersonRef,
    /** How those that are placed in the text are spelled. */
    private readonly how: TeiChoices['rivals'] = 'standoff',
    private readonly placed?: PlacedRivals,
  ) {}

  alone(id: string): Rival | undefined {
    return this.placed?.alone.get(id)
  }

  beside(winner: string): Rival | undefined {
    return this.placed?.beside.get(winner)
  }

  /** `<rdg>` for each of some corrections; its type is the standing. */
  rdgs(corrections: readonly Correction[]): string {
    return corrections
      .map(c => {
        const kind = `#kind.${c.kind}${c.evidence ? ` #evidence.${c.evidence}` : ''}`
        const values = { 'xml:id': this.ids.of('c', c.id), type: this.document.standing(c.id), ana: kind }
        return `<rdg${attributes({ ...values, resp: this.person(c.by), cert: c.certainty })}>${flat(c.text)}</rdg>`
      })
      .join('')
  }

  /** `<corr>`, `<reg>` or `<expan>` for each of some corrections; `ana` says the standing. */
  further(corrections: readonly Correction[]): string {
    return corrections
      .map(c => {
        const values = {
          'xml:id': this.ids.of('c', c.id),
          resp: this.person(c.by),
          cert: c.certainty,
          evidence: c.evidence,
          ana: `#kind.${c.kind} #standing.${this.document.standing(c.id)}`,
        }
        const name = afterOf(c.kind)
        return `<${name}${attributes(values)}>${flat(c.text)}</${name}>`
      })
      .join('')
  }

  /** Sets the rivals that only add into the points of a text. */
  setAdded(points: Points): void {
    for (const rival of this.placed?.added ?? [])
      points.add(rival.start, rival.side < 0 ? 0 : 2, this.addition(rival))
  }

  /** Rivals that only add, as they stand in the text. */
  addition(rival: Rival): string {
    const [open, close] = this.around(rival)
    return open + close
  }

  /** What stands before and after words of which nothing else is said. */
  around({ corrections }: Rival): readonly [open: string, close: string] {
    if (this.how !== 'choice') return ['<app><lem wit="#received">', `</lem>${this.rdgs(corrections)}</app>`]
    const before = beforeOf(corrections[0]!.kind)
    return [`<choice><${before}>`, `</${before}>${this.further(corrections)}</choice>`]
  }

  /** What stands before and after the words of an accepted correction, given what would by itself, so that those that
   * compete with it stand there too. */
  together(
    [open, close]: readonly [open: string, close: string],
    { corrections }: Rival,
  ): readonly [open: string, close: string] {
    if (this.how === 'choice' && close.endsWith('</choice>'))
      return [open, `${close.slice(0, -'</choice>'.length)}${this.further(corrections)}</choice>`]
    return [`<app><lem>${open}`, `${close}</lem>${this.rdgs(corrections)}</app>`]
  }
}

/** The element of what a correction strikes. */
export function beforeOf(kind: Correction['kind']): string {
  return kind === 'regularization' ? 'orig' : kind === 'expansion' ? 'abbr' : 'sic'
}

/** The element of what a correction puts there. */
export function afterOf(kind: Correction['kind']): string {
  return kind === 'regularization' ? 'reg' : kind === 'expansion' ? 'expan' : 'corr'
}

/** A reading by itself: line breaks as `<lb/>`, beginnings of blocks as milestones. */
export function flat(text: string): string {
  return text
    .split(/(\u2029|(?:[^\S\r\n]*(?:\r\n|\r|\n)[^\S\r\n]*)+)/)
    .map((part, i) => {
      if (i % 2 === 0) return content(part)
      const isLine = part !== '\u2029' && (part.match(/\r\n|\r|\n/g) ?? []).length === 1
      return isLine ? '<lb/>' : '<milestone unit="block"/>'
    })
    .join('')
}

/** What the readers of scans have to say about a file. */
import { lineAndColumn, type Problem } from '../../witness.js'
import type { Element } from '../tei/read/nodes.js'

/** Of one sort of fault so many are told one by one, the others by their number. */
const most = 20

/** Collects problems with their places in the file. */
export class Report {
  private readonly told: Problem[] = []
  private readonly counts = new Map<string, number>()
  private readonly leftOut = new Map<string, { element: Element; n: number }>()

  constructor(private readonly xml: string) {}

  say(severity: Problem['severity'], code: string, message: string, element?: Element): void {
    const n = (this.counts.get(code) ?? 0) + 1
    this.counts.set(code, n)
    if (n > most) return
    const place = element ? lineAndColumn(this.xml, element.open.place) : { line: 1, column: 1 }
    this.told.push({ severity, code, message, ...place })
  }

  /** Says that an element is kept in the file alone. */
  leaveOut(name: string, element: Element): void {
    const known = this.leftOut.get(name)
    if (known) known.n++
    else this.leftOut.set(name, { element, n: 1 })
  }

  get problems(): Problem[] {
    const problems = [...this.told]
    for (const [code, n] of this.counts)
      if (n > most)
        problems.push({
          ...problems.findLast(problem => problem.code === code)!,
          message: `… and ${n - most} more of the same kind.`,
        })
    for (const [name, { element, n }] of this.leftOut)
      problems.push({
        severity: 'loss',
        code: 'not-taken-over',
        message: `${n === 1 ? `<${name}> is` : `${n} × <${name}> are`} not taken over; the imported file keeps ${n === 1 ? 'it' : 'them'}.`,
        ...lineAndColumn(this.xml, element.open.place),
      })
    return problems
  }
}

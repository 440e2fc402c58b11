/** What a reader has to say about a file, gathered while it reads. */
import { lineAndColumn, type Problem, type Witness } from '../witness.js'

/** Why a file cannot be read; `at` is the offset in its text. A reader throws it and catches it. */
export class Unreadable extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly at = 0,
  ) {
    super(message)
  }
}

/** Gathers remarks. What is said more than once is said once, with how often and where it was first. */
export class Remarks {
  private readonly said = new Map<
    string,
    { severity: Problem['severity']; code: string; message: string; at: number; count: number }
  >()

  /** `text` is the file's text, in which offsets are counted as lines and columns. */
  constructor(private readonly text: string) {}

  say(severity: Problem['severity'], code: string, message: string, at: number): void {
    const key = `${severity} ${code} ${message}`
    const known = this.said.get(key)
    if (known) known.count++
    else this.said.set(key, { severity, code, message, at, count: 1 })
  }

  /** The error that a fault is. */
  fault({ code, message, at }: Unreadable): Problem {
    return { severity: 'error', code, message: `${message}.`, ...lineAndColumn(this.text, at) }
  }

  problems(): Problem[] {
    return [...this.said.values()].map(({ severity, code, message, at, count }) => ({
      severity,
      code,
      message: count > 1 ? `${message} (${count} times, here first).` : `${message}.`,
      ...lineAndColumn(this.text, at),
    }))
  }
}

/** How much of each thing was recognised, as one sentence. */
export function recognised(format: string, encoding: string, { blocks, milestones }: Witness): Problem {
  const kinds = new Map<string, number>()
  for (const { kind } of blocks) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const pages = milestones.filter(({ type }) => type === 'pb').length
  const list = [
    ...[...kinds].sort((a, b) => b[1] - a[1]).map(([kind, n]) => `${n} × ${kind}`),
    ...(pages > 0 ? [`${pages} × page break`] : []),
  ]
  const message = `${format}, ${encoding.toUpperCase()}: ${list.join(', ')}.`
  return { severity: 'info', code: 'recognised', message, line: 1, column: 1 }
}

/** A remark on the file alone: its range counts letters of the file, and not of the text that is made of it. */
export const withoutRange = ({ start: _, end: __, ...problem }: Problem): Problem => problem

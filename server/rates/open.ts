/** How many connections are open at this moment, by address and by person. */

export class OpenCounts {
  private readonly counts = new Map<string, number>()

  constructor(private readonly most: { readonly address: number; readonly person: number }) {}

  /** Counts one more; false, and nothing is counted, where there are as many as there may be. */
  enter(kind: 'address' | 'person', key: string): boolean {
    const name = `${kind} ${key}`
    const count = this.counts.get(name) ?? 0
    if (count >= this.most[kind]) return false
    this.counts.set(name, count + 1)
    return true
  }

  leave(kind: 'address' | 'person', key: string): void {
    const name = `${kind} ${key}`
    const count = (this.counts.get(name) ?? 0) - 1
    if (count > 0) this.counts.set(name, count)
    else this.counts.delete(name)
  }
}

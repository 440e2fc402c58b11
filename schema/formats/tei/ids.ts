/** The xml:ids of one TEI file: legal, and no two the same. */

export class Ids {
  private readonly taken = new Set<string>()
  private readonly known = new Map<string, string>()

  /** The xml:id of a thing, the same each time it is asked for. `prefix` tells apart the kinds of things. */
  of(prefix: string, id: string): string {
    const key = `${prefix} ${id}`
    const known = this.known.get(key)
    if (known) return known
    const made = this.unused(`${prefix}.${id.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 80)}`)
    this.known.set(key, made)
    return made
  }

  /** Says which xml:id a thing has in the file already. */
  know(prefix: string, id: string, name: string): void {
    this.known.set(`${prefix} ${id}`, name)
  }

  /** Whether the xml:id of a thing has been asked for. */
  isAsked(prefix: string, id: string): boolean {
    return this.known.has(`${prefix} ${id}`)
  }

  /** Says that an id is in use already. */
  reserve(name: string): void {
    this.taken.add(name)
  }

  private unused(wanted: string): string {
    let name = wanted
    for (let n = 2; this.taken.has(name); n++) name = `${wanted}.${n}`
    this.taken.add(name)
    return name
  }
}

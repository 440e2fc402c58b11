/** How much of something a connection may ask for: a store that fills at a steady pace and can be emptied at once. */
export class Allowance {
  private left: number
  private asOf: number

  /** `most` can be taken at once, `rate` a second in the long run; `now` counts milliseconds, from whenever. */
  constructor(
    private readonly most: number,
    private readonly rate: number,
    now: number,
  ) {
    this.left = most
    this.asOf = now
  }

  /** Takes one; false where nothing is left. */
  take(now: number): boolean {
    this.left = Math.min(this.most, this.left + (Math.max(0, now - this.asOf) / 1_000) * this.rate)
    this.asOf = now
    if (this.left < 1) return false
    this.left--
    return true
  }
}

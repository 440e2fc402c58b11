/** The ledger: which of a person's changes the server has said are on its disk. It counts what one connection sends and
 * what the server confirms (docs/protocol.md, message `saved`), so that "saved" is never said too early. */

export class Ledger {
  /** Changes made here so far. */
  private made = 0
  /** How many of them are confirmed; they are confirmed in the order in which they were made. */
  private confirmed = 0
  /** Per update-carrying message of the running connection: how many changes it completes. */
  private sent: number[] = []
  /** Changes that an earlier visit left unsent; the first full exchange with the server carries them. */
  private inherited: number
  /** Which message of the running connection handed over everything that the server lacked. */
  private fullMessage = Number.POSITIVE_INFINITY
  private handedOver = false

  constructor(inherited = 0) {
    this.inherited = inherited
  }

  /** Changes not yet known to be on the server's disk. */
  get unsent(): number {
    return this.made - this.confirmed + this.inherited
  }

  /** Whether the server has confirmed all that this browser held when the running connection began. Until then nothing
   * can be called saved, whatever the count says. */
  get inStep(): boolean {
    return this.handedOver
  }

  change(): void {
    this.made++
  }

  /** The connection sent one update: the newest change, all older ones having gone out before it. */
  sentUpdate(): void {
    this.sent.push(this.made)
  }

  /** The connection sent all that the server lacked, changes of earlier visits included. */
  sentAll(): void {
    this.sent.push(this.made)
    if (this.fullMessage === Number.POSITIVE_INFINITY) this.fullMessage = this.sent.length
  }

  /** The server has committed the first `count` update-carrying messages of the running connection. */
  saved(count: number): void {
    if (count <= 0) return
    const upTo = this.sent[Math.min(count, this.sent.length) - 1]
    if (upTo !== undefined && upTo > this.confirmed) this.confirmed = upTo
    if (count >= this.fullMessage) {
      this.inherited = 0
      this.handedOver = true
    }
  }

  /** The connection is gone; what it has not confirmed counts as unsent until the next one sends it again. */
  disconnected(): void {
    this.sent = []
    this.fullMessage = Number.POSITIVE_INFINITY
    this.handedOver = false
  }
}

/** What the hub tells of its work, for whoever counts it. */
export interface Meter {
  /** The gate has judged an update, in so many milliseconds; `rule` is the rule or the close code that it hurt. */
  judged(verdict: string, rule: string, milliseconds: number): void
  /** So many updates were put on disk in one transaction. */
  committed(updates: number, milliseconds: number): void
  /** So many bytes of what others wrote were sent to one connection. */
  sent(bytes: number): void
}

export const noMeter: Meter = { judged: () => {}, committed: () => {}, sent: () => {} }

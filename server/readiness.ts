/** Whether the server can keep what it is given: it is not stopping, the store takes writes, the disk has room. */
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from './store/store.js'

/** An answer holds for so long, in milliseconds: whoever asks often must not keep the disk busy. */
const holds = 3_000

/** As much as a turn's updates hardly ever have, in bytes. */
const probeSize = 64 * 1024

export class Readiness {
  private stopping = false
  private last: { readonly at: number; readonly reason: Promise<string | null> } | null = null

  constructor(
    private readonly store: Store,
    private readonly folder: string,
    private readonly clock: () => number = Date.now,
  ) {}

  /** From now on the server takes nothing new. */
  stop(): void {
    this.stopping = true
  }

  /** Why the server cannot work; null where it can. */
  reasonNot(): Promise<string | null> {
    if (this.stopping) return Promise.resolve('the server is stopping')
    const now = this.clock()
    if (!this.last || Math.abs(now - this.last.at) > holds) this.last = { at: now, reason: this.tryStore() }
    return this.last.reason
  }

  private async tryStore(): Promise<string | null> {
    try {
      // A write that changes nothing, but needs all that any write needs.
      await this.store.accounts.sweepSessions(0)
    } catch {
      return 'the store does not take writes'
    }
    const probe = join(this.folder, '.probe')
    try {
      const file = await open(probe, 'w', 0o600)
      try {
        await file.writeFile(Buffer.alloc(probeSize))
        await file.sync()
      } finally {
        await file.close()
        await rm(probe, { force: true })
      }
      return null
    } catch {
      return 'the data folder does not take writes'
    }
  }
}

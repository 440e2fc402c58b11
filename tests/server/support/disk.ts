/** Disks that are small, or that take no writes. Where this user may mount none, a test has to make do with faults that are
 * injected into the store. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './server.js'

export interface SmallDisk {
  readonly folder: string
  /** Mounts it anew: `size=20m`, `ro`. */
  remount(options: string): void
  remove(): void
}

/** A disk of so many kilobytes, in memory; null where this user may not mount one. */
export function smallDisk(kilobytes: number): SmallDisk | null {
  const { folder, remove } = temporaryFolder()
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder])
  if (status !== 0) {
    remove()
    return null
  }
  return {
    folder,
    remount: options => {
      spawnSync('mount', ['-o', `remount,${options}`, folder])
    },
    remove() {
      spawnSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Whether this user may mount a disk. */
export function mayMount(): boolean {
  const disk = smallDisk(100)
  disk?.remove()
  return disk !== null
}

/** A folder in which nothing can be written once `close` has been called. */
export function closableFolder(): { readonly folder: string; close(): void; remove(): void } {
  const disk = smallDisk(20_000)
  if (disk) return { folder: disk.folder, close: () => disk.remount('ro'), remove: disk.remove }
  const { folder, remove } = temporaryFolder()
  const inner = join(folder, 'data')
  mkdirSync(inner)
  return {
    folder: inner,
    close: () => chmodSync(inner, 0o555),
    remove() {
      chmodSync(inner, 0o755)
      remove()
    },
  }
}

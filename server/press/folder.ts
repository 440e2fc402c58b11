/** A folder that is written as its files come. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { HttpError } from '../problem.js'

export class Folder {
  /** Bytes written, and files. */
  size = 0
  files = 0

  /** `path` must not be there yet; `most` is the largest that all files together may get. */
  constructor(
    private readonly path: string,
    private readonly most: number,
  ) {
    mkdirSync(path, { mode: 0o755 })
  }

  /** Throws 413 where it gets too large, and where a path would lead out of the folder. */
  add(path: string, bytes: Uint8Array): void {
    if (path.split('/').some(part => /^\.{0,2}$|[\\:\0]/.test(part)))
      throw new RangeError(`"${path}" is no path within a folder`)
    if (this.size + bytes.length > this.most)
      throw new HttpError(413, 'The export gets larger than is allowed: choose fewer documents or formats.')
    const file = join(this.path, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, bytes)
    this.size += bytes.length
    this.files++
  }

  end(): void {}

  /** Leaves the folder as far as it is, for somebody to remove. */
  abandon(): void {}
}

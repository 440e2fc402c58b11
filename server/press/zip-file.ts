/** A ZIP that is written to the disk as its files come, so that it may be larger than the memory. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { HttpError } from '../problem.js'

/** What is compressed already. */
const compressed = /\.(pdf|zip|docx|epub|corrigenda|png|jpe?g|woff2?)$/i

/** A ZIP without the extensions for larger ones (APPNOTE 4.4) has at most so many files. */
const mostFiles = 65_535

export class ZipFile {
  private readonly file: number
  private readonly zip: Zip
  /** Bytes written, and files. */
  size = 0
  files = 0

  /** `path` must not be there yet. The largest that it may get, `most`, is below 4 GB for the same reason as above. */
  constructor(
    path: string,
    private readonly most: number,
  ) {
    this.file = openSync(path, 'wx', 0o600)
    this.zip = new Zip((error, chunk) => {
      if (error) throw error
      for (let at = 0; at < chunk.length; ) at += writeSync(this.file, chunk, at)
      this.size += chunk.length
    })
  }

  /** Throws 413 where the ZIP gets too large. */
  add(path: string, bytes: Uint8Array): void {
    if (this.size + bytes.length > this.most || this.files >= mostFiles)
      throw new HttpError(
        413,
        `The export gets larger than one file may be (${Math.round(this.most / (1 << 20))} MB, ${mostFiles} files): choose fewer documents or formats.`,
      )
    const entry = compressed.test(path) ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 })
    // The first moment that a ZIP can name, in whatever time zone: the bytes must not depend on the clock.
    entry.mtime = new Date(1980, 0, 1)
    this.zip.add(entry)
    entry.push(bytes, true)
    this.files++
  }

  end(): void {
    this.zip.end()
    closeSync(this.file)
  }

  /** Leaves the file as far as it is, for somebody to remove. */
  abandon(): void {
    this.zip.terminate()
    closeSync(this.file)
  }
}

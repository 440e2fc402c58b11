/** Unpacks a Word file: the parts that are XML, and how they refer to each other. */
import { type UnzipFileInfo, unzipSync } from 'fflate'
import { Unreadable } from './fault.js'
import { type Element, elementsIn, parsePart } from './tree.js'

/** A part's XML, unpacked, and all of them together: what is far above any volume is an attack. */
const largestPart = 64 * 1024 * 1024
const largestWhole = 2 * largestPart
const mostEntries = 10_000

export interface Relation {
  readonly type: string
  readonly target: string
}

export class Package {
  readonly mainPath: string
  /** How many files are pictures and other things that are not read. */
  readonly leftOut: number

  private constructor(
    private readonly files: ReadonlyMap<string, Uint8Array>,
    leftOut: number,
  ) {
    this.leftOut = leftOut
    const main = [...this.relations('').values()].find(({ type }) => /\/officeDocument$/.test(type))
    const path = main ? main.target : 'word/document.xml'
    if (!files.has(path)) throw new Unreadable('not-word', 'The file is a ZIP, but not a Word document.')
    this.mainPath = path
  }

  /** Throws `Unreadable`. */
  static of(bytes: Uint8Array): Package {
    const files = new Map<string, Uint8Array>()
    let total = 0
    let entries = 0
    let leftOut = 0
    const wanted = ({ name, size, originalSize }: UnzipFileInfo) => {
      if (++entries > mostEntries)
        throw new Unreadable('too-large', `The file has more than ${mostEntries} entries.`)
      // Names are only compared with each other, so that one like ../x leads nowhere.
      if (!/\.(xml|rels)$/i.test(name)) {
        if (!name.endsWith('/')) leftOut++
        return false
      }
      if (size > originalSize * 1.01 + 1024)
        throw new Unreadable('damaged', `${name} is packed in more bytes than it has.`)
      total += originalSize
      if (originalSize > largestPart || total > largestWhole)
        throw new Unreadable(
          'too-large',
          `${name} is larger than this program unpacks (${largestPart} bytes).`,
        )
      if (files.has(name)) throw new Unreadable('damaged', `${name} is in the file twice.`)
      files.set(name, new Uint8Array())
      return true
    }
    try {
      for (const [name, part] of Object.entries(unzipSync(bytes, { filter: wanted }))) files.set(name, part)
    } catch (error) {
      if (error instanceof Unreadable) throw error
      throw new Unreadable('not-a-zip', 'The file is not a Word document, or it is cut short.')
    }
    return new Package(files, leftOut)
  }

  /** The part at a path, parsed; undefined where there is none. */
  part(path: string | undefined): Element | undefined {
    const bytes = path === undefined ? undefined : this.files.get(path)
    return bytes ? parsePart(path!, bytes) : undefined
  }

  /** What a part refers to, by the ids of its relationships; '' is the package itself. */
  relations(path: string): Map<string, Relation> {
    const [, folder = '', name = ''] = /^(.*\/)?([^/]*)$/.exec(path) ?? []
    const root = this.part(`${folder}_rels/${name}.rels`)
    const found = new Map<string, Relation>()
    for (const { attributes } of elementsIn(root)) {
      const { Id = '', Type: type = '', Target: target = '', TargetMode: mode } = attributes
      found.set(Id, { type, target: mode === 'External' ? target : resolved(folder, target) })
    }
    return found
  }
}

/** A target's path in the package. */
function resolved(folder: string, target: string): string {
  const out: string[] = []
  for (const step of (target.startsWith('/') ? target : `${folder}${target}`).split('/')) {
    if (step === '..') out.pop()
    else if (step !== '' && step !== '.') out.push(step)
  }
  return out.join('/')
}

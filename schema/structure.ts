/** Structure: which blocks a reader sees, given the witness's own and the layers over them. */
import type { Layers } from './layers.js'
import { lowerBound } from './ranges.js'
import { type Attrs, type Block, type BlockKind, blockKinds, type Witness } from './witness.js'

/** A block as edited. It begins at `start`; `runs` are the stretches of witness text that it holds, more than one
 * where blocks have been joined (what lies between two runs was white space between paragraphs). */
export interface EditedBlock {
  readonly index: number
  readonly start: number
  readonly end: number
  readonly runs: readonly (readonly [start: number, end: number])[]
  readonly kind: BlockKind
  readonly attrs: Attrs
}

/** Kinds that are not running text: they stand at the page's edge, and readings leave them out. */
export const formeWork: ReadonlySet<BlockKind> = new Set<BlockKind>(['stamp', 'catchword'])

/** Kinds that a citation does not count as paragraphs. */
const unnumbered: ReadonlySet<BlockKind> = new Set<BlockKind>([
  'stamp',
  'catchword',
  'rule',
  'label',
  'metadata',
])

/** Attributes that belong to a block's first words, so that the second half of a split block does not inherit them. */
const initialAttrs = new Set(['marker', 'label', 'continues', 'n'])

export class Structure {
  /** The offsets at which a block begins, ascending. The first block's is always among them. */
  readonly starts: number[] = []
  private readonly attrs = new Map<number, Map<string, string | number | boolean | null>>()
  private readonly witnessStarts: Map<number, Block>
  private numbering: Int32Array | null = null

  constructor(
    private readonly witness: Witness,
    layers: Layers,
  ) {
    this.witnessStarts = new Map(witness.blocks.map(b => [b.start, b]))
    const starts = new Set(this.witnessStarts.keys())
    for (const [offset, on] of layers.allBreaks()) {
      if (on && this.isInside(offset)) starts.add(offset)
      else if (!on && this.isJoinable(offset)) starts.delete(offset)
    }
    this.starts = [...starts].sort((a, b) => a - b)
    for (const [offset, key, value] of layers.allBlockAttrs()) this.attrsAt(offset).set(key, value)
  }

  get count(): number {
    return this.starts.length
  }

  /** The place in `starts` of a block's beginning, or -1. */
  indexOfStart(offset: number): number {
    const i = lowerBound(this.starts, offset, o => o)
    return this.starts[i] === offset ? i : -1
  }

  /** The block that an offset belongs to. At a border that two blocks share, `side` -1 takes the one before. */
  indexAt(offset: number, side: -1 | 1): number {
    const index = Math.max(0, lowerBound(this.starts, offset + 1, o => o) - 1)
    if (side < 0 && index > 0 && this.starts[index] === offset && this.endOf(index - 1) === offset)
      return index - 1
    return index
  }

  block(index: number): EditedBlock {
    const start = this.starts[index]
    if (start === undefined)
      throw new RangeError(`There is no block ${index}: the document has ${this.count}`)
    const next = this.starts[index + 1] ?? Number.POSITIVE_INFINITY
    const blocks = this.witness.blocks
    const runs: [number, number][] = []
    let i = lowerBound(blocks, start + 1, b => b.start) - 1
    const origin = blocks[i]!
    for (; i < blocks.length && blocks[i]!.start < next; i++) {
      const from = Math.max(start, blocks[i]!.start)
      const to = Math.min(next, blocks[i]!.end)
      if (to > from) runs.push([from, to])
    }
    const { kind, attrs } = this.attributes(start, origin)
    return { index, start, end: runs.at(-1)?.[1] ?? start, runs, kind, attrs }
  }

  /** A block's number in citations (¶), or 0 where it has none: page furniture, and what continues another block. */
  number(index: number): number {
    if (!this.numbering) {
      this.numbering = new Int32Array(this.count)
      let n = 0
      for (let i = 0; i < this.count; i++) {
        const start = this.starts[i]!
        const origin = this.witnessStarts.get(start) ?? this.originOf(start)
        const { kind, attrs } = this.attributes(start, origin)
        this.numbering[i] = unnumbered.has(kind) || attrs.continues === true ? 0 : ++n
      }
    }
    return this.numbering[index] ?? 0
  }

  /** How many numbered blocks come before a block. */
  numbersBefore(index: number): number {
    return index === 0 ? 0 : this.cited(index - 1)
  }

  /** The number under which a block is cited: its own, or that of the block it continues. */
  cited(index: number): number {
    for (let i = index; i >= 0; i--) {
      const n = this.number(i)
      if (n > 0) return n
    }
    return 0
  }

  /** Takes over a changed break; true where that made or removed a block's beginning. */
  breakChanged(offset: number, on: boolean | undefined): boolean {
    const index = lowerBound(this.starts, offset, o => o)
    const had = this.starts[index] === offset
    const has = this.witnessStarts.has(offset)
      ? !(on === false && this.isJoinable(offset))
      : on === true && this.isInside(offset)
    if (had === has) return false
    if (has) this.starts.splice(index, 0, offset)
    else this.starts.splice(index, 1)
    this.numbering = null
    return true
  }

  attrChanged(offset: number, key: string, value: string | number | boolean | null | undefined): void {
    if (value === undefined) this.attrs.get(offset)?.delete(key)
    else this.attrsAt(offset).set(key, value)
    this.numbering = null
  }

  /** Whether the witness itself begins a block at an offset. */
  isWitnessBreak(offset: number): boolean {
    return this.witnessStarts.has(offset)
  }

  /** Whether an offset stands inside one of the witness's blocks, where a break can be put. */
  isInside(offset: number): boolean {
    const origin = this.originOf(offset)
    return offset > origin.start && offset < origin.end
  }

  /** Whether the witness begins a block here that can be joined to one before it. */
  isJoinable(offset: number): boolean {
    return this.witnessStarts.has(offset) && offset !== this.witness.blocks[0]!.start
  }

  private endOf(index: number): number {
    const next = this.starts[index + 1] ?? Number.POSITIVE_INFINITY
    const blocks = this.witness.blocks
    const last = blocks[Math.max(0, lowerBound(blocks, next, b => b.start) - 1)]!
    return Math.min(next, last.end)
  }

  /** The witness block that an offset lies in or after. */
  private originOf(offset: number): Block {
    return this.witness.blocks[Math.max(0, lowerBound(this.witness.blocks, offset + 1, b => b.start) - 1)]!
  }

  private attributes(start: number, origin: Block): { kind: BlockKind; attrs: Attrs } {
    const changed = this.attrs.get(start)
    const isOwn = origin.start === start
    if (isOwn && !changed) return origin
    const attrs: Record<string, string | number | boolean> = {}
    for (const [key, value] of Object.entries(origin.attrs))
      if (isOwn || !initialAttrs.has(key)) attrs[key] = value
    // The second half of a speaker's turn is still that turn.
    if (!isOwn && origin.kind === 'speech') attrs.continues = true
    let kind = origin.kind
    for (const [key, value] of changed ?? []) {
      if (key === 'kind') {
        if ((blockKinds as readonly unknown[]).includes(value)) kind = value as BlockKind
      } else if (value === null) delete attrs[key]
      else attrs[key] = value
    }
    return { kind, attrs }
  }

  private attrsAt(offset: number): Map<string, string | number | boolean | null> {
    let map = this.attrs.get(offset)
    if (!map) {
      map = new Map()
      this.attrs.set(offset, map)
    }
    return map
  }
}

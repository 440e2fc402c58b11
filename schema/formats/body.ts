/** The body of a note as writers want it. */
import type { Layers } from '../layers.js'
import { type BodyBlock, inlinesOf, readBody } from '../note-body.js'

/** A note's blocks without those that hold nothing; empty where there is no such note or nothing in it. */
export function bodyOf(layers: Layers, note: string): BodyBlock[] {
  const body = layers.noteBody(note)
  return body ? withText(readBody(body)) : []
}

function withText(blocks: readonly BodyBlock[]): BodyBlock[] {
  return blocks.filter(block => [...inlinesOf([block])].length > 0).map(trimmed)
}

function trimmed(block: BodyBlock): BodyBlock {
  switch (block.type) {
    case 'paragraph':
      return block
    case 'quotation':
      return { ...block, blocks: withText(block.blocks) }
    case 'list':
      return { ...block, items: block.items.map(withText).filter(item => item.length > 0) }
  }
}

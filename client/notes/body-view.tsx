import { useEffect, useState } from 'react'
import type * as Y from 'yjs'
import { type BodyBlock, type Inline, readBody } from '../../schema/note-body.js'
import { referenceAddress } from '../../schema/references.js'
import { useWorkbench } from '../app/workbench.js'
import { PrintedText } from './printed-text.js'
import { useGoToReference, useNoteContext } from './use-notes.js'

/** A note's body, only shown. It follows what its author types. */
export function BodyView({ body }: { readonly body: Y.XmlFragment }) {
  const [, setRound] = useState(0)
  useEffect(() => {
    const changed = () => setRound(n => n + 1)
    body.observeDeep(changed)
    return () => body.unobserveDeep(changed)
  }, [body])
  return (
    <div className="note-body">
      <Blocks blocks={readBody(body)} />
    </div>
  )
}

function Blocks({ blocks }: { readonly blocks: readonly BodyBlock[] }) {
  return keyed(blocks).map(([key, block]) => <Block key={key} block={block} />)
}

function Block({ block }: { readonly block: BodyBlock }) {
  switch (block.type) {
    case 'paragraph':
      return (
        <p>
          {keyed(block.inlines).map(([key, inline]) => (
            <Part key={key} inline={inline} />
          ))}
        </p>
      )
    case 'quotation':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      )
    case 'list': {
      const items = keyed(block.items).map(([key, item]) => (
        <li key={key}>
          <Blocks blocks={item} />
        </li>
      ))
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>
    }
  }
}

/** Parts of a body have no names of their own: only their place in it. */
const keyed = <T,>(list: readonly T[]) => list.map((value, i) => [String(i), value] as const)

function Part({ inline }: { readonly inline: Inline }) {
  const context = useNoteContext()
  const { session } = useWorkbench()
  const go = useGoToReference()
  switch (inline.type) {
    case 'text': {
      let shown = <>{inline.text}</>
      if (inline.em) shown = <em>{shown}</em>
      if (inline.strong) shown = <strong>{shown}</strong>
      return inline.href ? (
        <a href={inline.href} target="_blank" rel="noopener noreferrer">
          {shown}
        </a>
      ) : (
        shown
      )
    }
    case 'ref':
      return (
        <a
          className="note-ref"
          href={referenceAddress(inline.to, session.id)}
          onClick={event => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return
            event.preventDefault()
            go(inline.to)
          }}
        >
          {context.reference(inline.to)}
        </a>
      )
    case 'cite':
      return (
        <span className="note-cite">
          <PrintedText printed={context.citation(inline.key, inline.locator)} />
        </span>
      )
  }
}

import { useWorkbench } from '../app/workbench.js'
import type { Page } from '../panels/contents.js'
import { citation } from '../panels/words.js'
import { Button } from '../ui/button.js'

export interface SourceNoteCardProps {
  /** The index of a block of kind `note`. */
  readonly block: number
  readonly pages: readonly Page[]
  readonly onGo: () => void
}

/** One of the source's own notes, with the mark that the source gives it. */
export function SourceNoteCard({ block, pages, onGo }: SourceNoteCardProps) {
  const { document: edited, editor } = useWorkbench()
  if (block >= edited.structure.count) return null
  const { start, end, attrs } = edited.structure.block(block)
  const text = edited.text.slice(start, end).replace(/\s+/g, ' ')
  const mark = typeof attrs.n === 'string' || typeof attrs.n === 'number' ? String(attrs.n) : ''
  return (
    <article className="card" aria-label={`Note of the source: ${text.slice(0, 60)}`}>
      <div className="card-meta">
        {mark && <span className="note-mark">{mark}</span>}
        <span className="tag">Note of the source</span>
        <span className="end">{citation(edited, start, pages)}</span>
      </div>
      <Button
        look="plain"
        className="card-go card-lemma"
        onPress={() => {
          editor.goTo({ block })
          onGo()
        }}
      >
        {text}
      </Button>
    </article>
  )
}

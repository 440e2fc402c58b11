import { type ReactNode, useMemo } from 'react'
import type { Block, Problem, Witness } from '../../schema/witness.js'

/** As many blocks as a preview shows: enough to see the kinds, few enough to draw at once. */
const shown = 120

/** The first blocks of a witness, set as the editor would set them, each with its kind in the margin. A block in which
 * the reader guessed is marked and carries `id="guess-OFFSET"`. */
export function Typeset({
  witness,
  problems,
}: {
  readonly witness: Witness
  readonly problems: readonly Problem[]
}) {
  const guesses = useMemo(
    () => problems.filter(p => p.severity !== 'info' && p.start !== undefined).map(p => p.start!),
    [problems],
  )
  const pages = useMemo(
    () => new Map(witness.milestones.filter(m => m.type === 'pb').map(m => [m.at, m.n ?? ''])),
    [witness],
  )
  const last = witness.blocks[Math.min(shown, witness.blocks.length) - 1]
  return (
    <div className="typeset">
      {witness.blocks.slice(0, shown).map(block => (
        <BlockLine
          key={block.start}
          block={block}
          witness={witness}
          page={pages.get(block.start)}
          guess={guesses.find(g => g >= block.start && g <= block.end)}
        />
      ))}
      {witness.blocks.length > shown && last && (
        <p className="quiet">… and {(witness.blocks.length - shown).toLocaleString('en')} blocks more</p>
      )}
    </div>
  )
}

interface BlockLineProps {
  readonly block: Block
  readonly witness: Witness
  readonly page: string | undefined
  readonly guess: number | undefined
}

function BlockLine({ block, witness, page, guess }: BlockLineProps) {
  return (
    <>
      {page !== undefined && <div className="page-turn">page {page}</div>}
      <div
        data-kind={block.kind}
        data-level={block.attrs.level}
        className={guess === undefined ? undefined : 'guessed'}
        id={guess === undefined ? undefined : `guess-${guess}`}
      >
        <span className="kind">{kindWords(block)}</span>
        {wordsOf(block, witness)}
      </div>
    </>
  )
}

function wordsOf(block: Block, witness: Witness): ReactNode {
  const words = witness.text.slice(block.start, block.end)
  if (block.kind === 'stamp') return <span className="stamp-words">{words}</span>
  const label = block.kind === 'speech' && typeof block.attrs.label === 'string' ? block.attrs.label : ''
  if (!label || !words.startsWith(label)) return words
  return (
    <>
      <span className="speaker">{label}</span>
      {words.slice(label.length)}
    </>
  )
}

/** A block's kind as a person reads it: "heading 2", "speech · Stalin". */
export function kindWords({ kind, attrs }: Pick<Block, 'kind' | 'attrs'>): string {
  if (kind === 'heading' && attrs.level) return `heading ${attrs.level}`
  if (attrs.continues === true) return `${kind}, runs on`
  if (kind === 'speech' && attrs.who) return `speech · ${attrs.who}`
  return kind
}

import { Link } from 'wouter'
import type { Stamp } from '../../schema/stamps.js'
import { documentHref } from '../app/deep-link.js'

export interface StampRowProps {
  readonly document: string
  readonly stamp: Stamp
  /** Whether it is chosen for a group; absent where it cannot be chosen. */
  readonly chosen?: boolean
  readonly onChoose?: (chosen: boolean) => void
  /** What is proposed for it at this moment. */
  readonly proposed?: string | undefined
}

/** A stamp: its page, its transcription and whatever is doubtful about it. */
export function StampRow({ document, stamp, chosen, onChoose, proposed }: StampRowProps) {
  const { offset, page, received, reading, doubts } = stamp
  const where = page === '' ? 'Text' : `p. ${page}`
  return (
    <li className="stamp-row">
      {onChoose && (
        <input
          type="checkbox"
          aria-label={`Choose the stamp “${reading}” of ${where}`}
          checked={chosen ?? false}
          onChange={event => onChoose(event.target.checked)}
        />
      )}
      <Link className="stamp-page" href={documentHref(document, { offset })}>
        {where}
      </Link>
      <span className="stamp-reading">
        {proposed === undefined ? (
          reading
        ) : (
          <>
            <del>{reading}</del> <ins>{proposed}</ins>
          </>
        )}
      </span>
      {reading !== received && <span className="stamp-received">received: {received}</span>}
      {doubts.map(doubt => (
        <span key={doubt} className="tag tag-amber">
          {doubt}
        </span>
      ))}
    </li>
  )
}

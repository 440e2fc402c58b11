import type { CandidateClass } from '../../schema/copies/index.js'
import { type CorrectionKind, correctionKinds } from '../../schema/corrections.js'
import type { EditedDocument } from '../../schema/document.js'
import { onOneLine } from '../../schema/words.js'
import { kindWords } from '../panels/words.js'
import { Choice } from '../ui/choice.js'
import type { Candidate } from './asking.js'
import { classWords, mayChoose } from './selection.js'

export interface CandidateRowProps {
  readonly document: EditedDocument
  readonly candidate: Candidate
  readonly isCurrent: boolean
  readonly isChosen: boolean
  readonly kind: CorrectionKind | ''
  readonly sender: string
  readonly onTake: () => void
  readonly onChoose: () => void
  readonly onKind: (kind: CorrectionKind) => void
}

/** One difference: as a correction looks in the text and, when it is in hand, in its whole paragraph. */
export function CandidateRow(props: CandidateRowProps) {
  const { document, candidate, isCurrent, isChosen, kind, sender, onTake, onChoose, onKind } = props
  const { received, reading, before, after, paragraph, page, author, wasRejected, hindrance } = candidate
  const place = [paragraph > 0 && `¶ ${paragraph}`, page && `p. ${page}`].filter(Boolean).join(' · ')
  const remarks = [
    author ?? sender,
    wasRejected && 'the same was rejected before',
    candidate.class === 'structure' && candidate.structure.length > 0 && 'made at once, not proposed',
  ].filter(Boolean)
  return (
    <div className={`queue-row copy-row${isCurrent ? ' current' : ''}${isChosen ? '' : ' left-out'}`}>
      <input
        type="checkbox"
        className="queue-choose"
        tabIndex={-1}
        aria-label={`Enter ${received || 'nothing'} ] ${reading || 'nothing'}`}
        checked={isChosen}
        disabled={!mayChoose(candidate)}
        onChange={onChoose}
      />
      <div className="queue-body">
        <div className="queue-line">
          <button type="button" tabIndex={-1} className="queue-reading queue-take" onClick={onTake}>
            <span className="copy-context">{lastWords(before)}</span>
            <Change candidate={candidate} />
            <span className="copy-context">
              {after.length > 44 ? `${after.replace(/\s\S*$/, '')}…` : after}
            </span>
          </button>
          <span className="queue-place">{place}</span>
        </div>
        <div className="queue-line queue-quiet">
          <span className={`tag ${tags[candidate.class] ?? 'tag-grey'}`}>{classWords[candidate.class]}</span>
          <span>{remarks.join(' · ')}</span>
        </div>
        {isCurrent && (
          <div className="queue-details">
            <InParagraph document={document} candidate={candidate} />
            {hindrance && <p className="copy-hindrance">{hindrance}</p>}
            {candidate.corrections.length > 0 && mayChoose(candidate) && (
              <div className="copy-kind">
                <span>Kind</span>
                <Choice<CorrectionKind | ''>
                  label="Kind of this correction"
                  className="small-select"
                  value={kind}
                  onChange={value => value !== '' && onKind(value)}
                  options={[
                    ...(kind === '' ? [['', 'As usual in this edition'] as const] : []),
                    ...correctionKinds.map(k => [k, kindWords[k]] as const),
                  ]}
                />
              </div>
            )}
          </div>
        )}
      </div>
    </div>
  )
}

const tags: Readonly<Partial<Record<CandidateClass, string>>> = {
  words: 'tag-red',
  punctuation: 'tag-amber',
  structure: 'tag-violet',
  added: 'tag-green',
  note: 'tag-blue',
}

/** What is struck and what is added, as in the text; white space is made to be seen. */
function Change({ candidate: { class: of, received, reading } }: { readonly candidate: Candidate }) {
  if (of === 'note')
    return (
      <>
        <mark className="copy-noted">{received}</mark>
        <span className="copy-note"> {reading} </span>
      </>
    )
  const isSeen = (text: string) => (text.trim() === '' ? '␣' : text)
  const isSpace = received.trim() === '' && reading.trim() === ''
  return (
    <>
      {(received !== '' || isSpace) && <del>{isSeen(received)}</del>}
      {(reading !== '' || isSpace) && <ins>{isSeen(reading)}</ins>}
    </>
  )
}

/** So much of a paragraph is shown on each side, in UTF-16 units. */
const most = 600

/** The paragraph of the source with the change in it. */
function InParagraph({ document, candidate }: Pick<CandidateRowProps, 'document' | 'candidate'>) {
  const [first] = candidate.corrections
  const range = first ?? candidate.notes[0]
  if (!range) return null
  const { text, structure } = document
  const { start, end } = structure.block(structure.indexAt(range.start, first?.side ?? 1))
  const from = Math.max(start, range.start - most)
  const to = Math.min(Math.max(end, range.end), range.end + most)
  return (
    <p className="queue-context">
      {from > start && '…'}
      {flat(text.slice(from, range.start))}
      {first ? (
        <>
          {first.end > first.start && <del>{onOneLine(text.slice(first.start, first.end))}</del>}
          {first.text !== '' && <ins>{onOneLine(first.text)}</ins>}
        </>
      ) : (
        <mark className="copy-noted">{flat(text.slice(range.start, range.end))}</mark>
      )}
      {flat(text.slice(range.end, to))}
      {to < end && '…'}
      {candidate.corrections.length > 1 && (
        <span className="queue-quiet"> and in {candidate.corrections.length - 1} more paragraphs</span>
      )}
    </p>
  )
}

const flat = (text: string): string => text.replace(/\s+/g, ' ')

/** The last words of what stands before, so that the change itself is in sight. */
const lastWords = (before: string): string =>
  before.length > 26 ? `…${before.slice(-26).replace(/^\S*\s/, '')}` : before

import type { RegisterEntry } from '../../schema/register.js'
import type { FoundName } from '../app/api.js'
import { Button } from '../ui/button.js'
import { Modal } from '../ui/modal.js'

export interface PolicyDialogProps {
  readonly entry: RegisterEntry
  readonly variant: string
  readonly occurrences: readonly FoundName[]
  readonly onClose: () => void
  readonly onCarryOut: () => void
}

/** So many places are shown before it is done; all are counted. */
const most = 60

/** What carrying out a policy would do, before it is done. */
export function PolicyDialog({ entry, variant, occurrences, onClose, onCarryOut }: PolicyDialogProps) {
  const policy = entry.policies[variant]
  if (!policy) return null
  const all = occurrences.filter(o => o.words === variant)
  const free = all.filter(o => o.reads === null && o.entries.length === 1)
  const isNote = policy.act === 'leave-note'
  const reading = policy.reading || entry.form
  const documents = new Set(free.map(o => o.document)).size
  const act = policy.act === 'emend' ? 'emendation' : 'regularization'
  return (
    <Modal
      title={isNote ? `A note on “${variant}”` : `${variant} ] ${reading}`}
      isOpen
      onClose={onClose}
      wide
    >
      <p>
        {isNote
          ? `An explanatory note at the first place in each of ${documents} ${documents === 1 ? 'document' : 'documents'} that has none there.`
          : `${free.length === 1 ? 'One' : free.length} ${act}${free.length === 1 ? '' : 's'}, proposed in your name in ${documents} ${documents === 1 ? 'document' : 'documents'}.`}{' '}
        {all.length > free.length &&
          `${all.length - free.length} ${all.length - free.length === 1 ? 'place is' : 'places are'} left alone: there is a correction already, or it may mean another entry.`}
      </p>
      <ul className="contexts policy-places">
        {free.slice(0, most).map(({ document, title, start, before, words, after, paragraph }) => (
          <li key={`${document} ${start}`}>
            <span className="context">
              …{before}
              {isNote ? (
                <b>{words}</b>
              ) : (
                <>
                  <del className="del proposed">{words}</del> <ins className="ins proposed">{reading}</ins>
                </>
              )}
              {after}…
            </span>
            <small className="quiet">
              {title}, ¶ {paragraph}
            </small>
          </li>
        ))}
      </ul>
      {free.length > most && <p className="quiet">And {free.length - most} more.</p>}
      <div className="dialog-foot">
        <Button onPress={onClose}>Cancel</Button>
        <Button look="primary" autoFocus isDisabled={free.length === 0} onPress={onCarryOut}>
          {isNote ? 'Write the notes' : 'Propose it'}
        </Button>
      </div>
    </Modal>
  )
}

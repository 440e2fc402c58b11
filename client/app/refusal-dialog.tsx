import { Button } from '../ui/button.js'
import { Modal } from '../ui/modal.js'
import { DraftsToKeep } from './drafts-to-keep.js'
import type { Session } from './session.js'
import { useValue } from './value.js'

/** Tells the person what the server refused and why, and hands them what they had typed. */
export function RefusalDialog({ session }: { readonly session: Session }) {
  const refusal = useValue(session.refusal)
  if (!refusal) return null
  const { rule, message, drafts, text } = refusal
  // G15: the role does not reach to this.
  const isRole = rule === 'G15'
  // G18: somebody has brought in a newer witness meanwhile.
  const isReplaced = rule === 'G18'
  return (
    <Modal
      title={
        isReplaced
          ? 'A newer witness has taken its place'
          : isRole
            ? 'Your role here has changed'
            : 'The server refused a change'
      }
      isOpen
      onClose={() => session.dismissRefusal()}
      role="alertdialog"
    >
      <p>
        {isRole ? 'You may no longer do what you were doing: ' : ''}
        {isReplaced
          ? 'This witness is only read now, and what you did came too late to be carried over. '
          : message}
        {isRole ? '. Ask an owner of the edition.' : ''} <span className="quiet">Rule {rule}.</span>
      </p>
      <p className="quiet">
        {drafts.length === 0
          ? 'The document is open again as the server holds it. Nothing that you wrote is missing from it.'
          : isReplaced
            ? 'This is what you did that is not in it. Copy what you want to keep: it can be entered in the current witness, to which the bar above the text leads.'
            : 'The document is open again as the server holds it. This is what you did that is not in it; copy what you want to keep, or enter it again:'}
      </p>
      {drafts.length > 0 && <DraftsToKeep text={text} />}
      <div className="dialog-foot">
        {drafts.length > 0 && !isRole && !isReplaced && (
          <Button onPress={() => session.sendAgain()}>Enter again</Button>
        )}
        <Button look="primary" onPress={() => session.dismissRefusal()}>
          Go on
        </Button>
      </div>
    </Modal>
  )
}

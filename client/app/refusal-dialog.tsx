import { Button } from '../ui/button.js'
import { Modal } from '../ui/modal.js'
import { tell } from '../ui/toast.js'
import type { Session } from './session.js'
import { useValue } from './value.js'

/** Tells the person what the server refused and why, and hands them what they had typed. */
export function RefusalDialog({ session }: { readonly session: Session }) {
  const refusal = useValue(session.refusal)
  if (!refusal) return null
  const { rule, message, drafts, text } = refusal
  return (
    <Modal
      title="The server refused a change"
      isOpen
      onClose={() => session.dismissRefusal()}
      role="alertdialog"
    >
      <p>
        {message} <span className="quiet">Rule {rule}.</span>
      </p>
      <p className="quiet">
        {drafts.length === 0
          ? 'The document is open again as the server holds it. Nothing that you wrote is missing from it.'
          : 'The document is open again as the server holds it. This is what you did that is not in it; copy what you want to keep, or enter it again:'}
      </p>
      {drafts.length > 0 && (
        <textarea className="input drafts" readOnly value={text} rows={9} aria-label="What you did" />
      )}
      <div className="dialog-foot">
        {drafts.length > 0 && (
          <>
            <Button
              onPress={() => {
                navigator.clipboard.writeText(text).then(
                  () => tell({ words: 'Copied' }),
                  () =>
                    tell({
                      words: 'The browser did not let us copy',
                      detail: 'Select the text and copy it.',
                      bad: true,
                    }),
                )
              }}
            >
              Copy
            </Button>
            <a
              className="btn"
              download="unsent corrections.txt"
              href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
            >
              Download
            </a>
          </>
        )}
        {drafts.length > 0 && <Button onPress={() => session.sendAgain()}>Enter again</Button>}
        <Button look="primary" onPress={() => session.dismissRefusal()}>
          Go on
        </Button>
      </div>
    </Modal>
  )
}

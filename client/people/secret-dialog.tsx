import { useRef, useState } from 'react'
import { Button } from '../ui/button.js'
import { Modal } from '../ui/modal.js'

export interface SecretDialogProps {
  readonly title: string
  /** What it is for, and for how long. */
  readonly children: string
  readonly secret: string
  readonly onClose: () => void
}

/** Shows a link or token, the only time that it can be shown. */
export function SecretDialog({ title, children, secret, onClose }: SecretDialogProps) {
  const [copied, setCopied] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const copy = async () => {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(secret)
      setCopied(true)
    } catch {
      // It is selected: whoever may not write to the clipboard by program presses the keys.
      setCopied(false)
    }
  }
  return (
    <Modal title={title} isOpen onClose={onClose}>
      <p>{children}</p>
      <div className="secret">
        <input
          ref={field}
          className="input"
          aria-label={title}
          value={secret}
          readOnly
          onFocus={event => event.currentTarget.select()}
        />
        <Button look="primary" onPress={copy} autoFocus>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <p className="quiet" role="status">
        {copied ? 'It is in the clipboard.' : 'It is shown this once: only a check sum of it is kept.'}
      </p>
      <div className="dialog-foot">
        <Button onPress={onClose}>Done</Button>
      </div>
    </Modal>
  )
}

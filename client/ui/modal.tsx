import type { ReactNode } from 'react'
import { Modal as AriaModal, Dialog, Heading, ModalOverlay } from 'react-aria-components'

export interface ModalProps {
  readonly title: string
  readonly isOpen: boolean
  /** Called when the person leaves the dialog; absent where the dialog needs an answer. */
  readonly onClose?: () => void
  readonly wide?: boolean
  readonly role?: 'dialog' | 'alertdialog'
  readonly children: ReactNode
}

/** A dialog over the page, with its title; it takes and gives back the focus. */
export function Modal({ title, isOpen, onClose, wide, role = 'dialog', children }: ModalProps) {
  return (
    <ModalOverlay
      className="veil"
      isOpen={isOpen}
      onOpenChange={open => {
        if (!open) onClose?.()
      }}
      isDismissable={onClose !== undefined && role === 'dialog'}
      isKeyboardDismissDisabled={onClose === undefined}
    >
      <AriaModal className={wide ? 'modal modal-wide' : 'modal'}>
        <Dialog className="dialog" role={role}>
          <Heading slot="title" className="dialog-title">
            {title}
          </Heading>
          {children}
        </Dialog>
      </AriaModal>
    </ModalOverlay>
  )
}

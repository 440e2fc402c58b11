import type { ReactNode } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from './button.js'
import { Cross } from './icons.js'

export interface DrawerProps {
  readonly title: string
  readonly side: 'left' | 'bottom'
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A side panel that comes in over the text where the screen is too narrow to show both. */
export function Drawer({ title, side, isOpen, onClose, children }: DrawerProps) {
  return (
    <ModalOverlay
      className="drawer-veil"
      isOpen={isOpen}
      isDismissable
      onOpenChange={open => {
        if (!open) onClose()
      }}
    >
      <Modal className={`drawer drawer-${side}`}>
        <Dialog className="drawer-dialog" aria-label={title}>
          <Button look="plain" icon small className="drawer-close" aria-label="Close" onPress={onClose}>
            <Cross />
          </Button>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

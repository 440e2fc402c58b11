import { useEffect, useState } from 'react'
import { later } from '../app/later.js'
import { Button } from '../ui/button.js'

const Dialog = later(async () => (await import('./export-dialog.js')).ExportDialog)

/** How long after the page its dialog is loaded, in milliseconds: opening a document does not wait for it. */
const patience = 1_500

/** Opens the export dialog. What it needs is fetched apart, soon after the document has opened. */
export function ExportButton() {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => void Dialog.load(), patience)
    return () => clearTimeout(timer)
  }, [])
  return (
    <>
      <Button look="primary" className="export-button" onPress={() => setOpen(true)}>
        Export
      </Button>
      {isOpen && <Dialog opening={null} onClose={() => setOpen(false)} />}
    </>
  )
}

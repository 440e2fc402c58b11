import { useState } from 'react'
import { Link } from 'wouter'
import { house } from '../app/identity.js'
import { useMay } from '../app/rights.js'
import { useValue } from '../app/value.js'
import { useWorkbench } from '../app/workbench.js'
import { SecretDialog } from '../people/secret-dialog.js'
import { Button } from '../ui/button.js'
import { Modal } from '../ui/modal.js'
import { LinkForm } from './link-form.js'
import './members.css'

/** Makes a link to the open document, and leads to the members of its edition; for owners, where people have accounts. */
export function ShareButton() {
  const { opened } = useWorkbench()
  const door = useValue(house)
  const may = useMay()
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  if (door?.accounts !== 'invited' || !may('members')) return null
  const { id, title, edition } = opened.about
  return (
    <>
      <Button onPress={() => setOpen(true)} className="btn not-narrow">
        Share…
      </Button>
      <Modal title="Share this document" isOpen={open} onClose={() => setOpen(false)}>
        <p className="quiet">
          Whoever opens the link has its role in this document, until it runs out or is ended.
        </p>
        <LinkForm
          things={[
            { scope: 'document', id, title },
            ...(edition.role === 'owner'
              ? [{ scope: 'edition' as const, id: edition.id, title: `All of ${edition.title}` }]
              : []),
          ]}
          onMade={address => {
            setOpen(false)
            setMade(address)
          }}
        />
        <div className="dialog-foot">
          {edition.role === 'owner' && (
            <Link className="btn" href={`/e/${encodeURIComponent(edition.id)}/members`}>
              Members and links
            </Link>
          )}
          <Button onPress={() => setOpen(false)}>Close</Button>
        </div>
      </Modal>
      {made !== null && (
        <SecretDialog title="The link" secret={made} onClose={() => setMade(null)}>
          Pass it on to whom it is for.
        </SecretDialog>
      )}
    </>
  )
}

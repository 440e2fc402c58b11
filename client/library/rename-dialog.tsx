import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { changeDocument, type ListedDocument } from '../app/api.js'
import { Button } from '../ui/button.js'
import { Field } from '../ui/field.js'
import { Modal } from '../ui/modal.js'

export interface RenameDialogProps {
  readonly document: ListedDocument
  readonly onClose: () => void
}

/** Gives a document another title. What its source calls itself stays in the text. */
export function RenameDialog({ document, onClose }: RenameDialogProps) {
  const [title, setTitle] = useState(document.title)
  const [failure, setFailure] = useState<string | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!title.trim()) return
    try {
      await changeDocument(document.id, { title: title.trim() })
      onClose()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Modal title="Title of the document" isOpen onClose={onClose}>
      <Form onSubmit={submit} className="sign">
        <Field
          label="Title"
          value={title}
          onChange={setTitle}
          autoFocus
          selected
          required
          maxLength={500}
          error={failure}
        />
        <div className="dialog-foot">
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" isDisabled={!title.trim()}>
            Rename
          </Button>
        </div>
      </Form>
    </Modal>
  )
}

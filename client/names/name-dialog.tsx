import { useMemo, useState } from 'react'
import { Checkbox } from 'react-aria-components'
import { FormFinder } from '../../schema/name-index.js'
import { newEntry, oneLine, typeWords } from '../../schema/register.js'
import { useValue } from '../app/value.js'
import { useWorkbench } from '../app/workbench.js'
import { announce } from '../ui/announce.js'
import { Modal } from '../ui/modal.js'
import { tell } from '../ui/toast.js'
import { CandidatesDialog } from './candidates-dialog.js'
import { EntryPicker, type Picked } from './entry-picker.js'
import { type Tagging, tagging } from './tagging.js'
import { useRegister } from './use-register.js'
import { linkSpeaker, tagRanges } from './writing.js'

/** The dialogs of the name commands, each shown while it is asked for. */
export function NameDialogs() {
  const request = useValue(tagging)
  const close = () => tagging.set(null)
  if (!request) return null
  switch (request.is) {
    case 'tag':
      return <TagDialog request={request} onClose={close} />
    case 'speaker':
      return <SpeakerDialog who={request.who} onClose={close} />
    case 'candidates':
      return <CandidatesDialog onClose={close} />
  }
}

interface TagDialogProps {
  readonly request: Extract<Tagging, { is: 'tag' }>
  readonly onClose: () => void
}

function TagDialog({ request, onClose }: TagDialogProps) {
  const { editor, document, opened } = useWorkbench()
  const used = useRegister(opened.about.edition.id)
  const { start, end, type } = request
  const words = oneLine(document.text.slice(start, end))
  const others = useMemo(() => {
    const finder = new FormFinder([{ id: '', ...newEntry(type, words) }])
    return [...finder.find(document.text)].filter(
      found => found.start !== start && document.names.touching(found.start + 1, found.end - 1).length === 0,
    )
  }, [document, type, words, start])
  const [all, setAll] = useState(false)
  const pick = (picked: Picked) => {
    onClose()
    // Now, not when the register has been written: by then the person may be elsewhere.
    editor.focus()
    const tag = (ref: string) => {
      const ranges = [{ start, end }, ...(all ? others : [])]
      const count = tagRanges(editor, ranges, type, ref)
      announce(count === 1 ? `“${words}” is tagged` : `${count} places are tagged`)
    }
    void settle(picked, used, type, words).then(tag, failed)
  }
  return (
    <Modal title={`Tag as ${typeWords[type][0]}`} isOpen onClose={onClose}>
      <p className="tag-words">{words}</p>
      <EntryPicker register={used.register} type={type} words={words} onPick={pick} />
      {others.length > 0 && (
        <Checkbox className="check" isSelected={all} onChange={setAll}>
          <span className="check-box" aria-hidden="true" />
          {others.length === 1
            ? 'And the other place with these words'
            : `And the ${others.length} other places with these words`}
        </Checkbox>
      )}
    </Modal>
  )
}

function SpeakerDialog({ who, onClose }: { readonly who: string; readonly onClose: () => void }) {
  const { editor, opened } = useWorkbench()
  const used = useRegister(opened.about.edition.id)
  const pick = (picked: Picked) => {
    onClose()
    editor.focus()
    const link = (ref: string) => {
      const turns = linkSpeaker(editor, who, ref)
      announce(`${turns} turns of ${who} refer to the register`)
    }
    void settle(picked, used, 'person', who).then(link, failed)
  }
  return (
    <Modal title="Who is this speaker?" isOpen onClose={onClose}>
      <p className="tag-words">{who}</p>
      <EntryPicker register={used.register} type="person" words={who} onPick={pick} />
    </Modal>
  )
}

/** The id of the entry that was picked, made where it is new; an entry learns words that it did not have. */
async function settle(
  picked: Picked,
  used: ReturnType<typeof useRegister>,
  type: Parameters<typeof newEntry>[0],
  words: string,
): Promise<string> {
  switch (picked.is) {
    case 'none':
      return ''
    case 'new': {
      const { form } = picked
      return used.add(type, form, form === oneLine(words) ? [] : [words])
    }
    case 'entry':
      await used.learn(picked.id, words)
      return picked.id
  }
}

function failed(error: unknown): void {
  tell({
    words: 'The register could not be written',
    detail: error instanceof Error ? error.message : String(error),
    bad: true,
  })
}

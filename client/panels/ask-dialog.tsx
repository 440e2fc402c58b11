import { type FormEvent, type KeyboardEvent, useMemo, useState } from 'react'
import {
  Button as AriaButton,
  ComboBox,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components'
import { useWorkbench } from '../app/workbench.js'
import type { Command } from '../editor/command.js'
import { Button } from '../ui/button.js'
import { Field } from '../ui/field.js'
import { Down } from '../ui/icons.js'
import { Modal } from '../ui/modal.js'
import { tell } from '../ui/toast.js'

/** Asks for the word that a command needs, a speaker's name or a page's number, and runs it. */
export function AskDialog({ command, onClose }: { readonly command: Command; readonly onClose: () => void }) {
  const { editor } = useWorkbench()
  const { ask } = command
  const [initial] = useState(() => ask?.initial(editor) ?? '')
  const [answer, setAnswer] = useState(initial)
  const suggestions = useMemo(() => [...new Set(ask?.suggestions(editor) ?? [])], [ask, editor])
  if (!ask) return null
  const give = (words: string) => {
    if (!ask.mayBeEmpty && !words.trim()) return
    if (!editor.run(command.id, words)) tell({ words: 'Nothing was changed' })
    onClose()
    editor.focus()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    give(answer)
  }
  // An open list would take Enter for itself and leave the answer to a second one.
  const enter = (event: KeyboardEvent) => {
    const { target } = event
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    if (!(target instanceof HTMLInputElement) || target.getAttribute('aria-expanded') !== 'true') return
    event.preventDefault()
    event.stopPropagation()
    const active = document.getElementById(target.getAttribute('aria-activedescendant') ?? '')
    give(active?.dataset.key ?? answer)
  }
  return (
    <Modal title={command.title.replace(/…$/, '')} isOpen onClose={onClose}>
      <form onSubmit={submit} onKeyDownCapture={enter} className="sign">
        {suggestions.length > 0 ? (
          <ComboBox
            className="field"
            allowsCustomValue
            inputValue={answer}
            onInputChange={setAnswer}
            menuTrigger="focus"
            // What stands there at first is to be typed over, and does not narrow what one can choose from.
            defaultFilter={(text, input) =>
              input === initial || text.toLowerCase().includes(input.toLowerCase())
            }
          >
            <Label>{ask.label}</Label>
            <div className="combo">
              <Input
                className="input"
                autoFocus
                maxLength={ask.longest ?? 200}
                onFocus={event => event.currentTarget.select()}
              />
              <AriaButton className="btn btn-icon btn-plain" aria-label="Show the list">
                <Down />
              </AriaButton>
            </div>
            <Popover className="popover">
              <ListBox className="menu">
                {suggestions.map(suggestion => (
                  <ListBoxItem key={suggestion} id={suggestion} className="menu-item">
                    {suggestion}
                  </ListBoxItem>
                ))}
              </ListBox>
            </Popover>
          </ComboBox>
        ) : (
          <Field
            label={ask.label}
            value={answer}
            onChange={setAnswer}
            autoFocus
            selected
            maxLength={ask.longest ?? 200}
          />
        )}
        <div className="dialog-foot">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isDisabled={!ask.mayBeEmpty && !answer.trim()}>
            Set it
          </Button>
        </div>
      </form>
    </Modal>
  )
}

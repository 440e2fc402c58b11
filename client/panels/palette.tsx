import { useMemo, useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  TextField,
} from 'react-aria-components'
import { useLocation } from 'wouter'
import { documentPlaces, editionPlaces } from '../app/places.js'
import { useWorkbench } from '../app/workbench.js'
import { spelledKeys } from '../editor/keys.js'
import { outlineOf, type Page, speakersOf } from './contents.js'
import { type Answer, answersFor, type PageAct, type Places } from './palette-answers.js'
import './palette.css'

export interface PaletteProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly pages: readonly Page[]
  readonly actions: { readonly find: (words: string) => void; readonly page: (act: PageAct) => void }
}

/** One field for everything: commands by their names, headings, pages, paragraphs and speakers to go to, words to find. */
export function Palette({ isOpen, onClose, pages, actions }: PaletteProps) {
  return (
    <ModalOverlay
      className="veil palette-veil"
      isOpen={isOpen}
      isDismissable
      onOpenChange={open => {
        if (!open) onClose()
      }}
    >
      <Modal className="palette">
        <Dialog className="palette-dialog" aria-label="Find, go to, command">
          <Answers onClose={onClose} pages={pages} actions={actions} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Answers({ onClose, pages, actions }: Omit<PaletteProps, 'isOpen'>) {
  const { editor, document: edited, opened, run } = useWorkbench()
  const [query, setQuery] = useState('')
  const [, go] = useLocation()
  const { id, edition } = opened.about
  const links = useMemo(() => [...documentPlaces(id), ...editionPlaces(edition.id)], [id, edition.id])
  const places = useMemo<Places>(
    () => ({
      outline: outlineOf(edited),
      pages,
      speakers: speakersOf(edited),
      structure: edited.structure,
      links,
    }),
    [edited, pages, links],
  )
  const groups = useMemo(
    () => answersFor(query, editor.commands, command => command.enabled(editor), places),
    [query, editor, places],
  )
  const act = (answer: Answer) => {
    onClose()
    // After the dialog has given the focus back, or it would take it away from what the answer focuses.
    setTimeout(() => {
      switch (answer.is) {
        case 'command':
          run(answer.command.id)
          break
        case 'place':
          editor.goTo({ offset: answer.offset })
          break
        case 'find':
          actions.find(answer.words)
          break
        case 'page':
          actions.page(answer.act)
          break
        case 'link':
          go(answer.href)
      }
    })
  }
  const all = groups.flatMap(group => group.answers)
  return (
    <Autocomplete inputValue={query} onInputChange={setQuery}>
      <TextField aria-label="Find, go to, command" autoFocus className="palette-field">
        <Input placeholder="A command, a heading, p. 2, ¶ 11, a speaker, words to find…" />
      </TextField>
      <Menu
        className="menu palette-list"
        aria-label="Answers"
        onAction={key => {
          const answer = all.find(a => a.key === key)
          if (answer) act(answer)
        }}
        renderEmptyState={() => <p className="side-empty">Nothing of that name.</p>}
      >
        {groups.map(group => (
          <MenuSection key={group.title} aria-label={group.title}>
            <Header className="menu-head">{group.title}</Header>
            {group.answers.map(answer => (
              <MenuItem key={answer.key} id={answer.key} className="menu-item" textValue={answer.title}>
                <span className="palette-title">{answer.title}</span>
                {answer.is === 'command' && answer.command.keys ? (
                  <kbd className="end">{spelledKeys(answer.command.keys)}</kbd>
                ) : (
                  answer.beside && <span className="end">{answer.beside}</span>
                )}
              </MenuItem>
            ))}
          </MenuSection>
        ))}
      </Menu>
    </Autocomplete>
  )
}

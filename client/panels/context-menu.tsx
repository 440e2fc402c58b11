import { TextSelection } from 'prosemirror-state'
import { useEffect, useRef } from 'react'
import { Header, Menu, MenuItem, MenuSection, Popover, SubmenuTrigger } from 'react-aria-components'
import { useMedia } from '../app/media.js'
import { useWorkbench } from '../app/workbench.js'
import type { Command } from '../editor/command.js'
import type { Editor } from '../editor/editor.js'
import { spelledKeys } from '../editor/keys.js'
import { Right } from '../ui/icons.js'
import { isSubmenu, menuGroups, shortTitle } from './menu-groups.js'

/** A point of the window, in pixels. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface ContextMenuProps {
  /** Where it is open; null while it is closed. */
  readonly at: Point | null
  readonly onOpen: (at: Point | null) => void
  /** Finds the selected words elsewhere. */
  readonly onFind: () => void
}

/** The menu at the caret: on a right click, Shift+F10 or its button. With Shift held, a right click gives the browser's own
 * menu, which has its spelling suggestions; a long touch always does, since that is how words are selected by touch. */
export function ContextMenu({ at, onOpen, onFind }: ContextMenuProps) {
  const { editor, run } = useWorkbench()
  const anchor = useRef<HTMLDivElement>(null)
  const narrow = useMedia('(max-width: 620px)')

  useEffect(() => {
    const { dom } = editor.pm
    const open = (event: MouseEvent) => {
      const byMouse = event.button === 2
      if (byMouse && event.shiftKey) return
      if (event instanceof PointerEvent && event.pointerType === 'touch') return
      event.preventDefault()
      const { state } = editor.pm
      if (byMouse) {
        const pos = editor.pm.posAtCoords({ left: event.clientX, top: event.clientY })?.pos
        const { from, to } = state.selection
        if (pos !== undefined && (pos < from || pos > to))
          editor.pm.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(pos))))
        onOpen({ x: event.clientX, y: event.clientY })
      } else {
        const { left, bottom } = editor.pm.coordsAtPos(state.selection.head)
        onOpen({ x: left, y: bottom })
      }
    }
    dom.addEventListener('contextmenu', open)
    return () => dom.removeEventListener('contextmenu', open)
  }, [editor, onOpen])

  // The browser paints no selection while the focus is in the menu.
  useEffect(() => {
    const held = at && editor.selectedRange()
    if (!held || held.correction !== null) return
    editor.highlight('held', [{ start: held.start, end: held.end }])
    return () => editor.highlight('held', [])
  }, [at, editor])

  const close = () => {
    onOpen(null)
    editor.focus()
  }
  const act = (id: string) => {
    close()
    if (id === find.id) onFind()
    else {
      const border = atWords.test(id) ? wordBorder(editor) : null
      if (border !== null) editor.goTo({ offset: border })
      run(id)
    }
  }
  return (
    <>
      <div
        ref={anchor}
        style={{ position: 'fixed', left: at?.x ?? 0, top: at?.y ?? 0, width: 0, height: 0 }}
      />
      <Popover
        className="popover"
        triggerRef={anchor}
        isOpen={at !== null}
        placement="bottom start"
        onOpenChange={open => {
          if (!open) close()
        }}
      >
        <Menu
          className="menu menu-here"
          aria-label="What can be done here"
          autoFocus="first"
          onClose={close}
          onAction={key => act(String(key))}
        >
          {at &&
            menuGroups(editor, [find]).map(({ title, items }) => (
              <MenuSection key={title} aria-label={title || 'More'}>
                {title && <Header className="menu-head menu-about">{title}</Header>}
                {items.map(item =>
                  isSubmenu(item) ? (
                    <SubmenuTrigger key={item.title}>
                      <MenuItem className="menu-item" textValue={item.title}>
                        {item.title}…
                        <span className="end">
                          <Right size={13} />
                        </span>
                      </MenuItem>
                      <Popover className="popover" placement={narrow ? 'bottom start' : 'end top'}>
                        <Menu className="menu" aria-label={item.title} onAction={key => act(String(key))}>
                          {item.commands.map(command => itemOf(command, shortTitle(command)))}
                        </Menu>
                      </Popover>
                    </SubmenuTrigger>
                  ) : (
                    itemOf(item, item.title)
                  ),
                )}
              </MenuSection>
            ))}
        </Menu>
      </Popover>
    </>
  )
}

/** What parts the text does so before the words that are selected or clicked, not within them. */
const atWords = /^(split|add-page|move-page)$/

function wordBorder(editor: Editor): number | null {
  const range = editor.selectedRange()
  if (!range || range.correction !== null) return null
  const { empty, offset } = editor.state
  return !empty || (range.start < offset && offset < range.end) ? range.start : null
}

/** Finding is the page's own, not the editor's. */
const find: Command = {
  id: 'find-here',
  title: 'Find these words, or replace them',
  section: 'Text',
  keys: 'Mod-F',
  enabled: editor => !editor.state.empty,
  run: () => false,
}

function itemOf({ id, title, keys }: Command, shown: string) {
  return (
    <MenuItem key={id} id={id} className="menu-item" textValue={title}>
      {shown}
      {keys && <kbd className="end">{spelledKeys(keys)}</kbd>}
    </MenuItem>
  )
}

import { TextSelection } from 'prosemirror-state'
import { useEffect, useRef, useState } from 'react'
import { Header, Menu, MenuItem, MenuSection, Popover, SubmenuTrigger } from 'react-aria-components'
import { useWorkbench } from '../app/workbench.js'
import { type Command, type Section, sections } from '../editor/command.js'
import { spelledKeys } from '../editor/keys.js'

/** The sections in the order in which a person at a place in the text wants them. */
const order: readonly Section[] = [
  'Review',
  'Notes',
  'Names',
  'Source',
  'Structure',
  'Pages',
  'Text',
  ...sections.filter(s => s === 'View'),
]
/** What every key sheet and the palette list is left out: a long menu is not read. */
const rare = /^(line-break|view-|(next|previous)-name$)/

/** The menu at the caret: on a right click or Shift+F10. With Shift held, a right click gives the browser's own menu,
 * which has its spelling suggestions. */
export function ContextMenu() {
  const { editor, run } = useWorkbench()
  const [at, setAt] = useState<{ x: number; y: number } | null>(null)
  const anchor = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const { dom } = editor.pm
    const open = (event: MouseEvent) => {
      const byMouse = event.button === 2
      if (byMouse && event.shiftKey) return
      event.preventDefault()
      const { state } = editor.pm
      if (byMouse) {
        const pos = editor.pm.posAtCoords({ left: event.clientX, top: event.clientY })?.pos
        const { from, to } = state.selection
        if (pos !== undefined && (pos < from || pos > to))
          editor.pm.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(pos))))
        setAt({ x: event.clientX, y: event.clientY })
      } else {
        const { left, bottom } = editor.pm.coordsAtPos(state.selection.head)
        setAt({ x: left, y: bottom })
      }
    }
    dom.addEventListener('contextmenu', open)
    return () => dom.removeEventListener('contextmenu', open)
  }, [editor])

  const close = () => {
    setAt(null)
    editor.focus()
  }
  const act = (id: string) => {
    close()
    run(id)
  }
  const shown = (c: Command) => !rare.test(c.id) && c.enabled(editor)
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
          className="menu"
          aria-label="What can be done here"
          autoFocus="first"
          onClose={close}
          onAction={key => act(String(key))}
        >
          {at &&
            order.map(section => {
              const commands = editor.commands.filter(c => c.section === section && shown(c))
              if (commands.length === 0) return null
              return (
                <MenuSection key={section} aria-label={section}>
                  <Header className="menu-head">{section}</Header>
                  {section === 'Structure' && (
                    <SubmenuTrigger>
                      <MenuItem className="menu-item" textValue="Make it">
                        Make it… <span className="end">›</span>
                      </MenuItem>
                      <Popover className="popover">
                        <Menu className="menu" aria-label="Make it" onAction={key => act(String(key))}>
                          {commands.filter(isKind).map(item)}
                        </Menu>
                      </Popover>
                    </SubmenuTrigger>
                  )}
                  {commands.filter(c => !isKind(c)).map(item)}
                </MenuSection>
              )
            })}
        </Menu>
      </Popover>
    </>
  )
}

function isKind(command: Command): boolean {
  return command.id.startsWith('kind-')
}

function item(command: Command) {
  return (
    <MenuItem key={command.id} id={command.id} className="menu-item" textValue={command.title}>
      {command.title.replace(/^Make it an? /, '')}
      {command.keys && <kbd className="end">{spelledKeys(command.keys)}</kbd>}
    </MenuItem>
  )
}

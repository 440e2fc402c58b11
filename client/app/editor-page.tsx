import { useEffect, useRef, useState } from 'react'
import type { Command } from '../editor/command.js'
import { Editor } from '../editor/editor.js'
import { useDefaults } from '../settings/use-defaults.js'
import { tell, tellOnce } from '../ui/toast.js'
import { useLinkedPlace } from './deep-link.js'
import { loadNames } from './names.js'
import { roleMeaning } from './rights.js'
import type { Opened, Session } from './session.js'
import { Surroundings } from './surroundings.js'
import { type Workbench, WorkbenchContext } from './workbench.js'
import './editor-page.css'

export interface EditorPageProps {
  readonly session: Session
  readonly opened: Opened
}

/** The editor page. The editor is mounted once, in the sheet; what surrounds it is drawn when it is there. */
export function EditorPage({ session, opened }: EditorPageProps) {
  const desk = useRef<HTMLElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const [workbench, setWorkbench] = useState<Workbench | null>(null)
  // What stands before the text on the screen comes before it in the order of the Tab key too.
  const [before, setBefore] = useState<HTMLElement | null>(null)
  const [asking, setAsking] = useState<Command | null>(null)

  useEffect(() => {
    if (!desk.current || !sheet.current) return
    const { document: edited } = opened
    const editor = new Editor({
      mount: sheet.current,
      document: edited,
      me: session.me,
      role: session.role.get(),
      onComposing: composing => session.hold(composing),
      tell: tellOnce,
    })
    const stopRole = session.role.subscribe(() => {
      const role = session.role.get()
      if (role === editor.role || role === null) return
      editor.role = role
      tell({ words: `Your role here is ${role} now.`, detail: roleMeaning[role] })
    })
    keepReactOut(editor.pm.dom)
    const run = (id: string) => {
      const command = editor.commands.find(c => c.id === id)
      if (!command) return
      if (command.deed && !editor.may(command.deed)) tellOnce(editor.whyNot(command.deed))
      else if (!command.enabled(editor)) tell({ words: `“${command.title}” does not apply here` })
      else if (command.ask) setAsking(command)
      else {
        editor.run(id)
        if (command.section !== 'Notes') editor.focus()
      }
    }
    setWorkbench({ session, opened, document: edited, editor, me: session.me, desk: desk.current, run })
    return () => {
      setWorkbench(null)
      stopRole()
      editor.destroy()
    }
  }, [session, opened])

  useDefaults(workbench?.editor ?? null, opened.about.edition.id)
  useLinkedPlace(workbench?.editor ?? null)

  useEffect(() => {
    document.title = `${opened.about.title} · Corrigenda`
    loadNames()
  }, [opened])

  return (
    <div className="page">
      <div className="slot" ref={setBefore} />
      <main className="desk" ref={desk} aria-label="The text">
        <div className="sheet" ref={sheet} />
      </main>
      {workbench && before && (
        <WorkbenchContext value={workbench}>
          <Surroundings before={before} asking={asking} onAnswered={() => setAsking(null)} />
        </WorkbenchContext>
      )}
    </div>
  )
}

/** Before each change to the page React notes where in the focused editable element the selection stands, counting the
 * letters of all its nodes: 70 ms at each key in a text of 30,000 paragraphs, and for nothing, since ProseMirror keeps the
 * selection itself. React takes an element for editable by this property; everybody else goes by the attribute. */
function keepReactOut(element: HTMLElement): void {
  Object.defineProperty(element, 'contentEditable', {
    get: () => 'inherit',
    set: () => {},
    configurable: true,
  })
}

import { baseKeymap, chainCommands, toggleMark } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import { type Command, EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { useEffect, useRef, useState } from 'react'
import { initProseMirrorDoc, redo, undo, ySyncPlugin, yUndoPlugin } from 'y-prosemirror'
import type * as Y from 'yjs'
import { referenceIn } from '../../schema/references.js'
import { useWorkbench } from '../app/workbench.js'
import { cleanHTML } from '../editor/clipboard.js'
import { atomViews } from '../notes/atoms.js'
import {
  insertCitation,
  insertReference,
  splitItem,
  toggleBullets,
  toggleNumbers,
  toggleQuotation,
} from '../notes/body-commands.js'
import { CitationPicker } from '../notes/citation-picker.js'
import { noteContextOf } from '../notes/note-context.js'
import { ReferencePicker } from '../notes/reference-picker.js'
import { useGoToReference } from '../notes/use-notes.js'
import { Button } from '../ui/button.js'
import { linkPattern, noteSchema } from './note-schema.js'
import '../notes/notes.css'

export interface NoteBodyProps {
  /** The note's id. */
  readonly note: string
  readonly body: Y.XmlFragment
  readonly label: string
  readonly autoFocus: boolean
  /** Whether the card is in hand: then the toolbar is there. */
  readonly active: boolean
  /** Called when Escape is pressed. */
  readonly onLeave: () => void
}

/** What the body waits for an answer to. */
type Asking = 'link' | 'reference' | 'citation' | null

const { em, strong, link } = noteSchema.marks

/** The tools of the toolbar: their sign, what they are called, their key and what they do or ask for. */
const tools: readonly {
  readonly sign: string
  readonly title: string
  readonly keys: string
  readonly key: string
  readonly does: Command | Exclude<Asking, null>
}[] = [
  { sign: 'B', title: 'Strong', keys: 'Ctrl+B', key: 'Mod-b', does: toggleMark(strong!) },
  { sign: 'I', title: 'Emphasis', keys: 'Ctrl+I', key: 'Mod-i', does: toggleMark(em!) },
  { sign: '↗', title: 'Link', keys: 'Ctrl+K', key: 'Mod-k', does: 'link' },
  { sign: '❝', title: 'Quotation', keys: 'Alt+Q', key: 'Alt-q', does: toggleQuotation },
  { sign: '•', title: 'List', keys: 'Alt+L', key: 'Alt-l', does: toggleBullets },
  { sign: '1.', title: 'Numbered list', keys: 'Alt+O', key: 'Alt-o', does: toggleNumbers },
  { sign: '¶', title: 'Reference', keys: 'Alt+R', key: 'Alt-r', does: 'reference' },
  { sign: '@', title: 'Citation', keys: 'Alt+C', key: 'Alt-c', does: 'citation' },
]

/** A note's body, edited in place by its author. */
export function NoteBody({ note, body, label, autoFocus, active, onLeave }: NoteBodyProps) {
  const { document: edited, session } = useWorkbench()
  const mount = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const [asking, setAsking] = useState<Asking>(null)
  const focusFirst = useRef(autoFocus)
  const leave = useRef(onLeave)
  leave.current = onLeave
  const go = useRef(useGoToReference())

  useEffect(() => {
    if (!mount.current) return
    const { doc, mapping } = initProseMirrorDoc(body, noteSchema)
    const keys: Record<string, Command> = {
      'Mod-z': undo,
      'Mod-y': redo,
      'Mod-Shift-z': redo,
      Escape: () => {
        leave.current()
        return true
      },
    }
    for (const { key, does } of tools)
      keys[key] = typeof does === 'function' ? does : (state, run) => ask(does, state, run, setAsking)
    const made = new EditorView(mount.current, {
      state: EditorState.create({
        doc,
        plugins: [
          ySyncPlugin(body, { mapping }),
          yUndoPlugin(),
          keymap(keys),
          keymap({ ...baseKeymap, Enter: chainCommands(splitItem, baseKeymap.Enter!) }),
        ],
      }),
      nodeViews: atomViews(noteContextOf(edited), to => go.current(to)),
      transformPastedHTML: cleanHTML,
      handlePaste: (editor, event) => {
        const text = event.clipboardData?.getData('text/plain').trim() ?? ''
        const to = text.startsWith(location.origin) ? referenceIn(text) : null
        return to !== null && insertReference(to, session.id)(editor.state, editor.dispatch)
      },
      attributes: {
        class: 'note-body',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        spellcheck: 'true',
      },
    })
    view.current = made
    if (focusFirst.current) made.focus()
    return () => {
      view.current = null
      made.destroy()
    }
  }, [body, label, edited, session])

  /** Runs what an answer asks for, and goes back to the text of the note. */
  const answer = (command: Command | null) => {
    setAsking(null)
    const editor = view.current
    if (!editor) return
    editor.focus()
    command?.(editor.state, editor.dispatch)
  }
  return (
    <>
      {active && (
        <div className="note-tools" role="toolbar" aria-label="Form of the note">
          {tools.map(({ sign, title, keys, does }) => (
            <Button
              key={title}
              small
              tip
              look="plain"
              aria-label={`${title} (${keys})`}
              preventFocusOnPress
              onPress={() => {
                const editor = view.current
                if (!editor) return
                if (typeof does !== 'function') ask(does, editor.state, editor.dispatch, setAsking)
                else {
                  editor.focus()
                  does(editor.state, editor.dispatch)
                }
              }}
            >
              {sign}
            </Button>
          ))}
        </div>
      )}
      <div ref={mount} />
      {asking === 'link' && <LinkField onDone={address => answer(linked(address))} />}
      {asking === 'reference' && (
        <ReferencePicker
          note={note}
          onPick={to => answer(insertReference(to, session.id))}
          onClose={() => answer(null)}
        />
      )}
      {asking === 'citation' && (
        <CitationPicker
          onPick={(key, locator) => answer(insertCitation(key, locator))}
          onClose={() => answer(null)}
        />
      )}
    </>
  )
}

/** Asks for a link, a reference or a citation; a link on linked words that are selected is taken away instead. */
function ask(
  what: Exclude<Asking, null>,
  state: EditorState,
  dispatch: EditorView['dispatch'] | undefined,
  setAsking: (asking: (now: Asking) => Asking) => void,
): boolean {
  if (!dispatch) return true
  const { from, to, empty } = state.selection
  if (what === 'link' && !empty && state.doc.rangeHasMark(from, to, link!))
    return toggleMark(link!)(state, dispatch)
  setAsking(now => (now === what ? null : what))
  return true
}

function linked(address: string): Command | null {
  if (!linkPattern.test(address)) return null
  return (state, dispatch) => {
    const mark = link!.create({ href: address })
    const { from, to, empty } = state.selection
    dispatch?.(
      empty ? state.tr.insert(from, noteSchema.text(address, [mark])) : state.tr.addMark(from, to, mark),
    )
    return true
  }
}

function LinkField({ onDone }: { readonly onDone: (address: string) => void }) {
  const [address, setAddress] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const bad = address !== '' && !linkPattern.test(address)
  return (
    <input
      ref={field}
      className="input note-link"
      aria-label="Address of the link"
      aria-invalid={bad}
      placeholder="https://…  ⏎"
      value={address}
      onChange={event => setAddress(event.target.value.trim())}
      onKeyDown={event => {
        if (event.key === 'Enter' || event.key === 'Escape') {
          event.preventDefault()
          event.stopPropagation()
          onDone(event.key === 'Enter' ? address : '')
        }
      }}
      onBlur={() => onDone(address)}
    />
  )
}

import { baseKeymap, toggleMark } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import { type Command, EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { useEffect, useRef, useState } from 'react'
import { initProseMirrorDoc, redo, undo, ySyncPlugin, yUndoPlugin } from 'y-prosemirror'
import * as Y from 'yjs'
import { linkPattern, noteSchema } from './note-schema.js'

export interface NoteBodyProps {
  readonly body: Y.XmlFragment
  readonly label: string
  readonly autoFocus: boolean
  /** Called when Escape is pressed. */
  readonly onLeave: () => void
}

/** A note's body, edited in place by its author: Ctrl+B strong, Ctrl+I emphasis, Ctrl+K a link. */
export function NoteBody({ body, label, autoFocus, onLeave }: NoteBodyProps) {
  const mount = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const [linking, setLinking] = useState(false)
  const focusFirst = useRef(autoFocus)
  const leave = useRef(onLeave)
  leave.current = onLeave

  useEffect(() => {
    if (!mount.current) return
    const { doc, mapping } = initProseMirrorDoc(body, noteSchema)
    const link: Command = (state, dispatch) => {
      if (dispatch && !toggleOff(state, dispatch)) setLinking(true)
      return true
    }
    const made = new EditorView(mount.current, {
      state: EditorState.create({
        doc,
        plugins: [
          ySyncPlugin(body, { mapping }),
          yUndoPlugin(),
          keymap({
            'Mod-z': undo,
            'Mod-y': redo,
            'Mod-Shift-z': redo,
            'Mod-b': toggleMark(noteSchema.marks.strong!),
            'Mod-i': toggleMark(noteSchema.marks.em!),
            'Mod-k': link,
            Escape: () => {
              leave.current()
              return true
            },
          }),
          keymap(baseKeymap),
        ],
      }),
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
  }, [body, label])

  const setLink = (address: string) => {
    setLinking(false)
    const editor = view.current
    if (!editor) return
    editor.focus()
    if (!linkPattern.test(address)) return
    const mark = noteSchema.marks.link!.create({ href: address })
    const { from, to, empty } = editor.state.selection
    editor.dispatch(
      empty
        ? editor.state.tr.insert(from, noteSchema.text(address, [mark]))
        : editor.state.tr.addMark(from, to, mark),
    )
  }
  return (
    <>
      <div ref={mount} />
      {linking && <LinkField onDone={setLink} />}
    </>
  )
}

/** Takes the link away from linked words that are selected. */
const toggleOff: Command = (state, dispatch) => {
  const { from, to, empty } = state.selection
  const { link } = noteSchema.marks
  return !empty && state.doc.rangeHasMark(from, to, link!) && toggleMark(link!)(state, dispatch)
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

/** A note's body, only shown. It follows what its author types. */
export function NoteText({ body }: { readonly body: Y.XmlFragment }) {
  const [, setRound] = useState(0)
  useEffect(() => {
    const changed = () => setRound(n => n + 1)
    body.observeDeep(changed)
    return () => body.unobserveDeep(changed)
  }, [body])
  return (
    <div className="note-body">
      {body.toArray().map((node, i) => (
        <p key={keyOf(node, i)}>{node instanceof Y.XmlElement && node.toArray().map(partsOf)}</p>
      ))}
    </div>
  )
}

function keyOf(node: { readonly _item: Y.Item | null }, index: number): string {
  const id = node._item?.id
  return id ? `${id.client}-${id.clock}` : String(index)
}

function partsOf(node: unknown) {
  if (!(node instanceof Y.XmlText)) return null
  let at = 0
  return node.toDelta().map((part: { insert: unknown; attributes?: Record<string, unknown> }) => {
    if (typeof part.insert !== 'string') return null
    const { em, strong, link } = part.attributes ?? {}
    const key = at
    at += part.insert.length
    let shown = <>{part.insert}</>
    if (em) shown = <em>{shown}</em>
    if (strong) shown = <strong>{shown}</strong>
    const href = link !== null && typeof link === 'object' && 'href' in link ? String(link.href) : ''
    if (linkPattern.test(href))
      shown = (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {shown}
        </a>
      )
    return <span key={key}>{shown}</span>
  })
}

/** Mounts one of two editors on the same text and says when it was painted: ours, or plain y-prosemirror. */
import '@fontsource-variable/source-serif-4'
import '../../../client/ui/tokens.css'
import './page.css'
import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { mountOurs } from './ours.js'
import { mountPlain } from './plain.js'

declare global {
  interface Window {
    painted: number | null
    keys: number[]
    caretTo: (share: number) => void
  }
}

window.painted = null
window.keys = []

const query = new URLSearchParams(location.search)
const mount = document.getElementById('sheet')!
const size = query.get('n')!
const view: EditorView =
  query.get('editor') === 'plain' ? await mountPlain(mount, size) : await mountOurs(mount, size)

afterPaint(() => {
  window.painted = performance.now()
})

// From the moment the key went down to the end of the frame in which its letter was painted.
window.addEventListener(
  'keydown',
  event => {
    const pressed = event.timeStamp
    requestAnimationFrame(() => afterTask(() => window.keys.push(performance.now() - pressed)))
  },
  true,
)

window.caretTo = share => {
  const { doc } = view.state
  view.focus()
  const selection = TextSelection.near(doc.resolve(Math.floor(doc.content.size * share)))
  view.dispatch(view.state.tr.setSelection(TextSelection.create(doc, selection.head)).scrollIntoView())
  view.domAtPos(selection.head).node.parentElement?.scrollIntoView({ block: 'center' })
}

function afterPaint(then: () => void): void {
  requestAnimationFrame(() => afterTask(then))
}

function afterTask(then: () => void): void {
  const channel = new MessageChannel()
  channel.port1.onmessage = then
  channel.port2.postMessage(null)
}

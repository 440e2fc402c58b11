/** Other people's carets in the text, with their names. */
import { Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { Binding } from './binding.js'
import type { Place } from './place.js'

/** `client` is the Yjs client id, so that one person in two windows has two carets. */
export interface PeerCaret {
  readonly client: number
  readonly name: string
  readonly color: string
  readonly place: Place
}

export const peersKey = new PluginKey<{ peers: readonly PeerCaret[]; carets: DecorationSet }>('peers')

export function peersPlugin(binding: Binding): Plugin {
  return new Plugin({
    key: peersKey,
    state: {
      init: () => ({ peers: [] as readonly PeerCaret[], carets: DecorationSet.empty }),
      apply(transaction, value) {
        const told = transaction.getMeta(peersKey) as readonly PeerCaret[] | undefined
        if (!told && !transaction.docChanged) return value
        const peers = told ?? value.peers
        if (peers.length === 0) return { peers, carets: DecorationSet.empty }
        const carets = peers.map(peer =>
          Decoration.widget(binding.projection.posOf(transaction.doc, peer.place), () => caretDOM(peer), {
            key: `peer-${peer.client}-${peer.name}-${peer.color}`,
            side: 10,
            ignoreSelection: true,
          }),
        )
        return { peers, carets: DecorationSet.create(transaction.doc, carets) }
      },
    },
    props: { decorations: state => peersKey.getState(state)?.carets },
  })
}

/** A caret that is not the browser's own, with a name on it. */
export function caretDOM({ name, color }: { readonly name: string; readonly color: string }): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'peer-caret'
  caret.style.setProperty('--peer', color)
  const label = document.createElement('span')
  label.className = 'peer-name'
  label.textContent = name
  caret.append(label)
  return caret
}

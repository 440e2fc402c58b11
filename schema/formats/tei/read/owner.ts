/** Which block the words of an element become. */
import type { Attrs, BlockKind } from '../../../witness.js'
import { kept } from './attrs.js'
import type { Context } from './context.js'
import { type Element, wordsOf } from './nodes.js'
import { kindNamed } from './roles.js'

/** What an element's words become a block of. */
export interface Owner {
  readonly element: Element
  readonly kind: BlockKind
  readonly attrs: Attrs
  /** Whether it has words already. */
  begun: boolean
}

export function ownerAs(element: Element, kind: BlockKind, attrs: Attrs): Owner {
  return { element, kind, attrs: { ...attrs, ...kept(element, kind) }, begun: false }
}

/** What the words of a block's element become. `inner` is the context in it, `context` the one around it. */
export function ownerOf(element: Element, inner: Context, context: Context): Owner {
  const { name, attrs, parent } = element
  const make = (kind: BlockKind, more: Attrs = {}) => ownerAs(element, kind, more)
  if (context.note) return make('note', context.note)
  switch (name) {
    case 'head':
      return /^(?:list|table|figure|lg|castList|castGroup|listBibl|listPerson|listPlace|listOrg|argument|q|quote)$/.test(
        parent?.name ?? '',
      )
        ? make('label')
        : make('heading', { level: Math.max(1, Math.min(6, context.level)) })
    case 'titlePart':
      return make('heading', { level: 1 })
    case 'l':
    case 'lg':
      return make('verse')
    case 'item':
    case 'label':
      if (name === 'label' && parent?.name !== 'list') return make('label')
      return make('item', {
        depth: Math.max(1, Math.min(9, context.depth)),
        ...(context.ordered === undefined ? {} : { ordered: context.ordered }),
        ...(name === 'label'
          ? { marker: wordsOf(element).slice(0, 200) }
          : attrs.n
            ? { marker: attrs.n.slice(0, 200) }
            : {}),
      })
    case 'speaker':
      return make('speech', { ...(context.speech?.attrs ?? {}), label: wordsOf(element).slice(0, 200) })
    case 'u':
      return make('speech', inner.speech!.attrs)
    case 'stage':
      return make('stage')
    case 'quote':
    case 'q':
    case 'said':
      return make('quotation')
    case 'dateline':
      return make('dateline')
    case 'salute':
      return make('salutation', context.closing ? { place: 'close' } : {})
    case 'signed':
      return make('signature')
    case 'cell':
      return make('paragraph', inner.cell ?? {})
    case 'trailer':
      return make('label')
    case 'incident':
    case 'kinesic':
    case 'vocal':
    case 'writing':
      return make('stage')
  }
  const named = name === 'ab' ? kindNamed(attrs.type) : null
  if (named) return make(named, attrs.n && named === 'metadata' ? { label: attrs.n } : {})
  if (context.cell) return make('paragraph', context.cell)
  if (context.inItem)
    return make('item', {
      depth: Math.max(1, Math.min(9, context.depth)),
      ...(context.ordered === undefined ? {} : { ordered: context.ordered }),
    })
  if (context.speech) return make('speech', context.speech.attrs)
  if (context.quoted) return make('quotation')
  return make('paragraph')
}

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Correction } from '../../schema/corrections.js'
import type { EditedDocument } from '../../schema/document.js'
import type { Note } from '../../schema/notes.js'
import { useMay } from '../app/rights.js'
import type { InView } from '../app/viewport.js'
import { useEditorState, useWorkbench } from '../app/workbench.js'
import type { Target } from '../editor/editor.js'
import { type CardBox, layoutCards, wholeInSight } from './card-layout.js'
import type { Page } from './contents.js'
import { CorrectionCard } from './correction-card.js'
import { NoteCard } from './note-card.js'

/** Space between two cards, and how far above its line a card stands, so that its reading is level with the text. */
const gap = 10
const raise = 8

/** How long cards wait for the typist. In milliseconds. */
const calm = 120

/** Letters beyond the edges of the screen whose cards are mounted too, so that scrolling finds them there. */
const margin = 600

/** As many cards as are mounted at most: where corrections stand so thick, the lists are the better place. */
const most = 60

type Item =
  | { readonly id: string; readonly offset: number; readonly correction: Correction }
  | { readonly id: string; readonly offset: number; readonly note: Note }

export interface HereProps {
  readonly pages: readonly Page[]
  readonly view: InView
  readonly aligned: boolean
  readonly onGo: () => void
}

/** The cards of what is in view, each level with its place. */
export function Here({ pages, view, aligned, onGo }: HereProps) {
  const { document: edited, editor, desk } = useWorkbench()
  const may = useMay()
  const { active, view: text } = useEditorState(editor)
  const revision = useChanges(edited)
  const activeId = active ? ('correction' in active ? active.correction : active.note) : null
  const items = useMemo(
    () => (revision >= 0 ? itemsIn(edited, view, active) : []),
    [edited, view, active, revision],
  )
  const rail = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const element = rail.current
    if (!element || !aligned) return
    let frame = 0
    const place = () => {
      frame = 0
      const cards = [...element.children].filter(child => child instanceof HTMLElement)
      const origin = element.parentElement?.getBoundingClientRect().top ?? 0
      const room = element.offsetHeight
      const boxes: CardBox[] = []
      for (const card of cards) {
        const top = editor.topOf(Number(card.dataset.offset))
        const id = card.dataset.card ?? ''
        const height = card.offsetHeight
        const want = (top ?? 0) - origin - raise
        boxes.push({ id, want: id === activeId ? wholeInSight(want, height, room) : want, height })
      }
      const tops = layoutCards(boxes, activeId, gap)
      for (const card of cards) {
        card.style.transform = `translateY(${Math.round(tops.get(card.dataset.card ?? '') ?? 0)}px)`
        card.style.visibility = 'visible'
      }
    }
    const soon = () => {
      frame ||= requestAnimationFrame(place)
    }
    place()
    desk.addEventListener('scroll', soon, { passive: true })
    const sizes = new ResizeObserver(soon)
    sizes.observe(desk)
    for (const card of element.children) sizes.observe(card)
    // A line more or less in the text moves all cards below it, but not in the frame in which a letter is painted.
    let later: ReturnType<typeof setTimeout> | undefined
    const sheet = new ResizeObserver(() => {
      clearTimeout(later)
      later = setTimeout(soon, calm)
    })
    sheet.observe(editor.pm.dom)
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(later)
      desk.removeEventListener('scroll', soon)
      sizes.disconnect()
      sheet.disconnect()
    }
  }, [aligned, activeId, desk, editor, items, text])

  useEffect(() => {
    const element = rail.current
    if (!element) return
    const focus = (event: FocusEvent) => {
      const id =
        event.target instanceof Element && event.target.closest('[data-card]')?.getAttribute('data-card')
      const item = items.find(i => i.id === id)
      if (item && item.id !== activeId) editor.activate(targetOf(item))
    }
    const wheel = (event: WheelEvent) => {
      if (aligned) desk.scrollBy({ top: event.deltaY })
    }
    element.addEventListener('focusin', focus)
    element.addEventListener('wheel', wheel, { passive: true })
    return () => {
      element.removeEventListener('focusin', focus)
      element.removeEventListener('wheel', wheel)
    }
  }, [items, activeId, aligned, editor, desk])

  const card = (item: Item) => {
    const chosen = item.id === activeId
    const go = () => {
      editor.goTo(targetOf(item))
      onGo()
    }
    return 'correction' in item ? (
      <CorrectionCard correction={item.correction} active={chosen} pages={pages} onGo={go} />
    ) : (
      <NoteCard note={item.note} active={chosen} pages={pages} onGo={go} />
    )
  }
  if (items.length === 0)
    return (
      <p className="side-empty">
        Nothing here yet. {may('propose') && 'Type in the text to correct it. '}
        {may('note') && 'Select words and press Alt+Shift+N for a note. '}
        {may('note')
          ? 'Shift+F10 or the right button of the mouse shows all else that can be done, F1 all keys.'
          : 'F1 shows all keys.'}
      </p>
    )
  return (
    <div ref={rail} className={aligned ? 'rail-aligned' : 'rail-flow'}>
      {items.map(item => (
        <div key={item.id} data-card={item.id} data-offset={item.offset} className="rail-card">
          {card(item)}
        </div>
      ))}
    </div>
  )
}

function targetOf(item: Item): Target {
  return 'correction' in item ? { correction: item.id } : { note: item.id }
}

/** What is in view, in text order. What has been rejected or withdrawn shows only while it is in hand. */
function itemsIn(document: EditedDocument, view: InView, active: Target | null): Item[] {
  const { structure } = document
  const last = structure.block(structure.indexAt(view.to, 1))
  const from = Math.max(0, view.from - margin)
  const to = Math.min(document.length, last.end + margin)
  const items: Item[] = []
  for (const correction of document.corrections.touching(from, to)) {
    const standing = document.standing(correction.id)
    const inHand = active !== null && 'correction' in active && active.correction === correction.id
    if (inHand || standing === 'proposed' || standing === 'accepted' || standing === 'superseded')
      items.push({ id: correction.id, offset: correction.start, correction })
  }
  for (const note of document.notes.touching(from, to)) items.push({ id: note.id, offset: note.start, note })
  items.sort((a, b) => a.offset - b.offset || (a.id < b.id ? -1 : 1))
  return items.slice(0, most)
}

/** Counts the document's changes, but not more often than cards need be drawn: a letter is painted first. */
function useChanges(document: EditedDocument): number {
  const [revision, setRevision] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = document.onChange(change => {
      if (change.corrections.size === 0 && change.notes.size === 0 && !change.decided && !change.structure)
        return
      timer ??= setTimeout(() => {
        timer = undefined
        setRevision(n => n + 1)
      }, calm)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [document])
  return revision
}

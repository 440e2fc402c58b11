import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Change, EditedDocument } from '../../schema/document.js'
import { type QueueRow, queueRowsOf, seenOf } from '../../schema/queue.js'
import { useWorkbench } from '../app/workbench.js'
import { Replies } from '../panels/replies.js'
import { tell } from '../ui/toast.js'
import type { Deed } from './deciding.js'
import type { ReviewDesk } from './desk.js'
import { Queue } from './queue.js'
import { everything, type Filter, type QueueItem } from './queue-item.js'
import { useTwoPersons } from './two-persons.js'

/** The queue of the open document. */
export function DocumentQueue({ onGo }: { readonly onGo: () => void }) {
  const { document: edited, editor, me, opened } = useWorkbench()
  const { id, title, edition } = opened.about
  const rows = useRows(edited)
  const twoPersons = useTwoPersons(edition.id)
  const [filter, setFilter] = useState<Filter>(everything)
  const items = useMemo(
    () => rows.map((row): QueueItem => ({ ...row, document: id, title })),
    [rows, id, title],
  )

  const decide = useCallback(
    async (deeds: readonly Deed[]) => {
      const wanted = deeds.map(({ item, act, why }) => ({ on: item.id, act, why, seen: seenOf(item) }))
      return editor.decideAll(wanted) > 0
    },
    [editor],
  )
  const propose = useCallback(
    async (item: QueueItem, text: string) => {
      const correction = editor.newId()
      const done = editor.change(() =>
        edited.layers.addCorrection({
          id: correction,
          start: item.start,
          end: item.end,
          side: edited.corrections.get(item.id)?.side ?? -1,
          text,
          kind: item.kind,
          reason: '',
          evidence: '',
          certainty: 'unknown',
          by: me.id,
          at: Date.now(),
          parent: item.id,
        }),
      )
      if (!done) {
        tell({ words: 'Show all markup to propose a reading (Alt+4)' })
        return null
      }
      if (!twoPersons) editor.decide(correction, 'accept')
      return correction
    },
    [editor, edited, me, twoPersons],
  )
  const desk: ReviewDesk = {
    items,
    me: me.id,
    twoPersons,
    several: false,
    decide,
    propose,
    go: item => {
      editor.goTo({ correction: item.id })
      onGo()
    },
    thread: item => <Replies key={item.id} on={item.id} active />,
    leave: () => editor.focus(),
  }
  return (
    <Queue
      desk={desk}
      filter={filter}
      onFilter={setFilter}
      empty="No corrections yet. Type in the text to make one."
    />
  )
}

/** How long the rows wait while somebody types, in milliseconds: reading them all takes a while in long documents. */
const patience = 400

const matters = ({ corrections, replies, decided, structure }: Change) =>
  corrections.size > 0 || replies.size > 0 || decided || structure

/** The rows of a document as it changes; what is decided shows at once. */
function useRows(edited: EditedDocument): readonly QueueRow[] {
  const [rows, setRows] = useState(() => queueRowsOf(edited))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let due = Number.POSITIVE_INFINITY
    const read = () => {
      timer = undefined
      due = Number.POSITIVE_INFINITY
      setRows(queueRowsOf(edited))
    }
    const stop = edited.onChange(change => {
      if (!matters(change)) return
      const wait = change.decided || change.replies.size > 0 ? 0 : patience
      if (performance.now() + wait >= due) return
      clearTimeout(timer)
      due = performance.now() + wait
      timer = setTimeout(read, wait)
    })
    read()
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [edited])
  return rows
}

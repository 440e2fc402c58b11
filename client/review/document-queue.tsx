import { useCallback, useEffect, useMemo, useState } from 'react'
import { latestDecisions } from '../../schema/decisions.js'
import type { Change, EditedDocument } from '../../schema/document.js'
import { type QueueRow, seenOf } from '../../schema/queue.js'
import { queueRowsOf } from '../../schema/queue-rows.js'
import { useMay } from '../app/rights.js'
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
  const may = useMay()
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
      if (!twoPersons && may('accept')) editor.decide(correction, 'accept')
      return correction
    },
    [editor, edited, me, twoPersons, may],
  )
  const desk: ReviewDesk = {
    items,
    me: me.id,
    twoPersons,
    may,
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
      empty={may('propose') ? 'No corrections yet. Type in the text to make one.' : 'No corrections yet.'}
    />
  )
}

/** How long the rows wait to be read anew, in milliseconds: in a document of ten thousand corrections that takes a
 * tenth of a second, which a typist would feel at each key. */
const patience = 400

const matters = ({ corrections, replies, decided, structure }: Change) =>
  corrections.size > 0 || replies.size > 0 || decided || structure

/** The rows of a document as it changes. What was decided shows at once; what follows from it for others, soon. */
function useRows(edited: EditedDocument): readonly QueueRow[] {
  const [rows, setRows] = useState<readonly QueueRow[]>(() => queueRowsOf(edited))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = () => {
      timer = undefined
      setRows(queueRowsOf(edited))
    }
    const stop = edited.onChange(change => {
      if (!matters(change)) return
      if (change.decided) setRows(before => withVerdicts(edited, before, change.corrections))
      timer ??= setTimeout(read, patience)
    })
    read()
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [edited])
  return rows
}

/** The rows with the verdicts on some of the corrections as they are now. */
function withVerdicts(
  edited: EditedDocument,
  rows: readonly QueueRow[],
  on: ReadonlySet<string>,
): readonly QueueRow[] {
  if (on.size === 0) return rows
  const latest = latestDecisions(edited.layers.allDecisions())
  return rows.map(row => {
    if (!on.has(row.id)) return row
    const decision = latest.get(row.id)
    return {
      ...row,
      standing: edited.standing(row.id),
      decision: decision
        ? { id: decision.id, act: decision.act, by: decision.by, at: decision.at, why: decision.why }
        : null,
    }
  })
}

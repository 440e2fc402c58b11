import { useEffect, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { type QueuedDocument, seenOf } from '../../schema/queue.js'
import { editions, decide as sendDecisions } from '../app/api.js'
import { identity } from '../app/identity.js'
import { loadNames } from '../app/names.js'
import { PlaceHead } from '../app/places.js'
import { useMayIn } from '../app/rights.js'
import { useValue } from '../app/value.js'
import { tell } from '../ui/toast.js'
import type { Deed } from './deciding.js'
import type { ReviewDesk } from './desk.js'
import { useEditionQueue } from './edition-queue.js'
import { FeedBell } from './feed.js'
import { Queue } from './queue.js'
import { everything, type Filter, type QueueItem } from './queue-item.js'
import { useTwoPersons } from './two-persons.js'
import '../panels/cards.css'

/** `/e/:edition/review`: the queue over all documents of an edition. */
export function ReviewPage({ edition }: { readonly edition: string }) {
  const [, go] = useLocation()
  const me = useValue(identity)?.id ?? ''
  const title = useEditionTitle(edition)
  const twoPersons = useTwoPersons(edition)
  const may = useMayIn(edition)
  const { documents, awaited, failure, refresh } = useEditionQueue(edition)
  const [filter, setFilter] = useState<Filter>({ ...everything, standing: 'proposed' })
  const items = useMemo(() => documents && itemsOf(documents), [documents])
  useEffect(() => {
    document.title = `Review · ${title} · Corrigenda`
    loadNames()
  }, [title])

  const decide = async (deeds: readonly Deed[]) => {
    const byDocument = new Map<string, Deed[]>()
    for (const deed of deeds) {
      const those = byDocument.get(deed.item.document)
      if (those) those.push(deed)
      else byDocument.set(deed.item.document, [deed])
    }
    try {
      for (const [id, those] of byDocument)
        await sendDecisions(
          id,
          those.map(({ item, act, why }) => ({ on: item.id, act, why, seen: seenOf(item) })),
        )
      return true
    } catch (error) {
      tell({ words: error instanceof Error ? error.message : String(error), bad: true })
      return false
    } finally {
      await refresh()
    }
  }
  const desk: ReviewDesk = {
    items,
    awaited,
    me,
    twoPersons,
    may,
    several: true,
    decide,
    propose: async (item, text) => {
      try {
        // It opens the document unseen, with all that an editor needs; most visits never ask for it.
        const { proposeIn } = await import('./propose.js')
        return await proposeIn(item, text, !twoPersons && may('accept'))
      } catch (error) {
        tell({ words: error instanceof Error ? error.message : String(error), bad: true })
        return null
      } finally {
        await refresh()
      }
    },
    go: item => go(`/d/${encodeURIComponent(item.document)}#correction=${encodeURIComponent(item.id)}`),
  }
  return (
    <div className="review-page">
      <PlaceHead edition={{ id: edition, title }} here="Review">
        {me !== '' && <FeedBell edition={edition} />}
      </PlaceHead>
      {failure && (
        <p className="review-keys" role="alert">
          {failure}
        </p>
      )}
      <Queue
        desk={desk}
        filter={filter}
        onFilter={setFilter}
        empty="There are no corrections in this edition yet."
        autoFocus
      />
      {may('decide') && (
        <p className="review-keys">
          <kbd>J</kbd> <kbd>K</kbd> move · <kbd>A</kbd> accept · <kbd>R</kbd> reject · <kbd>E</kbd> other
          reading · <kbd>X</kbd> choose · <kbd>Shift+A</kbd> <kbd>Shift+R</kbd> all · <kbd>U</kbd> undo
        </p>
      )}
    </div>
  )
}

function itemsOf(documents: readonly QueuedDocument[]): QueueItem[] {
  return documents.flatMap(({ id, title, rows }) => rows.map(row => ({ ...row, document: id, title })))
}

function useEditionTitle(edition: string): string {
  const [title, setTitle] = useState('')
  useEffect(() => {
    editions()
      .then(list => setTitle(list.find(e => e.id === edition)?.title ?? ''))
      .catch(() => {
        // The page says that the server does not answer; a title is not missed then.
      })
  }, [edition])
  return title
}

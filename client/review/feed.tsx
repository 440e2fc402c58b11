/** The feed: what others decided on one's work, and said about it. */
import { useCallback, useEffect, useState } from 'react'
import { Button as AriaButton, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components'
import { Link } from 'wouter'
import type { EditionFeedItem } from '../../schema/feed.js'
import { onOneLine } from '../../schema/words.js'
import { feedOf } from '../app/api.js'
import { recall, remember } from '../app/local.js'
import { useNames } from '../app/names.js'
import { when } from '../panels/words.js'
import { Button, Tipped } from '../ui/button.js'
import { Bell } from '../ui/icons.js'
import './feed.css'

/** How often the server is asked what has happened, in milliseconds. */
const interval = 15_000

/** As many as one answer of the server holds. */
const page = 200

const actWords: Readonly<Record<EditionFeedItem['act'], string>> = {
  accept: 'accepted',
  reject: 'rejected',
  reopen: 'reopened',
  withdraw: 'withdrew',
  reply: 'replied about',
  resolve: 'settled the conversation about',
}

/** A bell with the number of things that happened since one last looked, and the list of them. */
export function FeedBell({ edition }: { readonly edition: string }) {
  const { items, more, failure } = useFeed(edition)
  const [seen, setSeen] = useState(() => seenUntil(edition))
  const news = items.filter(item => item.at > seen).length
  const look = (open: boolean) => {
    const [newest] = items
    if (open || !newest) return
    // What was new stays marked while one looks at it.
    remember(`feed:${edition}`, String(newest.at))
    setSeen(newest.at)
  }
  const count = news >= page ? `${page}+` : String(news)
  return (
    <DialogTrigger onOpenChange={look}>
      <Tipped words="What happened to your work">
        <AriaButton
          className="btn btn-plain btn-icon bell"
          aria-label={
            news > 0 ? `What happened to your work: ${count} new` : 'What happened to your work: nothing new'
          }
        >
          <Bell />
          {news > 0 && <span className="bell-count">{count}</span>}
        </AriaButton>
      </Tipped>
      <Popover className="popover feed" placement="bottom end">
        <Dialog className="feed-dialog">
          {({ close }) => (
            <>
              <Heading slot="title" className="menu-head">
                What happened to your work
              </Heading>
              {failure && <p className="side-empty">{failure}</p>}
              {!failure && items.length === 0 && (
                <p className="side-empty">Nobody has decided on your corrections or replied to you yet.</p>
              )}
              <ol className="feed-list">
                {items.map(item => (
                  <li key={item.id} className={item.at > seen ? 'new' : undefined}>
                    <Entry item={item} onGo={close} />
                  </li>
                ))}
              </ol>
              {more && (
                <Button small onPress={more}>
                  Earlier
                </Button>
              )}
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function Entry({ item, onGo }: { readonly item: EditionFeedItem; readonly onGo: () => void }) {
  const nameOf = useNames()
  const { document, title, about, on, act, by, at, text, received, reading } = item
  const address = `/d/${encodeURIComponent(document)}#${about}=${encodeURIComponent(on)}`
  return (
    <Link href={address} onClick={onGo} className="feed-item">
      <span>
        <strong>{nameOf(by)}</strong> {actWords[act]}{' '}
        <span className="feed-reading">
          {about === 'correction'
            ? `${onOneLine(received)} ] ${onOneLine(reading)}`
            : `your note on “${onOneLine(received)}”`}
        </span>
      </span>
      {text && <q>{text}</q>}
      <small>
        {when(at, Date.now())} · {title}
      </small>
    </Link>
  )
}

function seenUntil(edition: string): number {
  return Number(recall(`feed:${edition}`) ?? 0)
}

function useFeed(edition: string) {
  const [items, setItems] = useState<readonly EditionFeedItem[]>([])
  const [complete, setComplete] = useState(true)
  const [failure, setFailure] = useState<string | null>(null)

  useEffect(() => {
    let gone = false
    const load = () =>
      feedOf(edition)
        .then(fresh => {
          if (gone) return
          setFailure(null)
          setItems(known => {
            // What was fetched of earlier times stays below what is new.
            const oldest = fresh.at(-1)
            const earlier = oldest && fresh.length >= page ? known.filter(i => i.at < oldest.at) : []
            return [...fresh, ...earlier]
          })
          setComplete(before => (fresh.length < page ? true : before))
        })
        .catch(error => {
          if (!gone) setFailure(error instanceof Error ? error.message : String(error))
        })
    void load()
    const timer = setInterval(load, interval)
    return () => {
      gone = true
      clearInterval(timer)
    }
  }, [edition])

  const last = items.at(-1)
  const more = useCallback(() => {
    if (!last) return
    feedOf(edition, last.at)
      .then(earlier => {
        setItems(known => [...known, ...earlier])
        setComplete(earlier.length < page)
      })
      .catch(error => setFailure(error instanceof Error ? error.message : String(error)))
  }, [edition, last])
  return { items, more: !complete || items.length === page ? more : null, failure }
}

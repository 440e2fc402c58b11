import type { ShareLink } from '../../schema/members.js'
import { dayOf, roleWords } from '../people/words.js'
import { Button } from '../ui/button.js'

export interface LinkListProps {
  readonly links: readonly ShareLink[]
  /** What each is a link to, by its id. */
  readonly titles: ReadonlyMap<string, string>
  readonly onEnd: (link: ShareLink) => void
}

/** The links that can be opened, with what they give, until when, and whether anybody uses them. */
export function LinkList({ links, titles, onEnd }: LinkListProps) {
  const now = Date.now()
  return (
    <ul className="people-list">
      {links.map(link => {
        const { id, label, role, thing, expires, browsers, seen } = link
        const name = label || 'A link'
        const isOver = expires !== null && expires <= now
        return (
          <li key={id} className="people-row">
            <div className="people-what">
              <strong>{name}</strong>
              <small>
                {[
                  `${roleWords[role]} of ${titles.get(thing) ?? 'a document'}`,
                  expires === null
                    ? 'until it is ended'
                    : `${isOver ? 'ran out' : 'until'} ${dayOf(expires)}`,
                  browsers === 0
                    ? 'not opened yet'
                    : `opened in ${browsers === 1 ? '1 browser' : `${browsers} browsers`}, last used ${dayOf(seen!)}`,
                ].join(' · ')}
              </small>
            </div>
            <Button small aria-label={`End the link: ${name}`} onPress={() => onEnd(link)}>
              End
            </Button>
          </li>
        )
      })}
    </ul>
  )
}

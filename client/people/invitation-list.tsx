import type { Invitation } from '../../schema/accounts.js'
import type { Edition } from '../app/api.js'
import { Button } from '../ui/button.js'
import { revokeInvitation } from './asking.js'
import type { AskedList } from './use-list.js'
import { dayOf, roleOn } from './words.js'

export interface InvitationListProps {
  readonly list: AskedList<Invitation>
  readonly editions: readonly Edition[]
}

/** The invitations that nobody has used yet; nothing where there are none. */
export function InvitationList({ list: { items, act }, editions }: InvitationListProps) {
  if (!items || items.length === 0) return null
  const titles = new Map(
    editions.flatMap(edition => [
      [edition.id, edition.title] as const,
      ...edition.documents.map(document => [document.id, document.title] as const),
    ]),
  )
  return (
    <section className="people-part" aria-labelledby="invitations-title">
      <h3 id="invitations-title">Invited</h3>
      <ul className="people-list">
        {items.map(({ id, email, note, grants, expires }) => {
          const whom = note || email || 'Somebody'
          return (
            <li key={id} className="people-row">
              <div className="people-what">
                <strong>{whom}</strong>
                <small>
                  {[
                    note && email,
                    ...grants.map(grant => roleOn(grant, titles.get(grant.thing) ?? '')),
                    `until ${dayOf(expires)}`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </div>
              <Button
                small
                aria-label={`Take the invitation for ${whom} back`}
                onPress={() => act('The invitation was not taken back', revokeInvitation(id))}
              >
                Take back
              </Button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

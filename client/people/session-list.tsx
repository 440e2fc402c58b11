import { house } from '../app/identity.js'
import { useValue } from '../app/value.js'
import { Button } from '../ui/button.js'
import { endOtherSessions, endSession, sessions } from './asking.js'
import { useList } from './use-list.js'
import { browserOf, signedInBy, timeOf } from './words.js'

/** The browsers that are signed in as me. */
export function SessionList() {
  const { items, error, act } = useList(sessions)
  const door = useValue(house)
  const others = items?.filter(({ isThis }) => !isThis) ?? []
  return (
    <section className="people-part" aria-labelledby="sessions-title">
      <h2 id="sessions-title">
        Signed in
        {others.length > 0 && (
          <Button small onPress={() => act('The sessions were not ended', endOtherSessions())}>
            Sign out all others
          </Button>
        )}
      </h2>
      {error && <p className="field-error">{error}</p>}
      <ul className="people-list">
        {items?.map(({ id, agent, address, provider, created, seen, isThis }) => (
          <li key={id} className="people-row">
            <div className="people-what">
              <strong>
                {browserOf(agent)} {isThis && <span className="tag tag-green">this browser</span>}
              </strong>
              <small>
                since {timeOf(created)}, {signedInBy(provider, door?.providers)} · last used {timeOf(seen)}
                {address && ` from ${address}`}
              </small>
            </div>
            {!isThis && (
              <Button
                small
                aria-label={`Sign out ${browserOf(agent)}`}
                onPress={() => act('The session was not ended', endSession(id))}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

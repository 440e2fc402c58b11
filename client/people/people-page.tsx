import { useCallback, useEffect, useState } from 'react'
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import type { HousePerson } from '../../schema/accounts.js'
import { type Role, roles } from '../../schema/people.js'
import { editions as askEditions, type Edition } from '../app/api.js'
import { identity } from '../app/identity.js'
import { colorOf, initials } from '../app/presence.js'
import { useValue } from '../app/value.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { More, Plus } from '../ui/icons.js'
import { Modal } from '../ui/modal.js'
import { tell } from '../ui/toast.js'
import {
  invitations as askInvitations,
  endAccount,
  housePeople,
  makeResetLink,
  restoreAccount,
  setHouseRole,
} from './asking.js'
import { HouseHead } from './house-head.js'
import { InvitationList } from './invitation-list.js'
import { InviteDialog } from './invite-dialog.js'
import { SecretDialog } from './secret-dialog.js'
import { useList } from './use-list.js'
import { roleWords, timeOf } from './words.js'
import './people.css'

/** `/people`: for the owners of the house, who has an account, and who is invited. */
export function PeoplePage() {
  const people = useList(housePeople)
  const invitations = useList(askInvitations)
  const [editions, setEditions] = useState<readonly Edition[] | null>(null)
  const [inviting, setInviting] = useState<HousePerson | 'somebody' | null>(null)
  useEffect(() => {
    document.title = 'People · Corrigenda'
    askEditions()
      .then(setEditions)
      .catch(() => {
        // The list itself says that the server cannot be asked.
        setEditions([])
      })
  }, [])
  return (
    <div className="place-page">
      <HouseHead here="People" />
      <main className="people-page">
        <div className="people-title">
          <h2>People</h2>
          <Button look="primary" isDisabled={editions === null} onPress={() => setInviting('somebody')}>
            <Plus size={14} /> Invite somebody…
          </Button>
        </div>
        {people.error && (
          <p className="form-fault" role="alert">
            {people.error}
          </p>
        )}
        <InvitationList list={invitations} editions={editions ?? []} />
        <ul className="people-list" aria-label="People">
          {people.items?.map(person => (
            <Row key={person.id} person={person} act={people.act} onInvite={() => setInviting(person)} />
          ))}
        </ul>
      </main>
      {inviting && editions && (
        <InviteDialog
          person={inviting === 'somebody' ? null : inviting}
          editions={editions}
          onMade={invitations.again}
          onClose={() => setInviting(null)}
        />
      )}
    </div>
  )
}

interface RowProps {
  readonly person: HousePerson
  readonly act: (what: string, act: Promise<unknown>) => void
  readonly onInvite: () => void
}

const noRole = 'none'

function Row({ person, act, onInvite }: RowProps) {
  const me = useValue(identity)
  const [ending, setEnding] = useState(false)
  const [link, setLink] = useState<string | null>(null)
  const { id, name, ended, isGuest, canSignIn, role } = person
  const close = useCallback(() => setEnding(false), [])

  const resetLink = () => {
    makeResetLink(id)
      .then(made => setLink(made.link))
      .catch(error =>
        tell({
          words: 'The link was not made',
          detail: error instanceof Error ? error.message : '',
          bad: true,
        }),
      )
  }
  const acts: readonly (readonly [key: string, words: string, act: () => void])[] =
    ended !== null
      ? [['restore', 'Bring the account back', () => act('It was not brought back', restoreAccount(id))]]
      : [
          ...(canSignIn ? ([['reset', 'Make a link for a new password', resetLink]] as const) : []),
          ...(!canSignIn && !isGuest ? ([['invite', 'Invite…', onInvite]] as const) : []),
          ['end', 'End the account…', () => setEnding(true)],
        ]
  return (
    <li className={ended === null ? 'people-row' : 'people-row people-ended'}>
      <span className="face" style={{ background: colorOf(id) }} aria-hidden="true">
        {initials(name)}
      </span>
      <div className="people-what">
        <strong>
          {name} {id === me?.id && <span className="tag tag-blue">you</span>} <Standing person={person} />
        </strong>
        <small>
          {person.email || 'no address'}
          {person.orcid && ` · ORCID ${person.orcid}`}
          {person.seen !== null && ` · last here ${timeOf(person.seen)}`}
        </small>
      </div>
      {ended === null && !isGuest && (
        <Choice
          label={`Role of ${name} in the house`}
          value={role ?? noRole}
          options={[
            [noRole, 'By edition'],
            ...roles.map(role => [role, `${roleWords[role]} everywhere`] as const),
          ]}
          onChange={chosen =>
            act('The role stays as it was', setHouseRole(id, chosen === noRole ? null : (chosen as Role)))
          }
        />
      )}
      <MenuTrigger>
        <Button look="plain" icon aria-label={`What can be done about ${name}`}>
          <More />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" aria-label={`What can be done about ${name}`}>
            {acts.map(([key, words, onAction]) => (
              <MenuItem key={key} className="menu-item" onAction={onAction}>
                {words}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <Modal title={`End the account of ${name}?`} role="alertdialog" isOpen={ending} onClose={close}>
        <p>
          {name} is signed out everywhere at once, and the tokens of their programs end. What they wrote
          stays, signed by them. The account can be brought back.
        </p>
        <div className="dialog-foot">
          <Button autoFocus onPress={close}>
            Cancel
          </Button>
          <Button
            look="primary"
            onPress={() => {
              close()
              act('The account was not ended', endAccount(id))
            }}
          >
            End the account
          </Button>
        </div>
      </Modal>
      {link !== null && (
        <SecretDialog title={`A new password for ${name}`} secret={link} onClose={() => setLink(null)}>
          Pass this link on to them. By it they choose a new password, once, within a day.
        </SecretDialog>
      )}
    </li>
  )
}

/** What is particular about an account. */
function Standing({ person: { ended, isGuest, canSignIn, role } }: { readonly person: HousePerson }) {
  if (ended !== null) return <span className="tag tag-red">ended</span>
  if (isGuest) return <span className="tag tag-violet">guest</span>
  if (!canSignIn) return <span className="tag tag-grey">no account</span>
  return role === 'owner' ? <span className="tag tag-amber">owner</span> : null
}

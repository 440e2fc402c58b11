import { useState } from 'react'
import {
  Button as AriaButton,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components'
import { isAtLeast } from '../../schema/people.js'
import { account, house, identity } from '../app/identity.js'
import { remember } from '../app/local.js'
import { leave, unsentAnywhere } from '../app/stored.js'
import { useValue } from '../app/value.js'
import { Button } from '../ui/button.js'
import { Down } from '../ui/icons.js'
import { Modal } from '../ui/modal.js'
import { tell } from '../ui/toast.js'
import { signOut } from './asking.js'
import './people.css'

export interface AccountMenuProps {
  /** The colour of one's face; where it is left out the name is shown. */
  readonly face?: string
}

/** The menu under one's name: one's profile, the people of the house, the way out. Those who have no name are
 * offered to sign in. */
export function AccountMenu({ face }: AccountMenuProps) {
  const person = useValue(identity)
  const profile = useValue(account)
  const door = useValue(house)
  const [leaving, setLeaving] = useState(false)
  const signsIn = door?.accounts === 'invited'
  if (!person)
    return signsIn ? (
      <a className="btn account-sign-in" href={`/sign-in?to=${encodeURIComponent(location.pathname)}`}>
        Sign in
      </a>
    ) : null

  const out = async () => {
    try {
      await signOut()
    } catch (error) {
      tell({
        words: 'You are still signed in',
        detail: error instanceof Error ? error.message : '',
        bad: true,
      })
      return
    }
    remember('me', null)
    leave(person.id)
    location.assign('/')
  }

  return (
    <>
      <MenuTrigger>
        {face === undefined ? (
          <AriaButton className="btn btn-plain account-button" aria-label={`${person.name}: your account`}>
            <span>{person.name}</span> <Down size={14} />
          </AriaButton>
        ) : (
          <AriaButton
            className="face"
            style={{ background: face }}
            aria-label={`${person.name}, you: your account`}
          >
            You
          </AriaButton>
        )}
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" aria-label="Your account">
            <MenuSection>
              <Header className="account-who">
                <strong>{person.name}</strong>
                {profile?.email && <small>{profile.email}</small>}
              </Header>
              <MenuItem id="me" href="/me" className="menu-item" textValue="Profile">
                Profile
                <span className="end">{signsIn ? 'name, password, sessions' : 'name, tokens'}</span>
              </MenuItem>
              {signsIn && isAtLeast(profile?.house ?? null, 'owner') && (
                <MenuItem id="people" href="/people" className="menu-item" textValue="People">
                  People
                  <span className="end">accounts, invitations</span>
                </MenuItem>
              )}
            </MenuSection>
            {signsIn && (
              <>
                <Separator className="separator" />
                <MenuItem
                  id="out"
                  className="menu-item"
                  textValue="Sign out"
                  onAction={() => {
                    if (unsentAnywhere() > 0) setLeaving(true)
                    else void out()
                  }}
                >
                  Sign out
                </MenuItem>
              </>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
      <Modal
        title="Not everything has been sent"
        role="alertdialog"
        isOpen={leaving}
        onClose={() => setLeaving(false)}
      >
        <p>
          Changes of yours have not reached the server. They stay in this browser, and are sent when you sign
          in here again.
        </p>
        <div className="dialog-foot">
          <Button onPress={out}>Sign out all the same</Button>
          <Button look="primary" autoFocus onPress={() => setLeaving(false)}>
            Stay
          </Button>
        </div>
      </Modal>
    </>
  )
}

import { useEffect } from 'react'
import type { Door, Profile } from '../../schema/accounts.js'
import { account, house } from '../app/identity.js'
import { useValue } from '../app/value.js'
import { HouseHead } from './house-head.js'
import { IdentityList } from './identity-list.js'
import { PasswordForm } from './password-form.js'
import { ProfileForm } from './profile-form.js'
import { SessionList } from './session-list.js'
import { TokenList } from './token-list.js'
import './people.css'

/** `/me`: how one's work is signed, and what one is signed in with. */
export function ProfilePage() {
  const profile = useValue(account)
  const door = useValue(house)
  useEffect(() => {
    document.title = 'Profile · Corrigenda'
  }, [])
  return (
    <div className="place-page">
      <HouseHead here="Profile" />
      <main className="people-page narrow">
        {profile && door ? (
          <Parts profile={profile} door={door} />
        ) : (
          <p className="quiet">The profile can be seen when the server answers.</p>
        )}
      </main>
    </div>
  )
}

function Parts({ profile, door }: { readonly profile: Profile; readonly door: Door }) {
  const hasAccount = door.accounts === 'invited' && !profile.isGuest
  return (
    <>
      {profile.isGuest && (
        <p className="door-note">
          You came by a link, as a guest. By an invitation you get an account of your own; what you have
          written stays yours.
        </p>
      )}
      <ProfileForm key={profile.id} profile={profile} withEmail={hasAccount} />
      {hasAccount && <PasswordForm profile={profile} />}
      {hasAccount && <IdentityList profile={profile} door={door} />}
      {hasAccount && <SessionList />}
      {!profile.isGuest && <TokenList />}
    </>
  )
}

import { useCallback, useEffect, useState } from 'react'
import { Switch } from 'react-aria-components'
import type { EditionMembers, Member, ShareLink } from '../../schema/members.js'
import { type Role, roles } from '../../schema/people.js'
import { type Edition, RequestError } from '../app/api.js'
import { house, identity } from '../app/identity.js'
import { InEdition } from '../app/in-edition.js'
import { PlaceHead } from '../app/places.js'
import { useValue } from '../app/value.js'
import { revokeInvitation } from '../people/asking.js'
import { InviteDialog } from '../people/invite-dialog.js'
import { SecretDialog } from '../people/secret-dialog.js'
import { dayOf, roleDeeds, roleWords } from '../people/words.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Plus } from '../ui/icons.js'
import { tell } from '../ui/toast.js'
import { endLink, giveRole, linksOf, membersOf, setPublic, type Thing, takeRole } from './asking.js'
import { LinkForm } from './link-form.js'
import { LinkList } from './link-list.js'
import '../people/people.css'
import './members.css'

/** `/e/:edition/members`: who may what in an edition, links that let somebody in, and whether everybody may read it. */
export function MembersPage({ edition: id }: { readonly edition: string }) {
  useEffect(() => {
    document.title = 'Members · Corrigenda'
  }, [])
  return <InEdition id={id}>{edition => <Page key={id} edition={edition} />}</InEdition>
}

interface Known {
  readonly who: EditionMembers
  readonly links: readonly ShareLink[]
}

function Page({ edition }: { readonly edition: Edition }) {
  const door = useValue(house)
  const [known, setKnown] = useState<Known | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [made, setMade] = useState<string | null>(null)
  const [inviting, setInviting] = useState(false)
  const here: Thing = { scope: 'edition', id: edition.id }

  const load = useCallback(async () => {
    try {
      const who = await membersOf(edition.id)
      const things: Thing[] = [
        { scope: 'edition', id: edition.id },
        ...edition.documents.map(({ id }): Thing => ({ scope: 'document', id })),
      ]
      const links = (await Promise.all(things.map(linksOf))).flat()
      setKnown({ who, links })
      setFailure(null)
    } catch (error) {
      setFailure(
        error instanceof RequestError && error.status === 403
          ? 'Only owners of the edition see who may what here.'
          : String(error instanceof Error ? error.message : error),
      )
    }
  }, [edition])
  useEffect(() => void load(), [load])

  const act = (what: string, doing: Promise<unknown>) => {
    doing
      .catch(error =>
        tell({ words: what, detail: error instanceof Error ? error.message : String(error), bad: true }),
      )
      .finally(() => void load())
  }
  const head = <PlaceHead edition={edition} here="Members" />
  if (door?.accounts === 'open')
    return (
      <div className="place-page">
        {head}
        <main className="members">
          <p className="members-note">
            This server is for this one machine: whoever gives a name here may do everything. To work with
            others, start it with an address of its own (
            <code>corrigenda serve --url https://editions.example.org</code>); the guide to installing says
            how.
          </p>
        </main>
      </div>
    )
  if (failure !== null || !known)
    return (
      <div className="place-page">
        {head}
        <main className="members" aria-busy={!known && failure === null}>
          {failure !== null && <p role="alert">{failure}</p>}
        </main>
      </div>
    )
  const { who, links } = known
  const titles = new Map([
    [edition.id, 'the edition'],
    ...edition.documents.map(({ id, title }) => [id, `“${title}”`] as const),
  ])
  return (
    <div className="place-page">
      {head}
      <main className="members">
        <section className="people-part" aria-labelledby="members-title">
          <div className="members-head">
            <h2 id="members-title">Members</h2>
            <Button look="primary" onPress={() => setInviting(true)}>
              <Plus size={14} /> Invite…
            </Button>
          </div>
          <p className="quiet">
            {roles.map(role => `${roleWords[role]}: ${roleDeeds[role]}`).join(' · ')}. Each may also do what
            those before it may.
          </p>
          <ul className="people-list">
            {who.members.map(member => (
              <MemberRow
                key={member.person.id}
                member={member}
                onRole={role => act('The role was not changed', giveRole(here, member.person.id, role))}
                onLeave={() => act('They were not taken out', takeRole(here, member.person.id))}
              />
            ))}
            {who.house
              .filter(({ person }) => !who.members.some(member => member.person.id === person.id))
              .map(member => (
                <li key={member.person.id} className="people-row">
                  <Who member={member} />
                  <small className="quiet">{roleWords[member.role]} everywhere</small>
                </li>
              ))}
          </ul>
          <AddMember
            who={who}
            onGive={(person, role) => act('The role was not given', giveRole(here, person, role))}
          />
        </section>
        {who.documents.length > 0 && (
          <section className="people-part" aria-labelledby="exceptions-title">
            <h2 id="exceptions-title">Otherwise in single documents</h2>
            <ul className="people-list">
              {who.documents.map(exception => {
                const thing: Thing = { scope: 'document', id: exception.thing }
                const { id } = exception.person
                return (
                  <MemberRow
                    key={`${id} ${exception.thing}`}
                    member={exception}
                    beside={exception.title}
                    onRole={role => act('The role was not changed', giveRole(thing, id, role))}
                    onLeave={() => act('The exception was not taken back', takeRole(thing, id))}
                  />
                )
              })}
            </ul>
          </section>
        )}
        <Exception
          edition={edition}
          who={who}
          onGive={(thing, person, role) => act('The role was not given', giveRole(thing, person, role))}
        />
        {who.invitations.length > 0 && (
          <section className="people-part" aria-labelledby="invited-title">
            <h2 id="invited-title">Invited</h2>
            <ul className="people-list">
              {who.invitations.map(({ id, note, email, role, thing, expires }) => (
                <li key={`${id} ${thing}`} className="people-row">
                  <div className="people-what">
                    <strong>{note || email || 'Somebody'}</strong>
                    <small>
                      {roleWords[role]} of {titles.get(thing)} · until {dayOf(expires)}
                    </small>
                  </div>
                  <Button
                    small
                    aria-label={`Take the invitation for ${note || email || 'somebody'} back`}
                    onPress={() => act('The invitation was not taken back', revokeInvitation(id))}
                  >
                    Take back
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section className="people-part" aria-labelledby="links-title">
          <h2 id="links-title">Links</h2>
          <p className="quiet">
            Whoever opens a link has its role, in that browser, until it runs out or you end it; open pages
            close at once. Whoever may do more than read is asked for a name.
          </p>
          <LinkForm
            things={[
              { ...here, title: 'The whole edition' },
              ...edition.documents.map(({ id, title }) => ({ scope: 'document' as const, id, title })),
            ]}
            onMade={address => {
              setMade(address)
              void load()
            }}
          />
          <LinkList
            links={links}
            titles={titles}
            onEnd={({ id, scope, thing }) =>
              act(
                'The link was not ended',
                endLink({ scope: scope === 'edition' ? 'edition' : 'document', id: thing }, id),
              )
            }
          />
        </section>
        <section className="people-part" aria-labelledby="public-title">
          <h2 id="public-title">The public</h2>
          <Switch
            className="switch"
            isSelected={who.edition.isPublic}
            onChange={isPublic => act('This was not changed', setPublic(edition.id, isPublic))}
          >
            <span className="switch-track" aria-hidden="true" />
            Everybody may read this edition
          </Switch>
          <p className="quiet">
            {who.edition.isPublic
              ? 'Everybody who has the address reads all documents, with their corrections, notes, names of those who work, history and exports. They change nothing and are not shown who is at work.'
              : 'Only members, and whoever has a link, can read it. Made public, everybody who has the address reads all documents with their corrections, notes, history and exports, unseen and without changing anything.'}
          </p>
        </section>
      </main>
      {inviting && (
        <InviteDialog
          person={null}
          editions={[edition]}
          edition={edition.id}
          onMade={() => void load()}
          onClose={() => setInviting(false)}
        />
      )}
      {made !== null && (
        <SecretDialog title="The link" secret={made} onClose={() => setMade(null)}>
          Pass it on to whom it is for.
        </SecretDialog>
      )}
    </div>
  )
}

function Who({ member: { person }, beside }: { readonly member: Member; readonly beside?: string }) {
  const me = useValue(identity)
  return (
    <div className="people-what">
      <strong>
        {person.name}
        {person.id === me?.id && <span className="quiet"> (you)</span>}
      </strong>
      <small>
        {[beside, person.isGuest ? 'guest, by a link' : person.email].filter(Boolean).join(' · ')}
      </small>
    </div>
  )
}

const roleOptions = roles.map(role => [role, roleWords[role]] as const)

interface MemberRowProps {
  readonly member: Member
  readonly beside?: string
  readonly onRole: (role: Role) => void
  readonly onLeave: () => void
}

function MemberRow({ member, beside, onRole, onLeave }: MemberRowProps) {
  const { name } = member.person
  return (
    <li className="people-row">
      <Who member={member} {...(beside === undefined ? {} : { beside })} />
      <Choice label={`Role of ${name}`} value={member.role} options={roleOptions} onChange={onRole} />
      <Button small aria-label={`Take ${name} out`} onPress={onLeave}>
        Take out
      </Button>
    </li>
  )
}

/** Gives somebody who has an account here a role in the edition. */
function AddMember({
  who,
  onGive,
}: {
  readonly who: EditionMembers
  readonly onGive: (person: string, role: Role) => void
}) {
  const others = who.people.filter(({ id }) => !who.members.some(({ person }) => person.id === id))
  const [person, setPerson] = useState('')
  const [role, setRole] = useState<Role>('corrector')
  if (others.length === 0) return null
  const chosen = others.some(({ id }) => id === person) ? person : ''
  return (
    <div className="members-add">
      <Choice
        label="Somebody who has an account here"
        value={chosen}
        options={[
          ['', 'Add somebody who has an account…'],
          ...others.map(({ id, name, email }) => [id, email ? `${name}, ${email}` : name] as const),
        ]}
        onChange={setPerson}
      />
      <Choice label="Their role" value={role} options={roleOptions} onChange={setRole} />
      <Button isDisabled={chosen === ''} onPress={() => onGive(chosen, role)}>
        Add
      </Button>
    </div>
  )
}

/** Gives a member another role in one document. */
function Exception({
  edition,
  who,
  onGive,
}: {
  readonly edition: Edition
  readonly who: EditionMembers
  readonly onGive: (thing: Thing, person: string, role: Role) => void
}) {
  const [person, setPerson] = useState('')
  const [document, setDocument] = useState('')
  const [role, setRole] = useState<Role>('reader')
  if (who.people.length === 0 || edition.documents.length === 0) return null
  return (
    <details className="members-more">
      <summary>Give somebody another role in one document</summary>
      <div className="members-add">
        <Choice
          label="Who"
          value={person}
          options={[['', 'Who…'], ...who.people.map(({ id, name }) => [id, name] as const)]}
          onChange={setPerson}
        />
        <Choice
          label="Document"
          value={document}
          options={[
            ['', 'In which document…'],
            ...edition.documents.map(({ id, title }) => [id, title] as const),
          ]}
          onChange={setDocument}
        />
        <Choice label="Role there" value={role} options={roleOptions} onChange={setRole} />
        <Button
          isDisabled={person === '' || document === ''}
          onPress={() => onGive({ scope: 'document', id: document }, person, role)}
        >
          Give
        </Button>
      </div>
    </details>
  )
}

import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import type { HousePerson, MadeInvitation } from '../../schema/accounts.js'
import { type Grant, type Role, roles } from '../../schema/people.js'
import type { Edition } from '../app/api.js'
import { house } from '../app/identity.js'
import { useValue } from '../app/value.js'
import { Ticked } from '../settings/controls.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Field } from '../ui/field.js'
import { Modal } from '../ui/modal.js'
import { invite } from './asking.js'
import { EmailField, type Faults, FormFault, faultsOf } from './fields.js'
import { SecretDialog } from './secret-dialog.js'
import { dayOf, roleDeeds, roleWords } from './words.js'

export interface InviteDialogProps {
  /** Who has signed work already and is to have an account; null for somebody new. */
  readonly person: HousePerson | null
  readonly editions: readonly Edition[]
  /** The edition that is chosen at first; the house where there is none. */
  readonly edition?: string
  readonly onMade: () => void
  readonly onClose: () => void
}

const everywhere = ''
const lifetimes = [
  ['1', 'a day'],
  ['14', 'two weeks'],
  ['90', 'three months'],
] as const

/** What has become of the letter, and what to do with the link. */
function told(sent: boolean, wanted: boolean): string {
  if (sent) return 'It has been sent. You can pass the link on yourself as well'
  return wanted ? 'The mail could not be sent. Pass this link on yourself' : 'Pass this link on'
}

/** Makes an invitation, and shows its link. */
export function InviteDialog({ person, editions, edition = '', onMade, onClose }: InviteDialogProps) {
  const door = useValue(house)
  const [note, setNote] = useState('')
  const [email, setEmail] = useState(person?.email ?? '')
  const [role, setRole] = useState<Role>('corrector')
  const [place, setPlace] = useState(edition || (editions[0]?.id ?? everywhere))
  const [days, setDays] = useState<(typeof lifetimes)[number][0]>('14')
  const [send, setSend] = useState(false)
  const [faults, setFaults] = useState<Faults>({})
  const [made, setMade] = useState<MadeInvitation | null>(null)
  const grant: Grant =
    place === everywhere ? { scope: 'house', thing: '', role } : { scope: 'edition', thing: place, role }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    try {
      const invitation = await invite({
        person: person?.id ?? null,
        email: email.trim(),
        note: note.trim(),
        // Who has signed work has kept the roles they had.
        grants: [grant],
        days: Number(days),
        send: send && door?.mail === true,
      })
      setMade(invitation)
      onMade()
    } catch (error) {
      setFaults(faultsOf(error, ['email', 'note']))
    }
  }
  if (made)
    return (
      <SecretDialog title="The invitation" secret={made.link} onClose={onClose}>
        {`${told(made.sent, send && door?.mail === true)}: it lets one person in, once, until ${dayOf(made.expires)}.`}
      </SecretDialog>
    )
  return (
    <Modal title={person ? `Invite ${person.name}` : 'Invite somebody'} isOpen onClose={onClose}>
      <Form onSubmit={submit} className="sign">
        {!person && (
          <Field
            label="For whom"
            value={note}
            onChange={setNote}
            autoFocus
            maxLength={300}
            autoComplete="off"
            placeholder="Ben, for the letters of 1927"
            hint="For you to remember, in the list of invitations."
            error={faults.note ?? null}
          />
        )}
        <EmailField
          label="E-mail address, if you know it"
          value={email}
          onChange={setEmail}
          autoComplete="off"
          error={faults.email}
        />
        <div className="people-choices">
          <div className="field">
            <span className="label">Role</span>
            <Choice
              label="Role"
              value={role}
              options={roles.map(role => [role, `${roleWords[role]}: ${roleDeeds[role]}`] as const)}
              onChange={setRole}
            />
          </div>
          <div className="field">
            <span className="label">Where</span>
            <Choice
              label="Where"
              value={place}
              options={[
                ...editions.map(({ id, title }) => [id, title] as const),
                [everywhere, 'Everywhere'] as const,
              ]}
              onChange={setPlace}
            />
          </div>
          <div className="field">
            <span className="label">Valid for</span>
            <Choice label="Valid for" value={days} options={lifetimes} onChange={setDays} />
          </div>
        </div>
        {place === everywhere && role === 'owner' && (
          <p className="door-note">An owner of everything also invites people, and ends their accounts.</p>
        )}
        {door?.mail && <Ticked label="Send the link to this address" value={send} onChange={setSend} />}
        <FormFault faults={faults} />
        <div className="dialog-foot">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary">
            Make the link
          </Button>
        </div>
      </Form>
    </Modal>
  )
}

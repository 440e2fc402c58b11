/** Going to a provider of OpenID Connect: to sign in, to join, or to connect one's account. */
import { useState } from 'react'
import type { Door } from '../../schema/accounts.js'
import { Button } from '../ui/button.js'
import { goToProvider, type ProviderErrand } from './asking.js'
import { type Faults, FormFault, faultsOf } from './fields.js'

export interface ProvidersProps {
  readonly door: Door
  readonly errand: ProviderErrand
  /** What a button says: `Continue with ORCID`. */
  readonly verb?: string
}

/** A button for each provider. The browser leaves, and comes back to where the errand leads. */
export function Providers({ door, errand, verb = 'Continue with' }: ProvidersProps) {
  const [going, setGoing] = useState<string | null>(null)
  const [faults, setFaults] = useState<Faults>({})
  if (door.providers.length === 0) return null
  const go = async (name: string) => {
    setGoing(name)
    setFaults({})
    try {
      location.assign(await goToProvider(name, errand))
    } catch (error) {
      setFaults(faultsOf(error, []))
      setGoing(null)
    }
  }
  return (
    <div className="door-providers">
      {door.providers.map(({ name, title }) => (
        <Button key={name} className="door-button" isDisabled={going !== null} onPress={() => go(name)}>
          {going === name ? `On the way to ${title}…` : `${verb} ${title}`}
        </Button>
      ))}
      <FormFault faults={faults} />
    </div>
  )
}

/** Why a way back from a provider did not lead where it should, as the address of this page says (`?not=…&with=…`); null where it says
 * nothing. */
export function providerFault(door: Pick<Door, 'providers'>, search = location.search): string | null {
  const query = new URLSearchParams(search)
  const not = query.get('not')
  if (not === null) return null
  const title = door.providers.find(({ name }) => name === query.get('with'))?.title ?? 'your provider'
  return (words[not] ?? words.failed!)(title)
}

/** Takes what the address says of a way back out of it, so that it is not said again when the page is opened anew. */
export function forgetProviderFault(): void {
  const url = new URL(location.href)
  url.searchParams.delete('not')
  url.searchParams.delete('with')
  history.replaceState(history.state, '', url)
}

const words: Readonly<Record<string, (title: string) => string>> = {
  unknown: title =>
    `No account here is connected with this ${title} sign-in. Ask an owner for an invitation.`,
  ended: () => 'This account has been ended. Ask an owner to bring it back.',
  refused: title =>
    `${title} has not let you through: you turned back there, or it refused. Nothing has changed here.`,
  unreachable: title => `${title} does not answer at the moment. Try again in a few minutes.`,
  failed: title =>
    `What ${title} answered cannot be trusted, and was not used. Try again, or tell whoever runs this server.`,
  lost: title => `This way back from ${title} has run out, or began in another window. Begin again.`,
  taken: title => `Another account here is connected with this ${title} sign-in.`,
  joined: title =>
    `This ${title} sign-in opens an account here already. Sign in with it to accept the invitation.`,
}

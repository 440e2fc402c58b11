/** `corrigenda invite` and `corrigenda reset`: links that let somebody in, made where the data is. They work beside a running
 * server. */
import type { Command } from 'commander'
import { cleanEmail, type Grant, type Role, roles } from '../../schema/people.js'
import { canSignIn, houseOwners } from '../auth/owners.js'
import { day, invite, makeReset } from '../auth/tickets.js'
import { BadSetting, configFrom } from '../environment.js'
import type { Store, StoredPerson } from '../store/store.js'
import { CommandFailed, WrongUse, writeOutput } from './output.js'
import { withData, withStore } from './store.js'

interface InviteOptions {
  readonly owner?: true
  readonly role?: string
  readonly edition?: string
  readonly for?: string
  readonly email?: string
  readonly days: string
  readonly url?: string
  readonly data: string
}

export function addInvite(program: Command): void {
  withUrl(withData(program.command('invite')))
    .description('Print a link by which one person makes an account, once.')
    .option('--owner', 'the person will own the house: all editions, and the accounts')
    .option('--role <role>', `what the person will be: ${roles.join(', ')}`)
    .option('--edition <name>', 'where, by its id or title; everywhere otherwise')
    .option('--for <name>', 'who it is for: the name of somebody who has signed work, or a note for the list')
    .option('--email <address>', 'the address that the person will sign in with')
    .option('--days <number>', 'for how many days the link is valid', '14')
    .addHelpText(
      'after',
      '\nExamples:\n  corrigenda invite --owner --for "Ann Author"\n' +
        '  corrigenda invite --role reviewer --edition "Letters 1914–18" --email ben@example.org',
    )
    .action(async (options: InviteOptions) => {
      const role = roleFrom(options)
      const email = emailFrom(options.email)
      const days = daysFrom(options.days)
      const url = urlFrom(options.url)
      await withStore(options.data, false, async store => {
        const grant = await grantFrom(store, role, options.edition)
        const person = await somebody(
          store,
          [options.for, email],
          grant.scope === 'house' && role === 'owner',
        )
        if (person?.ended != null)
          throw new CommandFailed(`The account of ${person.name} has been ended: bring it back first.`)
        const { path } = await invite(store, {
          person: person?.id ?? null,
          email,
          note: person ? '' : (options.for?.trim() ?? ''),
          grants: [grant],
          by: '',
          lifetime: days * day,
        })
        await putOnRecord(store, 'invite', { to: person?.id ?? email, grants: [grant] })
        await writeOutput(`${url}${path}\n`)
      })
    })
}

export function addReset(program: Command): void {
  withUrl(withData(program.command('reset')))
    .description(
      'Print a link by which somebody who has an account chooses a new password, once, within a day.',
    )
    .argument('<person>', 'the address that they sign in with, their name or their id')
    .addHelpText('after', '\nExamples:\n  corrigenda reset ann@example.org --data /srv/corrigenda')
    .action(async (name: string, { url, data }: { url?: string; data: string }) => {
      const base = urlFrom(url)
      await withStore(data, false, async store => {
        const person = await somebody(store, [name], false)
        if (!person) throw new CommandFailed(`There is nobody called "${name}".`)
        if (!(await canSignIn(store, person)))
          throw new CommandFailed(`${person.name} has no account that could have a password: invite them.`)
        const { path } = await makeReset(store, person.id, '')
        await putOnRecord(store, 'reset-link', { to: person.id })
        await writeOutput(`${base}${path}\n`)
      })
    })
}

function withUrl(command: Command): Command {
  return command.option(
    '--url <address>',
    'the address that the server has to the world; CORRIGENDA_URL otherwise, and without it the link begins at its path',
  )
}

function urlFrom(url: string | undefined): string {
  try {
    return configFrom(url === undefined ? {} : { url }, process.env).url ?? ''
  } catch (error) {
    if (error instanceof BadSetting) throw new WrongUse(`error: ${error.message}`)
    throw error
  }
}

function roleFrom({ owner, role, edition }: InviteOptions): Role {
  if (owner && (role !== undefined || edition !== undefined))
    throw new WrongUse('error: --owner stands alone: an owner of the house is one everywhere.')
  if (owner) return 'owner'
  const found = roles.find(known => known === role)
  if (found) return found
  throw new WrongUse(
    role === undefined
      ? 'error: say --owner, or --role with --edition.'
      : `error: --role: "${role}" is none of ${roles.join(', ')}.`,
  )
}

function emailFrom(value = ''): string {
  const email = value === '' ? '' : cleanEmail(value)
  if (email === null) throw new WrongUse(`error: --email: "${value}" is no mail address.`)
  return email
}

function daysFrom(value: string): number {
  if (!/^\d{1,2}$/.test(value) || Number(value) < 1 || Number(value) > 90)
    throw new WrongUse('error: --days is a number from 1 to 90.')
  return Number(value)
}

async function grantFrom(store: Store, role: Role, edition: string | undefined): Promise<Grant> {
  if (edition === undefined) return { scope: 'house', thing: '', role }
  const found = (await store.editions()).filter(({ id, title }) => id === edition || title === edition)
  if (found.length === 1) return { scope: 'edition', thing: found[0]!.id, role }
  throw new CommandFailed(
    found.length === 0
      ? `There is no edition "${edition}".`
      : `Several editions have the title "${edition}": name one by its id (${found.map(({ id }) => id).join(', ')}).`,
  )
}

/** The one person with a name, id or address; null where there is none. Somebody who is to own the house and is named by nothing
 * is who owned it before there were accounts. */
async function somebody(
  store: Store,
  names: readonly (string | undefined)[],
  toOwn: boolean,
): Promise<StoredPerson | null> {
  const wanted = names.filter(name => name !== undefined && name !== '')
  if (wanted.length === 0) {
    if (!toOwn) return null
    for (const owner of await houseOwners(store)) if (!(await canSignIn(store, owner))) return owner
    return null
  }
  const found = (await store.people()).filter(
    ({ id, name, email, isGuest }) =>
      !isGuest && wanted.some(w => w === id || w === name || (email !== '' && w!.toLowerCase() === email)),
  )
  if (found.length > 1)
    throw new CommandFailed(
      `Several people are called so: name one by the id (${found.map(({ id, name }) => `${id} ${name}`).join(', ')}).`,
    )
  return found[0] ?? null
}

async function putOnRecord(store: Store, what: string, detail: object): Promise<void> {
  await store.accounts.addAct({
    at: Date.now(),
    person: '',
    address: 'command line',
    what,
    edition: '',
    document: '',
    detail: JSON.stringify(detail),
  })
}

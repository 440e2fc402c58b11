/** The letters that the server writes. */
import type { Config } from '../config.js'
import type { StoredPerson } from '../store/store.js'
import { type Mailer, NotSent } from './mail.js'

/** Tells people by mail, where there is mail. A letter that was not sent is logged, without what it says and to whom. */
export class Letters {
  constructor(
    private readonly mailer: Mailer | null,
    private readonly config: Pick<Config, 'url'>,
    private readonly log: (message: string, error: unknown) => void,
  ) {}

  /** Whether letters can be sent. */
  get areSent(): boolean {
    return this.mailer !== null
  }

  /** Whether people can be sent a link for a new password: it begins with the address of the server, never with what a request says that
   * to be. */
  get canReset(): boolean {
    return this.mailer !== null && this.config.url !== null
  }

  /** An invitation. `to` is the address, `by` the name of whoever invites, `places` what it gives in words, `expires` in milliseconds
   * since 1970. Resolves with whether it was taken. */
  invitation(letter: {
    readonly to: string
    readonly by: string
    readonly places: readonly string[]
    readonly link: string
    readonly expires: number
  }): Promise<boolean> {
    const { to, by, places, link, expires } = letter
    const whose = by === '' ? 'You are invited' : `${by} invites you`
    return this.send('an invitation', to, 'An invitation to Corrigenda', [
      `${whose} to work on an edition in Corrigenda, an editor for`,
      'scholarly editions of historical documents.',
      '',
      ...(places.length > 0 ? ['You will be:', '', ...places.map(place => `  ${place}`), ''] : []),
      `To join, open this address until ${dayOf(expires)}:`,
      '',
      link,
      '',
      'It lets one person in, once: do not pass it on. If you do not know who invites',
      'you, do nothing.',
    ])
  }

  /** A link for a new password, valid for an hour. */
  newPassword(person: StoredPerson, link: string): Promise<boolean> {
    return this.send('a reset link', person.email, 'A new password for Corrigenda', [
      `${person.name},`,
      '',
      'somebody, probably you, asked for a new password for Corrigenda. To choose',
      'one, open this address within an hour:',
      '',
      link,
      '',
      'It works once. If it was not you, do nothing: your password stays as it is.',
    ])
  }

  passwordChanged(person: StoredPerson): Promise<boolean> {
    return this.notice(person, 'Your password for Corrigenda was changed', [
      'your password for Corrigenda was changed just now, and every other browser',
      'that was signed in as you was signed out.',
    ])
  }

  /** To the address that somebody had until now. */
  addressChanged(before: StoredPerson, email: string): Promise<boolean> {
    return this.notice(before, 'Your address in Corrigenda was changed', [
      email === ''
        ? 'your e-mail address was taken out of your account in Corrigenda just now.'
        : `from now on you sign in to Corrigenda with the address ${email},`,
      ...(email === '' ? [] : ['and letters go there.']),
    ])
  }

  connected(person: StoredPerson, provider: string): Promise<boolean> {
    return this.notice(person, `${provider} now opens your account in Corrigenda`, [
      `from now on you can sign in to Corrigenda with ${provider} as well.`,
    ])
  }

  disconnected(person: StoredPerson, provider: string): Promise<boolean> {
    return this.notice(person, `${provider} no longer opens your account in Corrigenda`, [
      `${provider} was disconnected from your account in Corrigenda just now.`,
    ])
  }

  /** Something that only the person themselves should have done. */
  private notice(person: StoredPerson, subject: string, lines: readonly string[]): Promise<boolean> {
    const { url } = this.config
    return this.send('a notice', person.email, subject, [
      `${person.name},`,
      '',
      ...lines,
      '',
      'If it was you, there is nothing to do. If it was not, tell an owner of the',
      `server at once${url === null ? '.' : ', and look at what your account is signed in with:'}`,
      ...(url === null ? [] : ['', `${url}/me`]),
    ])
  }

  private async send(what: string, to: string, subject: string, lines: readonly string[]): Promise<boolean> {
    if (!this.mailer || to === '') return false
    try {
      await this.mailer.send({ to, subject, text: `${lines.join('\n')}\n` })
      return true
    } catch (error) {
      this.log(`A letter (${what}) was not sent`, error instanceof NotSent ? error : new Error('It failed'))
      return false
    }
  }
}

const dayOf = (time: number) =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(time)

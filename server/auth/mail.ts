/** Mail, where the server can send it (SMTP, RFC 5321). */
import { createTransport } from 'nodemailer'
import type { Mail } from '../config.js'
import { isLoopback } from './origin.js'

export interface Letter {
  readonly to: string
  readonly subject: string
  /** Plain text, its lines as they are to be. */
  readonly text: string
}

export interface Mailer {
  /** Rejects where the letter was not taken, with `NotSent`. */
  send(letter: Letter): Promise<void>
}

/** A letter that was not taken. The message says why in words, and nothing of what was in the letter. `said` is what the mail server
 * answered, which may repeat parts of it: not for the log. */
export class NotSent extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly said: string,
  ) {
    super(message)
  }
}

/** How long connecting, and each answer, may take, in milliseconds. */
const patience = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
  dnsTimeout: 10_000,
}

/** Sends letters by SMTP, each over a connection of its own. A password goes to another machine under TLS alone. */
export function smtpMailer({ server, from }: Mail): Mailer {
  const { protocol, hostname, username } = new URL(server)
  const isAway = !isLoopback(hostname.replace(/^\[|\]$/g, ''))
  const transport = createTransport({
    url: server,
    ...patience,
    requireTLS: protocol === 'smtp:' && username !== '' && isAway,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, text }) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          // RFC 3834: nobody's holiday notice is to answer it.
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      } catch (error) {
        throw notSent(error, hostname)
      }
    },
  }
}

function notSent(error: unknown, host: string): NotSent {
  const { code, responseCode, response, command, message } = Object(error) as {
    code?: string
    responseCode?: number
    response?: string
    command?: string
    message?: string
  }
  const number = responseCode === undefined ? '' : ` (${responseCode})`
  return new NotSent(
    `${whyNot(code ?? '', command ?? '', host)}${number}`,
    code ?? '',
    response ?? message ?? '',
  )
}

function whyNot(code: string, command: string, host: string): string {
  switch (code) {
    case 'EDNS':
      return `There is no mail server of the name ${host}.`
    case 'ECONNECTION':
    case 'ESOCKET':
    case 'ECONNREFUSED':
    case 'ECONNRESET':
      return `The mail server ${host} cannot be reached, or hung up.`
    case 'ETIMEDOUT':
      return `The mail server ${host} does not answer in time.`
    case 'ETLS':
      return `The mail server ${host} offers no TLS that can be trusted.`
    case 'EAUTH':
    case 'ENOAUTH':
      return `The mail server ${host} does not take this user and password.`
    case 'EENVELOPE':
      return command.startsWith('MAIL')
        ? `The mail server ${host} does not take this sender.`
        : `The mail server ${host} does not take this address.`
    case 'EMESSAGE':
      return `The mail server ${host} does not take the letter.`
    default:
      return `The mail server ${host} did not take the letter.`
  }
}

/** `corrigenda mail`: whether letters go out. */
import type { Command } from 'commander'
import { cleanEmail } from '../../schema/people.js'
import { NotSent, smtpMailer } from '../auth/mail.js'
import type { Config } from '../config.js'
import { BadSetting, configFrom } from '../environment.js'
import { CommandFailed, WrongUse, writeOutput } from './output.js'

export function addMail(program: Command): void {
  program
    .command('mail')
    .description('Send a letter to try the mail server that CORRIGENDA_SMTP and CORRIGENDA_MAIL_FROM name.')
    .requiredOption('--to <address>', 'where to')
    .addHelpText('after', '\nExamples:\n  corrigenda mail --to ann@example.org')
    .action(async ({ to }: { to: string }) => {
      const address = cleanEmail(to)
      if (address === null) throw new WrongUse(`error: --to: "${to}" is no mail address.`)
      const { mail, url } = configured()
      if (!mail)
        throw new CommandFailed('CORRIGENDA_SMTP and CORRIGENDA_MAIL_FROM are not set: there is no mail.')
      const where = url === null ? '' : ` at ${url}`
      try {
        await smtpMailer(mail).send({
          to: address,
          subject: 'A letter from Corrigenda, to try the mail',
          text: `This letter was sent to try the mail of Corrigenda${where}. It has arrived.\n`,
        })
      } catch (error) {
        if (!(error instanceof NotSent)) throw error
        // It holds nothing that must not be seen, so that what the server answered may be told here.
        throw new CommandFailed([error.message, error.said].filter(Boolean).join('\n'))
      }
      await writeOutput(`The mail server has taken the letter to ${address}, from ${mail.from}.\n`)
    })
}

function configured(): Config {
  try {
    return configFrom({}, process.env)
  } catch (error) {
    if (error instanceof BadSetting) throw new WrongUse(`error: ${error.message}`)
    throw error
  }
}

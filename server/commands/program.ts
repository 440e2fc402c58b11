/** The program and its commands. Exit codes: 0 done, 1 failed, 2 wrongly called. */
import { Command, CommanderError } from 'commander'
import { HttpError } from '../problem.js'
import { StoreFault } from '../store/fault.js'
import { addBackup, addRestore, addVerify } from './backup.js'
import { addExport } from './export.js'
import { addConvert, addInspect } from './files.js'
import { addInvite, addReset } from './invite.js'
import { addMail } from './mail.js'
import { CommandFailed, WrongUse } from './output.js'
import { addPropose } from './propose.js'
import { addServe } from './serve.js'
import { addImport, addList } from './store.js'

/** Runs the command of an argument vector as Node hands it over, and sets the process's exit code. */
export async function run(argv: readonly string[]): Promise<void> {
  const program = new Command('corrigenda')
    .description('An editor for scholarly editions of historical documents.')
    .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrongly called. Errors go to standard error.')
    .exitOverride()
  for (const add of [
    addServe,
    addInspect,
    addConvert,
    addImport,
    addList,
    addExport,
    addPropose,
    addInvite,
    addReset,
    addBackup,
    addRestore,
    addVerify,
    addMail,
  ])
    add(program)
  for (const command of program.commands) command.copyInheritedSettings(program)
  try {
    await program.parseAsync([...argv])
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2
      return
    }
    // A reader that stops early (`| head`) is no failure.
    if ((error as { code?: unknown }).code === 'EPIPE') return
    const isKnown = [CommandFailed, WrongUse, StoreFault, HttpError].some(known => error instanceof known)
    console.error(isKnown ? (error as Error).message : error)
    process.exitCode = error instanceof WrongUse ? 2 : 1
  }
}

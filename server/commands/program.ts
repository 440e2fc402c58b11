/** The program and its commands. Exit codes: 0 done, 1 failed, 2 wrongly called. */
import { Command, CommanderError } from 'commander'
import { addServe } from './serve.js'

/** Runs the command of an argument vector as Node hands it over, and sets the process's exit code. */
export async function run(argv: readonly string[]): Promise<void> {
  const program = new Command('corrigenda')
    .description('An editor for scholarly editions of historical documents.')
    .showHelpAfterError('(corrigenda help shows what there is)')
    .exitOverride()
  addServe(program)
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program)
  try {
    await program.parseAsync([...argv])
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2
      return
    }
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

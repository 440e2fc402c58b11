/** The command line. */
import { run } from './commands/program.js'

await run(process.argv)

/** `corrigenda serve` */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Command, InvalidArgumentError } from 'commander'
import { defaultConfig } from '../config.js'
import { CannotStart, type RunningServer, startServer } from '../main.js'
import { addSamples } from '../samples.js'

/** The folder of the package, wherever the program was compiled to. */
const home = fileURLToPath(new URL('../../../', import.meta.url))

/** The program ends by itself after a signal, at the latest after so many milliseconds. */
const patience = 4_500

/** The process's exit code where the store failed to commit (sysexits.h: EX_SOFTWARE). */
const exitAfterFailure = 70

interface Options {
  readonly host: string
  readonly port: number
  readonly data: string
}

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('Start the server and open its editions to the browser.')
    .option('--host <address>', 'the address to listen on', defaultConfig.host)
    .option('--port <number>', 'the port to listen on', port, defaultConfig.port)
    .option('--data <folder>', 'the folder that holds everything', defaultConfig.folder)
    .addHelpText(
      'after',
      '\nExamples:\n  corrigenda serve\n  corrigenda serve --port 8080 --data /srv/corrigenda',
    )
    .action(serve)
}

function port(value: string): number {
  const number = Number(value)
  if (!/^\d+$/.test(value) || number > 65_535)
    throw new InvalidArgumentError('A port is a number up to 65535.')
  return number
}

async function serve({ host, port, data }: Options): Promise<void> {
  const config = { ...defaultConfig, host, port, folder: data, site: join(home, 'dist', 'client') }
  let server: RunningServer
  try {
    server = await startServer(config, {
      log(message, error) {
        console.error(`${message}:`, error)
      },
      fatal(error) {
        console.error(
          'The store cannot be written; the server stops, so that nothing is shown that is not kept:',
        )
        console.error(error)
        // Long enough for the close frames to leave.
        setTimeout(() => process.exit(exitAfterFailure), 100)
      },
    })
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error
    console.error(error.message)
    process.exitCode = 1
    return
  }
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), patience).unref()
    server.stop().then(
      () => process.exit(0),
      error => {
        console.error('The server did not stop cleanly:', error)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  await addSamples(server.store, join(home, 'server', 'samples'), config.limits, Date.now())
  if (!existsSync(join(config.site, 'index.html')))
    console.error('The client is not built yet: npm run build')
  console.log(`Corrigenda is open at ${server.url}`)
}

/** `corrigenda serve` */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { type Config, defaultConfig } from '../config.js'
import { BadSetting, configFrom, type Flags, variables } from '../environment.js'
import { logRequest, makeLogger } from '../logger.js'
import { CannotStart, type RunningServer, startServer } from '../main.js'
import { addSamples } from '../samples.js'
import { storeFault } from '../store/fault.js'
import { WrongUse } from './output.js'

/** The folder of the package, wherever the program was compiled to. */
const home = fileURLToPath(new URL('../../../', import.meta.url))

/** The program ends by itself after a signal, at the latest after so many milliseconds. */
const patience = 4_500

/** The process's exit code where the store failed to commit (sysexits.h: EX_SOFTWARE). */
const exitAfterFailure = 70

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('Start the server and open its editions to the browser.')
    .option(
      '--url <address>',
      'the address that the server has to the world, as https://editions.example.org; people need accounts then',
    )
    .option(
      '--host <address>',
      `the address to listen on (default: ${defaultConfig.host}); if others can reach it, people need accounts`,
    )
    .option('--port <number>', `the port to listen on (default: ${defaultConfig.port})`)
    .option('--data <folder>', `the folder that holds everything (default: ${defaultConfig.folder})`)
    .addHelpText('after', `\nEnvironment:\n${described()}`)
    .addHelpText(
      'after',
      '\nExamples:\n  corrigenda serve\n  corrigenda serve --port 8080 --data /srv/corrigenda\n' +
        '  corrigenda serve --url https://editions.example.org',
    )
    .action(serve)
}

/** The variables with what they mean, in lines of at most 96 characters. */
function described(): string {
  return variables
    .map(([name, meaning]) => {
      const lines = ['']
      for (const word of meaning.split(' ')) {
        const line = `${lines.at(-1)} ${word}`
        if (line.length > 88) lines.push(` ${word}`)
        else lines[lines.length - 1] = line
      }
      return `  ${name}\n${lines.map(line => `     ${line}`).join('\n')}`
    })
    .join('\n')
}

function configured(flags: Flags): Config {
  try {
    const config = configFrom(flags, process.env)
    if (config.providers.length > 0 && config.url === null)
      throw new BadSetting(
        'CORRIGENDA_URL: a provider to sign in with sends people back to it, and it is not set.',
      )
    return { ...config, site: join(home, 'dist', 'client') }
  } catch (error) {
    if (error instanceof BadSetting) throw new WrongUse(error.message)
    throw error
  }
}

async function serve(flags: Flags): Promise<void> {
  const config = configured(flags)
  // A log that nobody reads any more is no reason to end.
  process.stderr.on('error', () => {})
  const logger = makeLogger(config, process.stderr, process.stderr.isTTY)
  let server: RunningServer
  try {
    server = await startServer(config, {
      log(message, error) {
        logger.error({ err: error }, message)
      },
      request(done) {
        logRequest(logger, done)
      },
      fatal(error) {
        const why = storeFault(error, config.folder)?.message
        logger.fatal(
          { err: error },
          `The store cannot be written; the server stops, so that nothing is shown that is not kept.${why ? ` ${why}` : ''}`,
        )
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
        logger.error({ err: error }, 'The server did not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  try {
    await addSamples(server.store, join(home, 'server', 'samples'), config.limits, Date.now())
  } catch (error) {
    const why = storeFault(error, config.folder)
    if (!why) throw error
    console.error(why.message)
    await server.stop()
    process.exitCode = 1
    return
  }
  if (!existsSync(join(home, 'dist', 'client', 'index.html')))
    console.error('The client is not built yet: npm run build')
  const { firstOwner } = server
  console.log(
    `Corrigenda is open at ${server.url}${
      firstOwner === null
        ? ''
        : `\n\nNobody can sign in as an owner yet. Who opens this link within a day becomes one:\n\n  ${firstOwner}\n`
    }`,
  )
}

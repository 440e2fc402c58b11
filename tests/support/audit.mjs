/**
 * `node tests/support/audit.mjs`: asks `npm audit` whether anything is known against the packages that a running server
 * uses. Exits with 1 where something is. Where the audit service cannot be asked, it says so and exits with 0: then
 * nothing is known, neither good nor bad.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * What `npm audit --json` says, in lines to print.
 * @param {string} output
 * @returns {{ failed: boolean, lines: string[] }}
 */
export function verdictOf(output) {
  const answer = parsed(output)
  if (!answer?.metadata?.vulnerabilities) {
    const why = answer?.statusCode ? `it answered ${answer.statusCode}` : 'it gave no answer'
    return {
      failed: false,
      lines: [
        `The audit service cannot be asked (${why}): whether anything is known against the packages is not known.`,
      ],
    }
  }
  const found = Object.values(answer.vulnerabilities ?? {})
  if (found.length === 0)
    return { failed: false, lines: ['Nothing is known against the packages that a server uses.'] }
  const lines = found.map(({ name, severity, via, fixAvailable }) => {
    const titles = via.filter(one => typeof one === 'object').map(({ title }) => title)
    const fix = fixAvailable ? 'there is a fix' : 'there is no fix'
    return `  ${severity}: ${name}${titles.length > 0 ? `: ${titles.join('; ')}` : ''} (${fix})`
  })
  return { failed: true, lines: ['Something is known against packages that a server uses:', ...lines] }
}

function parsed(output) {
  try {
    return JSON.parse(output)
  } catch {
    return null
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
    timeout: 120_000,
  })
  const { failed, lines } = verdictOf(stdout ?? '')
  console.log(lines.join('\n'))
  process.exitCode = failed ? 1 : 0
}

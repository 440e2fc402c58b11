/**
 * `npm test [-- FILTER…]`: builds, checks types and style, runs the tests, and ends with one line alone:
 *
 *     N passed, N failed, N skipped
 *
 * A check that fails counts as one failed test; so does a test file that cannot be loaded. A file of browser tests that
 * is left out for want of a browser counts as one skipped. Exits with 1 where anything failed; where the variable CI is
 * set, also where anything was skipped, so that no machine looks green for what it has not tried. FILTER is vitest's:
 * a part of a path.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromiumPath, howToGetChromium } from './chromium.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const inCI = Boolean(process.env.CI) && process.env.CI !== 'false'

/** Runs a program in the project's folder and shows what it prints; answers whether it ended well. */
function run(program, ...parameters) {
  const { status, error } = spawnSync(program, parameters, { cwd: root, stdio: 'inherit' })
  if (error) console.error(error.message)
  return status === 0
}

/** A program of a package that the project depends on. */
function tool(script, ...parameters) {
  return run(process.execPath, join(root, 'node_modules', script), ...parameters)
}

/** Debian and its relatives can be given a browser without asking, but only where nobody is at home. */
function installChromium() {
  const isRoot = process.getuid?.() === 0
  if (!inCI || !isRoot || !existsSync('/etc/debian_version')) return
  console.log('Installing Chromium …')
  run('apt-get', 'update', '-qq')
  run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium')
}

function filesUnder(folder) {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return names.filter(name => /\.test\.tsx?$/.test(name)).map(name => `${folder}/${name}`)
}

/** What vitest's JSON report says, in three numbers. */
function counted(path, endedWell) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 }
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const unloadable = report.testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  )
  const failed = report.numFailedTests + unloadable.length
  return {
    passed: report.numPassedTests,
    // An error outside any test shows in the exit code alone.
    failed: failed === 0 && !endedWell ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

if (!chromiumPath()) installChromium()
const leftOut = chromiumPath() ? [] : filesUnder('tests/flows')

const checks = [
  ['types', () => tool('typescript/bin/tsc', '-b')],
  ['style', () => tool('@biomejs/biome/bin/biome', 'check', '.')],
  ['the client’s build', () => tool('vite/bin/vite.js', 'build', '--logLevel', 'warn')],
]
const broken = checks.filter(([, check]) => !check()).map(([name]) => name)

const folder = mkdtempSync(join(tmpdir(), 'corrigenda-'))
const report = join(folder, 'report.json')
const endedWell = tool(
  'vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...leftOut.map(file => `--exclude=${file}`),
  ...process.argv.slice(2),
)
const tests = counted(report, endedWell)
rmSync(folder, { recursive: true, force: true })

if (leftOut.length > 0) {
  console.log(`\nNot run, as they need a browser:\n${leftOut.map(file => `  ${file}`).join('\n')}`)
  console.log(howToGetChromium)
}
if (broken.length > 0) console.log(`\nFailed besides the tests: ${broken.join(', ')}.`)

const failed = tests.failed + broken.length
const skipped = tests.skipped + leftOut.length
if (inCI && skipped > 0) console.log('\nTests were skipped, which counts as a failure where CI is set.')
console.log(`\n${tests.passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed > 0 || (inCI && skipped > 0) ? 1 : 0

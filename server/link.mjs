/** Puts the command where `npx corrigenda` finds it. npm links the commands of dependencies only; had the project a `bin`
 * of its own, npx would first copy the whole project into its cache. */
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../node_modules/.bin/', import.meta.url))
const target = '../../server/bin.mjs'

mkdirSync(bin, { recursive: true })
if (process.platform === 'win32') {
  writeFileSync(`${bin}corrigenda.cmd`, `@node "%~dp0\\..\\..\\server\\bin.mjs" %*\r\n`)
} else {
  chmodSync(new URL('./bin.mjs', import.meta.url), 0o755)
  rmSync(`${bin}corrigenda`, { force: true })
  symlinkSync(target, `${bin}corrigenda`)
}

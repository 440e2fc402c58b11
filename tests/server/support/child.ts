/** The program as a process of its own, compiled from the sources as they stand. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const home = fileURLToPath(new URL('../../../', import.meta.url))
/** The program, as `corrigenda` starts it. */
export const program = join(home, 'server', 'bin.mjs')

/** Compiles what has changed since it was last compiled. Types are checked elsewhere. */
export function compile(): void {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))
  spawnSync(process.execPath, [join(typescript, 'bin', 'tsc'), '-b', 'schema', 'server'], { cwd: home })
}

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Standard output as bytes. */
  readonly bytes: Buffer
}

/** Runs a command to its end. */
export function run(args: readonly string[], cwd = home): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd, timeout: 20_000 })
  return { code: status, stdout: stdout.toString(), stderr: stderr.toString(), bytes: stdout }
}

export interface Serving {
  readonly url: string
  readonly process: ChildProcess
  readonly output: () => string
  /** Resolves with the exit code, or the signal's name, when it has ended. */
  readonly ended: Promise<number | string | null>
  /** Sends a signal and resolves with the exit code, or the signal's name. */
  end(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): Promise<number | string | null>
}

/** Starts `serve` on a port of its own; resolves when it says its address. */
export function startChild(folder: string): Promise<Serving> {
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--data', folder], { cwd: home })
  let output = ''
  const ended = new Promise<number | string | null>(resolve =>
    child.on('exit', (code, signal) => resolve(code ?? signal)),
  )
  return new Promise((resolve, reject) => {
    const hear = (data: Buffer) => {
      output += data
      const url = /http:\S+/.exec(output)?.[0]
      if (url)
        resolve({
          url,
          process: child,
          output: () => output,
          ended,
          end(signal) {
            child.kill(signal)
            return ended
          },
        })
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void ended.then(code => reject(new Error(`the server ended (${code}): ${output}`)))
  })
}

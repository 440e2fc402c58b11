/** The folder of real documents beside the repository. Not everyone has it: a test that needs it says so and is skipped. */
import { existsSync, readFileSync } from 'node:fs'

/** What a skipped test's name ends with. */
export const absent = '(skipped: the folder ../shared is not here)'

function place(path: string): URL {
  return new URL(`../../../shared/${path}`, import.meta.url)
}

/** Whether a file of that folder is there. */
export function hasMaterial(path: string): boolean {
  return existsSync(place(path))
}

/** Its bytes. Throws where it is absent: ask `hasMaterial` first. */
export function material(path: string): Uint8Array {
  return new Uint8Array(readFileSync(place(path)))
}

/** The transcriptions that an editor receives. */
export const seeds = [
  'changkufeng-report.txt',
  'soviet-document-1962.txt',
  'soong-stalin-meeting.txt',
] as const

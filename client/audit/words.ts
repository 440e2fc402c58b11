/** How the audit log says things. */
import type { AuditEntry, AuditKind, AuditWay } from '../../schema/audit.js'

export const wayWords: Readonly<Record<AuditWay, string>> = {
  admitted: 'Admitted',
  refused: 'Refused',
  act: 'Other acts',
}

export const kindWords: Readonly<Record<AuditKind, string>> = {
  import: 'Imports',
  corrections: 'Corrections',
  decisions: 'Decisions',
  notes: 'Notes',
  replies: 'Replies',
  names: 'Names',
  structure: 'Structure',
}

/** What an entry says, without who and when. `nameOf` tells what a person is called. */
export function wordsOf(entry: AuditEntry, nameOf: (person: string) => string): string {
  switch (entry.way) {
    case 'admitted': {
      if (entry.says.length === 0) return 'changed nothing that can be seen'
      return entry.says.join(', ') + (entry.more > 0 ? `, and ${entry.more.toLocaleString('en')} more` : '')
    }
    case 'refused':
      return entry.message || 'sent something that could not be read'
    case 'act':
      return actWords(entry, nameOf)
  }
}

function actWords({ what, detail }: AuditEntry, nameOf: (person: string) => string): string {
  const said = detailsOf(detail)
  const whom = typeof said.to === 'string' ? nameOf(said.to) : 'somebody'
  switch (what) {
    case 'grant':
      return said.role ? `made ${whom} ${said.role}` : `took away the role of ${whom}`
    case 'copy-entered': {
      const people = Array.isArray(said.people) ? said.people.map(p => nameOf(String(Object(p).person))) : []
      const file = said.file ? ` from “${said.file}”` : ''
      return `entered a copy that ${people.join(' and ')} corrected${file}: ${said.corrections} corrections, ${said.notes} notes`
    }
    case 'copy-taken-back':
      return `took a corrected copy back: ${said.removed} gone, ${said.kept} kept`
    case 'replace':
      return `brought in a new witness, “${said.file}”, which takes the place of this one`
    case 'rename':
      return `renamed “${said.from}” to “${said.to}”`
    case 'public':
      return said.isPublic ? 'opened the edition to everybody' : 'closed the edition to the public'
    default: {
      const rest = Object.entries(said)
        .filter(([, value]) => typeof value !== 'object')
        .map(([key, value]) => `${key} ${typeof value === 'string' && key === 'to' ? nameOf(value) : value}`)
      return [what.replaceAll('-', ' '), ...(rest.length > 0 ? [`(${rest.join(', ')})`] : [])].join(' ')
    }
  }
}

function detailsOf(json: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(json)) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** "3 h earlier": how far the writer's clock was from the server's. */
export function offBy(written: number, at: number): string {
  const minutes = Math.round(Math.abs(at - written) / 60_000)
  const hours = Math.round(minutes / 60)
  const days = Math.round(hours / 24)
  const long = minutes < 90 ? `${minutes} min` : hours < 48 ? `${hours} h` : `${days} days`
  return `${long} ${written < at ? 'earlier' : 'ahead'}`
}

/** The day of a time, as a heading. */
export function dayOf(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
}

/** Who had a hand in a document. */
import type { EditedDocument } from './document.js'

/** The ids of all who wrote a correction, a note or a decision, in order of id; nobody without an id. */
export function contributorsOf(document: EditedDocument): string[] {
  const ids = new Set<string>()
  for (const { by } of document.corrections.values()) ids.add(by)
  for (const { by } of document.notes.values()) ids.add(by)
  for (const { by } of document.layers.allDecisions()) ids.add(by)
  ids.delete('')
  return [...ids].sort()
}

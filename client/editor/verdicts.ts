/** Verdicts: decisions that the person at this screen makes. */
import { type Act, latestDecisions } from '../../schema/decisions.js'
import type { EditedDocument } from '../../schema/document.js'
import { can, type Demands, type Role } from '../../schema/people.js'
import type { Reading } from '../../schema/words.js'

/** `on` is a correction's id. `seen` is what was shown of it, where it may say something else by now. */
export interface Verdict {
  readonly on: string
  readonly act: Act
  readonly why: string
  readonly seen?: Reading
}

/** Appends decisions in one change; verdicts on what there is no longer are left out, and acceptances that the edition's
 * demands forbid (G14). Returns how many there were. Their
 * times are after every decision on the same corrections, whatever this computer's clock says. */
export function appendVerdicts(
  editor: {
    readonly document: EditedDocument
    readonly me: { readonly id: string }
    readonly newId: () => string
    readonly demands?: Demands
    readonly role?: Role | null
  },
  verdicts: readonly Verdict[],
): number {
  const { layers, corrections } = editor.document
  const known = verdicts.filter(({ on, act }) => {
    const by = corrections.get(on)?.by
    if (by === undefined) return false
    const actor = { id: editor.me.id, role: editor.role ?? 'owner' }
    if (act === 'reject') return can(actor, 'decide')
    return act !== 'accept' || can(actor, 'accept', { by, decisions: [] }, editor.demands)
  })
  if (known.length === 0) return 0
  const latest = latestDecisions(layers.allDecisions())
  const now = Date.now()
  const by = editor.me.id
  layers.change(null, () => {
    for (const { on, act, why, seen } of known) {
      const { start, end, text } = corrections.get(on)!
      const at = Math.max(now, (latest.get(on)?.at ?? 0) + 1)
      layers.addDecision({ id: editor.newId(), on, act, by, at, why, seen: seen ?? { start, end, text } })
    }
  })
  return known.length
}

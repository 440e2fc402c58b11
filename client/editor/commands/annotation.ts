/** Commands that say what is to be said for a correction, kind, certainty, evidence and reason, without leaving the
 * text. They act on one's own correction at the caret, or else on the one that was typed last. */
import {
  type Certainty,
  type Correction,
  type CorrectionKind,
  certainties,
  correctionKinds,
  type Evidence,
  evidences,
} from '../../../schema/corrections.js'
import { onOneLine, wholeWords } from '../../../schema/words.js'
import type { Command } from '../command.js'
import type { Editor } from '../editor.js'

type Remark = Partial<Pick<Correction, 'kind' | 'certainty' | 'evidence' | 'citation' | 'reason'>>

const evidenceTitles: Readonly<Record<Evidence, string>> = {
  internal: 'internal, from the document itself',
  external: 'external, from another source',
  conjecture: 'conjecture',
}

export const annotationCommands: readonly Command[] = [
  remark('next-kind', 'Kind: the next one', 'Alt-5', c => ({ kind: after(correctionKinds, c.kind) })),
  remark('next-certainty', 'Certainty: the next one', 'Alt-6', c => ({
    certainty: after(certainties, c.certainty),
  })),
  remark('next-evidence', 'Evidence: the next one', 'Alt-7', c => ({
    evidence: after(['', ...evidences], c.evidence),
  })),
  asked('reason', 'Give the reason…', 'Alt-8', 'Why should it read so?'),
  asked('citation', 'Cite the evidence…', 'Alt-9', 'Where is that found?'),
  ...correctionKinds.map(kind => remark(`as-${kind}`, `Kind: ${kind}`, undefined, () => ({ kind }))),
  ...certainties.map((certainty: Certainty) =>
    remark(`certainty-${certainty}`, `Certainty: ${certainty}`, undefined, () => ({ certainty })),
  ),
  ...evidences.map(evidence =>
    remark(`evidence-${evidence}`, `Evidence: ${evidenceTitles[evidence]}`, undefined, () => ({ evidence })),
  ),
  {
    id: 'work-next',
    title: 'From now on I make: the next kind',
    section: 'Review',
    keys: 'Alt-0',
    enabled: editor => editor.state.editable,
    run: editor => workWith(editor, after(correctionKinds, editor.defaultKind)),
  },
  ...correctionKinds.map(
    (kind): Command => ({
      id: `work-${kind}`,
      title: `From now on I make: ${workTitles(kind)}`,
      section: 'Review',
      enabled: editor => editor.state.editable && editor.defaultKind !== kind,
      run: editor => workWith(editor, kind),
    }),
  ),
]

function workWith(editor: Editor, kind: CorrectionKind): boolean {
  editor.workWith(kind)
  editor.tell(`New corrections: ${kind}`)
  return true
}

/** What one is doing when one's corrections are of a kind. */
export function workTitles(kind: CorrectionKind): string {
  switch (kind) {
    case 'transcription':
      return 'transcriptions (I am proofreading against the scan)'
    case 'emendation':
      return 'emendations (I am mending the source)'
    case 'regularization':
      return 'regularizations (I am making spelling uniform)'
    case 'expansion':
      return 'expansions (I am writing abbreviations out)'
    case 'supplied':
      return 'supplied words (I am filling what is lost)'
    case 'surplus':
      return 'deletions of surplus words'
  }
}

/** One's own correction that a remark is about; null where the caret stands in somebody else's, or there is none. */
export function remarkable(editor: Editor): Correction | null {
  const { active } = editor.state
  const { corrections } = editor.document
  if (active && 'correction' in active) {
    const at = corrections.get(active.correction)
    return at?.by === editor.me.id ? at : null
  }
  // Ids of one visit ascend: the greatest is the correction begun last.
  const visit = `${editor.me.id}.${editor.document.layers.doc.clientID.toString(36)}.`
  let last: Correction | null = null
  for (const correction of corrections.values())
    if (correction.id.startsWith(visit) && (!last || correction.id > last.id)) last = correction
  return last
}

function remark(
  id: string,
  title: string,
  keys: string | undefined,
  says: (correction: Correction) => Remark,
): Command {
  return {
    id,
    title,
    section: 'Review',
    ...(keys ? { keys } : {}),
    enabled: editor => editor.state.editable && remarkable(editor) !== null,
    run: editor => {
      const correction = remarkable(editor)
      return correction !== null && say(editor, correction, says(correction))
    },
  }
}

/** A remark in one's own words; what has been said of other corrections is offered. */
function asked(what: 'reason' | 'citation', title: string, keys: string, label: string): Command {
  return {
    id: what,
    title,
    section: 'Review',
    keys,
    ask: {
      label,
      longest: 5_000,
      mayBeEmpty: true,
      suggestions: editor => saidBefore(editor, what),
      initial: editor => remarkable(editor)?.[what] ?? '',
    },
    enabled: editor => editor.state.editable && remarkable(editor) !== null,
    run: (editor, answer) => {
      const correction = remarkable(editor)
      if (!correction || answer === undefined) return false
      return say(editor, correction, { [what]: answer.trim() })
    },
  }
}

function say(editor: Editor, correction: Correction, remark: Remark): boolean {
  const { layers, text } = editor.document
  if (!editor.change(() => layers.setCorrection(correction.id, remark), true)) return false
  const wide = wholeWords(correction, text)
  const words = Object.entries(remark).map(([what, said]) => `${what} ${said || 'not said'}`)
  const reading = `${onOneLine(text.slice(wide.start, wide.end))} ] ${onOneLine(wide.text)}`
  editor.tell(`${reading}: ${words.join(', ')}`)
  return true
}

/** Reasons or citations of one's own, most frequent first. */
function saidBefore(editor: Editor, what: 'reason' | 'citation'): string[] {
  const times = new Map<string, number>()
  for (const correction of editor.document.corrections.values()) {
    const said = correction[what]
    if (said && correction.by === editor.me.id) times.set(said, (times.get(said) ?? 0) + 1)
  }
  return [...times]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 20)
    .map(([said]) => said)
}

function after<T>(all: readonly T[], now: T): T {
  return all[(all.indexOf(now) + 1) % all.length]!
}

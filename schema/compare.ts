/** Comparing two moments of one document: what differs, as corrections, notes and structure rather than as letters. */
import type { Correction, Standing } from './corrections.js'
import type { Decision } from './decisions.js'
import type { EditedDocument } from './document.js'
import { compareIds } from './ids.js'
import type { Name } from './names.js'
import type { Note } from './notes.js'
import type { Reply } from './replies.js'
import { equal, type Json, recordAt } from './state.js'
import type { Attrs, BlockKind, Milestone, Span } from './witness.js'

/** What something was and what it is; null where it was not there. */
export interface Both<T> {
  readonly before: T
  readonly after: T
}

/** A block as a reader sees it begin at an offset. */
export interface Beginning {
  readonly kind: BlockKind
  readonly attrs: Attrs
}

/** Of decisions and replies, only those that the other moment does not have. A note's `body` is with its markup. */
export type Difference =
  | ({ readonly is: 'correction'; readonly id: string } & Both<Correction | null> & {
        readonly standing: Both<Standing | null>
        readonly decisions: Both<readonly Decision[]>
      })
  | ({ readonly is: 'note'; readonly id: string } & Both<Note | null> & { readonly body: Both<Json> })
  | ({ readonly is: 'block'; readonly offset: number } & Both<Beginning | null>)
  | ({ readonly is: 'milestone'; readonly id: string } & Both<Milestone | null>)
  | ({ readonly is: 'span'; readonly id: string } & Both<Span | null>)
  | ({ readonly is: 'name'; readonly id: string } & Both<Name | null>)
  | ({ readonly is: 'reply'; readonly id: string } & Both<Reply | null>)

/** All that differs from `a` to `b`, in text order. Who signed something and when is no difference. Both must be
 * documents of the same witness. `compare(x, x)` is empty, and `compare(b, a)` is `compare(a, b)` turned round (V2). */
export function compare(a: EditedDocument, b: EditedDocument): Difference[] {
  if (a.witness !== b.witness && a.text !== b.text)
    throw new Error('Documents of different witnesses cannot be compared')
  const found: Difference[] = [
    ...corrections(a, b),
    ...notes(a, b),
    ...blocks(a, b),
    ...milestones(a, b),
    ...spans(a, b),
    ...names(a, b),
    ...replies(a, b),
  ]
  const placed = found.map(difference => ({ difference, offset: rangeOf(difference, b, a)?.start ?? 0 }))
  placed.sort(
    (x, y) =>
      x.offset - y.offset ||
      compareIds(x.difference.is, y.difference.is) ||
      compareIds(nameOf(x.difference), nameOf(y.difference)),
  )
  return placed.map(p => p.difference)
}

/** The same difference seen from the other side. */
export function turned(difference: Difference): Difference {
  const { before, after } = difference
  const swapped = { ...difference, before: after, after: before } as Difference
  const swap = <T>({ before, after }: Both<T>): Both<T> => ({ before: after, after: before })
  if (swapped.is === 'correction')
    return { ...swapped, standing: swap(swapped.standing), decisions: swap(swapped.decisions) }
  return swapped.is === 'note' ? { ...swapped, body: swap(swapped.body) } : swapped
}

/** What a difference is called: unique among those of its kind. */
export function nameOf(difference: Difference): string {
  return difference.is === 'block' ? String(difference.offset) : difference.id
}

/** Where in the witness a difference is. A reply is where that is which it is about; null where that is in neither
 * document. */
export function rangeOf(
  difference: Difference,
  ...documents: readonly EditedDocument[]
): { readonly start: number; readonly end: number } | null {
  switch (difference.is) {
    case 'block':
      return { start: difference.offset, end: difference.offset }
    case 'milestone': {
      const at = (difference.after ?? difference.before)!.at
      return { start: at, end: at }
    }
    case 'reply': {
      const { on } = (difference.after ?? difference.before)!
      for (const document of documents) {
        const found = document.corrections.get(on) ?? document.notes.get(on)
        if (found) return found
      }
      return null
    }
    default:
      return difference.after ?? difference.before
  }
}

/** What happened from one moment to the other, in the words of the design. `holds` says that a correction which was
 * superseded holds again. */
export type Deed =
  | 'made'
  | 'removed'
  | 'changed'
  | 'accepted'
  | 'rejected'
  | 'withdrawn'
  | 'reopened'
  | 'superseded'
  | 'decided'

/** What happened, the making first. `decided` stands where decisions came that changed nothing in the end. */
export function deedsOf(difference: Difference): Deed[] {
  const deeds: Deed[] = []
  const { before, after } = difference
  if (!before) deeds.push('made')
  else if (!after) return ['removed']
  if (difference.is !== 'correction') return before ? ['changed'] : deeds
  if (difference.before && difference.after && !sameCorrection(difference.before, difference.after))
    deeds.push('changed')
  const { standing, decisions } = difference
  if (standing.after !== (standing.before ?? 'proposed'))
    deeds.push(standing.after === 'proposed' ? 'reopened' : standing.after!)
  if (deeds.length === 0 && decisions.after.length + decisions.before.length > 0) deeds.push('decided')
  return deeds
}

// --- the parts --------------------------------------------------------------------------------------------------

function corrections(a: EditedDocument, b: EditedDocument): Difference[] {
  const decidedIn = [byCorrection(a), byCorrection(b)] as const
  const found: Difference[] = []
  for (const id of idsOf(a.corrections.values(), b.corrections.values())) {
    const before = a.corrections.get(id) ?? null
    const after = b.corrections.get(id) ?? null
    const standing = { before: before && a.standing(id), after: after && b.standing(id) }
    const [was, is] = [decidedIn[0].get(id) ?? [], decidedIn[1].get(id) ?? []]
    const decisions = { before: missingIn(is, was), after: missingIn(was, is) }
    const same =
      before && after ? sameCorrection(before, after) && standing.before === standing.after : before === after
    if (same && decisions.before.length + decisions.after.length === 0) continue
    found.push({ is: 'correction', id, before, after, standing, decisions })
  }
  return found
}

function byCorrection(document: EditedDocument): Map<string, Decision[]> {
  const map = new Map<string, Decision[]>()
  for (const decision of document.layers.allDecisions()) {
    const known = map.get(decision.on)
    if (known) known.push(decision)
    else map.set(decision.on, [decision])
  }
  for (const list of map.values()) list.sort((x, y) => x.at - y.at || compareIds(x.id, y.id))
  return map
}

const missingIn = (list: readonly Decision[], from: readonly Decision[]): readonly Decision[] =>
  from.filter(decision => !list.some(other => other.id === decision.id))

/** Whether two corrections say the same, whoever says it. */
export function sameCorrection(a: Correction, b: Correction): boolean {
  return (
    a.start === b.start &&
    a.end === b.end &&
    a.text === b.text &&
    a.kind === b.kind &&
    a.reason === b.reason &&
    a.evidence === b.evidence &&
    (a.citation ?? '') === (b.citation ?? '') &&
    a.certainty === b.certainty &&
    (a.start !== a.end || a.side === b.side)
  )
}

function notes(a: EditedDocument, b: EditedDocument): Difference[] {
  const found: Difference[] = []
  for (const id of idsOf(a.notes.values(), b.notes.values())) {
    const before = a.notes.get(id) ?? null
    const after = b.notes.get(id) ?? null
    const body = { before: bodyIn(a, id), after: bodyIn(b, id) }
    const sameNote =
      before &&
      after &&
      before.start === after.start &&
      before.end === after.end &&
      before.type === after.type &&
      before.on === after.on
    if (!sameNote || !equal(body.before, body.after)) found.push({ is: 'note', id, before, after, body })
  }
  return found
}

function bodyIn({ layers }: EditedDocument, id: string): Json {
  const record = recordAt(layers, 'notes', id)
  return record && typeof record === 'object' && 'body' in record ? (record.body ?? null) : null
}

function blocks(a: EditedDocument, b: EditedDocument): Difference[] {
  const offsets = new Set<number>()
  for (const { layers } of [a, b]) {
    for (const [offset] of layers.allBreaks()) offsets.add(offset)
    for (const [offset] of layers.allBlockAttrs()) offsets.add(offset)
  }
  const found: Difference[] = []
  for (const offset of offsets) {
    const before = beginningAt(a, offset)
    const after = beginningAt(b, offset)
    if (!equal(before && { ...before }, after && { ...after }))
      found.push({ is: 'block', offset, before, after })
  }
  return found
}

function beginningAt({ structure }: EditedDocument, offset: number): Beginning | null {
  const index = structure.indexOfStart(offset)
  if (index < 0) return null
  const { kind, attrs } = structure.block(index)
  return { kind, attrs }
}

function milestones(a: EditedDocument, b: EditedDocument): Difference[] {
  const ids = overlays(a, b, d => d.layers.allMilestones(d.length))
  return differing(
    ids,
    id => a.milestone(id),
    id => b.milestone(id),
  ).map(([id, before, after]) => ({ is: 'milestone', id, before, after }))
}

function spans(a: EditedDocument, b: EditedDocument): Difference[] {
  const ids = overlays(a, b, d => d.layers.allSpans(d.length))
  return differing(
    ids,
    id => a.spans.get(id),
    id => b.spans.get(id),
  ).map(([id, before, after]) => ({ is: 'span', id, before, after }))
}

function overlays(
  a: EditedDocument,
  b: EditedDocument,
  of: (document: EditedDocument) => Iterable<readonly [string, unknown]>,
): Set<string> {
  return new Set([...of(a), ...of(b)].map(([id]) => id))
}

function names(a: EditedDocument, b: EditedDocument): Difference[] {
  const said = ({ start, end, type, ref }: Name) => ({ start, end, type, ref })
  return differing(
    idsOf(a.names.values(), b.names.values()),
    id => a.names.get(id),
    id => b.names.get(id),
    said,
  ).map(([id, before, after]) => ({ is: 'name', id, before, after }))
}

function replies(a: EditedDocument, b: EditedDocument): Difference[] {
  const [was, is] = [a, b].map(d => new Map([...d.layers.allReplies()].map(r => [r.id, r]))) as [
    Map<string, Reply>,
    Map<string, Reply>,
  ]
  return differing(
    new Set([...was.keys(), ...is.keys()]),
    id => was.get(id),
    id => is.get(id),
  ).map(([id, before, after]) => ({ is: 'reply', id, before, after }))
}

function differing<T extends object>(
  ids: Iterable<string>,
  a: (id: string) => T | undefined,
  b: (id: string) => T | undefined,
  said: (value: T) => object = value => value,
): [id: string, before: T | null, after: T | null][] {
  const found: [string, T | null, T | null][] = []
  for (const id of ids) {
    const before = a(id) ?? null
    const after = b(id) ?? null
    if (!equal(before && ({ ...said(before) } as Json), after && ({ ...said(after) } as Json)))
      found.push([id, before, after])
  }
  return found
}

function idsOf(
  a: Iterable<{ readonly id: string }>,
  b: Iterable<{ readonly id: string }>,
): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const { id } of a) ids.add(id)
  for (const { id } of b) ids.add(id)
  return ids
}

/** Lists: lines that begin with a marker ("1.", "(a)", "- (a)", "iv)", "•") and have a neighbour in the same sequence. */
import { addSpan, beyond, type Draft, mark, type Reading } from './draft.js'
import { romanValue } from './words.js'

const MARKER =
  /^(?:[-–—•*]\s+)?(\((?:\d{1,3}|[a-z]{1,2}|[A-Z]|[ivxlc]{1,6}|[IVXLC]{1,6})\)|\[(?:[a-z]|[ivx]{1,5})\]|(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[A-Z]|[ivxlc]{1,6}|[IVXLC]{1,6})[.):]|\d{1,3}[°º]|§\s?\d{1,3}\.?)\s+(?=\S)/
const BULLET = /^([-–—•*·‣◦▪o])\s+(?=\S)/

/** A list marker at the beginning of a line. `form` is its notation ("(a)", "1.", "-"), without its value. */
export interface Marker {
  readonly typed: string
  readonly length: number
  readonly ordered: boolean
  readonly readings: readonly { readonly form: string; readonly value: number }[]
}

/** The list marker with which a line begins, with all ways to read it: "(i)" is a Roman one or the ninth letter. */
export function markerOf(text: string): Marker | null {
  const head = text.slice(0, 24)
  const found = MARKER.exec(head)
  if (!found) {
    const bullet = BULLET.exec(head)
    if (!bullet) return null
    const typed = bullet[1]!
    return {
      typed,
      length: bullet[0].trimEnd().length,
      ordered: false,
      readings: [{ form: typed, value: 0 }],
    }
  }
  const typed = found[1]!
  const core = /[\p{L}\p{N}.]*[\p{L}\p{N}]/u.exec(typed)![0]
  const around = typed.replace(core, '#')
  const readings: { form: string; value: number }[] = []
  const add = (style: string, value: number) => readings.push({ form: around.replace('#', style), value })
  if (/^\d+$/.test(core)) add('1', Number(core))
  else if (core.includes('.'))
    add(`1${'.1'.repeat(core.split('.').length - 1)}`, Number(core.split('.').at(-1)))
  else {
    const lower = core === core.toLowerCase()
    const roman = romanValue(core)
    if (core.length === 1) add(lower ? 'a' : 'A', core.toLowerCase().charCodeAt(0) - 96)
    if (roman !== null) add(lower ? 'i' : 'I', roman)
  }
  if (readings.length === 0) return null
  return { typed, length: found[0].trimEnd().length, ordered: true, readings }
}

interface Candidate {
  readonly index: number
  readonly marker: Marker
  form: string
  value: number
  accepted: boolean
}

/** How far apart two neighbours of one sequence may stand, in lines. */
const REACH = 40

/** Marks list items with `marker`, `ordered` and `depth`. An ordered marker wants the one before or after it in its
 * sequence near by, or another item beside it; a dash wants another dash beside it, or a colon before it. */
export function recogniseLists(reading: Reading): void {
  const { drafts } = reading
  const candidates = candidatesOf(drafts)
  const open = new Map<string, number>()
  let previous = -1
  let depths: { form: string; depth: number; indent: number }[] = []
  for (const { index, marker, form, value, accepted } of candidates) {
    if (!accepted) continue
    const draft = drafts[index]!
    for (let i = previous + 1; i < index; i++) {
      const { kind } = drafts[i]!
      if (kind === 'heading' || kind === 'rule' || kind === 'speech') depths = []
    }
    const { indent } = draft.line
    const adjacent = previous >= 0 && beyond(drafts, index, -1) === previous
    const known = depths.findIndex(d => d.form === form && (marker.ordered || d.indent === indent))
    if (known >= 0 && (value !== 1 || adjacent || !marker.ordered)) depths = depths.slice(0, known + 1)
    else {
      // A new notation goes one deeper only right below another item; after running text it begins a list.
      const shallower = marker.ordered ? depths : depths.filter(d => d.form !== form || d.indent < indent)
      depths = adjacent ? shallower : []
      depths = [...depths, { form, depth: Math.min(depths.length + 1, 6), indent }]
    }
    mark(draft, 'item', { marker: marker.typed, ordered: marker.ordered, depth: depths.at(-1)!.depth })
    addSpan(draft, 0, marker.length, 'marker')
    open.set(form, value)
    previous = index
  }
}

function candidatesOf(drafts: readonly Draft[]): Candidate[] {
  const all: Candidate[] = []
  const last = new Map<string, Candidate>()
  drafts.forEach((draft, index) => {
    if (draft.kind === 'heading') last.clear()
    const marker = draft.kind === null ? markerOf(draft.line.text) : null
    if (!marker) return
    const readings = marker.readings
    const following = readings.find(({ form, value }) => {
      const before = last.get(form)
      return before && value === before.value + 1 && index - before.index <= REACH
    })
    const chosen = following ?? readings.find(r => r.value === 1) ?? readings[0]!
    const candidate: Candidate = { index, marker, ...chosen, accepted: false }
    const before = last.get(chosen.form)
    if (following && before) before.accepted = candidate.accepted = true
    all.push(candidate)
    // What may begin a sequence in two ways, "(i)", waits for its successor under both.
    for (const { form, value } of readings)
      if (form === chosen.form || value === 1) last.set(form, form === chosen.form ? candidate : candidate)
  })
  all.forEach((candidate, k) => {
    if (candidate.accepted) return
    const { index, marker } = candidate
    const beside = [all[k - 1], all[k + 1]].some(
      other =>
        other &&
        other.marker.ordered === marker.ordered &&
        (other.form === candidate.form || other.accepted) &&
        besideEachOther(drafts, other.index, index),
    )
    const introduced = /:$/.test(drafts[beyond(drafts, index, -1)]?.line.text ?? '')
    const plain = /^[(\d•]/.test(marker.typed) || !marker.ordered
    candidate.accepted = (beside && plain) || (introduced && candidate.value <= 1 && plain)
  })
  return all
}

function besideEachOther(drafts: readonly Draft[], a: number, b: number): boolean {
  return beyond(drafts, Math.max(a, b), -1) === Math.min(a, b)
}

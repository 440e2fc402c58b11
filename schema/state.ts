/**
 * A state: what the layers of a document say at one moment, as plain values that no longer depend on Yjs, on who sent
 * what in which order, or on the client that reads it. States are compared, hashed, and written back into layers.
 *
 * A state's keys are `root/record` (`corrections/c1`, `breaks/120`, `blockAttrs/120#kind`). A record is what layers.ts
 * says of it, a shared text as a string, and a note's body as a list of nodes: `{ name, content, attrs? }` for an
 * element, `{ text, marks? }` for a run of letters with the same marks.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import * as Y from 'yjs'
import { EditedDocument } from './document.js'
import { Layers, type Root, roots } from './layers.js'
import { canonical, type Witness } from './witness.js'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export type State = ReadonlyMap<string, Json>

/** What one node of a note's body is in a state. */
type BodyNode =
  | { readonly name: string; readonly content: readonly Json[]; readonly attrs?: Json }
  | { readonly text: string; readonly marks?: Json }

export const keyOf = (root: Root, record: string): string => `${root}/${record}`

/** The parts of a state's key; null for a root that layers do not have. */
export function partsOfKey(key: string): { readonly root: Root; readonly record: string } | null {
  const slash = key.indexOf('/')
  const root = roots.find(r => r === key.slice(0, slash))
  return root ? { root, record: key.slice(slash + 1) } : null
}

/** Everything that layers say now. */
export function stateOf(layers: Layers): State {
  const state = new Map<string, Json>()
  for (const root of roots)
    for (const [record, value] of layers[root].entries()) state.set(keyOf(root, record), plain(value))
  return state
}

/** What layers say now under one key; undefined where they say nothing. */
export function recordAt(layers: Layers, root: Root, record: string): Json | undefined {
  const value = layers[root].get(record)
  return value === undefined ? undefined : plain(value)
}

/** The name of a state: SHA-256, in hexadecimal, of its canonical JSON (an object of all keys, in the order of their
 * UTF-16 units). The same work has the same name, whoever reads it and in whatever order it was received. */
export function stateHash(layers: Layers | State): string {
  const state = layers instanceof Layers ? stateOf(layers) : layers
  return bytesToHex(sha256(utf8ToBytes(canonical(Object.fromEntries(state)))))
}

export function equal(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && canonical(a) === canonical(b))
}

/** Layers that say what a state says; nobody else shares them. */
export function layersOf(state: State): Layers {
  const layers = new Layers(new Y.Doc())
  layers.change(null, () => {
    for (const [key, value] of state) writeRecord(layers, key, value)
  })
  return layers
}

/** The document as it was in a state. */
export function documentIn(witness: Witness, state: State): EditedDocument {
  return new EditedDocument(witness, layersOf(state))
}

/** Makes a record say `value` (undefined: removes it). Must run inside `layers.change`; who may do this is not asked.
 * A note's body is refilled rather than replaced, as the gate wants it (G2). */
export function writeRecord(layers: Layers, key: string, value: Json | undefined): void {
  const parts = partsOfKey(key)
  if (!parts) return
  const { root, record } = parts
  const map = layers[root]
  const had = map.get(record)
  if (equal(had === undefined ? undefined : plain(had), value)) return
  if (value === undefined) map.delete(record)
  else if ((root !== 'corrections' && root !== 'notes') || !isObject(value)) map.set(record, value)
  else if (had instanceof Y.Map) rewrite(had, value)
  else {
    const made = new Y.Map<unknown>()
    for (const [name, part] of Object.entries(value)) made.set(name, shared(name, part))
    map.set(record, made)
  }
}

function rewrite(record: Y.Map<unknown>, value: { readonly [key: string]: Json }): void {
  for (const name of [...record.keys()]) if (!(name in value)) record.delete(name)
  for (const [name, part] of Object.entries(value)) {
    const had = record.get(name)
    if (equal(had === undefined ? undefined : plain(had), part)) continue
    if (had instanceof Y.Text && typeof part === 'string') {
      had.delete(0, had.length)
      had.insert(0, part)
    } else if (had instanceof Y.XmlFragment && Array.isArray(part)) {
      had.delete(0, had.length)
      had.insert(0, nodesOf(part))
    } else record.set(name, shared(name, part))
  }
}

/** The shared value that a record has under a name: `text` is a shared text, `body` a shared body, all else is plain. */
function shared(name: string, part: Json): unknown {
  if (name === 'text' && typeof part === 'string') return new Y.Text(part)
  if (name !== 'body' || !Array.isArray(part)) return part
  const body = new Y.XmlFragment()
  body.insert(0, nodesOf(part))
  return body
}

function nodesOf(list: readonly Json[]): (Y.XmlElement | Y.XmlText)[] {
  const nodes: (Y.XmlElement | Y.XmlText)[] = []
  let runs: { insert: string; attributes: Json }[] = []
  const close = () => {
    if (runs.length === 0) return
    const text = new Y.XmlText()
    text.applyDelta(runs)
    nodes.push(text)
    runs = []
  }
  for (const node of list as readonly BodyNode[]) {
    if ('text' in node) {
      runs.push({ insert: node.text, attributes: node.marks ?? {} })
      continue
    }
    close()
    const element = new Y.XmlElement(node.name)
    for (const [name, value] of Object.entries(node.attrs ?? {})) element.setAttribute(name, value as string)
    element.insert(0, nodesOf(node.content))
    nodes.push(element)
  }
  close()
  return nodes
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** A value of the layers without Yjs. What is no JSON (a number that is none, bytes) becomes null. */
function plain(value: unknown): Json {
  if (value instanceof Y.XmlFragment) return bodyOf(value)
  if (value instanceof Y.Text) return value.toString()
  if (value instanceof Y.Map)
    return Object.fromEntries([...value.entries()].map(([key, part]) => [key, plain(part)]))
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || ArrayBuffer.isView(value)) return null
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => [key, plain(part)]),
  )
}

function bodyOf(fragment: Y.XmlFragment): Json[] {
  return fragment.toArray().flatMap((node): Json[] => {
    if (node instanceof Y.XmlText) return runsOf(node)
    if (!(node instanceof Y.XmlElement)) return []
    const attrs = plain(node.getAttributes())
    const element = { name: node.nodeName, content: bodyOf(node) }
    return [isObject(attrs) && Object.keys(attrs).length > 0 ? { ...element, attrs } : element]
  })
}

/** Runs of letters with the same marks: where Yjs keeps a run in parts, which it does differently from client to client,
 * they are put together. */
function runsOf(text: Y.XmlText): Json[] {
  const runs: { text: string; marks?: Json }[] = []
  for (const { insert, attributes } of text.toDelta() as { insert: unknown; attributes?: unknown }[]) {
    if (typeof insert !== 'string') continue
    const said = plain(attributes ?? {})
    const marks = isObject(said) && Object.keys(said).length > 0 ? said : undefined
    const last = runs.at(-1)
    if (last && equal(last.marks, marks)) last.text += insert
    else runs.push({ text: insert, ...(marks === undefined ? {} : { marks }) })
  }
  return runs
}

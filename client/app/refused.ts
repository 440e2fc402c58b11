/** What the server refused, set aside in this browser until the person has seen it: the layers as they stood then. */
import { recall, remember } from './local.js'

/** `state` is a Yjs update. */
export interface Refused {
  readonly rule: string
  readonly message: string
  readonly state: Uint8Array
}

/** Where the browser keeps nothing, what was refused outlives at least the reopening of the document. */
const inMemory = new Map<string, Refused>()

export function setRefusedAside(document: string, refused: Refused): void {
  inMemory.set(document, refused)
  const { rule, message, state } = refused
  remember(`refused:${document}`, JSON.stringify({ rule, message, state: toBase64(state) }))
}

export function refusedAside(document: string): Refused | null {
  const held = inMemory.get(document)
  if (held) return held
  const kept = recall(`refused:${document}`)
  if (!kept) return null
  try {
    const { rule, message, state } = JSON.parse(kept) as Record<string, unknown>
    return { rule: String(rule), message: String(message), state: fromBase64(String(state)) }
  } catch {
    return null
  }
}

export function forgetRefused(document: string): void {
  inMemory.delete(document)
  remember(`refused:${document}`, null)
}

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
}

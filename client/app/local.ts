/** What this browser remembers. Storage can be full or forbidden; then nothing is remembered and nothing breaks. */

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`corrigenda:${key}`)
  } catch {
    return null
  }
}

/** Returns whether it was kept. */
export function remember(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(`corrigenda:${key}`)
    else localStorage.setItem(`corrigenda:${key}`, value)
    return true
  } catch {
    return false
  }
}

/** The keys that begin with `prefix`, without our own first word. */
export function remembered(prefix: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter(key => key.startsWith(`corrigenda:${prefix}`))
      .map(key => key.slice('corrigenda:'.length))
  } catch {
    return []
  }
}

/** Light, dark, or as the system says; kept in this browser. */
import { recall, remember } from './local.js'
import { Value } from './value.js'

export type Theme = 'system' | 'light' | 'dark'

const kept = recall('theme')
export const theme = new Value<Theme>(kept === 'light' || kept === 'dark' ? kept : 'system')

export function applyTheme(next: Theme = theme.get()): void {
  theme.set(next)
  remember('theme', next === 'system' ? null : next)
  if (next === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = next
}

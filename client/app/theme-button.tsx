import { Button } from '../ui/button.js'
import { Auto, Moon, Sun } from '../ui/icons.js'
import { applyTheme, type Theme, theme } from './theme.js'
import { useValue } from './value.js'

const next: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }
const words: Record<Theme, string> = { system: 'as the system', light: 'light', dark: 'dark' }

/** Goes round: as the system says, light, dark. */
export function ThemeButton() {
  const now = useValue(theme)
  const Icon = now === 'system' ? Auto : now === 'light' ? Sun : Moon
  return (
    <Button
      look="plain"
      icon
      className="theme-button"
      aria-label={`Colours: ${words[now]}`}
      onPress={nextTheme}
    >
      <Icon />
    </Button>
  )
}

export function nextTheme(): void {
  applyTheme(next[theme.get()])
}

import type { Browser } from 'playwright-core'

export function chromiumPath(): string | null
export const howToGetChromium: string
export function launch(): Promise<Browser>

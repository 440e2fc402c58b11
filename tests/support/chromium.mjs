/** Chromium for tests and benches: the one on this machine, driven by playwright-core. */
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The path of a Chromium or Chrome, or null. `CHROMIUM` in the environment goes first. */
export function chromiumPath() {
  return places.find(place => place && existsSync(place)) ?? null
}

/** How to get one, for people who have none. */
export const howToGetChromium =
  'No Chromium was found. Install one (Debian, Ubuntu: apt-get install chromium) or name one in the variable CHROMIUM.'

/** Starts a headless browser that asks nothing of the network. @returns {Promise<import('playwright-core').Browser>} */
export async function launch() {
  const executablePath = chromiumPath()
  if (!executablePath) throw new Error(howToGetChromium)
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Windows behind others must go on painting, or two people cannot be tested at once.
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
      '--disable-background-timer-throttling',
    ],
  })
}

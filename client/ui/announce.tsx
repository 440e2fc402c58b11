import { useValue, Value } from '../app/value.js'

const said = new Value('')

/** Says to screen readers what a key just did, where the eye sees it anyway. */
export function announce(words: string): void {
  // The same words twice would not be read again: a space that nobody hears makes them others.
  said.set(said.get() === words ? `${words}\u00a0` : words)
}

export function Announcements() {
  const words = useValue(said)
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {words}
    </div>
  )
}

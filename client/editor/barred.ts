/** What is said to whoever types where they may not. */
import { can, type Role } from '../../schema/people.js'

/** Why somebody's typing does nothing, and what they can do; null where they may propose corrections. */
export function barTyping(role: Role | null, isKnown: boolean): string | null {
  if (can({ id: '', role }, 'propose')) return null
  if (role === 'annotator')
    return 'You write notes here, not corrections: select words and press Alt+Shift+N. To correct, ask an owner.'
  return isKnown
    ? 'You are reading. Ask an owner to let you correct.'
    : 'You are reading. To correct, sign in, or ask an owner for a link that lets you.'
}

/** Whoever has corrected a copy: the person at this screen, somebody who is known here, or somebody by a name alone. */
export type Sender =
  | { readonly is: 'me' }
  | { readonly is: 'person'; readonly id: string; readonly name: string }
  | { readonly is: 'name'; readonly name: string }

export function nameOfSender(sender: Sender): string {
  return sender.is === 'me' ? 'you' : sender.name
}

/** Mail, where the server can send it. */

export interface Letter {
  readonly to: string
  readonly subject: string
  /** Plain text, its lines as they are to be. */
  readonly text: string
}

export interface Mailer {
  /** Rejects where the letter was not taken. */
  send(letter: Letter): Promise<void>
}

/** One line of a terminal that says how far something is; nothing where standard error is no terminal. */
export class Line {
  private readonly isShown = process.stderr.isTTY === true

  show(text: string): void {
    if (this.isShown) process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`)
  }

  clear(): void {
    if (this.isShown) process.stderr.write('\r\x1b[K')
  }
}

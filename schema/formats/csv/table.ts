/** A table as comma-separated values (RFC 4180): every line ends with CR LF, quotation marks are doubled. */

export type Cell = string | number

/** The lines of a table. A cell that a spreadsheet would take for a formula is given an apostrophe before it, which
 * spreadsheets take for "this is text": what is exported may have been typed by anybody (OWASP, CSV Injection). */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map(row => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(value: Cell): string {
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

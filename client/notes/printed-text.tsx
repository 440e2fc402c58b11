import type { Printed } from '../../schema/printed.js'

/** Printed text with its italics and bold. */
export function PrintedText({ printed }: { readonly printed: readonly Printed[] }) {
  return printed
    .map((part, i) => [String(i), part] as const)
    .map(([key, { text, em, strong }]) => {
      const shown = em ? <i>{text}</i> : text
      return strong ? <b key={key}>{shown}</b> : <span key={key}>{shown}</span>
    })
}

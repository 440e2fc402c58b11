/** Icons, drawn here: 16 by 16, in the colour of the text around them, unseen by screen readers. */
import type { ReactNode } from 'react'

function icon(children: ReactNode) {
  return function Icon({ size = 16 }: { readonly size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {children}
      </svg>
    )
  }
}

export const Down = icon(<path d="m4.5 6.5 3.5 3.5 3.5-3.5" />)
export const Up = icon(<path d="m4.5 9.5 3.5-3.5 3.5 3.5" />)
export const Cross = icon(<path d="m4 4 8 8M12 4l-8 8" />)
export const Right = icon(<path d="m6.5 4.5 3.5 3.5-3.5 3.5" />)
export const Undo = icon(<path d="M6 3 2.8 6.2 6 9.4M3 6.2h6.3a3.4 3.4 0 0 1 0 6.8H6.5" />)
export const Redo = icon(<path d="m10 3 3.2 3.2L10 9.4M13 6.2H6.7a3.4 3.4 0 0 0 0 6.8h2.8" />)
export const More = icon(
  <>
    <circle cx="3.2" cy="8" r="0.7" fill="currentColor" />
    <circle cx="8" cy="8" r="0.7" fill="currentColor" />
    <circle cx="12.8" cy="8" r="0.7" fill="currentColor" />
  </>,
)
export const Search = icon(
  <>
    <circle cx="7" cy="7" r="4.2" />
    <path d="m10.3 10.3 3.2 3.2" />
  </>,
)
export const Sun = icon(
  <>
    <circle cx="8" cy="8" r="2.8" />
    <path d="M8 1.7v1.4M8 12.9v1.4M1.7 8h1.4M12.9 8h1.4M3.5 3.5l1 1M11.5 11.5l1 1M3.5 12.5l1-1M11.5 4.5l1-1" />
  </>,
)
export const Moon = icon(<path d="M13.2 9.8A5.8 5.8 0 0 1 6.2 2.8a5.6 5.6 0 1 0 7 7Z" />)
export const Auto = icon(
  <>
    <circle cx="8" cy="8" r="5.6" />
    <path d="M8 2.4v11.2a5.6 5.6 0 0 0 0-11.2Z" fill="currentColor" />
  </>,
)
export const Help = icon(
  <>
    <circle cx="8" cy="8" r="6" />
    <path d="M6.3 6.2a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.9.7-.9 1.3M8 11.4v.1" />
  </>,
)
export const List = icon(<path d="M2.5 4h11M2.5 8h11M2.5 12h7" />)
export const Cards = icon(
  <>
    <rect x="2.5" y="2.5" width="11" height="4.5" rx="1" />
    <rect x="2.5" y="9" width="11" height="4.5" rx="1" />
  </>,
)
export const Plus = icon(<path d="M8 3v10M3 8h10" />)
export const Sheet = icon(
  <>
    <path d="M4 1.8h5.5L12.5 5v9.2H4Z" />
    <path d="M6 7.5h4.5M6 10h4.5" />
  </>,
)
export const Warning = icon(
  <>
    <path d="M8 2.2 14 13H2Z" />
    <path d="M8 6.5v3M8 11.2v.1" />
  </>,
)
export const Bell = icon(
  <>
    <path d="M4 11V7.2a4 4 0 0 1 8 0V11l1 1.3H3Z" />
    <path d="M6.8 14.2h2.4" />
  </>,
)
export const Eye = icon(
  <>
    <path d="M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8Z" />
    <circle cx="8" cy="8" r="1.8" />
  </>,
)
export const Closed = icon(
  <>
    <path d="M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8Z" />
    <path d="m3 13 10-10" />
  </>,
)

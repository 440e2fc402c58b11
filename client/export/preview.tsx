import { lazy, Suspense, useMemo } from 'react'
import type { Format } from '../../schema/formats/format.js'
import type { Made } from './made.js'
import { rowsOf, type Sketch, sketchOf } from './sketch.js'

const Pages = lazy(async () => ({ default: (await import('./pages.js')).Pages }))

/** So many letters of a text are shown; the rest is only counted. */
const mostLetters = 60_000

export interface PreviewProps {
  readonly format: Format
  readonly made: Made
  /** Where a page that may be framed is answered; for HTML. */
  readonly framed: string
}

/** What one gets, as it will look or as far as it can be shown. */
export function Preview({ format, made, framed }: PreviewProps) {
  if (format.name === 'html')
    return <iframe className="export-frame" title="The file as it will look" sandbox="" src={framed} />
  if (made.is === 'failed')
    return (
      <p className="export-failure" role="alert">
        {made.why}
      </p>
    )
  if (made.is === 'being made')
    return (
      <p className="export-waiting" role="status">
        {format.typeset ? 'Being typeset…' : 'Being written…'}
      </p>
    )
  if (format.extension === 'pdf')
    return (
      <Suspense fallback={<p className="export-waiting">Loading…</p>}>
        <Pages bytes={made.bytes} />
      </Suspense>
    )
  if (format.extension === 'csv') return <Table bytes={made.bytes} />
  if (made.bytes[0] === 0x50 && made.bytes[1] === 0x4b) return <Packed format={format} bytes={made.bytes} />
  return <Text bytes={made.bytes} />
}

function Text({ bytes }: { readonly bytes: Uint8Array }) {
  const text = useMemo(() => new TextDecoder().decode(bytes.subarray(0, 4 * mostLetters)), [bytes])
  const isCut = text.length > mostLetters
  return (
    <Scrolled label="The text of the file">
      <pre className="export-text">{isCut ? text.slice(0, mostLetters) : text}</pre>
      {isCut && <p className="quiet">The file goes on; this is its beginning.</p>}
    </Scrolled>
  )
}

function Table({ bytes }: { readonly bytes: Uint8Array }) {
  const [head = [], ...rows] = useMemo(() => rowsOf(new TextDecoder().decode(bytes)), [bytes])
  if (rows.length === 0) return <p className="export-waiting">The table has no row.</p>
  return (
    <Scrolled label="The table">
      <table className="export-table">
        <thead>
          <tr>
            {head.map(cell => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.join('\t')}>
              {row.map((cell, i) => (
                <td key={head[i]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}

function Packed({ format, bytes }: { readonly format: Format; readonly bytes: Uint8Array }) {
  const sketch = useMemo<Sketch | null>(() => {
    try {
      return sketchOf(bytes, format.name)
    } catch {
      return null
    }
  }, [bytes, format])
  if (!sketch) return <p className="export-waiting">This file cannot be shown here.</p>
  const { blocks, figures, entries } = sketch
  return (
    <Scrolled label="What is in the file">
      {figures.length > 0 && <p className="export-figures">{figures.join(' · ')}</p>}
      {blocks.length > 0 ? (
        <div className="export-sketch">
          {blocks.map(({ isHeading, stretches }, i) => (
            <p key={i} className={isHeading ? 'sketch-heading' : undefined}>
              {stretches.map(({ text, change }, j) =>
                change === 'added' ? (
                  <ins key={j}>{text}</ins>
                ) : change === 'struck' ? (
                  <del key={j}>{text}</del>
                ) : (
                  text
                ),
              )}
            </p>
          ))}
        </div>
      ) : (
        <ul className="export-entries">
          {entries.map(({ name, size }) => (
            <li key={name}>
              <code>{name}</code> <span className="quiet">{sizeWords(size)}</span>
            </li>
          ))}
        </ul>
      )}
    </Scrolled>
  )
}

function Scrolled({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard to be read
    <section className="export-scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}

/** "12 KB", "3.4 MB". */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { leftOf, type OpenedZip } from './zips.js'

export interface ZipChoiceProps {
  readonly zip: OpenedZip
  readonly isDisabled: boolean
  readonly onChange: (as: OpenedZip['as']) => void
}

/** What is to become of a ZIP of files, and what of it goes in nowhere. */
export function ZipChoice({ zip, isDisabled, onChange }: ZipChoiceProps) {
  const { file, bundle, as } = zip
  const n = bundle.items.filter(item => item.is === 'file').length
  const left = leftOf(zip)
  const bad = left.filter(({ isBad }) => isBad).length
  return (
    <section className="zip" aria-label={file.name}>
      <div className="zip-head">
        <p>
          <strong>{file.name}</strong> holds {n === 1 ? '1 file' : `${n.toLocaleString('en')} files`} to read
        </p>
        <ToggleButtonGroup
          className="zip-as"
          aria-label="What it becomes"
          selectionMode="single"
          disallowEmptySelection
          isDisabled={isDisabled}
          selectedKeys={[as]}
          onSelectionChange={keys => onChange([...keys][0] as OpenedZip['as'])}
        >
          <ToggleButton id="documents">A document each</ToggleButton>
          <ToggleButton id="document">One document, in this order</ToggleButton>
        </ToggleButtonGroup>
      </div>
      {as === 'document' && (
        <ol className="zip-order" aria-label="The order of the pages">
          {bundle.items.map(item => item.is === 'file' && <li key={item.path}>{item.path}</li>)}
        </ol>
      )}
      {left.length > 0 && (
        <details className="zip-left" open={bad > 0}>
          <summary>{leftWords(left.length - bad, bad)}</summary>
          <ul>
            {left.map(({ path, why, isBad }) => (
              <li key={path} className={isBad ? 'zip-bad' : undefined}>
                <span>{path}</span> <small>{why}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function leftWords(passed: number, bad: number): string {
  const parts = [
    ...(bad > 0 ? [bad === 1 ? '1 cannot be unpacked' : `${bad} cannot be unpacked`] : []),
    ...(passed > 0 ? [passed === 1 ? '1 is passed over' : `${passed} are passed over`] : []),
  ]
  return parts.join(', ')
}

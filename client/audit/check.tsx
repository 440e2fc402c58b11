import { useState } from 'react'
import type { Rebuilding } from '../../schema/audit.js'
import { RequestError, rebuildDocument } from '../app/api.js'
import { Button } from '../ui/button.js'

type State =
  | { readonly is: 'idle' | 'busy' }
  | { readonly is: 'done'; readonly found: Rebuilding }
  | { readonly is: 'failed'; readonly why: string }

/** Has the document rebuilt from its log alone, and says what came of it. */
export function Check({ document }: { readonly document: string }) {
  const [state, setState] = useState<State>({ is: 'idle' })
  const check = () => {
    setState({ is: 'busy' })
    rebuildDocument(document).then(
      found => setState({ is: 'done', found }),
      error =>
        setState({
          is: 'failed',
          why: error instanceof RequestError ? error.detail || error.title : String(error),
        }),
    )
  }
  return (
    <section className="audit-check" aria-label="Check of the record">
      <Button small onPress={check} isDisabled={state.is === 'busy'}>
        {state.is === 'busy' ? 'Rebuilding …' : 'Check the record'}
      </Button>
      <div role="status">
        {state.is === 'idle' && (
          <p className="quiet">
            Rebuilds the document from its log alone and compares it with what people see.
          </p>
        )}
        {state.is === 'failed' && <p className="field-error">{state.why}</p>}
        {state.is === 'done' && <Outcome found={state.found} />}
      </div>
    </section>
  )
}

function Outcome({ found }: { readonly found: Rebuilding }) {
  const { rows, state, live, faults, breaches, beyond, judged } = found
  const many = (n: number, one: string) => `${n.toLocaleString('en')} ${n === 1 ? one : `${one}s`}`
  return (
    <div className="audit-outcome">
      {faults.length === 0 ? (
        <p>
          <span className="tag tag-green">holds</span> {many(rows, 'row')} of the log make exactly what people
          see{live.from === 'open' ? ' now' : ''}. {many(judged, 'row')} judged again in the role of whoever
          wrote them.
        </p>
      ) : (
        <>
          <p>
            <span className="tag tag-red">does not hold</span> {many(faults.length, 'thing')} found in{' '}
            {many(rows, 'row')}:
          </p>
          <ul>
            {faults.map(fault => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </>
      )}
      {breaches.length > 0 && (
        <details>
          <summary>
            {many(breaches.length + beyond, 'row')} would not be admitted by the rules of today. What was
            admitted stands.
          </summary>
          <ul>
            {breaches.map(({ row, rule, message }) => (
              <li key={`${row} ${rule} ${message}`}>
                Row {row}, rule {rule}: {message}
              </li>
            ))}
            {beyond > 0 && <li>and {beyond.toLocaleString('en')} more</li>}
          </ul>
        </details>
      )}
      <p className="audit-hash quiet">
        State <code>{state}</code>
      </p>
    </div>
  )
}

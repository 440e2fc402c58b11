import { useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { documentAboutOf } from '../app/api.js'
import { linkedPlace } from '../app/deep-link.js'
import { useValue } from '../app/value.js'
import { useWorkbench } from '../app/workbench.js'
import { Button } from '../ui/button.js'
import { currentOf, type ListedWitness, witnessesOf } from './asking.js'
import './witness.css'

/** Over a witness that has been replaced: that it has, and the way to the one that is worked on. Appears as well when somebody
 * replaces it while one has it open. An address of a place in it leads on by itself, where the newer witness has that place. */
export function EarlierWitness() {
  const { opened, session, editor } = useWorkbench()
  const role = useValue(session.role)
  const [current, setCurrent] = useState(opened.about.replacedBy ? opened.about.current : null)
  const [, go] = useLocation()
  const { id } = opened.about

  // Who only reads here may do so because it was replaced a moment ago.
  useEffect(() => {
    if (current !== null || role !== 'reader') return
    documentAboutOf(id).then(
      about => {
        if (about.replacedBy) setCurrent(about.current)
      },
      () => {
        // The status line tells that the server does not answer.
      },
    )
  }, [role, current, id])

  const lead = async (place: string | null) => {
    if (current === null) return
    const found = place === null ? null : await currentOf(id, [place]).catch(() => null)
    const to = found?.places[0]?.to
    go(`/d/${encodeURIComponent(found?.document ?? current)}${to ? `#${to}` : ''}`)
  }

  useEffect(() => {
    if (current === null) return
    const place = placeIn(location.hash)
    if (place === null || location.search.includes('earlier')) return
    let isOver = false
    currentOf(id, [place]).then(
      ({ document, places }) => {
        const to = places[0]?.to
        if (to && !isOver) go(`/d/${encodeURIComponent(document)}#${to}`, { replace: true })
      },
      () => {
        // It is shown here, then.
      },
    )
    return () => {
      isOver = true
    }
  }, [current, id, go])

  if (current === null) return null
  return (
    <div className="witness-earlier" role="status">
      <p>
        <strong>This is an earlier witness.</strong> A newer one has taken its place. This one is kept as it
        was, to be read and cited.
      </p>
      <Button
        look="primary"
        small
        onPress={() => {
          const range = editor.state.empty ? null : editor.selectedRange()
          const { offset } = editor.state
          void lead(`at=${range?.start ?? offset}-${range?.end ?? offset}`)
        }}
      >
        To this place in the current witness
      </Button>
    </div>
  )
}

/** A place as the server is asked for it; null where an address names none. */
function placeIn(hash: string): string | null {
  const range = /at=(\d{1,12})-(\d{1,12})/.exec(hash)
  if (range) return `at=${range[1]}-${range[2]}`
  const place = linkedPlace(hash)
  if (!place) return null
  if ('offset' in place) return `at=${place.offset}-${place.offset}`
  return 'note' in place ? `note=${place.note}` : `correction=${place.correction}`
}

/** The earlier witnesses of a document, to be opened. */
export function EarlierWitnesses({ document }: { readonly document: string }) {
  const [witnesses, setWitnesses] = useState<readonly ListedWitness[]>([])
  useEffect(() => {
    witnessesOf(document).then(setWitnesses, () => setWitnesses([]))
  }, [document])
  return (
    <ul className="witness-list">
      {witnesses
        .filter(({ id }) => id !== document)
        .map(({ id, file, created, words }) => (
          <li key={id}>
            <Link href={`/d/${encodeURIComponent(id)}`}>{file}</Link>{' '}
            <small className="quiet">
              {words.toLocaleString('en')} words ·{' '}
              {new Date(created).toLocaleDateString('en-GB', {
                day: 'numeric',
                month: 'short',
                year: 'numeric',
              })}
            </small>
          </li>
        ))}
    </ul>
  )
}

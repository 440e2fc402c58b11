import { useEffect, useMemo, useState } from 'react'
import { catchwordsOf } from '../../schema/catchwords.js'
import type { EditedDocument } from '../../schema/document.js'
import { commonReading, likelyGroups, type Stamp, stampsOf } from '../../schema/stamps.js'
import { LiveDocument, type PageOfDocument } from '../app/live-document.js'
import { PlaceHead } from '../app/places.js'
import { useMayOn } from '../app/rights.js'
import { useReading } from '../app/workbench.js'
import { Button } from '../ui/button.js'
import { CatchwordList } from './catchword-list.js'
import { StampGroup } from './stamp-group.js'
import { StampRow } from './stamp-list.js'
import { useDesk } from './use-desk.js'
import './stamps.css'

/** `/d/:id/stamps`: all stamps of a document side by side, and its catchwords checked. */
export function StampsPage({ id }: { readonly id: string }) {
  return <LiveDocument id={id} page={Page} what="The stamps" />
}

const delay = 100
const Page: PageOfDocument = ({ opened, session }) => {
  const { about, document: edited } = opened
  const stamps = useReading(edited, stampsOf, delay)
  const catchwords = useReading(edited, catchwordsOf, delay)
  const differences = catchwords.filter(catchword => !catchword.agrees)
  const desk = useDesk(edited, session.me)
  const may = useMayOn(session)
  const likely = useMemo(() => likelyGroups(stamps), [stamps])
  const groups = useMemo(() => groupsOf(stamps), [stamps])
  const single = stamps.filter(stamp => stamp.group === '')
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [made, setMade] = useState('')
  const chosenStamps = single.filter(stamp => chosen.has(stamp.offset))

  useEffect(() => {
    document.title = `Stamps · ${about.title} · Corrigenda`
  }, [about])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isField = event.target instanceof HTMLInputElement && event.target.type !== 'checkbox'
      if (isField || event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      desk.undo()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [desk])

  const group = (members: readonly Stamp[]) => {
    const name = freeName(edited, commonReading(members))
    desk.change(() => {
      for (const { offset } of members) edited.layers.setBlockAttr(offset, 'group', name)
    })
    setChosen(new Set())
    setMade(name)
  }

  return (
    <div className="place-page">
      <PlaceHead edition={about.edition} document={about} here="Stamps">
        {may('structure') && (
          <Button small isDisabled={!desk.canUndo} onPress={desk.undo}>
            Undo
          </Button>
        )}
      </PlaceHead>
      <main className="stamps">
        <section aria-labelledby="groups-title">
          <h2 id="groups-title">Groups</h2>
          {groups.length === 0 && likely.length === 0 && (
            <p className="quiet-line">No two stamps look like readings of the same thing.</p>
          )}
          {groups.map(([name, members]) => (
            <StampGroup
              key={name}
              may={may('structure')}
              id={about.id}
              document={edited}
              desk={desk}
              name={name}
              isNew={name === made}
              stamps={members}
            />
          ))}
          {(may('structure') ? likely : []).map(members => (
            <section key={members[0]!.offset} className="stamp-group likely" aria-label="A likely group">
              <header>
                <h3>These look like the same stamp</h3>
                <Button small look="primary" onPress={() => group(members)}>
                  Group them
                </Button>
              </header>
              <ul>
                {members.map(stamp => (
                  <StampRow key={stamp.offset} document={about.id} stamp={stamp} />
                ))}
              </ul>
            </section>
          ))}
        </section>
        <section aria-labelledby="stamps-title">
          <h2 id="stamps-title">
            All stamps <span className="stamps-count">{stamps.length}</span>
          </h2>
          {chosenStamps.length > 0 && (
            <div className="stamps-chosen">
              <span role="status">{chosenStamps.length} chosen</span>
              <Button small isDisabled={chosenStamps.length < 2} onPress={() => group(chosenStamps)}>
                Group them
              </Button>
            </div>
          )}
          <ul className="stamps-all">
            {stamps.map(stamp => (
              <StampRow
                key={stamp.offset}
                document={about.id}
                stamp={stamp}
                {...(stamp.group === '' && may('structure')
                  ? {
                      chosen: chosen.has(stamp.offset),
                      onChoose: (on: boolean) => setChosen(withOrWithout(chosen, stamp.offset, on)),
                    }
                  : {})}
              />
            ))}
          </ul>
          {stamps.length === 0 && <p className="quiet-line">The document has no stamps.</p>}
        </section>
        <section aria-labelledby="catchwords-title">
          <h2 id="catchwords-title">Catchwords</h2>
          <CatchwordList
            document={about.id}
            desk={desk}
            may={may('propose')}
            differences={differences}
            count={catchwords.length}
          />
        </section>
      </main>
    </div>
  )
}

/** The groups that the editors have made, in the order of their first stamps. */
function groupsOf(stamps: readonly Stamp[]): [name: string, members: Stamp[]][] {
  const groups = new Map<string, Stamp[]>()
  for (const stamp of stamps) {
    if (stamp.group === '') continue
    const members = groups.get(stamp.group)
    if (members) members.push(stamp)
    else groups.set(stamp.group, [stamp])
  }
  return [...groups]
}

/** A group's name that no other group has: its reading, numbered where two groups read alike. */
function freeName(document: EditedDocument, wanted: string): string {
  const taken = new Set(stampsOf(document).map(stamp => stamp.group))
  const name = wanted.replace(/\s+/g, ' ').trim().slice(0, 80) || 'Stamp'
  if (!taken.has(name)) return name
  for (let n = 2; ; n++) if (!taken.has(`${name} (${n})`)) return `${name} (${n})`
}

function withOrWithout(set: ReadonlySet<number>, member: number, on: boolean): ReadonlySet<number> {
  const next = new Set(set)
  if (on) next.add(member)
  else next.delete(member)
  return next
}

import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import type { CarriedRecord } from '../../schema/carrying/report.js'
import { type Root, roots } from '../../schema/layers.js'
import { onOneLine } from '../../schema/words.js'
import { useNames } from '../app/names.js'
import { Button } from '../ui/button.js'
import type { WitnessLook } from './asking.js'
import { causeWords, nouns } from './words.js'

/** Below this share of common words the file may be of another source. */
const suspicious = 0.3

export interface ReportProps {
  readonly file: string
  readonly look: WitnessLook
  readonly isBusy: boolean
  readonly onAgain: () => void
  readonly onBring: () => void
}

/** What a new witness would come to: how alike the texts are, what becomes of everything, and where they differ. */
export function Report({ file, look, isBusy, onAgain, onBring }: ReportProps) {
  const { shared, counts, records, differences } = look.report
  const all = (how: 'carried' | 'reworded' | 'already' | 'unplaced') =>
    Object.values(counts).reduce((sum, of) => sum + of[how], 0)
  const guesses = look.problems.filter(({ severity }) => severity === 'guess' || severity === 'loss')
  return (
    <main className="witness-look">
      <div className="witness-head">
        <h2>{file}</h2>
        <ul className="witness-figures" aria-label="What would become of everything">
          <Figure n={`${Math.floor(shared.old * 1000) / 10} %`} words="of the old words stand in it" />
          <Figure n={all('carried')} words="carried over" />
          <Figure n={all('reworded')} words="on words spelled otherwise" />
          <Figure n={all('already')} words="already so" />
          <Figure n={all('unplaced')} words="to be placed by hand" mark={all('unplaced') > 0} />
        </ul>
        {shared.old < suspicious && (
          <p className="witness-warning" role="alert">
            Hardly anything of this text stands in that file. Is it a transcription of the same source?
          </p>
        )}
        {guesses.length > 0 && (
          <p className="quiet">
            {guesses.length === 1 ? '1 thing in the file was' : `${guesses.length} things in the file were`}{' '}
            guessed or left out at reading; the new document lists them.
          </p>
        )}
      </div>
      <Tabs className="tabs witness-tabs" aria-label="What changes">
        <TabList className="tab-list" aria-label="What changes">
          <Tab className="tab" id="records">
            Not as they were {records.length}
          </Tab>
          <Tab className="tab" id="text">
            Changes of the text {differences.total.toLocaleString('en')}
          </Tab>
          <Tab className="tab" id="counts">
            In numbers
          </Tab>
        </TabList>
        <TabPanel className="tab-panel witness-panel" id="records">
          <Rows count={records.length} label="Records" empty="Everything is carried over as it was.">
            {i => <RecordRow record={records[i]!} />}
          </Rows>
        </TabPanel>
        <TabPanel className="tab-panel witness-panel" id="text">
          <Rows
            count={differences.shown.length}
            label="Changes of the text"
            empty="The two texts say the same."
          >
            {i => {
              const { old, new: read, before, after } = differences.shown[i]!
              return (
                <div className="witness-pair">
                  <p>
                    <span className="quiet">…{flat(before)}</span>
                    <del>{flat(old)}</del>
                    <span className="quiet">{flat(after)}…</span>
                  </p>
                  <p>
                    <span className="quiet">…{flat(before)}</span>
                    <ins>{flat(read)}</ins>
                    <span className="quiet">{flat(after)}…</span>
                  </p>
                </div>
              )
            }}
          </Rows>
        </TabPanel>
        <TabPanel className="tab-panel witness-panel" id="counts">
          <table className="witness-table">
            <thead>
              <tr>
                <th scope="col">Part</th>
                <th scope="col">Carried</th>
                <th scope="col">Spelled otherwise</th>
                <th scope="col">Already so</th>
                <th scope="col">To be placed</th>
              </tr>
            </thead>
            <tbody>
              {roots.flatMap((root: Root) => {
                const of = counts[root]
                if (!of || of.carried + of.reworded + of.already + of.unplaced === 0) return []
                return (
                  <tr key={root}>
                    <th scope="row">{nouns[root][1]}</th>
                    <td>{of.carried || '·'}</td>
                    <td>{of.reworded || '·'}</td>
                    <td>{of.already || '·'}</td>
                    <td>{of.unplaced || '·'}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </TabPanel>
      </Tabs>
      <div className="witness-foot">
        <Button onPress={onAgain} isDisabled={isBusy}>
          Another file
        </Button>
        <Button look="primary" onPress={onBring} isDisabled={isBusy}>
          {isBusy ? 'Carrying over…' : 'Make it the new witness'}
        </Button>
      </div>
    </main>
  )
}

function Figure({
  n,
  words,
  mark = false,
}: {
  readonly n: number | string
  readonly words: string
  readonly mark?: boolean
}) {
  return (
    <li className={mark ? 'witness-figure witness-marked' : 'witness-figure'}>
      <b>{typeof n === 'number' ? n.toLocaleString('en') : n}</b> <small>{words}</small>
    </li>
  )
}

const hows = {
  reworded: ['tag-blue', 'spelled otherwise'],
  already: ['tag-green', 'already so'],
  unplaced: ['tag-amber', 'to be placed'],
} as const

function RecordRow({ record }: { readonly record: CarriedRecord }) {
  const nameOf = useNames()
  const { root, how, why, by, words, before, after, reads, now } = record
  const [look, said] = hows[how]
  return (
    <div className="witness-record">
      <div className="card-meta">
        <span className="tag">{nouns[root][0]}</span>
        <span className={`tag ${look}`}>{said}</span>
        {how === 'unplaced' && why !== '' && <span className="quiet">{causeWords[why]}</span>}
        {by && <span className="end">{nameOf(by)}</span>}
      </div>
      <p>
        <span className="quiet">…{flat(before)}</span>
        <mark>{flat(words) || '‸'}</mark>
        <span className="quiet">{flat(after)}…</span>
      </p>
      {reads !== null && (
        <p>
          corrected to <ins>{onOneLine(reads)}</ins>
        </p>
      )}
      {how !== 'already' && why !== 'gone' && now && flat(now) !== flat(words) && (
        <p className="quiet">
          Thereabouts now: <span className="witness-now">{flat(now)}</span>
        </p>
      )}
    </div>
  )
}

interface RowsProps {
  readonly count: number
  readonly label: string
  readonly empty: string
  readonly children: (index: number) => ReactNode
}

/** A long list, of which only what is in sight is drawn. */
function Rows({ count, label, empty, children }: RowsProps) {
  const frame = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => 96,
    overscan: 8,
  })
  if (count === 0) return <p className="side-empty">{empty}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard to be read
    <section className="witness-scroll" ref={frame} tabIndex={0} aria-label={label}>
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(row => (
          <div
            key={row.key}
            ref={rows.measureElement}
            data-index={row.index}
            className="witness-row"
            style={{ transform: `translateY(${row.start}px)` }}
          >
            {children(row.index)}
          </div>
        ))}
      </div>
    </section>
  )
}

const flat = (text: string) => text.replace(/\s+/g, ' ')

import { useEffect, useMemo, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { Link } from 'wouter'
import { LiveDocument } from '../app/live-document.js'
import { loadNames } from '../app/names.js'
import { PlaceHead } from '../app/places.js'
import { useRecords } from '../app/records.js'
import type { Opened, Session } from '../app/session.js'
import { wordsFor } from '../app/status.js'
import { useValue } from '../app/value.js'
import { useTwoPersons } from '../review/two-persons.js'
import { Button } from '../ui/button.js'
import { tell } from '../ui/toast.js'
import { Comparison } from './comparison.js'
import { Desk, type Moment, type Shared, SharedContext } from './desk.js'
import { Recording } from './recording.js'
import { ReturnDialog } from './return-dialog.js'
import { Timeline } from './timeline.js'
import { TrayList } from './tray-list.js'
import { Versions } from './versions.js'
import './history.css'

export interface HistoryPageProps {
  readonly session: Session
  readonly opened: Opened
}

const tabs = ['timeline', 'versions', 'compare', 'tray'] as const
type TabId = (typeof tabs)[number]

const tabWords: Readonly<Record<TabId, string>> = {
  timeline: 'Timeline',
  versions: 'Versions',
  compare: 'Compare',
  tray: 'Tray',
}

/** A pause in the work of others after which the log is read on, in milliseconds. */
const calm = 700

/** The history page of the document with an id. */
export function HistoryOf({ id }: { readonly id: string }) {
  return <LiveDocument id={id} page={HistoryPage} what="The history" />
}

/** The history of a document: who did what, named versions, any two moments compared, and the way back. */
export function HistoryPage({ session, opened }: HistoryPageProps) {
  const { about, document: edited } = opened
  const [desk, setDesk] = useState<Desk | null>(null)
  const versions = useRecords(about.edition.id, 'versions')
  const twoPersons = useTwoPersons(about.edition.id)

  useEffect(() => {
    const recording = new Recording(about.id)
    const made = new Desk(session, opened, recording)
    setDesk(made)
    void recording.read()
    let timer: ReturnType<typeof setTimeout> | undefined
    const soon = () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        if (recording.progress.get().is !== 'stopped') void recording.read()
      }, calm)
    }
    const unlisten = edited.onChange(soon)
    const unfollow = session.status.subscribe(soon)
    return () => {
      clearTimeout(timer)
      unlisten()
      unfollow()
      recording.stop()
      made.destroy()
    }
  }, [session, opened, about, edited])

  useEffect(() => {
    document.title = `History of ${about.title} · Corrigenda`
    loadNames()
  }, [about])

  const shared = useMemo<Shared | null>(() => {
    if (!desk) return null
    const own = versions.records.filter(({ value }) => value.document === about.id)
    return { desk, versions, own: own.sort((a, b) => b.at - a.at), demands: { twoPersons } }
  }, [desk, versions, twoPersons, about])

  if (!shared) return null
  return (
    <SharedContext value={shared}>
      <Desktop shared={shared} />
    </SharedContext>
  )
}

function Desktop({ shared }: { readonly shared: Shared }) {
  const { desk } = shared
  const { about } = desk.opened
  const asked = new URLSearchParams(location.search).get('version')
  const [tab, setTab] = useState<TabId>(asked ? 'versions' : 'timeline')
  const [at, setAt] = useState<Moment>('now')
  const [pair, setPair] = useState<readonly [Moment, Moment]>(['1', 'now'])
  const [back, setBack] = useState<Moment | null>(null)
  const canUndo = useCanUndo(desk)
  const status = useValue(desk.session.status)
  const role = useValue(desk.session.role)

  const show = (moment: Moment) => {
    setAt(moment)
    setTab('timeline')
  }
  const compare = (before: Moment, after: Moment) => {
    setPair([before, after])
    setTab('compare')
  }
  return (
    <div className="history-page">
      <PlaceHead edition={about.edition} document={about} here="History">
        <span className="history-status quiet" role="status">
          {wordsFor(status).short}
        </span>
        {role === 'owner' && (
          <Link className="btn btn-small" href={`/d/${encodeURIComponent(about.id)}/audit`}>
            Audit
          </Link>
        )}
        {canUndo && (
          <Button
            small
            onPress={() => {
              desk.undo.undo()
              tell({ words: 'Undone. Decisions stay on record.' })
            }}
          >
            Undo
          </Button>
        )}
      </PlaceHead>
      <Reading desk={desk} />
      <main className="history-main">
        <Tabs
          className="tabs"
          selectedKey={tab}
          onSelectionChange={key => setTab(tabs.find(known => known === key) ?? 'timeline')}
        >
          <TabList className="tab-list" aria-label="History">
            {tabs.map(id => (
              <Tab key={id} id={id} className="tab">
                {tabWords[id]}
              </Tab>
            ))}
          </TabList>
          <TabPanel id="timeline" className="tab-panel history-panel">
            <Timeline at={at} onAt={setAt} onCompare={compare} onReturn={setBack} />
          </TabPanel>
          <TabPanel id="versions" className="tab-panel history-panel">
            <Versions asked={asked} onShow={show} onCompare={compare} onReturn={setBack} />
          </TabPanel>
          <TabPanel id="compare" className="tab-panel history-panel">
            <Comparison pair={pair} onPair={setPair} onReturn={setBack} />
          </TabPanel>
          <TabPanel id="tray" className="tab-panel history-panel">
            <TrayList />
          </TabPanel>
        </Tabs>
      </main>
      {back !== null && <ReturnDialog to={back} onClose={() => setBack(null)} />}
    </div>
  )
}

/** How far the log has been read; nothing while there is nothing to wait for. */
function Reading({ desk }: { readonly desk: Desk }) {
  const { rows, is, error } = useValue(desk.recording.progress)
  if (is === 'complete') return null
  const count = `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`
  return (
    <div className="history-reading" role={is === 'failed' ? 'alert' : undefined}>
      {is === 'reading' && (
        <>
          <span>Reading the record: {count}</span>
          <Button small onPress={() => desk.recording.stop()}>
            Stop
          </Button>
        </>
      )}
      {is !== 'reading' && (
        <>
          <span>
            {is === 'failed' ? `The record could not be read: ${error}` : `Stopped after ${count}.`}
          </span>
          <Button small onPress={() => void desk.recording.read()}>
            Read on
          </Button>
        </>
      )}
    </div>
  )
}

function useCanUndo({ undo }: Desk): boolean {
  const [can, setCan] = useState(undo.undoStack.length > 0)
  useEffect(() => {
    const look = () => setCan(undo.undoStack.length > 0)
    undo.on('stack-item-added', look)
    undo.on('stack-item-popped', look)
    return () => {
      undo.off('stack-item-added', look)
      undo.off('stack-item-popped', look)
    }
  }, [undo])
  return can
}

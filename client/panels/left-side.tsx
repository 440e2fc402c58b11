import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { Button, Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import type { Change } from '../../schema/document.js'
import type { InView } from '../app/viewport.js'
import { useReading, useWorkbench } from '../app/workbench.js'
import { NamesTab } from '../names/names-tab.js'
import {
  changesContents,
  correctedAt,
  countsUnder,
  type Entry,
  nextTurn,
  outlineOf,
  type Page,
  pageAt,
  speakersOf,
} from './contents.js'
import './side.css'

export interface LeftSideProps {
  readonly pages: readonly Page[]
  readonly view: InView
  /** Called when a place was chosen; a drawer closes then. */
  readonly onGo?: () => void
}

/** Outline, pages, speakers and names: four ways to a place. */
export function LeftSide({ pages, view, onGo }: LeftSideProps) {
  const { editor } = useWorkbench()
  const go = (offset: number) => {
    editor.goTo({ offset })
    onGo?.()
  }
  return (
    <Tabs className="tabs" aria-label="Contents">
      <TabList className="tab-list" aria-label="Ways to a place">
        <Tab className="tab" id="outline">
          Outline
        </Tab>
        <Tab className="tab" id="pages">
          Pages
        </Tab>
        <Tab className="tab" id="speakers">
          Speakers
        </Tab>
        <Tab className="tab" id="names">
          Names
        </Tab>
      </TabList>
      <TabPanel className="tab-panel" id="outline">
        <Outline view={view} go={go} />
      </TabPanel>
      <TabPanel className="tab-panel" id="pages">
        <Pages pages={pages} view={view} go={go} />
      </TabPanel>
      <TabPanel className="tab-panel" id="speakers">
        <Speakers view={view} go={go} />
      </TabPanel>
      <TabPanel className="tab-panel" id="names">
        <NamesTab go={go} />
      </TabPanel>
    </Tabs>
  )
}

interface ListProps {
  readonly view: InView
  readonly go: (offset: number) => void
}

function Outline({ view, go }: ListProps) {
  const { document } = useWorkbench()
  const entries = useReading(document, outlineOf, 400, changesContents)
  const offsets = useReading(document, correctedAt, 400, changesStandings)
  const counts = useMemo(() => countsUnder(entries, offsets), [entries, offsets])
  const current = lastBefore(entries, view.at)
  const list = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => list.current?.parentElement ?? null,
    estimateSize: () => 27,
    overscan: 12,
  })
  useEffect(() => {
    if (current >= 0) rows.scrollToIndex(current, { align: 'auto' })
  }, [current, rows])
  if (entries.length === 0)
    return <p className="side-empty">No headings. Make one of a paragraph with Ctrl K, “Heading”.</p>
  const least = Math.min(...entries.map(e => e.level))
  return (
    <div ref={list} className="side-list" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(row => {
        const entry = entries[row.index]
        if (!entry) return null
        const corrections = counts[row.index] ?? 0
        return (
          <Button
            key={row.key}
            ref={rows.measureElement}
            data-index={row.index}
            className={`side-row level-${Math.min(4, entry.level - least + 1)}${row.index === current ? ' on' : ''}`}
            aria-current={row.index === current ? 'location' : undefined}
            style={{ transform: `translateY(${row.start}px)` }}
            onPress={() => go(entry.offset)}
          >
            <span>{entry.title}</span>
            {corrections > 0 && (
              <small>
                {corrections}
                <span className="visually-hidden"> {corrections === 1 ? 'correction' : 'corrections'}</span>
              </small>
            )}
          </Button>
        )
      })}
    </div>
  )
}

function lastBefore(entries: readonly Entry[], offset: number): number {
  let found = -1
  for (let i = 0; i < entries.length && entries[i]!.offset <= offset; i++) found = i
  return found
}

function Pages({ pages, view, go }: ListProps & { readonly pages: readonly Page[] }) {
  if (pages.length === 0)
    return <p className="side-empty">No page breaks. Add one at the caret with Ctrl K, “Page break”.</p>
  const current = pageAt(pages, view.at)
  const stamps = pages.reduce((sum, page) => sum + page.stamps.length, 0)
  const readings = new Set(pages.flatMap(page => page.stamps)).size
  return (
    <>
      {stamps > 0 && (
        <h3 className="side-head">
          {stamps === 1 ? '1 stamp' : `${stamps} stamps`} ·{' '}
          {readings === 1 ? '1 reading' : `${readings} readings`}
        </h3>
      )}
      {pages.map((page, i) => (
        <Button
          key={`${page.n}-${page.offset}`}
          className={`side-row${i === current ? ' on' : ''}`}
          aria-current={i === current ? 'location' : undefined}
          onPress={() => go(page.offset)}
        >
          <span>p. {page.n}</span>
          <span className="side-stamps">
            {page.stamps.map((stamp, k) => (
              <small className="side-stamp" key={`${k}-${stamp}`}>
                {stamp}
              </small>
            ))}
          </span>
        </Button>
      ))}
    </>
  )
}

const changesStandings = (change: Change) => change.decided || change.corrections.size > 0
const structural = (change: Change) => change.structure

function Speakers({ view, go }: ListProps) {
  const { document, editor } = useWorkbench()
  const speakers = useReading(document, speakersOf, 400, structural)
  if (speakers.length === 0)
    return <p className="side-empty">Nobody speaks. Give a paragraph a speaker with Ctrl K, “Speaker”.</p>
  return speakers.map(({ who, turns }) => (
    <Button
      key={who}
      className={`side-row${turns.includes(view.at) ? ' on' : ''}`}
      aria-label={`${who}, ${turns.length} turns. Go to the next one`}
      onPress={() => {
        const turn = nextTurn(turns, editor.state.offset)
        if (turn !== undefined) go(turn)
      }}
    >
      <span>{who}</span>
      <small>{turns.length}</small>
    </Button>
  ))
}

import { useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import type { Change, EditedDocument } from '../../schema/document.js'
import { stateOfUnplaced } from '../../schema/unplaced.js'
import type { InView } from '../app/viewport.js'
import { useReading, useWorkbench } from '../app/workbench.js'
import { DocumentQueue } from '../review/document-queue.js'
import { changesUnplaced, UnplacedList, unplacedIn } from '../witness/unplaced-list.js'
import type { Page } from './contents.js'
import { Here } from './here.js'
import { NotesList } from './lists.js'
import './cards.css'

export interface RightSideProps {
  readonly pages: readonly Page[]
  readonly view: InView
  /** Whether the cards of "Here" stand level with their places in the text. */
  readonly aligned: boolean
  readonly onGo: () => void
}

const sizes = ({ corrections, notes }: EditedDocument) => `${corrections.size}/${notes.size}`
const countable = (change: Change) => change.corrections.size > 0 || change.notes.size > 0

/** Corrections and notes: those beside the text in view, and lists of all. */
export function RightSide({ pages, view, aligned, onGo }: RightSideProps) {
  const { document: edited } = useWorkbench()
  const [corrections, notes] = useReading(edited, sizes, 200, countable).split('/')
  const unplaced = useReading(edited, unplacedIn, 200, changesUnplaced)
  const open = unplaced.filter(one => stateOfUnplaced(one) === 'open').length
  const [tab, setTab] = useState('here')
  return (
    <Tabs
      className="tabs"
      aria-label="Corrections and notes"
      selectedKey={tab}
      onSelectionChange={key => setTab(String(key))}
    >
      <TabList className="tab-list" aria-label="Corrections and notes">
        <Tab className="tab" id="here">
          Here
        </Tab>
        <Tab className="tab" id="corrections">
          Corrections {corrections}
        </Tab>
        <Tab className="tab" id="notes">
          Notes {notes}
        </Tab>
        {unplaced.length > 0 && (
          <Tab className="tab" id="unplaced">
            Unplaced {open > 0 && <span className="tag tag-amber">{open}</span>}
          </Tab>
        )}
      </TabList>
      <TabPanel className="tab-panel cards-here" id="here">
        <Here pages={pages} view={view} aligned={aligned} onGo={onGo} />
      </TabPanel>
      <TabPanel className="tab-panel cards-list" id="corrections">
        <DocumentQueue onGo={onGo} />
      </TabPanel>
      <TabPanel className="tab-panel cards-list" id="notes">
        <NotesList pages={pages} onGo={onGo} />
      </TabPanel>
      {unplaced.length > 0 && (
        <TabPanel className="tab-panel cards-list" id="unplaced">
          <UnplacedList all={unplaced} onGo={onGo} />
        </TabPanel>
      )}
    </Tabs>
  )
}

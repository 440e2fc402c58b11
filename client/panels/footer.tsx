import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components'
import { type CorrectionKind, correctionKinds, type Standing } from '../../schema/corrections.js'
import type { EditedDocument } from '../../schema/document.js'
import { wordsFor } from '../app/status.js'
import { useValue } from '../app/value.js'
import type { InView } from '../app/viewport.js'
import { useEditorState, useReading, useWorkbench } from '../app/workbench.js'
import { Choice } from '../ui/choice.js'
import { type Page, pageAt } from './contents.js'
import type { Point } from './context-menu.js'
import { TextTools } from './text-tools.js'
import { kindWords } from './words.js'

const shownStandings: readonly Standing[] = ['accepted', 'proposed', 'rejected', 'superseded', 'withdrawn']

function countsOf(document: EditedDocument) {
  const by = new Map<Standing, number>()
  for (const { id } of document.corrections.values()) {
    const standing = document.standing(id)
    by.set(standing, (by.get(standing) ?? 0) + 1)
  }
  return { all: document.corrections.size, notes: document.notes.size, by }
}

export interface FooterProps {
  readonly pages: readonly Page[]
  readonly view: InView
  readonly here: number
  readonly onMenu: (at: Point) => void
}

/** The state of things in one line: the witness, the counts, where one is, whether everything is saved. */
export function Footer({ pages, view, here, onMenu }: FooterProps) {
  const { session, opened, document } = useWorkbench()
  const { about } = opened
  const counts = useReading(document, countsOf, 300)
  const page = pages[pageAt(pages, view.at)]
  const parts = shownStandings.filter(s => counts.by.has(s)).map(s => `${counts.by.get(s)} ${s}`)
  return (
    <footer className="foot">
      <TextTools className="foot-tools" onMenu={onMenu} />
      <Witness />
      <span className="foot-wide">
        {counts.all === 1 ? '1 correction' : `${counts.all.toLocaleString('en')} corrections`}
        {parts.length > 0 && `: ${parts.join(', ')}`}
      </span>
      <span className="foot-wide">
        {counts.notes === 1 ? '1 note' : `${counts.notes.toLocaleString('en')} notes`}
      </span>
      <span className="foot-end foot-wide">
        {page && `p. ${page.n} of ${pages.length} · `}
        {about.words.toLocaleString('en')} words
      </span>
      <WorkingKind />
      <StatusLine session={session} here={here} />
    </footer>
  )
}

/** What one is making just now: the kind that new corrections get. */
function WorkingKind() {
  const { editor } = useWorkbench()
  const { defaultKind } = useEditorState(editor)
  if (!editor.may('propose')) return null
  return (
    <span className="foot-kind">
      <span className="foot-spare">New:</span>
      <Choice<CorrectionKind>
        label="Kind of new corrections"
        className="foot-button foot-choice"
        value={defaultKind}
        options={correctionKinds.map(kind => [kind, kindWords[kind].toLowerCase()] as const)}
        onChange={kind => editor.workWith(kind)}
      />
    </span>
  )
}

function Witness() {
  const { session, opened } = useWorkbench()
  const intact = useValue(session.intact)
  const hash = opened.about.witness
  const words = intact === null ? 'Witness' : intact ? 'Witness intact' : 'Witness altered!'
  return (
    <TooltipTrigger delay={400}>
      <AriaButton className="foot-button foot-witness">
        {words} · <b className={intact === false ? 'bad' : intact ? 'good' : ''}>sha256 {hash.slice(0, 8)}</b>
      </AriaButton>
      <Tooltip className="tooltip" placement="top" offset={6}>
        {intact === null
          ? 'The text as received has not been checked yet.'
          : intact
            ? 'The text as received was hashed in this browser: it is what its name says, unchanged.'
            : 'The text that this browser holds is not the one that its name says. Do not work on it; reload the page.'}
      </Tooltip>
    </TooltipTrigger>
  )
}

function StatusLine({
  session,
  here,
}: {
  readonly session: ReturnType<typeof useWorkbench>['session']
  readonly here: number
}) {
  const status = useValue(session.status)
  const { short, long } = wordsFor(status)
  const good = status.is === 'saved'
  const bad = status.is === 'refused' || (status.is === 'offline' && status.unsent > 0)
  return (
    <TooltipTrigger delay={200}>
      <AriaButton className="foot-button foot-status" data-status={status.is}>
        <b className={good ? 'good' : bad ? 'bad' : ''}>{short}</b>
        <span className="foot-spare"> · {here} here</span>
      </AriaButton>
      <Tooltip className="tooltip" placement="top end" offset={6}>
        {long}
      </Tooltip>
      <span className="visually-hidden" role="status">
        {status.is === 'saving' ? '' : long}
      </span>
    </TooltipTrigger>
  )
}

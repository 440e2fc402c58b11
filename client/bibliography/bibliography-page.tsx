import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { inBibliographicOrder, namesText, type Work, yearOf } from '../../schema/bibliography.js'
import { citationStyles } from '../../schema/citation-styles.js'
import type { Citing } from '../../schema/citing.js'
import { defaultSettings, settingsId } from '../../schema/settings.js'
import { type CitedAt, citationsOf, type Edition, editions } from '../app/api.js'
import { PlaceHead } from '../app/places.js'
import { useRecords } from '../app/records.js'
import { useMayIn } from '../app/rights.js'
import { PrintedText } from '../notes/printed-text.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Plus } from '../ui/icons.js'
import { tell } from '../ui/toast.js'
import { WorkDialog } from './work-dialog.js'
import { WorkImport } from './work-import.js'
import './bibliography.css'

/** The works that the notes of an edition cite: the list, the form, import and export, the style, and where each is cited. */
export function BibliographyPage({ edition }: { readonly edition: string }) {
  const about = useEdition(edition)
  const { records, ready, error, put, remove } = useRecords(edition, 'bibliography')
  const settings = useRecords(edition, 'settings')
  const may = useMayIn(edition)
  const current = settings.records.find(({ id }) => id === settingsId)?.value ?? defaultSettings
  const works = useMemo(
    () => inBibliographicOrder(records.map(({ id, value }) => ({ ...value, id }))),
    [records],
  )
  const citing = useCiting(works, current.bibliographyStyle)
  const [query, setQuery] = useState('')
  const [open, setOpen] = useState<Work | 'new' | null>(null)
  const [importing, setImporting] = useState<File | null>(null)
  const cited = useCitations(edition)
  const shown = useMemo(() => {
    const words = query.trim().toLowerCase().split(/\s+/)
    return works.filter(work => {
      const text = `${namesText(work.author)} ${namesText(work.editor)} ${yearOf(work)} ${work.title ?? ''} ${work.id}`
      return words.every(word => text.toLowerCase().includes(word))
    })
  }, [works, query])

  useEffect(() => {
    document.title = 'Bibliography · Corrigenda'
  }, [])

  const save = async (work: Work) => {
    await put(work.id, work)
    setOpen(null)
  }
  return (
    <div className="bibliography">
      <PlaceHead edition={about ?? { id: edition, title: '…' }} here="Bibliography" />
      <main className="bibliography-body">
        <div className="bibliography-acts">
          <input
            className="input"
            type="search"
            aria-label="Find in the bibliography"
            placeholder="name, title, year, key"
            value={query}
            onChange={event => setQuery(event.target.value)}
          />
          <Choice
            label="Style of citations"
            value={citationStyles.find(([style]) => style === current.bibliographyStyle)?.[0] ?? 'apa'}
            options={citationStyles}
            isDisabled={!may('settings')}
            onChange={bibliographyStyle => {
              settings.put(settingsId, { ...current, bibliographyStyle }).catch(failed)
            }}
          />
          <span className="bibliography-more">
            {may('cite') && (
              <>
                <Button look="primary" onPress={() => setOpen('new')}>
                  <Plus size={14} /> Add a work
                </Button>
                <FileTrigger
                  acceptedFileTypes={['.json', '.bib', '.ris', '.txt', '.bibtex']}
                  onSelect={files => setImporting(files?.[0] ?? null)}
                >
                  <Button>Import…</Button>
                </FileTrigger>
              </>
            )}
            <Button isDisabled={works.length === 0} onPress={() => download(works)}>
              Export CSL JSON
            </Button>
          </span>
        </div>
        {error && (
          <p className="bibliography-error" role="alert">
            {error}
          </p>
        )}
        {ready && works.length === 0 && (
          <p className="empty">
            {may('cite')
              ? 'No works yet. Add one, or import a file of CSL JSON, BibTeX or RIS, as Zotero and libraries write them.'
              : 'No works yet.'}
          </p>
        )}
        {works.length > 0 && (
          <p className="bibliography-count" role="status">
            {shown.length === works.length ? works.length : `${shown.length} of ${works.length}`}{' '}
            {works.length === 1 ? 'work' : 'works'}
          </p>
        )}
        <WorkList works={shown} citing={citing} cited={cited.list} onOpen={setOpen} />
      </main>
      {open && (
        <WorkDialog
          work={open === 'new' ? null : open}
          taken={new Set(works.map(({ id }) => id))}
          cited={open === 'new' ? [] : cited.list.filter(({ key }) => key === open.id)}
          onSave={save}
          onRemove={async work => {
            await remove(work.id)
            setOpen(null)
          }}
          mayWrite={may('cite')}
          onClose={() => setOpen(null)}
        />
      )}
      {importing && (
        <WorkImport file={importing} works={works} put={put} onClose={() => setImporting(null)} />
      )}
    </div>
  )
}

const failed = (error: unknown) =>
  tell({ words: 'Not saved', detail: error instanceof Error ? error.message : String(error), bad: true })

interface WorkListProps {
  readonly works: readonly Work[]
  readonly citing: Citing | null
  readonly cited: readonly CitedAt[]
  readonly onOpen: (work: Work) => void
}

/** The works as the style prints them, of which only those in sight are drawn. */
function WorkList({ works, citing, cited, onOpen }: WorkListProps) {
  const frame = useRef<HTMLDivElement>(null)
  const counts = useMemo(() => {
    const found = new Map<string, number>()
    for (const { key } of cited) found.set(key, (found.get(key) ?? 0) + 1)
    return found
  }, [cited])
  const printed = useMemo(
    () => new Map((citing?.entries() ?? []).map(entry => [entry.work.id, entry.printed])),
    [citing],
  )
  const rows = useVirtualizer({
    count: works.length,
    getScrollElement: () => frame.current,
    estimateSize: () => 66,
    getItemKey: i => works[i]!.id,
    overscan: 8,
  })
  return (
    <div className="work-list" ref={frame}>
      <ul style={{ height: rows.getTotalSize() }} aria-label="Works">
        {rows.getVirtualItems().map(row => {
          const work = works[row.index]!
          const count = counts.get(work.id) ?? 0
          const entry = printed.get(work.id)
          return (
            <li
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <Button look="plain" className="work" onPress={() => onOpen(work)}>
                <span className="work-entry">
                  {entry ? <PrintedText printed={entry} /> : `${namesText(work.author)} ${work.title ?? ''}`}
                </span>
                <span className="work-facts">
                  <code>{work.id}</code>
                  <span>
                    {count === 0 ? 'not cited' : count === 1 ? 'cited once' : `cited ${count} times`}
                  </span>
                </span>
              </Button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** What prints citations is a large part of the program: it is loaded when there is something to print. */
function useCiting(works: readonly Work[], style: string): Citing | null {
  const [citing, setCiting] = useState<Citing | null>(null)
  useEffect(() => {
    let here = true
    if (works.length === 0) setCiting(null)
    else
      void import('../../schema/citing.js').then(module => {
        if (here) setCiting(new module.Citing(works, style))
      })
    return () => {
      here = false
    }
  }, [works, style])
  return citing
}

function useCitations(edition: string): { readonly list: readonly CitedAt[] } {
  const [list, setList] = useState<readonly CitedAt[]>([])
  useEffect(() => {
    citationsOf(edition).then(setList, failed)
  }, [edition])
  return { list }
}

function useEdition(id: string): Edition | null {
  const [edition, setEdition] = useState<Edition | null>(null)
  useEffect(() => {
    editions().then(list => setEdition(list.find(e => e.id === id) ?? null), failed)
  }, [id])
  return edition
}

function download(works: readonly Work[]): void {
  const blob = new Blob([`${JSON.stringify(works, null, 2)}\n`], { type: 'application/json' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = 'bibliography.json'
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

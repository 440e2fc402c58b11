import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useMemo, useRef } from 'react'
import { Button } from 'react-aria-components'
import { Link } from 'wouter'
import type { Change, EditedDocument } from '../../schema/document.js'
import { groupedNames, type NameGroup } from '../../schema/name-groups.js'
import { typeWords } from '../../schema/register.js'
import { useMay } from '../app/rights.js'
import { useReading, useWorkbench } from '../app/workbench.js'
import { tagging } from './tagging.js'
import { useRegister } from './use-register.js'
import './names.css'

type Row =
  | { readonly is: 'head'; readonly key: string; readonly title: string; readonly count: number }
  | { readonly is: 'group'; readonly key: string; readonly group: NameGroup }

const concernsNames = (change: Change) => change.names.size > 0 || change.structure

/** The tagged names of the document by type; a click goes to the next place of one. */
export function NamesTab({ go }: { readonly go: (offset: number) => void }) {
  const { document, editor, opened } = useWorkbench()
  const may = useMay()
  const { register } = useRegister(opened.about.edition.id)
  const read = useCallback((edited: EditedDocument) => groupedNames(edited, register), [register])
  const types = useReading(document, read, 300, concernsNames)
  const listed = useMemo(
    () =>
      types.flatMap(({ type, groups }): Row[] => [
        { is: 'head', key: type, title: typeWords[type][1], count: groups.length },
        ...groups.map((group): Row => ({ is: 'group', key: group.key, group })),
      ]),
    [types],
  )
  const list = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: listed.length,
    getScrollElement: () => list.current?.parentElement ?? null,
    estimateSize: () => 29,
    getItemKey: index => listed[index]!.key,
    overscan: 12,
  })
  return (
    <>
      <div className="names-acts">
        {may('name') && (
          <Button className="btn btn-small" onPress={() => tagging.set({ is: 'candidates' })}>
            Find names…
          </Button>
        )}
        <Link className="btn btn-small" href={`/e/${encodeURIComponent(opened.about.edition.id)}/names`}>
          Register
        </Link>
      </div>
      {listed.length === 0 && (
        <p className="side-empty">
          No names.{may('name') && ' Tag the selected words with Ctrl K, “Tag as person”.'}
        </p>
      )}
      <div ref={list} className="side-list" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(row => {
          const item = listed[row.index]
          if (!item) return null
          const place = {
            ref: rows.measureElement,
            'data-index': row.index,
            style: { transform: `translateY(${row.start}px)` },
          }
          if (item.is === 'head')
            return (
              <h3 key={row.key} className="side-head names-head" {...place}>
                {item.title} · {item.count}
              </h3>
            )
          const { title, entry, names, speeches } = item.group
          const known = entry !== null
          const offsets = [...names.map(name => name.start), ...speeches].sort((a, b) => a - b)
          return (
            <Button
              key={row.key}
              className={`side-row${known ? '' : ' unknown'}`}
              aria-label={`${title}, ${offsets.length} ${offsets.length === 1 ? 'place' : 'places'}${known ? '' : ', not in the register'}. Go to the next one`}
              onPress={() => {
                const offset = offsets.find(o => o > editor.state.offset) ?? offsets[0]
                if (offset !== undefined) go(offset)
              }}
              {...place}
            >
              <span>{title}</span>
              <small>{offsets.length}</small>
            </Button>
          )
        })}
      </div>
    </>
  )
}

import { useEffect, useMemo, useRef, useState } from 'react'
import {
  Checkbox,
  Header,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components'
import { formats } from '../../schema/formats/index.js'
import { lossesOf } from '../../schema/formats/losses.js'
import { type View, views } from '../../schema/readings.js'
import { exportAddress } from '../app/api.js'
import { useMedia } from '../app/media.js'
import { useWorkbench } from '../app/workbench.js'
import { viewOrder, viewWords } from '../panels/words.js'
import { announce } from '../ui/announce.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Modal } from '../ui/modal.js'
import { byPurpose, formatWords, takesApparatus, viewBeside } from './formats.js'
import { save, saveFrom, useMade } from './made.js'
import { Preview, sizeWords } from './preview.js'
import { recallWishes, rememberWishes, type Wish, wishOf } from './wish.js'
import './export.css'

/** Chooses what to write of the open document, shows what one gets and what is not in it, and saves it. Enter in the list
 * saves what was saved the last time. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const { opened, document: edited } = useWorkbench()
  const narrow = useMedia('(max-width: 760px)')
  const [wishes, setWishes] = useState(recallWishes)
  const format = formats.find(({ name }) => name === wishes.format) ?? formats[0]!
  const wish = wishOf(wishes, format)
  const { view, options, withApparatus } = wish
  const hasApparatus = takesApparatus(format, view)
  const id = opened.about.id
  const asked = exportAddress(
    id,
    format.name,
    format.name === 'archive' ? null : view,
    hasApparatus && withApparatus,
    options,
  )
  const made = useMade(asked)
  // Looked at when something is chosen: while the dialog is open, others write on, and the file is of one moment too.
  const losses = useMemo(
    () => lossesOf(format, edited, { view, options, withApparatus: hasApparatus && withApparatus }),
    [format, edited, view, options, hasApparatus, withApparatus],
  )
  const choose = (name: string) => setWishes({ ...wishes, format: name })
  const change = (part: Partial<Wish>) =>
    setWishes({ ...wishes, wishes: { ...wishes.wishes, [format.name]: { ...wish, ...part } } })
  const download = () => {
    rememberWishes({ ...wishes, wishes: { ...wishes.wishes, [format.name]: wish } })
    if (made.is === 'made') save(made)
    else saveFrom(asked)
    announce(`${format.title} is being saved`)
    onClose()
  }
  const shown = viewOrder.filter(v => (format.views.length > 0 ? format.views : views).includes(v))
  const hasViews = format.name !== 'archive' && shown.length > 1

  const list = useRef<HTMLDivElement>(null)
  // What is gone to by its first letters is chosen, as what is gone to by arrows is.
  useEffect(() => {
    const options = list.current
    if (!options) return
    const follow = ({ target }: FocusEvent) => {
      const name = (target as Element).closest<HTMLElement>('[role=option]')?.dataset.key
      if (name !== undefined)
        setWishes(before => (before.format === name ? before : { ...before, format: name }))
    }
    options.addEventListener('focusin', follow)
    return () => options.removeEventListener('focusin', follow)
  }, [])
  // The list is given the focus before its entries are there.
  useEffect(() => {
    const frame = requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>('[role=option][aria-selected=true]')?.focus(),
    )
    return () => cancelAnimationFrame(frame)
  }, [])

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const number = /^Digit([1-4])$/.exec(event.code)?.[1]
      const wanted = number && event.altKey ? viewOrder[Number(number) - 1] : undefined
      if (!wanted || !hasViews || !shown.includes(wanted)) return
      event.preventDefault()
      event.stopPropagation()
      change({ view: wanted })
    }
    addEventListener('keydown', press, { capture: true })
    return () => removeEventListener('keydown', press, { capture: true })
  })

  return (
    <Modal title="Export" isOpen wide onClose={onClose}>
      <form
        className="export"
        onSubmit={event => {
          event.preventDefault()
          download()
        }}
      >
        {narrow ? (
          <Choice
            label="Format"
            value={format.name}
            options={byPurpose(formats).flatMap(({ formats }) =>
              formats.map(({ name, title }) => [name, title] as const),
            )}
            onChange={choose}
          />
        ) : (
          <ListBox
            ref={list}
            aria-label="Format"
            className="export-formats"
            selectionMode="single"
            selectionBehavior="replace"
            disallowEmptySelection
            autoFocus
            selectedKeys={[format.name]}
            onSelectionChange={keys => {
              const [name] = [...keys]
              if (name !== undefined) choose(String(name))
            }}
            onAction={download}
          >
            {byPurpose(formats).map(({ title, formats }) => (
              <ListBoxSection key={title} id={title}>
                <Header className="menu-head">{title}</Header>
                {formats.map(({ name, title, extension }) => (
                  <ListBoxItem key={name} id={name} className="menu-item" textValue={title}>
                    {name === 'archive' ? 'Archive' : shortTitle(title)}
                    <span className="end">.{extension.replace(/^\./, '')}</span>
                  </ListBoxItem>
                ))}
              </ListBoxSection>
            ))}
          </ListBox>
        )}
        <div className="export-chosen">
          <p className="export-about">
            <b>{format.title}</b> {formatWords[format.name]}
          </p>
          <div className="export-fields">
            {hasViews && (
              <Views
                of={format.views.length > 0 ? shown : viewOrder}
                view={view}
                isFirst={format.views.length === 0}
                onChange={view => change({ view })}
              />
            )}
            {(format.options ?? []).map(({ name, title, choices }) => (
              <div key={name} className="field">
                <span className="label">{title}</span>
                <Choice
                  label={title}
                  value={options[name]!}
                  options={choices.map(({ value, title }) => [value, title] as const)}
                  onChange={value => change({ options: { ...options, [name]: value } })}
                />
              </div>
            ))}
            {hasApparatus && (
              <Checkbox
                className="check"
                isSelected={withApparatus}
                onChange={withApparatus => change({ withApparatus })}
              >
                <span className="check-box" aria-hidden="true" />
                With the apparatus at the end
              </Checkbox>
            )}
          </div>
          <p className="export-losses">
            {losses.length === 0 ? (
              'Holds all that this document has.'
            ) : (
              <>
                <b>Not in it:</b> {losses.join(' · ')}
              </>
            )}
          </p>
          <div className="export-preview" aria-busy={made.is === 'being made'}>
            <Preview format={format} made={made} framed={`${asked}&show=1`} />
          </div>
          <div className="dialog-foot export-foot">
            <span className="quiet export-size">
              {made.is === 'made' ? `${made.file} · ${sizeWords(made.bytes.length)}` : ''}
            </span>
            <Button onPress={onClose}>Cancel</Button>
            <Button type="submit" look="primary" autoFocus={narrow}>
              Download
            </Button>
          </div>
        </div>
      </form>
    </Modal>
  )
}

/** "Word" of "Word (DOCX)": the ending stands beside it anyway. */
const shortTitle = (title: string) => title.replace(/ \(.*\)$/, '')

interface ViewsProps {
  readonly of: readonly View[]
  readonly view: View
  /** Whether all are in the file, and this is the one that shows first. */
  readonly isFirst: boolean
  readonly onChange: (view: View) => void
}

function Views({ of, view, isFirst, onChange }: ViewsProps) {
  return (
    <div className="field">
      <span className="label">
        {isFirst ? 'Shows first' : 'Text'} · <span className="export-beside">{viewBeside[view]}</span>
      </span>
      <ToggleButtonGroup
        className="export-views"
        aria-label={isFirst ? 'Which text shows first' : 'Which of the texts'}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[view]}
        onSelectionChange={keys => {
          const next = of.find(v => keys.has(v))
          if (next) onChange(next)
        }}
      >
        {of.map(v => (
          <ToggleButton key={v} id={v} className="view">
            {viewWords[v]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  )
}

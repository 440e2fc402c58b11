import { useRef, useState } from 'react'
import { Checkbox, Radio, RadioGroup } from 'react-aria-components'
import type { EditionFormat } from '../../schema/formats/edition-format.js'
import type { Format } from '../../schema/formats/format.js'
import { editionFormats, formats } from '../../schema/formats/index.js'
import type { View } from '../../schema/readings.js'
import type { Edition } from '../app/api.js'
import { recall, remember } from '../app/local.js'
import { viewOrder, viewWords } from '../panels/words.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Modal } from '../ui/modal.js'
import { byPurpose } from './formats.js'
import { JobList } from './job-list.js'
import { isUnderWay, useJobs } from './jobs.js'
import './export.css'

/** For each format that is to be in the ZIP, in which text. */
type Parts = Readonly<Record<string, View>>

const key = 'export-edition'

/** What was chosen the last time, as far as there still is such a format. */
function recallParts(): Parts {
  const words = (recall(key) ?? 'tei:all text:reading').split(' ').map(word => word.split(':'))
  return Object.fromEntries(
    words.flatMap(([name, view]) => {
      const format = formats.find(f => f.name === name)
      return format ? [[format.name, viewOrder.find(v => v === view) ?? usualView(format)]] : []
    }),
  )
}

const usualView = ({ views }: Format): View => views[0] ?? 'reading'

const words: Readonly<Record<string, string>> = {
  zip: 'Each document in the formats you choose, with register, bibliography, declaration and tables over all documents',
  site: 'Pages for the web, with contents, index and search, to put on any server',
}

/** Has a whole edition written in the background, and hands out what was. It goes on when the dialog is closed. */
export function EditionDialog({
  edition,
  onClose,
}: {
  readonly edition: Edition
  readonly onClose: () => void
}) {
  const { jobs, failure, begin, remove } = useJobs(edition.id)
  const list = useRef<HTMLDivElement>(null)
  const [to, setTo] = useState<EditionFormat>(editionFormats[0]!)
  const [parts, setParts] = useState(recallParts)
  const [options, setOptions] = useState<Readonly<Record<string, string>>>({})
  const isZip = to.name === 'zip'
  const chosen = formats.filter(({ name }) => parts[name] !== undefined)
  const isReady = !isZip || chosen.length > 0
  const start = () => {
    remember(key, chosen.map(({ name }) => `${name}:${parts[name]}`).join(' '))
    void begin({
      to: to.name,
      parts: isZip
        ? chosen.map(format => ({
            to: format.name,
            ...(format.views.length > 1 ? { view: parts[format.name]! } : {}),
          }))
        : [],
      set: Object.fromEntries(
        (to.options ?? []).flatMap(({ name }) => (options[name] ? [[name, options[name]]] : [])),
      ),
    }).then(() => list.current?.scrollIntoView({ block: 'nearest' }))
  }
  const n = edition.documents.length
  return (
    <Modal title={`Export “${edition.title}”`} isOpen onClose={onClose}>
      <div ref={list}>{jobs && <JobList jobs={jobs} onRemove={id => void remove(id)} />}</div>
      <form
        className="edition-export"
        onSubmit={event => {
          event.preventDefault()
          if (isReady) start()
        }}
      >
        <RadioGroup
          className="edition-formats"
          aria-label="As"
          value={to.name}
          onChange={name => setTo(editionFormats.find(format => format.name === name) ?? to)}
        >
          {editionFormats.map(({ name, title }) => (
            <Radio key={name} value={name} className="edition-format">
              <span className="radio-dot" aria-hidden="true" />
              <span>
                <b>{title.replace(/ \(ZIP\)$/, '')}</b>
                <small className="quiet">{words[name]}</small>
              </span>
            </Radio>
          ))}
        </RadioGroup>
        {isZip && (
          <div className="edition-parts">
            {byPurpose(formats).map(({ title, formats }) => (
              <fieldset key={title}>
                <legend className="menu-head">{title}</legend>
                {formats.map(format => (
                  <PartRow
                    key={format.name}
                    format={format}
                    view={parts[format.name]}
                    onChange={view => {
                      const { [format.name]: _, ...rest } = parts
                      setParts(view ? { ...rest, [format.name]: view } : rest)
                    }}
                  />
                ))}
              </fieldset>
            ))}
          </div>
        )}
        {(to.options ?? []).map(({ name, title, choices }) => (
          <div key={name} className="field">
            <span className="label">{title}</span>
            <Choice
              label={title}
              value={options[name] ?? choices[0]!.value}
              options={choices.map(({ value, title }) => [value, title] as const)}
              onChange={value => setOptions({ ...options, [name]: value })}
            />
          </div>
        ))}
        {failure && (
          <p className="export-failed" role="alert">
            {failure}
          </p>
        )}
        <div className="dialog-foot export-foot">
          <span className="quiet export-size" role="status">
            {jobs?.some(isUnderWay)
              ? 'You can close this and come back.'
              : `${n} ${n === 1 ? 'document' : 'documents'}, as they now stand`}
          </span>
          <Button onPress={onClose}>Close</Button>
          <Button type="submit" look="primary" autoFocus isDisabled={!isReady}>
            Export
          </Button>
        </div>
      </form>
    </Modal>
  )
}

interface PartRowProps {
  readonly format: Format
  /** Undefined where it is not asked for. */
  readonly view: View | undefined
  readonly onChange: (view: View | undefined) => void
}

function PartRow({ format, view, onChange }: PartRowProps) {
  const title = format.title.replace(/ \(.*\)$/, '')
  return (
    <div className="edition-part">
      <Checkbox
        className="check"
        isSelected={view !== undefined}
        onChange={on => onChange(on ? usualView(format) : undefined)}
      >
        <span className="check-box" aria-hidden="true" />
        {title}
      </Checkbox>
      {view !== undefined && format.views.length > 1 && (
        <Choice
          label={`Text of ${title}`}
          value={view}
          options={viewOrder.filter(v => format.views.includes(v)).map(v => [v, viewWords[v]] as const)}
          onChange={onChange}
        />
      )}
    </div>
  )
}

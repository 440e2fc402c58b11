import { type FormEvent, type ReactNode, useEffect, useMemo, useState } from 'react'
import { Form } from 'react-aria-components'
import { useLocation } from 'wouter'
import { mergedStyles, type StyleMap, type StyleUse } from '../../schema/formats/style-map.js'
import type { Problem } from '../../schema/witness.js'
import { addEdition, type Edition } from '../app/api.js'
import { useMayIn } from '../app/rights.js'
import { useValue } from '../app/value.js'
import { useSettings } from '../settings/use-settings.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Field } from '../ui/field.js'
import { Modal } from '../ui/modal.js'
import { tell } from '../ui/toast.js'
import { FileList } from './file-list.js'
import { countsOf, type ImportedFile, type Imports } from './imports.js'
import { rememberStyles } from './remembered-styles.js'
import { StyleTable } from './style-table.js'
import { Typeset } from './typeset.js'
import { ZipChoice } from './zip-choice.js'

const newEdition = 'new'

export interface ImportDialogProps {
  readonly imports: Imports
  /** Those that one may import into. */
  readonly editions: readonly Edition[]
  /** Whether one may begin a new edition. */
  readonly mayBegin: boolean
  readonly onClose: () => void
}

/** Shows what would be entered, file by file, before it is. */
export function ImportDialog({ imports, editions, mayBegin, onClose }: ImportDialogProps) {
  const files = useValue(imports.files)
  const zips = useValue(imports.zips)
  const isStopping = useValue(imports.isStopping)
  const [shown, setShown] = useState<number | null>(null)
  const [edition, setEdition] = useState<string>(
    // Nobody's own work belongs among the samples.
    editions.findLast(e => !e.title.endsWith('(sample)'))?.id ?? (mayBegin ? newEdition : editions[0]!.id),
  )
  const [title, setTitle] = useState('')
  const [made, setMade] = useState<Pick<Edition, 'id' | 'title'> | null>(null)
  const [entering, setEntering] = useState(false)
  const [stopped, setStopped] = useState(false)
  const [, go] = useLocation()
  const { settings } = useSettings(edition === newEdition ? null : edition)
  const [chosen, setChosen] = useState<StyleMap>({})
  const styles = useMemo(() => mergedStyles(settings.wordStyles, chosen), [settings.wordStyles, chosen])
  useEffect(() => void imports.restyle(styles), [imports, styles])
  const mayInEdition = useMayIn(edition)
  const keepsStyles = edition === newEdition || mayInEdition('settings')

  const file = files.find(f => f.key === shown) ?? files[0]
  const ready = files.filter(f => f.progress.is === 'looked')
  const done = files.filter(f => f.progress.is === 'entered').length
  const looking = files.filter(f => f.progress.is === 'looking').length
  const cancel = () => {
    imports.cancel()
    onClose()
  }
  useEffect(() => {
    if (files.length === 0) onClose()
  }, [files.length, onClose])

  const enter = async () => {
    setEntering(true)
    setStopped(false)
    try {
      const unreadable = files.filter(f => f.progress.is === 'failed')
      const into = edition === newEdition ? await addEdition(title.trim() || 'New edition') : null
      if (into) {
        setMade(into)
        setEdition(into.id)
      }
      const ids = await imports.enter(into?.id ?? edition)
      if (ids.length > 0 && keepsStyles && Object.keys(chosen).length > 0)
        await rememberStyles(into?.id ?? edition, chosen).catch(() => {
          tell({ words: 'The edition could not remember what its styles become', bad: true })
        })
      if (imports.isStopping.get()) {
        const left = imports.files.get().filter(f => f.progress.is === 'looked')
        setEntering(false)
        setShown(left[0]?.key ?? null)
        setStopped(true)
        return
      }
      const failed = imports.files.get().filter(f => f.progress.is === 'failed')
      if (failed.length > unreadable.length) {
        const lost = failed.find(f => !unreadable.some(u => u.key === f.key))
        tell({ words: `${failed.length - unreadable.length} could not be entered`, bad: true })
        setEntering(false)
        setShown(lost?.key ?? null)
        return
      }
      tell({
        words: ids.length === 1 ? 'Imported' : `${ids.length} documents imported`,
        ...(unreadable.length > 0
          ? { detail: `Left out, not readable: ${unreadable.map(f => f.file.name).join(', ')}` }
          : {}),
      })
      onClose()
      if (ids.length === 1 && unreadable.length === 0) go(`/d/${ids[0]}`)
    } catch (error) {
      tell({ words: error instanceof Error ? error.message : String(error), bad: true })
      setEntering(false)
    }
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!entering && looking === 0 && ready.length > 0) void enter()
  }

  if (!file) return null
  return (
    <Modal
      title={files.length === 1 ? 'Import a document' : `Import ${files.length} documents`}
      isOpen
      wide
      onClose={cancel}
    >
      <Form className="import" onSubmit={submit}>
        {zips
          .filter(zip => files.some(f => f.key === zip.key || f.zip === zip.key))
          .map(zip => (
            <ZipChoice
              key={zip.key}
              zip={zip}
              isDisabled={entering || done > 0}
              onChange={as => void imports.becomes(zip, as)}
            />
          ))}
        {files.length > 1 && <FileList files={files} chosen={file.key} onChoose={setShown} />}
        <div className="import-fields">
          <Field
            label="Title"
            value={file.title}
            onChange={value => imports.rename(file.key, value)}
            maxLength={500}
          />
          <div className="field">
            <span className="label">Edition</span>
            <Choice
              label="Edition"
              value={edition}
              onChange={setEdition}
              options={[
                ...[...editions, ...(made ? [made] : [])].map(e => [e.id, e.title] as const),
                ...(mayBegin ? [[newEdition, 'A new edition…'] as const] : []),
              ]}
            />
            {edition === newEdition && (
              <Field
                label="Title of the new edition"
                value={title}
                onChange={setTitle}
                placeholder="New edition"
              />
            )}
          </div>
        </div>
        <Preview
          file={file}
          styles={(uses, isBusy) => (
            <StyleTable
              styles={uses}
              said={styles}
              isBusy={isBusy}
              isKept={keepsStyles && Object.keys(chosen).length > 0}
              onChoose={(name, word) => setChosen(mergedStyles(chosen, { [name]: word }))}
            />
          )}
        />
        {entering && (
          <Bar words={isStopping ? 'Stopping after' : 'Entering'} n={done} of={done + ready.length + 1} />
        )}
        {!entering && files.length > 1 && looking > 0 && (
          <Bar words="Reading" n={files.length - looking} of={files.length} />
        )}
        {stopped && (
          <p className="import-stopped" role="status">
            Stopped: {done === 1 ? '1 document is' : `${done} documents are`} in, {ready.length} not. What is
            in stays in.
          </p>
        )}
        <div className="dialog-foot">
          {files.length > 1 && !entering && (
            <Button onPress={() => imports.remove(file.key)}>Leave this one out</Button>
          )}
          {entering && files.length > 1 ? (
            <Button onPress={() => imports.stop()} isDisabled={isStopping}>
              Stop
            </Button>
          ) : (
            <Button onPress={cancel}>{done > 0 ? 'Close' : 'Cancel'}</Button>
          )}
          <Button type="submit" look="primary" isDisabled={entering || looking > 0 || ready.length === 0}>
            {ready.length > 1 ? `Import ${ready.length}` : 'Import'}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}

/** What readers call the proposals, notes and names that a file brings along. */
const workCodes: ReadonlySet<string> = new Set(['earlier-editors', 'proposals', 'notes', 'replies'])

/** How far one has come: `n` of `of` are done. */
function Bar({ words, n, of }: { readonly words: string; readonly n: number; readonly of: number }) {
  return (
    <div className="progress" role="status">
      {words} {Math.min(n + 1, of)} of {of}…
      <div className="progress-bar">
        <div style={{ width: `${(100 * n) / Math.max(1, of)}%` }} />
      </div>
    </div>
  )
}

interface PreviewProps {
  readonly file: ImportedFile
  /** The table of the styles that a file has. */
  readonly styles: (uses: readonly StyleUse[], isBusy: boolean) => ReactNode
}

function Preview({ file, styles }: PreviewProps) {
  const { progress, isRereading = false } = file
  if (progress.is === 'looking')
    return (
      <p className="quiet" role="status">
        Reading {file.file.name}…
      </p>
    )
  if (progress.is === 'entered') return <p className="quiet">{file.file.name} is entered.</p>
  if (progress.is === 'entering') return <p className="quiet">{file.file.name} is being entered…</p>
  if (progress.is === 'failed')
    return (
      <div className="import-error" role="alert">
        <strong>{file.file.name} cannot be imported</strong>
        <span>{progress.why}</span>
        <Problems
          problems={(progress.seen?.problems ?? []).filter(
            p => p.severity === 'error' && p.message !== progress.why,
          )}
        />
      </div>
    )
  const { witness, problems } = progress.seen
  if (!witness) return null
  const guesses = problems.filter(p => p.severity !== 'info')
  const work = problems.filter(p => p.severity === 'info' && workCodes.has(p.code))
  const { encoding, bom } = witness.source
  return (
    <div className="import-view">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard to be read */}
      <section className="import-sheet" aria-label="The beginning, as it was understood" tabIndex={0}>
        <Typeset witness={witness} problems={problems} />
      </section>
      <div className="import-side">
        <div className="figures">
          {countsOf(witness).map(({ words, n }) => (
            <div className="figure" key={words}>
              <b>{n.toLocaleString('en')}</b>
              <small className="figure-words">{words}</small>
            </div>
          ))}
        </div>
        <p className="quiet">
          {encoding.toUpperCase()}
          {bom ? ' with byte-order mark' : ''} · {(file.file.size / 1024).toFixed(1)} kB, every byte kept
        </p>
        {work.length > 0 && (
          <section aria-label="What people have done in it">
            <h3 className="menu-head">What people have done in it</h3>
            {work.map(({ code, message }) => (
              <p className="quiet" key={code}>
                {message}
              </p>
            ))}
          </section>
        )}
        {(progress.seen.styles ?? []).length > 0 && styles(progress.seen.styles!, isRereading)}
        {guesses.length > 0 && (
          <section aria-label="Guesses">
            <h3 className="menu-head">
              {guesses.length === 1 ? '1 guess' : `${guesses.length} guesses`} · line:column
            </h3>
            <Problems problems={guesses} />
          </section>
        )}
      </div>
    </div>
  )
}

function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <div className="guesses">
      {problems.map(problem => (
        <button
          type="button"
          key={`${problem.line}:${problem.column}:${problem.code}:${problem.message}`}
          className={problem.severity === 'guess' ? 'guess' : 'guess guess-bad'}
          onClick={() =>
            document.getElementById(`guess-${problem.start}`)?.scrollIntoView({ block: 'center' })
          }
        >
          <code>
            {problem.line}:{problem.column}
          </code>
          <span>{problem.message}</span>
        </button>
      ))}
    </div>
  )
}

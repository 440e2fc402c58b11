import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { Link } from 'wouter'
import { freshKey, namesIn, namesText, type Work, workSchema, workTypes } from '../../schema/bibliography.js'
import { referenceAddress } from '../../schema/references.js'
import type { CitedAt } from '../app/api.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Field } from '../ui/field.js'
import { Modal } from '../ui/modal.js'

export interface WorkDialogProps {
  /** Null for a new work. */
  readonly work: Work | null
  readonly taken: ReadonlySet<string>
  readonly cited: readonly CitedAt[]
  /** Rejects with why it could not be saved. */
  readonly onSave: (work: Work) => Promise<void>
  /** Absent for a new work. */
  readonly onRemove?: (work: Work) => Promise<void>
  /** Whether one may change it; else it is shown. */
  readonly mayWrite?: boolean
  readonly onClose: () => void
}

/** The fields of plain text, in the order of the form. */
const plainFields = [
  ['container-title', 'In (journal, newspaper, book)'],
  ['publisher-place', 'Place'],
  ['publisher', 'Publisher'],
  ['volume', 'Volume'],
  ['issue', 'Issue'],
  ['page', 'Pages'],
  ['edition', 'Edition'],
  ['archive', 'Archive'],
  ['archive_location', 'Shelf mark'],
  ['DOI', 'DOI'],
  ['ISBN', 'ISBN'],
  ['URL', 'Web address'],
  ['note', 'Remark'],
] as const
type PlainField = (typeof plainFields)[number][0]

/** A work in a form. Fields that the form does not have stay as they are. */
export function WorkDialog({
  work,
  taken,
  cited,
  onSave,
  onRemove,
  onClose,
  mayWrite = true,
}: WorkDialogProps) {
  const [draft, setDraft] = useState<Work>(() => work ?? { id: '', type: 'book' })
  const [authors, setAuthors] = useState(() => namesText(work?.author))
  const [editors, setEditors] = useState(() => namesText(work?.editor))
  const [date, setDate] = useState(() => dateText(work))
  const [key, setKey] = useState(work?.id ?? '')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const set = (field: string, value: string) => setDraft({ ...draft, [field]: value })

  const run = async (what: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await what()
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason))
      setBusy(false)
    }
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    const filled = withoutEmpty({
      ...draft,
      author: namesIn(authors),
      editor: namesIn(editors),
      issued: dateIn(date, draft.issued),
    })
    const id = work?.id ?? (key.trim() || freshKey({ ...filled, id: 'new' } as Work, taken))
    if (!work && taken.has(id)) {
      setError(`The key ${id} is taken.`)
      return
    }
    const parsed = workSchema.safeParse({ ...filled, id })
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!
      setError(`${issue.path.join('.') || 'The work'} ${issue.message}`)
    } else if (!parsed.data.title && !parsed.data.author && !parsed.data.editor)
      setError('A title or a name is needed.')
    else void run(() => onSave(parsed.data))
  }
  const types = workTypes.some(([type]) => type === draft.type)
    ? workTypes
    : ([...workTypes, [draft.type, draft.type]] as const)
  return (
    <Modal title={work ? 'Work' : 'Add a work'} isOpen onClose={onClose} wide>
      <Form className="work-form" onSubmit={save}>
        <fieldset className="work-fields" disabled={!mayWrite}>
          <div className="work-row">
            <Choice
              label="Type"
              value={draft.type}
              options={types}
              onChange={type => setDraft({ ...draft, type })}
            />
          </div>
          <Field label="Authors (Family, Given; …)" value={authors} onChange={setAuthors} autoFocus={!work} />
          <Field label="Title" value={draft.title ?? ''} onChange={value => set('title', value)} />
          <Field label="Editors (Family, Given; …)" value={editors} onChange={setEditors} />
          <Field label="Date (1985, 1985-03 or 1985-03-27)" value={date} onChange={setDate} />
          {plainFields.map(([field, label]) => (
            <Field
              key={field}
              label={label}
              value={textOf(draft[field])}
              onChange={value => set(field satisfies PlainField, value)}
            />
          ))}
          {!work && (
            <Field
              label="Key (made of name and year where it is left empty)"
              value={key}
              onChange={setKey}
              maxLength={64}
            />
          )}
        </fieldset>
        {work && <CitedList cited={cited} />}
        {error && (
          <p className="bibliography-error" role="alert">
            {error}
          </p>
        )}
        <div className="dialog-foot">
          {work && onRemove && mayWrite && (
            <Button
              isDisabled={busy || cited.length > 0}
              className="work-remove"
              onPress={() => void run(() => onRemove(work))}
            >
              {cited.length > 0 ? 'Cited: cannot be removed' : 'Remove'}
            </Button>
          )}
          <Button onPress={onClose}>{mayWrite ? 'Cancel' : 'Close'}</Button>
          {mayWrite && (
            <Button look="primary" type="submit" isDisabled={busy}>
              Save
            </Button>
          )}
        </div>
      </Form>
    </Modal>
  )
}

function CitedList({ cited }: { readonly cited: readonly CitedAt[] }) {
  if (cited.length === 0) return null
  return (
    <section className="work-cited" aria-label="Where it is cited">
      <h3>Cited in</h3>
      <ul>
        {cited.map(({ document, title, note, label, locator }, i) => (
          <li
            key={`${note} ${i < 0 ? '' : locator} ${cited.slice(0, i).filter(c => c.note === note).length}`}
          >
            <Link href={referenceAddress({ document, note }, document)}>
              {title}, n. {label}
            </Link>
            {locator && <small> ({locator})</small>}
          </li>
        ))}
      </ul>
    </section>
  )
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

function withoutEmpty(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value] as const)
      .filter(
        ([, value]) => value !== '' && value !== undefined && !(Array.isArray(value) && value.length === 0),
      ),
  )
}

function dateText(work: Work | null): string {
  const parts = work?.issued?.['date-parts']
  if (!parts?.[0]) return work?.issued?.literal ?? work?.issued?.raw ?? ''
  return parts
    .map(one => one.map((n, i) => (i === 0 ? String(n) : String(n).padStart(2, '0'))).join('-'))
    .join('/')
}

/** A date as typed: a year, a month, a day or a span of them; anything else is kept as words. */
function dateIn(typed: string, before: Work['issued']): Work['issued'] | undefined {
  const text = typed.trim()
  if (text === '') return undefined
  if (before && dateText({ id: '', type: '', issued: before }) === text) return before
  const parts = text.split('/').map(one => /^(-?\d{1,4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(one.trim()))
  if (parts.length > 2 || parts.some(part => part === null)) return { literal: text }
  return {
    'date-parts': parts.map(part =>
      part!
        .slice(1)
        .filter(n => n !== undefined)
        .map(Number),
    ),
  }
}

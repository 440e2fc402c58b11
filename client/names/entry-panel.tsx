import { useCallback, useEffect, useState } from 'react'
import { type NameType, nameTypes } from '../../schema/names.js'
import {
  type Authority,
  authorities,
  type EntryValue,
  merged,
  oneLine,
  type RegisterEntry,
  registerEntry,
  split,
  typeWords,
  withVariant,
} from '../../schema/register.js'
import { carryOutPolicy, decide, type FoundName, namesOf } from '../app/api.js'
import { newId } from '../app/ids.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Field } from '../ui/field.js'
import { Modal } from '../ui/modal.js'
import { tell } from '../ui/toast.js'
import { EntryPicker, type Picked } from './entry-picker.js'
import { Occurrences } from './occurrences.js'
import { PolicyDialog } from './policy-dialog.js'
import type { UsedRegister } from './use-register.js'
import { Variants } from './variants.js'

const authorityWords: Readonly<Record<Authority, string>> = {
  viaf: 'VIAF',
  wikidata: 'Wikidata',
  geonames: 'GeoNames',
  gnd: 'GND',
}

export interface EntryPanelProps {
  readonly edition: string
  readonly entry: RegisterEntry
  readonly used: UsedRegister
  readonly onChoose: (id: string) => void
  /** Another number: the places are to be asked for again. */
  readonly round: number
  /** Told what was done, so that it can be taken back. */
  /** Whether one may change the register. */
  readonly mayWrite: boolean
  readonly onDone: (done: Done) => void
}

/** Something that was done to the register or by it, and how to take it back. */
export interface Done {
  readonly words: string
  readonly undo: () => Promise<void>
}

/** One entry: what is known of it, its forms and what is done about them, and every place where it is named. */
export function EntryPanel({ edition, entry, used, onChoose, round, onDone, mayWrite }: EntryPanelProps) {
  const { id, ...value } = entry
  const [draft, setDraft] = useState<EntryValue>(value)
  const [base, setBase] = useState(JSON.stringify(value))
  // What somebody else has written meanwhile shows as long as nothing is being changed here.
  const now = JSON.stringify(value)
  const isDirty = JSON.stringify(draft) !== base
  useEffect(() => {
    if (now === base || isDirty) return
    setDraft(JSON.parse(now) as EntryValue)
    setBase(now)
  }, [now, base, isDirty])
  const [found, setFound] = useState<{ total: number; occurrences: readonly FoundName[] } | null>(null)
  const load = useCallback(() => {
    namesOf(edition, id).then(setFound, () => {})
  }, [edition, id])
  // Its forms decide where it is found.
  useEffect(load, [load, now, round])
  const [merging, setMerging] = useState(false)
  const [policy, setPolicy] = useState<string | null>(null)

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work()
      load()
    } catch (error) {
      tell({
        words: 'This was not done',
        detail: error instanceof Error ? error.message : String(error),
        bad: true,
      })
    }
  }
  const save = () =>
    attempt(async () => {
      const parsed = registerEntry.parse(draft)
      await used.put(id, parsed)
      setDraft(parsed)
      setBase(JSON.stringify(parsed))
    })
  const merge = (picked: Picked) => {
    setMerging(false)
    if (picked.is !== 'entry' || picked.id === id) return
    const into = used.register.entry(picked.id)
    if (!into) return
    const { id: intoId, ...before } = into
    void attempt(async () => {
      await used.put(intoId, merged(before, value))
      await used.put(id, { ...value, mergedInto: intoId })
      onDone({
        words: `“${value.form}” is merged into “${before.form}”`,
        undo: async () => {
          await used.put(id, value)
          await used.put(intoId, before)
          onChoose(id)
        },
      })
      onChoose(intoId)
    })
  }
  const part = (variants: readonly string[]) => {
    const newOne = newId()
    const parts = split(value, variants, newOne)
    if (!parts) return
    void attempt(async () => {
      await used.put(newOne, parts[1])
      await used.put(id, parts[0])
      setBase(JSON.stringify(parts[0]))
      setDraft(parts[0])
      onDone({
        words: `${variants.length === 1 ? `“${variants[0]}” is` : `${variants.length} forms are`} an entry of its own now`,
        undo: async () => {
          await used.put(id, value)
          await used.remove(newOne)
          setBase(now)
          setDraft(value)
        },
      })
    })
  }
  const carryOut = (variant: string) =>
    attempt(async () => {
      setPolicy(null)
      const { documents } = await carryOutPolicy(edition, id, variant)
      const made = documents.reduce((sum, d) => sum + d.corrections.length, 0)
      const notes = documents.reduce((sum, d) => sum + d.notes.length, 0)
      const words =
        notes > 0
          ? `${notes === 1 ? 'One note' : `${notes} notes`} written`
          : `${made === 1 ? 'One proposal' : `${made} proposals`} in ${documents.length === 1 ? 'one document' : `${documents.length} documents`}`
      onDone({
        words,
        undo: async () => {
          for (const { document, corrections } of documents)
            if (corrections.length > 0)
              await decide(
                document,
                corrections.map(({ id: on, start, end, text }) => ({
                  on,
                  act: 'withdraw' as const,
                  why: '',
                  seen: { start, end, text },
                })),
              )
        },
      })
    })

  const set = (change: Partial<EntryValue>) => setDraft({ ...draft, ...change })
  return (
    <>
      <div className="entry-head">
        <h2>{value.form}</h2>
        {mayWrite && (
          <>
            <Button small onPress={() => setMerging(true)} isDisabled={isDirty}>
              Merge into…
            </Button>
            <Button
              small
              isDisabled={isDirty || (found?.occurrences.some(o => o.name !== '') ?? true)}
              onPress={() => void attempt(() => used.remove(id))}
            >
              Delete
            </Button>
          </>
        )}
      </div>
      <form
        className="entry-form"
        onSubmit={event => {
          event.preventDefault()
          void save()
        }}
      >
        <fieldset className="entry-all" disabled={!mayWrite}>
          <div className="entry-fields">
            <Field
              label="Canonical form"
              value={draft.form}
              onChange={form => set({ form })}
              maxLength={300}
              required
            />
            <div className="field">
              <span className="field-label">Type</span>
              <Choice<NameType>
                label="Type"
                value={draft.type}
                isDisabled={!mayWrite}
                options={nameTypes.map(type => [type, typeWords[type][0]] as const)}
                onChange={type => set({ type })}
              />
            </div>
            <Field
              label="Dates"
              value={draft.dates}
              onChange={dates => set({ dates })}
              maxLength={300}
              placeholder="1868–1956"
            />
            {authorities.map(authority => (
              <Field
                key={authority}
                label={authorityWords[authority]}
                value={draft.authorities[authority] ?? ''}
                onChange={text => {
                  const { [authority]: _, ...others } = draft.authorities
                  set({ authorities: text === '' ? others : { ...others, [authority]: text } })
                }}
                maxLength={300}
              />
            ))}
          </div>
          <label className="field">
            <span className="field-label">Note</span>
            <textarea
              className="input entry-note"
              rows={2}
              maxLength={5000}
              value={draft.note}
              onChange={event => set({ note: event.target.value })}
            />
          </label>
          <Variants
            mayWrite={mayWrite}
            draft={draft}
            saved={value}
            isDirty={isDirty}
            occurrences={found?.occurrences ?? []}
            onChange={set}
            onAdd={words => setDraft(withVariant(draft, oneLine(words)))}
            onPart={part}
            onCarryOut={setPolicy}
          />
        </fieldset>
        {mayWrite && (
          <div className="entry-acts">
            <Button type="submit" look="primary" isDisabled={!isDirty || draft.form.trim() === ''}>
              Save the entry
            </Button>
            <Button isDisabled={!isDirty} onPress={() => setDraft(JSON.parse(base) as EntryValue)}>
              Leave it as it was
            </Button>
          </div>
        )}
      </form>
      <Occurrences found={found} />
      {merging && (
        <Modal title={`Merge “${value.form}” into`} isOpen onClose={() => setMerging(false)}>
          <EntryPicker
            register={used.register}
            type={value.type}
            words={value.form}
            except={id}
            onPick={merge}
          />
        </Modal>
      )}
      {policy !== null && (
        <PolicyDialog
          entry={entry}
          variant={policy}
          occurrences={found?.occurrences ?? []}
          onClose={() => setPolicy(null)}
          onCarryOut={() => void carryOut(policy)}
        />
      )}
    </>
  )
}

import { useEffect, useState } from 'react'
import { declarationOf } from '../../schema/declaration.js'
import { type Settings, settingsSchema } from '../../schema/settings.js'
import type { Edition } from '../app/api.js'
import { RequestError } from '../app/api.js'
import { house } from '../app/identity.js'
import { InEdition } from '../app/in-edition.js'
import { PlaceHead } from '../app/places.js'
import { useMayIn } from '../app/rights.js'
import { useValue } from '../app/value.js'
import { Button } from '../ui/button.js'
import { tell } from '../ui/toast.js'
import { ApparatusForm } from './apparatus-form.js'
import { PrinciplesForm } from './principles-form.js'
import { useSettings } from './use-settings.js'
import { WorkForm } from './work-form.js'
import './settings.css'

/** `/e/:edition/settings`: the edition's principles, whose answers set the defaults of the editor and are printed. */
export function SettingsPage({ id }: { readonly id: string }) {
  return <InEdition id={id}>{edition => <Page key={id} edition={edition} />}</InEdition>
}

function Page({ edition }: { readonly edition: Edition }) {
  const { settings: kept, ready, rev, error, save } = useSettings(edition.id)
  // What is being changed, and the revision that it began with.
  const [draft, setDraft] = useState<{ settings: Settings; rev: number } | null>(null)
  const [saving, setSaving] = useState(false)
  const may = useMayIn(edition.id)('settings')
  const door = useValue(house)
  const settings = draft?.settings ?? kept
  const isValid = settingsSchema.safeParse(settings).success
  const isOvertaken = draft !== null && draft.rev !== rev

  useEffect(() => {
    document.title = `Principles · ${edition.title} · Corrigenda`
  }, [edition])

  useEffect(() => {
    if (!draft) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [draft])

  const change = (part: Partial<Settings>) =>
    setDraft({ settings: { ...settings, ...part }, rev: draft?.rev ?? rev })
  const keep = async () => {
    if (!draft || !isValid) return
    setSaving(true)
    try {
      // Whoever presses the button a second time has been told that somebody was quicker.
      await save(draft.settings, isOvertaken ? rev : draft.rev)
      setDraft(null)
      tell({ words: 'The principles are saved' })
    } catch (problem) {
      const isLate = problem instanceof RequestError && problem.status === 409
      tell({
        words: isLate ? 'Somebody changed the principles meanwhile' : 'The principles were not saved',
        detail: isLate
          ? 'Discard your changes to see theirs, or save again to put yours in their place.'
          : problem instanceof Error
            ? problem.message
            : '',
        bad: true,
      })
    } finally {
      setSaving(false)
    }
  }

  return (
    <div className="place-page">
      <PlaceHead edition={edition} here="Principles" />
      <main className="settings" aria-busy={!ready}>
        <form
          className="settings-form"
          onSubmit={event => {
            event.preventDefault()
            void keep()
          }}
        >
          {error && <p className="field-error">{error}</p>}
          {door?.accounts === 'open' && (
            <p className="quiet">
              This edition is on your own machine. To work on it with others, start the server with an address
              of its own (<code>--url</code>); docs/install.md says how.
            </p>
          )}
          <fieldset className="settings-all" disabled={!ready || !may}>
            <WorkForm settings={settings} onChange={change} />
            <PrinciplesForm value={settings.principles} onChange={principles => change({ principles })} />
            <ApparatusForm value={settings.apparatus} onChange={apparatus => change({ apparatus })} />
          </fieldset>
          {!may && (
            <p className="settings-foot quiet" role="status">
              Owners of the edition decide on this.
            </p>
          )}
          <div className="settings-foot" hidden={!may}>
            <span role="status">
              {draft ? (isOvertaken ? 'Somebody else has saved meanwhile' : 'Not saved yet') : 'Saved'}
            </span>
            <Button isDisabled={!draft} onPress={() => setDraft(null)}>
              Discard
            </Button>
            <Button type="submit" look="primary" isDisabled={!draft || !isValid || saving}>
              Save
            </Button>
          </div>
        </form>
        <Declaration settings={settings} />
      </main>
    </div>
  )
}

/** The declaration in prose, as it is printed. */
function Declaration({ settings }: { readonly settings: Settings }) {
  return (
    <aside className="declaration" aria-labelledby="declaration-title">
      <h2 id="declaration-title">Editorial declaration</h2>
      {declarationOf(settings).map(({ key, title, text }) => (
        <p key={key}>
          <b>{title}.</b> {text}
        </p>
      ))}
    </aside>
  )
}

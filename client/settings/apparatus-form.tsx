import { listTitles } from '../../schema/apparatus-printed.js'
import {
  type ApparatusSettings,
  apparatusLists,
  type EntryForm,
  entryForms,
  type PlaceForm,
  placeForms,
} from '../../schema/settings.js'
import { Field } from '../ui/field.js'
import { Chosen, Ticked } from './controls.js'

const formWords: Readonly<Record<EntryForm, string>> = {
  'lemma-bracket': 'Ugaki ] Ugeki',
  'lemma-tight': 'Ugaki] Ugeki',
  for: 'Ugaki for Ugeki',
  'received-arrow': 'Ugeki → Ugaki',
}

const placeWords: Readonly<Record<PlaceForm, string>> = {
  paragraph: '¶ 11.',
  page: 'p. 2.',
  'page-paragraph': 'p. 2, ¶ 11.',
  'page-line': '2.14, page and line where they are known',
}

export interface ApparatusFormProps {
  readonly value: ApparatusSettings
  readonly onChange: (value: ApparatusSettings) => void
}

/** How the apparatus is printed. */
export function ApparatusForm({ value, onChange }: ApparatusFormProps) {
  const set = (change: Partial<ApparatusSettings>) => onChange({ ...value, ...change })
  return (
    <section className="settings-part" aria-labelledby="apparatus-title">
      <h2 id="apparatus-title">Apparatus</h2>
      <Chosen
        label="An entry is written"
        value={value.form}
        options={entryForms.map(form => [form, formWords[form]] as const)}
        onChange={form => set({ form })}
      />
      <Chosen
        label="Its place"
        value={value.place}
        options={placeForms.map(place => [place, placeWords[place]] as const)}
        onChange={place => set({ place })}
      />
      <Field
        label="Siglum of the received text, put after its readings (may be empty)"
        value={value.witness}
        onChange={witness => set({ witness })}
        maxLength={40}
        placeholder="TS"
      />
      <fieldset className="ticks">
        <legend>An entry says</legend>
        <Ticked label="Kind (em.)" value={value.kind} onChange={kind => set({ kind })} />
        <Ticked label="Evidence (int.)" value={value.evidence} onChange={evidence => set({ evidence })} />
        <Ticked
          label="Certainty (cert. high)"
          value={value.certainty}
          onChange={certainty => set({ certainty })}
        />
        <Ticked
          label="Who (A.B.)"
          value={value.responsibility}
          onChange={responsibility => set({ responsibility })}
        />
        <Ticked label="The reason" value={value.reasons} onChange={reasons => set({ reasons })} />
      </fieldset>
      <fieldset className="ticks">
        <legend>Lists</legend>
        {apparatusLists.map(list => (
          <Ticked
            key={list}
            label={listTitles[list]}
            value={value.lists[list]}
            onChange={shown => set({ lists: { ...value.lists, [list]: shown } })}
          />
        ))}
      </fieldset>
    </section>
  )
}

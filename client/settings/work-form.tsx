import { useEffect, useState } from 'react'
import { correctionKinds } from '../../schema/corrections.js'
import { noteMarks, noteRestarts, type Settings, settingsSchema } from '../../schema/settings.js'
import { kindWords } from '../panels/words.js'
import { Field } from '../ui/field.js'
import { Chosen, Ticked } from './controls.js'

export interface FormProps {
  readonly settings: Settings
  readonly onChange: (change: Partial<Settings>) => void
}

const markWords = {
  letters: 'a, b, c …',
  numbers: '1, 2, 3 …',
  roman: 'i, ii, iii …',
  symbols: '*, †, ‡ …',
} as const
const restartWords = { document: 'never', page: 'on each page', chapter: 'in each chapter' } as const

/** How the editors work: who decides, what a new correction is, how notes are counted. */
export function WorkForm({ settings, onChange }: FormProps) {
  const { noteSeries } = settings
  const isLanguage = settingsSchema.shape.language.safeParse(settings.language)
  return (
    <section className="settings-part" aria-labelledby="work-title">
      <h2 id="work-title">Work</h2>
      <Ticked
        label="Two persons decide"
        beside="Nobody accepts a correction of their own."
        value={settings.twoPersons}
        onChange={twoPersons => onChange({ twoPersons })}
      />
      <Field
        label="Language of the texts (en, fr, ru-Latn …), for the spelling checker and the exports"
        value={settings.language}
        onChange={language => onChange({ language })}
        maxLength={35}
        error={isLanguage.success ? null : 'Such as en, fr-CA or ru-Latn'}
      />
      <Chosen
        label="A new correction is"
        value={settings.defaultKind}
        options={correctionKinds.map(kind => [kind, kindWords[kind]] as const)}
        onChange={defaultKind => onChange({ defaultKind })}
      />
      <Chosen
        label="Textual notes are marked"
        value={noteSeries.textual}
        options={noteMarks.map(marks => [marks, markWords[marks]] as const)}
        onChange={textual => onChange({ noteSeries: { ...noteSeries, textual } })}
      />
      <Chosen
        label="Explanatory notes are marked"
        value={noteSeries.explanatory}
        options={noteMarks.map(marks => [marks, markWords[marks]] as const)}
        onChange={explanatory => onChange({ noteSeries: { ...noteSeries, explanatory } })}
      />
      <Chosen
        label="They begin anew"
        value={noteSeries.restart}
        options={noteRestarts.map(restart => [restart, restartWords[restart]] as const)}
        onChange={restart => onChange({ noteSeries: { ...noteSeries, restart } })}
      />
      <StyleChoice
        value={settings.bibliographyStyle}
        onChange={bibliographyStyle => onChange({ bibliographyStyle })}
      />
    </section>
  )
}

/** The styles come with the citing program, which is large: it is asked for when the form is already there. */
function StyleChoice({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  const [styles, setStyles] = useState<readonly (readonly [string, string])[]>([])
  useEffect(() => {
    let isHere = true
    import('../../schema/citing.js').then(
      ({ citationStyles }) => {
        if (isHere) setStyles(citationStyles)
      },
      () => {
        // Without it the choice shows the name that is kept.
      },
    )
    return () => {
      isHere = false
    }
  }, [])
  const options = styles.some(([style]) => style === value) ? styles : [[value, value] as const, ...styles]
  return <Chosen label="Works are cited" value={value} options={options} onChange={onChange} />
}

import { principleWords } from '../../schema/declaration.js'
import type { PrincipleKey, Principles } from '../../schema/settings.js'
import { Chosen, OwnWords } from './controls.js'

export interface PrinciplesFormProps {
  readonly value: Principles
  readonly onChange: (value: Principles) => void
}

/** The edition's principles: for each a usual answer, and room for what the editors add. */
export function PrinciplesForm({ value, onChange }: PrinciplesFormProps) {
  return (
    <section className="settings-part" aria-labelledby="principles-title">
      <h2 id="principles-title">Principles</h2>
      {(Object.keys(principleWords) as PrincipleKey[]).map(key => (
        <Principle key={key} name={key} value={value} onChange={onChange} />
      ))}
    </section>
  )
}

function Principle<K extends PrincipleKey>({
  name,
  value,
  onChange,
}: PrinciplesFormProps & { readonly name: K }) {
  const { title, answers } = principleWords[name]
  const { choice, text } = value[name]
  const set = (change: { choice?: string; text?: string }) =>
    onChange({ ...value, [name]: { ...value[name], ...change } })
  return (
    <div className="principle">
      <Chosen
        label={title}
        value={choice as string}
        options={Object.entries<readonly [string, string]>(answers).map(
          ([answer, [words]]) => [answer, words] as const,
        )}
        onChange={chosen => set({ choice: chosen })}
      />
      <OwnWords label={`${title}, in your own words`} value={text} onChange={words => set({ text: words })} />
    </div>
  )
}

/** What the styles of a Word file become: a row for each, with a choice. */
import { blockWords, type StyleMap, type StyleUse, titleOfWord } from '../../schema/formats/style-map.js'
import { Choice } from '../ui/choice.js'

/** What a style is by itself. */
const byItself = 'usual'

export interface StyleTableProps {
  readonly styles: readonly StyleUse[]
  /** What was chosen so far, here and in the edition's settings. */
  readonly said: StyleMap
  readonly isBusy: boolean
  /** Whether the edition remembers what is chosen. */
  readonly isKept: boolean
  /** `word` is '' for what the style is by itself. */
  readonly onChoose: (name: string, word: string) => void
}

export function StyleTable({ styles, said, isBusy, isKept, onChoose }: StyleTableProps) {
  const words = new Map(Object.entries(said).map(([name, word]) => [name.toLowerCase(), word]))
  return (
    <section className="import-styles" aria-label="Styles" aria-busy={isBusy}>
      <h3 className="menu-head">Styles, and what they become</h3>
      {styles.map(({ name, count, usual }) => (
        <div className="import-style" key={name}>
          <span className="import-style-name" title={name}>
            {name}
          </span>
          <small className="quiet">
            {count.toLocaleString('en')} {count === 1 ? 'paragraph' : 'paragraphs'}
          </small>
          <Choice
            label={`What “${name}” becomes`}
            value={words.get(name.toLowerCase()) || byItself}
            onChange={word => onChoose(name, word === byItself ? '' : word)}
            options={[
              [byItself, `${titleOfWord(usual)} (usual)`],
              ...blockWords.map(word => [word, titleOfWord(word)] as const),
            ]}
          />
        </div>
      ))}
      {isKept && <p className="quiet import-styles-kept">The edition remembers this for its next file.</p>}
    </section>
  )
}

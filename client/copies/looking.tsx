import { useMemo, useState } from 'react'
import { type Base, bases } from '../../schema/copies/index.js'
import type { CorrectionKind } from '../../schema/corrections.js'
import type { EditedDocument } from '../../schema/document.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import type { Compared } from './asking.js'
import { CandidateList } from './candidate-list.js'
import {
  classWords,
  countsOf,
  countWords,
  entryOf,
  everything,
  mayChoose,
  type Shown,
  shownOf,
  usual,
} from './selection.js'
import { nameOfSender, type Sender } from './sender.js'

export interface LookingProps {
  readonly document: EditedDocument
  readonly compared: Compared
  readonly sender: Sender
  readonly isBusy: boolean
  readonly onBase: (base: Base) => void
  readonly onAgain: () => void
  readonly onEnter: (entry: ReturnType<typeof entryOf>) => void
}

const baseWords: Readonly<Record<Base, string>> = {
  reading: 'the reading text',
  diplomatic: 'the diplomatic text',
  received: 'the text as received',
}

/** The differences, to be looked through before anything is entered. */
export function Looking(props: LookingProps) {
  const { document, compared, sender, isBusy, onBase, onAgain, onEnter } = props
  const { candidates, base, known, shared, problems } = compared
  const [chosen, setChosen] = useState(() => usual(candidates))
  const [kinds, setKinds] = useState<ReadonlyMap<number, CorrectionKind>>(new Map())
  const [shown, setShown] = useState<Shown>(everything)
  const [trusts, setTrusts] = useState(!compared.isOther)
  const counts = useMemo(() => countsOf(candidates, chosen), [candidates, chosen])
  // What is unchecked under "chosen" stays in sight until the list is asked for anew.
  const [frozen, setFrozen] = useState(chosen)
  const list = useMemo(() => shownOf(candidates, shown, frozen), [candidates, shown, frozen])
  const entry = useMemo(() => entryOf(compared, chosen, kinds), [compared, chosen, kinds])
  const total = countWords({
    corrections: entry.corrections?.length ?? 0,
    notes: entry.notes?.length ?? 0,
    structure: entry.structure?.length ?? 0,
  })
  const show = (change: Partial<Shown>) => {
    setShown({ ...shown, ...change })
    setFrozen(chosen)
  }
  const choose = (ids: readonly number[], on: boolean) => {
    const next = new Set(chosen)
    for (const id of ids)
      if (on) next.add(id)
      else next.delete(id)
    setChosen(next)
  }
  const chooseAll = () => {
    const ids = list.filter(mayChoose).map(({ id }) => id)
    choose(ids, !ids.every(id => chosen.has(id)))
  }

  if (!trusts)
    return (
      <main className="message" role="alert">
        <h1>This seems to be another text</h1>
        <p>
          Only {percent(shared.copy)} of the file’s words stand in this document in the same order, and{' '}
          {percent(shared.document)} of the document’s in the file. Is it the right file?
        </p>
        <div className="message-acts">
          <Button look="primary" autoFocus onPress={onAgain}>
            Another file
          </Button>
          <Button onPress={() => setTrusts(true)}>Look through it anyway</Button>
        </div>
      </main>
    )
  const losses = problems.filter(({ severity }) => severity === 'loss' || severity === 'guess')
  return (
    <main className="copy-looking">
      <div className="copy-head">
        <div className="copy-about">
          <span>Compared with</span>
          <Choice
            label="The text that the copy was made from"
            className="small-select"
            value={base}
            onChange={onBase}
            options={bases.map(name => [name, baseWords[name]] as const)}
          />
          <span>
            {percent(shared.copy)} of the copy’s words stand in it.
            {known > 0 &&
              ` ${known === 1 ? '1 difference is' : `${known.toLocaleString('en')} differences are`} proposed or accepted already.`}
          </span>
          <Button small onPress={onAgain}>
            Another file
          </Button>
        </div>
        {losses.length > 0 && (
          <details className="copy-losses">
            <summary>
              {losses.length === 1 ? '1 remark' : `${losses.length} remarks`} on reading the file
            </summary>
            <ul>
              {losses.slice(0, 100).map(problem => (
                <li key={`${problem.line}:${problem.column}:${problem.code}:${problem.message}`}>
                  {problem.line}:{problem.column} {problem.message}
                </li>
              ))}
            </ul>
          </details>
        )}
        {candidates.length > 0 && (
          <div className="copy-filters" role="group" aria-label="Show">
            <ClassButton isOn={shown.class === ''} onPress={() => show({ class: '' })}>
              All <b>{candidates.length.toLocaleString('en')}</b>
            </ClassButton>
            {counts.map(({ class: of, all, chosen: some }) => (
              <ClassButton key={of} isOn={shown.class === of} onPress={() => show({ class: of })}>
                {classWords[of]}{' '}
                <b>
                  {some < all && `${some.toLocaleString('en')} of `}
                  {all.toLocaleString('en')}
                </b>
              </ClassButton>
            ))}
            <Choice<Shown['chosen']>
              label="Chosen or not"
              className="small-select"
              value={shown.chosen}
              onChange={value => show({ chosen: value })}
              options={[
                ['all', 'Chosen or not'],
                ['chosen', 'Chosen'],
                ['left', 'Left out'],
              ]}
            />
            <Button small isDisabled={!list.some(mayChoose)} onPress={chooseAll}>
              {list.filter(mayChoose).every(({ id }) => chosen.has(id)) ? 'Leave all out' : 'Choose all'}{' '}
              <kbd>⇧X</kbd>
            </Button>
          </div>
        )}
      </div>
      {candidates.length === 0 ? (
        <div className="copy-nothing">
          <h2>{known > 0 ? 'Nothing new' : 'No difference'}</h2>
          <p>
            {known > 0
              ? 'All that the copy says differently is proposed or accepted already.'
              : 'The copy reads as the document does.'}
          </p>
        </div>
      ) : (
        <CandidateList
          document={document}
          list={list}
          chosen={chosen}
          kinds={kinds}
          sender={nameOfSender(sender)}
          onChoose={(id, on) => choose([id], on)}
          onChooseAll={chooseAll}
          onKind={(id, kind) => setKinds(new Map(kinds).set(id, kind))}
        />
      )}
      {candidates.length > 0 && (
        <footer className="copy-foot">
          <span role="status">
            {total
              ? `${total} by ${nameOfSender(sender)}${compared.candidates.some(c => c.author && chosen.has(c.id)) ? ' and those whom the file names' : ''}`
              : 'Nothing is chosen'}
          </span>
          <Button look="primary" isDisabled={isBusy || total === ''} onPress={() => onEnter(entry)}>
            {isBusy ? 'Entering…' : `Enter ${total}`}
          </Button>
        </footer>
      )}
    </main>
  )
}

function ClassButton({
  isOn,
  onPress,
  children,
}: {
  readonly isOn: boolean
  readonly onPress: () => void
  readonly children: React.ReactNode
}) {
  return (
    <button type="button" className="copy-class" aria-pressed={isOn} onClick={onPress}>
      {children}
    </button>
  )
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

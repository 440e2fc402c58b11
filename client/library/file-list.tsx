import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import type { ImportedFile, Progress } from './imports.js'

export interface FileListProps {
  readonly files: readonly ImportedFile[]
  /** The key of the one that is shown. */
  readonly chosen: number
  readonly onChoose: (key: number) => void
}

/** The files that are about to be imported, to choose the one that is shown: a few as buttons, those of a ZIP as a list
 * with what each was recognised as and what there is to say of it. */
export function FileList({ files, chosen, onChoose }: FileListProps) {
  const isList = files.some(({ path }) => path !== undefined)
  return (
    <ToggleButtonGroup
      className={isList ? 'import-list' : 'import-files'}
      aria-label="Files"
      orientation={isList ? 'vertical' : 'horizontal'}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[String(chosen)]}
      onSelectionChange={keys => onChoose(Number([...keys][0]))}
    >
      {files.map(({ key, file, path, reader, progress }) => (
        <ToggleButton key={key} id={String(key)} className={isList ? 'import-row' : 'import-file'}>
          <span className={`import-dot ${dotOf(progress)}`} aria-hidden="true" />
          <span className="import-name">{path ?? file.name}</span>
          {isList && <small className="import-reader">{reader}</small>}
          <span className={isList ? 'import-state' : 'visually-hidden'}>{stateWords(progress)}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}

function dotOf(progress: Progress): string {
  switch (progress.is) {
    case 'looking':
    case 'entering':
      return 'dot-busy'
    case 'failed':
      return 'dot-bad'
    case 'entered':
      return 'dot-good'
    case 'looked':
      return progress.seen.problems.some(p => p.severity === 'guess') ? 'dot-guess' : 'dot-good'
  }
}

function stateWords(progress: Progress): string {
  switch (progress.is) {
    case 'looking':
      return 'being read'
    case 'entering':
      return 'being entered'
    case 'failed':
      return 'cannot be read'
    case 'entered':
      return 'entered'
    case 'looked': {
      const n = progress.seen.problems.filter(({ severity }) => severity !== 'info').length
      return n === 0 ? 'ready' : `ready, ${n} to look at`
    }
  }
}

import { useEffect, useState } from 'react'
import { freshKey, namesText, type Work, yearOf } from '../../schema/bibliography.js'
import type { WorksRead } from '../../schema/works-in-file.js'
import { Button } from '../ui/button.js'
import { Modal } from '../ui/modal.js'
import { tell } from '../ui/toast.js'

export interface WorkImportProps {
  readonly file: File
  /** The works that are there already. */
  readonly works: readonly Work[]
  readonly put: (id: string, work: Work) => Promise<void>
  readonly onClose: () => void
}

/** Larger files are not bibliographies. */
const largest = 20 << 20

/** What a file of works holds, what of it cannot be read, and the import of the rest. */
export function WorkImport({ file, works, put, onClose }: WorkImportProps) {
  const [read, setRead] = useState<WorksRead | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [done, setDone] = useState<number | null>(null)

  useEffect(() => {
    let here = true
    const look = async () => {
      if (file.size > largest) throw new Error('The file is larger than 20 MB.')
      const [{ readWorks }, text] = await Promise.all([import('../../schema/works-in-file.js'), file.text()])
      const found = readWorks(text)
      if (!here) return
      if (found) setRead(found)
      else setFailure('It is neither CSL JSON nor BibTeX nor RIS.')
    }
    look().catch(error => setFailure(error instanceof Error ? error.message : String(error)))
    return () => {
      here = false
    }
  }, [file])

  const { fresh, known } = read ? sorted(read.works, works) : { fresh: [], known: 0 }
  const take = async () => {
    setDone(0)
    try {
      for (const [i, work] of fresh.entries()) {
        await put(work.id, work)
        setDone(i + 1)
      }
      tell({ words: `${fresh.length} ${fresh.length === 1 ? 'work' : 'works'} imported` })
      onClose()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
      setDone(null)
    }
  }
  return (
    <Modal title={`Import ${file.name}`} isOpen onClose={onClose} wide>
      {failure && (
        <p className="bibliography-error" role="alert">
          {failure}
        </p>
      )}
      {read && (
        <>
          <p>
            {read.format}: {fresh.length} {fresh.length === 1 ? 'work' : 'works'} to import
            {known > 0 && `, ${known} already there`}
            {read.problems.length > 0 && `, ${read.problems.length} that cannot be read`}.
          </p>
          {read.problems.length > 0 && (
            <ul className="work-problems" aria-label="What cannot be read">
              {read.problems.map(({ entry, line, message }) => (
                <li key={`${line} ${entry}`}>
                  <code>line {line}</code> <b>{entry}</b>: {message}
                </li>
              ))}
            </ul>
          )}
          <ul className="work-preview" aria-label="What will be imported">
            {fresh.slice(0, 100).map(work => (
              <li key={work.id}>
                <code>{work.id}</code> {namesText(work.author ?? work.editor)} {yearOf(work)}{' '}
                <i>{work.title}</i>
              </li>
            ))}
            {fresh.length > 100 && <li>and {fresh.length - 100} more</li>}
          </ul>
        </>
      )}
      <div className="dialog-foot">
        <Button onPress={onClose}>Cancel</Button>
        <Button look="primary" isDisabled={fresh.length === 0 || done !== null} onPress={() => void take()}>
          {done === null ? 'Import' : `${done} of ${fresh.length}…`}
        </Button>
      </div>
    </Modal>
  )
}

/** Works that are not there yet; one that differs from a work of the same key gets another key. */
function sorted(found: readonly Work[], works: readonly Work[]): { fresh: Work[]; known: number } {
  const there = new Map(works.map(work => [work.id, work]))
  const taken = new Set(there.keys())
  const fresh: Work[] = []
  let known = 0
  for (const work of found) {
    const same = there.get(work.id)
    if (same && isSame(same, work)) {
      known++
      continue
    }
    const id = taken.has(work.id) ? freshKey(work, taken) : work.id
    taken.add(id)
    fresh.push({ ...work, id })
  }
  return { fresh, known }
}

function isSame(a: Work, b: Work): boolean {
  const spelled = (work: Work) => JSON.stringify(Object.entries(work).sort(([x], [y]) => (x < y ? -1 : 1)))
  return spelled(a) === spelled(b)
}

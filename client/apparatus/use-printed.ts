/** The printed apparatus of an open document, written anew whenever the document, the settings or the register change. */
import { useCallback, useEffect, useMemo } from 'react'
import { type PrintedList, printedApparatus } from '../../schema/apparatus-printed.js'
import type { EditedDocument } from '../../schema/document.js'
import { printedText } from '../../schema/printed.js'
import type { Settings } from '../../schema/settings.js'
import { useInitials, usePrintedNames } from '../app/names.js'
import { useRecords } from '../app/records.js'
import { useValue } from '../app/value.js'
import { useReading } from '../app/workbench.js'
import { useRegister } from '../names/use-register.js'
import { noteContextOf } from '../notes/note-context.js'

/** How long after a change the lists are written anew, in milliseconds: once for a word typed at speed. */
const delay = 250

/** The lists that the settings ask for. */
export function usePrinted(document: EditedDocument, edition: string, settings: Settings): PrintedList[] {
  const person = usePrintedNames()
  const initials = useInitials()
  const { register } = useRegister(edition)
  const { records } = useRecords(edition, 'bibliography')
  const works = useMemo(() => records.map(({ id, value }) => ({ ...value, id })), [records])
  const notes = noteContextOf(document)
  // What notes refer to and cite comes later than the notes: then the lists are written anew.
  const version = useValue(notes.version)
  useEffect(() => {
    void notes.setWorks(works, settings.bibliographyStyle)
  }, [notes, works, settings.bibliographyStyle])
  const read = useCallback(
    (edited: EditedDocument) =>
      printedApparatus(edited, {
        inNotes: part =>
          part.type === 'ref'
            ? notes.reference(part.to)
            : printedText(notes.citation(part.key, part.locator)),
        settings,
        person,
        initials,
        registered: ref => register.entry(ref)?.form ?? null,
      }),
    [settings, person, initials, register, notes, version],
  )
  return useReading(document, read, delay)
}

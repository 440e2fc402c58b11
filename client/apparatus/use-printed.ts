/** The printed apparatus of an open document, written anew whenever the document, the settings or the register change. */
import { useCallback } from 'react'
import { type PrintedList, printedApparatus } from '../../schema/apparatus-printed.js'
import type { EditedDocument } from '../../schema/document.js'
import type { Settings } from '../../schema/settings.js'
import { usePrintedNames } from '../app/names.js'
import { useReading } from '../app/workbench.js'
import { useRegister } from '../names/use-register.js'

/** How long after a change the lists are written anew, in milliseconds: once for a word typed at speed. */
const delay = 250

/** The lists that the settings ask for. */
export function usePrinted(document: EditedDocument, edition: string, settings: Settings): PrintedList[] {
  const person = usePrintedNames()
  const { register } = useRegister(edition)
  const read = useCallback(
    (edited: EditedDocument) =>
      printedApparatus(edited, {
        settings,
        person,
        registered: ref => register.entry(ref)?.form ?? null,
      }),
    [settings, person, register],
  )
  return useReading(document, read, delay)
}

/** The notes' context, kept up to date with the settings and works of the edition. */
import { useEffect, useMemo } from 'react'
import { useLocation } from 'wouter'
import type { Reference } from '../../schema/note-body.js'
import { referenceAddress, referenceIn } from '../../schema/references.js'
import { defaultSettings } from '../../schema/settings.js'
import { useRecords } from '../app/records.js'
import { useValue } from '../app/value.js'
import { useWorkbench } from '../app/workbench.js'
import { type NoteContext, noteContextOf } from './note-context.js'

/** The context of the open document's notes; the component is drawn anew when it changes. */
export function useNoteContext(): NoteContext {
  const { document: edited } = useWorkbench()
  const context = noteContextOf(edited)
  useValue(context.version)
  return context
}

/** Goes to a place of the edition, in this document or another. */
export function useGoToReference(): (to: Reference) => void {
  const { editor, session } = useWorkbench()
  const [, go] = useLocation()
  return to => {
    if (to.document !== '' && to.document !== session.id) go(referenceAddress(to, session.id))
    else if ('note' in to) editor.goTo({ note: to.note })
    else if ('correction' in to) editor.goTo({ correction: to.correction })
    else editor.goTo({ offset: to.start })
  }
}

/** Draws nothing: keeps the marks in the text, and goes to the place that the page's address names. */
export function NoteMarks(): null {
  const { document: edited, opened, editor } = useWorkbench()
  const edition = opened.about.edition.id
  const settings = useRecords(edition, 'settings').records[0]?.value ?? defaultSettings
  const { records } = useRecords(edition, 'bibliography')
  const works = useMemo(() => records.map(({ id, value }) => ({ ...value, id })), [records])
  const context = noteContextOf(edited)
  useEffect(() => context.follow(), [context])
  useEffect(() => context.setSeries(settings.noteSeries), [context, settings.noteSeries])
  useEffect(() => {
    void context.setWorks(works, settings.bibliographyStyle)
  }, [context, works, settings.bibliographyStyle])
  useEffect(() => {
    const go = () => {
      const to = referenceIn(location.pathname + location.hash)
      if (!to) return
      if ('note' in to) editor.goTo({ note: to.note })
      else if ('correction' in to) editor.goTo({ correction: to.correction })
      else editor.goTo({ offset: to.start })
    }
    go()
    addEventListener('hashchange', go)
    return () => removeEventListener('hashchange', go)
  }, [editor])
  return null
}

import { useEffect } from 'react'
import type { Editor } from '../editor/editor.js'
import { workingKind } from '../editor/habits.js'
import { useSettings } from './use-settings.js'

/** Lets an editor begin as its edition's settings say: the language of the text, whether two persons are asked for and, where this person has not chosen
 * one for their work, the kind of a new correction. */
export function useDefaults(editor: Editor | null, edition: string): void {
  const { settings, ready } = useSettings(edition)
  const { language, defaultKind, twoPersons } = settings
  useEffect(() => {
    if (!editor || !ready) return
    editor.setLanguage(language)
    editor.demands = { twoPersons }
    if (workingKind() === null) editor.defaultKind = defaultKind
  }, [editor, ready, language, defaultKind, twoPersons])
}

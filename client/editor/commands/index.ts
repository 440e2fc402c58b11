/** All commands of the editor, in the order in which menus list them. */
import type { Deed } from '../../../schema/people.js'
import type { Command, Section } from '../command.js'
import { annotationCommands } from './annotation.js'
import { nameCommands } from './names.js'
import { noteCommands } from './notes.js'
import { pageCommands } from './pages.js'
import { reviewCommands } from './review.js'
import { sourceCommands } from './source.js'
import { structureCommands } from './structure.js'
import { textCommands, viewCommands } from './text.js'

/** What the commands of a section are, as a question of access. */
const deeds: Partial<Record<Section, Deed>> = {
  Text: 'propose',
  Structure: 'structure',
  Pages: 'structure',
  Notes: 'note',
  Names: 'name',
  Source: 'structure',
  Review: 'propose',
}

/** What single commands are; null is for everybody. */
const exceptions: Readonly<Record<string, Deed | null>> = {
  // Notes and names are undone too.
  undo: 'note',
  redo: 'note',
  copy: null,
  'copy-reference': null,
  'next-name': null,
  'previous-name': null,
  'link-speaker': 'structure',
  'next-correction': null,
  'previous-correction': null,
  accept: 'accept',
  'accept-own': 'accept',
  reject: 'decide',
}

function deedOf({ id, section }: Command): Deed | null {
  return id in exceptions ? exceptions[id]! : (deeds[section] ?? null)
}

/** As it is offered: to those alone who may. */
function guarded(command: Command): Command {
  const deed = deedOf(command)
  if (deed === null) return command
  return { ...command, deed, enabled: editor => editor.may(deed) && command.enabled(editor) }
}

export const commands: readonly Command[] = [
  ...textCommands,
  ...structureCommands,
  ...pageCommands,
  ...noteCommands,
  ...nameCommands,
  ...sourceCommands,
  ...reviewCommands,
  ...annotationCommands,
  ...viewCommands,
].map(guarded)

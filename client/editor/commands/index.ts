/** All commands of the editor, in the order in which menus list them. */
import type { Command } from '../command.js'
import { annotationCommands } from './annotation.js'
import { nameCommands } from './names.js'
import { noteCommands } from './notes.js'
import { pageCommands } from './pages.js'
import { reviewCommands } from './review.js'
import { sourceCommands } from './source.js'
import { structureCommands } from './structure.js'
import { textCommands, viewCommands } from './text.js'

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
]

/** What the person at this screen may do, as the server last said: in the open document, and in an edition. What one may
 * not do is not offered. */
import { useEffect, useMemo } from 'react'
import { can, type Decidable, type Deed, type Demands, type Role } from '../../schema/people.js'
import { editionRoles, editions } from './api.js'
import { identity } from './identity.js'
import type { Session } from './session.js'
import { useValue } from './value.js'
import { useEditorState, useWorkbench } from './workbench.js'

/** Whether somebody may do something, to a correction or note where one is named. */
export type May = (deed: Deed, thing?: Decidable, demands?: Demands) => boolean

/** What one may in the open document; it changes while one looks. */
export function useMay(): May {
  const { editor, me } = useWorkbench()
  const { role } = useEditorState(editor)
  return useMemo(() => mayOf(me.id, role), [me.id, role])
}

/** What one may in a document that a page other than the editor has open. */
export function useMayOn({ role, me }: Pick<Session, 'role' | 'me'>): May {
  const current = useValue(role)
  return useMemo(() => mayOf(me.id, current), [me.id, current])
}

/** What one may in an edition as a whole; nothing until the server has said. */
export function useMayIn(edition: string): May {
  const role = useRoleIn(edition)
  const id = useValue(identity)?.id ?? ''
  return useMemo(() => mayOf(id, role ?? null), [id, role])
}

/** What one is in an edition; undefined until the server has said, null where one knows only documents of it. */
export function useRoleIn(edition: string): Role | null | undefined {
  const known = useValue(editionRoles)
  const role = known.get(edition)
  useEffect(() => {
    if (role !== undefined) return
    editions().catch(() => {
      // The page itself says that the server does not answer.
    })
  }, [role])
  return role
}

function mayOf(id: string, role: Role | null): May {
  return (deed, thing, demands) => can({ id, role }, deed, thing, demands)
}

/** What a role lets one do, as a sentence. */
export const roleMeaning: Readonly<Record<Role, string>> = {
  reader: 'You read everything and change nothing.',
  annotator: 'You write notes and replies and tag names. Corrections are for others to make.',
  corrector: 'You propose corrections; a reviewer decides on them.',
  reviewer: 'You propose, and decide on what others propose.',
  owner: 'You may do everything, and say who may what.',
}

/** The register of an edition, as components use it. */
import { useMemo } from 'react'
import type { NameType } from '../../schema/names.js'
import { type EntryValue, newEntry, Register, withVariant } from '../../schema/register.js'
import { newId } from '../app/ids.js'
import { useRecords } from '../app/records.js'

export interface UsedRegister {
  readonly register: Register
  readonly ready: boolean
  readonly error: string | null
  /** Writes an entry; rejects where somebody else was quicker. */
  put(id: string, value: EntryValue): Promise<void>
  remove(id: string): Promise<void>
  /** Adds an entry and answers its id. */
  add(type: NameType, form: string, variants?: readonly string[]): Promise<string>
  /** Makes words a variant of an entry where they are not yet. */
  learn(id: string, words: string): Promise<void>
}

export function useRegister(edition: string | null): UsedRegister {
  const { records, ready, error, put, remove } = useRecords(edition, 'register')
  return useMemo(() => {
    const register = new Register(records.map(({ id, value }) => ({ id, ...value })))
    const values = new Map(records.map(({ id, value }) => [id, value]))
    return {
      register,
      ready,
      error,
      put: (id, value) => put(id, value),
      remove,
      add: async (type, form, variants = []) => {
        const id = newId()
        await put(id, variants.reduce(withVariant, newEntry(type, form)))
        return id
      },
      learn: async (id, words) => {
        const value = values.get(id)
        if (!value) return
        const taught = withVariant(value, words)
        if (taught !== value) await put(id, taught)
      },
    }
  }, [records, ready, error, put, remove])
}

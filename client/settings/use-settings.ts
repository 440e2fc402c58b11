/** The settings of an edition, as components use them. */
import { useCallback } from 'react'
import { defaultSettings, type Settings, settingsId } from '../../schema/settings.js'
import { useRecords } from '../app/records.js'

export interface UsedSettings {
  /** The defaults until the server has answered, and where the edition has not said anything. */
  readonly settings: Settings
  readonly ready: boolean
  /** Counts the changes; 0 where nothing has been said. */
  readonly rev: number
  readonly error: string | null
  /** Writes them over revision `rev`; rejects with status 409 where somebody was quicker. */
  save(settings: Settings, rev: number): Promise<void>
}

/** Follows the settings of an edition; without an edition, the defaults. */
export function useSettings(edition: string | null): UsedSettings {
  const { records, ready, error, put } = useRecords(edition, 'settings')
  const record = records.find(({ id }) => id === settingsId)
  const save = useCallback((settings: Settings, rev: number) => put(settingsId, settings, rev), [put])
  return { settings: record?.value ?? defaultSettings, ready, rev: record?.rev ?? 0, error, save }
}

import { settingsId } from '../../schema/settings.js'
import { useRecords } from '../app/records.js'

/** Whether an edition asks that nobody accept their own corrections. */
export function useTwoPersons(edition: string): boolean {
  const { records } = useRecords(edition, 'settings')
  return records.find(record => record.id === settingsId)?.value.twoPersons ?? false
}

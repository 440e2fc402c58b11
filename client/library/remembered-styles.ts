/** What an edition remembers of the styles of its Word files. */
import { mergedStyles, type StyleMap } from '../../schema/formats/style-map.js'
import { settingsId, settingsSchema } from '../../schema/settings.js'
import { RequestError, recordsOf, writeRecord } from '../app/api.js'

/** Adds to the settings of an edition what was chosen. '' forgets a style. Tries anew where somebody else was quicker. */
export async function rememberStyles(edition: string, chosen: StyleMap, tries = 3): Promise<void> {
  const known = (await recordsOf(edition, 'settings')).find(({ id }) => id === settingsId)
  const settings = settingsSchema.parse(known?.value ?? {})
  const merged = Object.entries(mergedStyles(settings.wordStyles, chosen)).filter(([, word]) => word !== '')
  const wordStyles = Object.fromEntries(merged)
  if (JSON.stringify(wordStyles) === JSON.stringify(settings.wordStyles)) return
  try {
    await writeRecord(edition, 'settings', settingsId, { ...settings, wordStyles }, known?.rev ?? 0)
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 409 || tries <= 1) throw error
    await rememberStyles(edition, chosen, tries - 1)
  }
}

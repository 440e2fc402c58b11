/** What somebody wishes to export: the format, and for each format what was last chosen. This browser remembers it. */
import { z } from 'zod'
import type { Format } from '../../schema/formats/format.js'
import { type View, views } from '../../schema/readings.js'
import { recall, remember } from '../app/local.js'

export interface Wish {
  readonly view: View
  readonly options: Readonly<Record<string, string>>
  readonly withApparatus: boolean
}

const wishes = z.object({
  format: z.string(),
  wishes: z.record(
    z.string(),
    z.object({ view: z.enum(views), options: z.record(z.string(), z.string()), withApparatus: z.boolean() }),
  ),
})
export type Wishes = z.infer<typeof wishes>

const key = 'export'

export function recallWishes(): Wishes {
  try {
    const parsed = wishes.safeParse(JSON.parse(recall(key) ?? ''))
    if (parsed.success) return parsed.data
  } catch {
    // Nothing was remembered.
  }
  return { format: 'html', wishes: {} }
}

export function rememberWishes(all: Wishes): void {
  remember(key, JSON.stringify(all))
}

/** What was last wished of a format, as far as it still has that. */
export function wishOf({ wishes }: Wishes, format: Format): Wish {
  const before = wishes[format.name]
  const has = format.views.length > 0 ? format.views : views
  return {
    view: before && has.includes(before.view) ? before.view : (format.views[0] ?? 'reading'),
    options: Object.fromEntries(
      (format.options ?? []).map(({ name, choices }) => {
        const value = before?.options[name]
        const isKnown = choices.some(choice => choice.value === value)
        return [name, isKnown ? value! : choices[0]!.value]
      }),
    ),
    withApparatus: before?.withApparatus ?? false,
  }
}

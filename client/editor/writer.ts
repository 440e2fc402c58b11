/** A writer: whoever edits through one editor. */
import type { CorrectionKind } from '../../schema/corrections.js'

/** Who types, when (in milliseconds since 1970), what new records are called and of which kind new corrections are. */
export interface Writer {
  readonly person: string
  readonly now: () => number
  readonly newId: () => string
  readonly kind: () => CorrectionKind
}

/** Which place of the newest witness a place of an earlier one is: so addresses that were written down before a document was
 * replaced lead on. */
import { gunzipSync } from 'node:zlib'
import { type Alignment, align } from '../schema/align/index.js'
import { Grounds } from '../schema/carrying/ground.js'
import { placeIn } from '../schema/carrying/places.js'
import type { EditedDocument } from '../schema/document.js'
import type { Reference } from '../schema/note-body.js'
import type { Witness } from '../schema/witness.js'
import { sideOf } from './reading/carrying.js'
import type { Store } from './store/store.js'

/** Alignments of witnesses, by their hashes; those asked for last. They never change. */
const kept = new Map<string, { readonly alignment: Alignment; readonly from: string; readonly to: string }>()
const mostKept = 4

/** Leads references into a witness to the same places of the document of a newer one; null where that has none. */
export class Lead {
  private constructor(
    private readonly grounds: Grounds,
    private readonly newest: string,
  ) {}

  /** `from` and `to` are the hashes of witnesses, `newest` the id of the document of the second. */
  static async between(store: Store, from: string, to: string, newest: string): Promise<Lead | null> {
    const key = `${from} ${to}`
    let found = kept.get(key)
    if (!found) {
      const [old, young] = [await store.witness(from), await store.witness(to)]
      if (!old || !young) return null
      const [a, b] = [old, young].map(json => JSON.parse(gunzipSync(json).toString('utf8')) as Witness)
      found = { alignment: align(sideOf(a!), sideOf(b!)), from: a!.text, to: b!.text }
    }
    kept.delete(key)
    kept.set(key, found)
    for (const old of kept.keys()) if (kept.size > mostKept) kept.delete(old)
    return new Lead(new Grounds(found.from, found.to, found.alignment), newest)
  }

  /** `document` is the newest, as it stands. */
  reference(to: Reference, document: EditedDocument): Reference | null {
    if ('note' in to) return document.notes.get(to.note) ? { ...to, document: this.newest } : null
    if ('correction' in to)
      return document.corrections.get(to.correction) ? { ...to, document: this.newest } : null
    const place = to.end <= this.grounds.from.length ? placeIn(this.grounds, to.start, to.end) : null
    return place && { document: this.newest, start: place.start, end: place.end }
  }
}

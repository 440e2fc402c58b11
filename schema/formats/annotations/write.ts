/** Writes everything that has been said about a document as W3C Web Annotations, in JSON-LD.
 * Source: Web Annotation Data Model, W3C Recommendation 23 February 2017. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Exported, Format } from '../format.js'
import { wellFormed } from '../html/escape.js'
import { Annotations, dated } from './annotations.js'
import { documentIri, thingIri } from './ids.js'

/** One collection, with all annotations in its one page. */
export function collectionOf(exported: Exported) {
  const { id, title, at } = exported
  const page = thingIri(id, 'page', '0')
  const items = new Annotations(exported, annotationsFormat).all()
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: documentIri(id),
    type: 'AnnotationCollection',
    label: wellFormed(title),
    ...dated('generated', at),
    generator: { type: 'Software', name: 'Corrigenda' },
    total: items.length,
    first: { id: page, type: 'AnnotationPage', startIndex: 0, items },
    last: page,
  }
}

export function writeAnnotations(exported: Exported): Uint8Array {
  return utf8ToBytes(`${JSON.stringify(collectionOf(exported), null, 2)}\n`)
}

export const annotationsFormat: Format = {
  name: 'annotations',
  title: 'Web Annotations (JSON-LD)',
  extension: 'jsonld',
  mediaType: 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
  views: ['all'],
  options: [
    {
      name: 'text',
      title: 'Selectors in',
      choices: [
        { value: 'both', title: 'The received and the reading text' },
        { value: 'received', title: 'The received text' },
        { value: 'reading', title: 'The reading text' },
      ],
    },
  ],
  write: writeAnnotations,
}

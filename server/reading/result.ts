/** What comes of what the reading of files is asked for, wherever it is done. */
import { openZip } from '../../schema/formats/index.js'
import { carryOnto } from './carrying.js'
import { compare, inspect, prepare } from './prepare.js'
import type { Job } from './reader.js'

export function resultOf({ type, bytes, name, against, earlier, options }: Omit<Job, 'id'>) {
  switch (type) {
    case 'prepare':
      return prepare(bytes, name, options)
    case 'inspect':
      return inspect(bytes, name, options)
    case 'open':
      return openZip(bytes)
    case 'compare':
      return compare(bytes, name, against!)
    case 'carry':
      return carryOnto(bytes, name, earlier!)
  }
}

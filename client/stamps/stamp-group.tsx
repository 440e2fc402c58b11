import { useState } from 'react'
import type { EditedDocument } from '../../schema/document.js'
import { commonReading, readingsFor, type Stamp } from '../../schema/stamps.js'
import { Button } from '../ui/button.js'
import { Field } from '../ui/field.js'
import { StampRow } from './stamp-list.js'
import type { Desk } from './use-desk.js'

export interface StampGroupProps {
  /** Whether one may change the group and propose its reading. */
  readonly may: boolean
  readonly id: string
  readonly document: EditedDocument
  readonly desk: Desk
  readonly name: string
  /** Whether it was made on this page just now: then its reading comes next. */
  readonly isNew: boolean
  readonly stamps: readonly Stamp[]
}

/** Stamps that their editors hold for one and the same, and the one reading that is proposed for all of them. */
export function StampGroup({ id, document, desk, name, stamps, may, isNew }: StampGroupProps) {
  const [reading, setReading] = useState(() => commonReading(stamps))
  const readings = reading.trim() === '' ? [] : readingsFor(document, stamps, reading.trim())
  const proposed = new Map(readings.map(({ start, text }) => [start, text]))
  const count = readings.length
  return (
    <section className="stamp-group" aria-label={`Group ${name}`}>
      <header>
        <h3>{name}</h3>
        {may && (
          <Button
            small
            look="plain"
            onPress={() =>
              desk.change(() => {
                for (const { offset } of stamps)
                  document.layers.setBlockAttr(
                    offset,
                    'group',
                    hasGroupInWitness(document, offset) ? null : undefined,
                  )
              })
            }
          >
            Ungroup
          </Button>
        )}
      </header>
      <ul>
        {stamps.map(stamp => (
          <StampRow key={stamp.offset} document={id} stamp={stamp} proposed={proposed.get(stamp.offset)} />
        ))}
      </ul>
      {may && (
        <form
          className="stamp-propose"
          onSubmit={event => {
            event.preventDefault()
            desk.propose(readings, {
              reason: `One of ${stamps.length} impressions of the same stamp`,
              evidence: 'internal',
            })
          }}
        >
          <Field
            label="All of them read"
            value={reading}
            onChange={setReading}
            maxLength={500}
            autoFocus={isNew}
            selected
          />
          <Button type="submit" look="primary" isDisabled={count === 0}>
            {count === 0
              ? 'Nothing to propose'
              : `Propose ${count} ${count === 1 ? 'correction' : 'corrections'}`}
          </Button>
        </form>
      )}
    </section>
  )
}

/** Whether the witness itself names a group, so that taking it away must be said. */
function hasGroupInWitness(document: EditedDocument, offset: number): boolean {
  return document.witness.blocks.some(block => block.start === offset && block.attrs.group !== undefined)
}

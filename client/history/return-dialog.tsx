import { useMemo } from 'react'
import { type Difference, nameOf as keyOfDifference } from '../../schema/compare.js'
import { planReturn } from '../../schema/restoring.js'
import { useNames } from '../app/names.js'
import { Button } from '../ui/button.js'
import { Modal } from '../ui/modal.js'
import { tell as toast } from '../ui/toast.js'
import { ToldLine } from './comparison.js'
import { type Moment, useShared } from './desk.js'
import { List } from './list.js'
import { moment, tell, tellDoing } from './words.js'

export interface ReturnDialogProps {
  readonly to: Moment
  readonly onClose: () => void
}

/** How a correction will stand that could not be made as it was. */
const standingOf = (difference: Difference): readonly string[] =>
  difference.is === 'correction' && difference.standing.before ? [difference.standing.before] : []

/** Going back to an earlier moment: what will be done in the person's name, and what will still differ, before they
 * say yes. */
export function ReturnDialog({ to, onClose }: ReturnDialogProps) {
  const { desk, own, demands } = useShared()
  const nameOf = useNames()
  const version = own.find(({ value }) => `${value.seq}` === to)
  const step = desk.recording.journal.steps[Number(to) - 1]
  const called = version ? `“${version.value.title}”` : step ? moment(step.at) : `row ${to}`

  const plan = useMemo(() => {
    const then = desk.at(to)
    return then && planReturn(desk.document, then, desk.restorer(`Back to ${called}`, demands))
  }, [desk, to, called, demands])

  const goBack = () => {
    const then = desk.at(to)
    if (!then) return
    // Others may have worked while the plan was read: what is done is planned on what stands now.
    const { doings } = planReturn(desk.document, then, desk.restorer(`Back to ${called}`, demands))
    desk.act(doings)
    toast({
      words: `The text is as it was: ${called}`,
      detail: 'Undo takes it back; decisions stay on record.',
    })
    onClose()
  }
  if (!plan) return null
  const { doings, kept } = plan
  return (
    <Modal title={`Go back to ${called}`} isOpen onClose={onClose} wide>
      {doings.length === 0 ? (
        <p>There is nothing to do{kept.length > 0 ? ' that you may do' : ': it is as it was'}.</p>
      ) : (
        <>
          <p>
            Nothing is erased. In your name, and on record, {doings.length.toLocaleString('en')}{' '}
            {doings.length === 1 ? 'thing' : 'things'} will be done:
          </p>
          <div className="history-plan" style={{ height: doings.length * 32 + 2 }}>
            <List
              label="What will be done"
              items={doings}
              keyOf={doing => `do-${doings.indexOf(doing)}`}
              active={-1}
              onActive={() => {}}
              estimate={32}
              empty=""
              row={doing => (
                <div className="history-doing">{tellDoing(doing, desk.document, plan.result)}</div>
              )}
            />
          </div>
        </>
      )}
      {kept.length > 0 && (
        <>
          <p>
            What others wrote stays theirs. Seen from then, {kept.length.toLocaleString('en')}{' '}
            {kept.length === 1 ? 'thing' : 'things'} will still differ:
          </p>
          <div className="history-plan" style={{ height: kept.length * 52 + 2 }}>
            <List
              label="What will still differ"
              items={kept}
              keyOf={d => `kept-${d.is}-${keyOfDifference(d)}`}
              active={-1}
              onActive={() => {}}
              estimate={56}
              empty=""
              row={difference => (
                <div className="history-doing">
                  <ToldLine
                    told={{ ...tell(difference, plan.result), deeds: standingOf(difference) }}
                    nameOf={nameOf}
                  />
                </div>
              )}
            />
          </div>
        </>
      )}
      <div className="dialog-foot">
        <Button onPress={onClose}>Cancel</Button>
        <Button look="primary" onPress={goBack} isDisabled={doings.length === 0}>
          Go back
        </Button>
      </div>
    </Modal>
  )
}

/** The conversation about a correction or a note. */
import { type FormEvent, useState } from 'react'
import { Form, TextArea, TextField } from 'react-aria-components'
import type { Change, EditedDocument } from '../../schema/document.js'
import { isResolved, type Reply, type ReplyAct } from '../../schema/replies.js'
import { useNames } from '../app/names.js'
import { useMay } from '../app/rights.js'
import { useReading, useWorkbench } from '../app/workbench.js'
import { Button } from '../ui/button.js'
import { when } from './words.js'
import './replies.css'

/** As long as a reply may be, in UTF-16 units. */
const longest = 5_000

export interface RepliesProps {
  /** The id of a correction or a note. */
  readonly on: string
  /** Whether the card is in hand: then one can answer. */
  readonly active: boolean
}

/** What has been said about something, and a field to answer in. Conversations that are settled are folded together. */
export function Replies({ on, active }: RepliesProps) {
  const { document: edited, editor, me } = useWorkbench()
  const nameOf = useNames()
  const replies = useReplies(edited, on)
  const [unfolded, setUnfolded] = useState(false)
  const settled = isResolved(replies)
  const mayReply = useMay()('reply')
  if (replies.length === 0 && !(active && mayReply)) return null

  const add = (act: ReplyAct, text: string) =>
    edited.layers.change(replyOrigin, () =>
      edited.layers.setReply({
        id: editor.newId(),
        on,
        act,
        text,
        by: me.id,
        at: Math.max(Date.now(), ...replies.map(r => r.at + 1)),
      }),
    )
  const folded = settled && !unfolded
  return (
    <section className="replies" aria-label="Replies">
      {folded ? (
        <button type="button" className="replies-folded" onClick={() => setUnfolded(true)}>
          {counted(replies)} · settled by {nameOf(replies.findLast(r => r.act === 'resolve')!.by)}
        </button>
      ) : (
        <ol className="replies-list">
          {replies.map(reply => (
            <li key={reply.id}>
              <small>
                {nameOf(reply.by)}
                {reply.act === 'resolve' && ' settled this'}
                {reply.act === 'reopen' && ' took this up again'}, {when(reply.at, Date.now())}
              </small>
              {reply.text && <p>{reply.text}</p>}
            </li>
          ))}
        </ol>
      )}
      {active && mayReply && <Answer on={on} settled={settled} some={replies.length > 0} onAdd={add} />}
    </section>
  )
}

const replyOrigin = { name: 'reply' }

/** The replies on something, as they come. */
function useReplies(document: EditedDocument, on: string): readonly Reply[] {
  const [read] = useState(() => (edited: EditedDocument) => edited.repliesOn(on))
  return useReading(document, read, 30, changesReplies)
}

const changesReplies = (change: Change) => change.replies.size > 0

function counted(replies: readonly Reply[]): string {
  const said = replies.filter(r => r.text !== '').length
  return said === 1 ? '1 reply' : `${said} replies`
}

/** What has been begun and not said, by what it is about: a card that is scrolled out of sight goes with its field. */
const begun = new Map<string, string>()

interface AnswerProps {
  readonly on: string
  readonly settled: boolean
  readonly some: boolean
  readonly onAdd: (act: ReplyAct, text: string) => void
}

function Answer({ on, settled, some, onAdd }: AnswerProps) {
  const { editor } = useWorkbench()
  const [text, write] = useState(() => begun.get(on) ?? '')
  const setText = (words: string) => {
    if (words === '') begun.delete(on)
    else begun.set(on, words)
    write(words)
  }
  const say = (act: ReplyAct) => {
    const words = text.trim()
    if (act === 'reply' && words === '') return
    onAdd(act, words)
    setText('')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    say('reply')
  }
  return (
    <Form onSubmit={submit} className="answer">
      <TextField aria-label="Reply" value={text} onChange={setText} maxLength={longest}>
        <TextArea
          className="input remark"
          placeholder={some ? 'Reply…' : 'Say something about it…'}
          rows={Math.min(6, Math.max(1, Math.ceil(text.length / 42)))}
          onKeyDown={event => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault()
              say('reply')
            } else if (event.key === 'Escape') {
              event.preventDefault()
              editor.focus()
            }
          }}
        />
      </TextField>
      {(text.trim() !== '' || some) && (
        <div className="answer-acts">
          {text.trim() !== '' && (
            <Button small type="submit" look="primary">
              Reply
            </Button>
          )}
          {some && (
            <Button small onPress={() => say(settled ? 'reopen' : 'resolve')}>
              {settled ? 'Take up again' : 'Settled'}
            </Button>
          )}
        </div>
      )}
    </Form>
  )
}

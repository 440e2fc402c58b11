import {
  UNSTABLE_Toast as AriaToast,
  Button,
  Text,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { Cross } from './icons.js'

interface Message {
  readonly words: string
  readonly detail?: string
  readonly bad?: boolean
}

const queue = new ToastQueue<Message>({ maxVisibleToasts: 3 })

/** Tells the person, in a corner of the screen and to screen readers, how something went. Bad news stays until closed. */
export function tell(message: Message): void {
  queue.add(message, message.bad ? {} : { timeout: 5_000 })
}

/** When each sentence was told last, in milliseconds. */
const told = new Map<string, number>()

/** Tells something that may come with every key, but not again while it can still be read. */
export function tellOnce(words: string): void {
  const now = Date.now()
  if (now - (told.get(words) ?? 0) < 5_000) return
  told.set(words, now)
  tell({ words })
}

export function Toasts() {
  return (
    <ToastRegion queue={queue} className="toasts">
      {({ toast }) => (
        <AriaToast toast={toast} className={toast.content.bad ? 'toast toast-bad' : 'toast'}>
          <ToastContent>
            <Text slot="title">{toast.content.words}</Text>
            {toast.content.detail && <small>{toast.content.detail}</small>}
          </ToastContent>
          <Button slot="close" aria-label="Close">
            <Cross size={14} />
          </Button>
        </AriaToast>
      )}
    </ToastRegion>
  )
}

import { Button } from '../ui/button.js'
import { tell } from '../ui/toast.js'

/** What somebody typed and the server does not have, to be copied or downloaded. */
export function DraftsToKeep({ text }: { readonly text: string }) {
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => tell({ words: 'Copied' }),
      () =>
        tell({
          words: 'The browser did not let us copy',
          detail: 'Select the text and copy it.',
          bad: true,
        }),
    )
  }
  return (
    <>
      <textarea className="input drafts" readOnly value={text} rows={9} aria-label="What you did" />
      <div className="drafts-acts">
        <Button onPress={copy}>Copy</Button>
        <a
          className="btn"
          download="unsent corrections.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        >
          Download
        </a>
      </div>
    </>
  )
}

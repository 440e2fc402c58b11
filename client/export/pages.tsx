import { useEffect, useRef, useState } from 'react'
import { getDocumentProxy } from 'unpdf'
import { Button } from '../ui/button.js'

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>

/** The pages of a PDF, one at a time. */
export function Pages({ bytes }: { readonly bytes: Uint8Array }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [pdf, setPdf] = useState<Pdf | null>(null)
  const [page, setPage] = useState(1)
  const [failure, setFailure] = useState(false)
  useEffect(() => {
    let hasLeft = false
    let opened: Pdf | null = null
    // A copy, since the bytes are handed over.
    getDocumentProxy(new Uint8Array(bytes)).then(
      pdf => {
        opened = pdf
        if (hasLeft) return void pdf.destroy()
        setPdf(pdf)
        setPage(1)
      },
      () => setFailure(true),
    )
    return () => {
      hasLeft = true
      void opened?.destroy()
    }
  }, [bytes])
  useEffect(() => {
    const sheet = canvas.current
    if (!pdf || !sheet) return
    let hasLeft = false
    let cancel = () => {}
    const draw = async () => {
      const shown = await pdf.getPage(page)
      if (hasLeft) return
      const [{ width }, { clientWidth }] = [shown.getViewport({ scale: 1 }), sheet.parentElement!]
      const scale = (Math.min(clientWidth, 620) / width) * Math.min(2, devicePixelRatio)
      const viewport = shown.getViewport({ scale })
      sheet.width = viewport.width
      sheet.height = viewport.height
      const task = shown.render({ canvas: sheet, viewport })
      cancel = () => task.cancel()
      await task.promise
    }
    // Whoever turns on to the next page stops the drawing of this one.
    draw().catch(() => {
      if (!hasLeft) setFailure(true)
    })
    return () => {
      hasLeft = true
      cancel()
    }
  }, [pdf, page])
  if (failure) return <p className="export-waiting">The pages cannot be shown here; the file can be saved.</p>
  return (
    <div className="export-pages">
      <div className="export-page">
        <canvas
          ref={canvas}
          role="img"
          aria-label={pdf ? `Page ${page} of ${pdf.numPages}` : 'The first page is being drawn'}
        />
      </div>
      {pdf && pdf.numPages > 1 && (
        <nav className="export-turn" aria-label="Pages">
          <Button small isDisabled={page === 1} onPress={() => setPage(page - 1)}>
            Back
          </Button>
          <span role="status">
            Page {page} of {pdf.numPages}
          </span>
          <Button small isDisabled={page === pdf.numPages} onPress={() => setPage(page + 1)}>
            On
          </Button>
        </nav>
      )}
    </div>
  )
}

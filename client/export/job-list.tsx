import { ProgressBar } from 'react-aria-components'
import type { ExportJob } from '../../schema/export-jobs.js'
import { editionFormatNamed, formatNamed } from '../../schema/formats/index.js'
import { when } from '../panels/words.js'
import { Button } from '../ui/button.js'
import { exportFile, isUnderWay } from './jobs.js'
import { sizeWords } from './preview.js'

export interface JobListProps {
  readonly jobs: readonly ExportJob[]
  readonly onRemove: (id: string) => void
}

/** What was asked for before: how far it is, or the file. */
export function JobList({ jobs, onRemove }: JobListProps) {
  if (jobs.length === 0) return null
  return (
    <section className="export-jobs" aria-label="Your exports of this edition">
      <h3 className="menu-head">Your exports</h3>
      <ul>
        {jobs.map(job => (
          <li key={job.id} className="export-job">
            <Job job={job} onRemove={() => onRemove(job.id)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Job({ job, onRemove }: { readonly job: ExportJob; readonly onRemove: () => void }) {
  const { state, done, of, doing, bytes, asked, ended, faults, error } = job
  const what = whatOf(job)
  if (isUnderWay(job))
    return (
      <>
        <ProgressBar
          className="progress"
          aria-label={`Export of ${what}`}
          value={done}
          maxValue={of}
          valueLabel={`${done} of ${of} documents`}
        >
          <span>
            <b>{what}</b>{' '}
            {state === 'waiting' ? 'waits for its turn' : `${done} of ${of}${doing ? ` · ${doing}` : ''}`}
            {bytes > 0 && ` · ${sizeWords(bytes)}`}
          </span>
          <div className="progress-bar">
            <div style={{ width: `${(100 * done) / Math.max(1, of)}%` }} />
          </div>
        </ProgressBar>
        <Button small onPress={onRemove} aria-label={`Cancel the export of ${what}`}>
          Cancel
        </Button>
      </>
    )
  return (
    <>
      <div className="export-job-words">
        <span>
          <b>{what}</b> <span className="quiet">{when(ended ?? asked, Date.now())}</span>
        </span>
        {state === 'done' && (
          <span className="quiet">
            {of} {of === 1 ? 'document' : 'documents'} · {sizeWords(bytes)}
          </span>
        )}
        {state === 'cancelled' && <span className="quiet">Cancelled</span>}
        {state === 'failed' && <span className="export-failed">{error}</span>}
        {faults.length > 0 && (
          <details className="export-faults">
            <summary>
              {faults.length === 1 ? 'One thing is' : `${faults.length} things are`} missing from it
            </summary>
            <ul>
              {faults.map(({ document, title, part, fault }) => (
                <li key={`${document} ${part ?? ''}`}>
                  <b>{title}</b>
                  {part && `, ${part}`}: {fault}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <div className="export-job-acts">
        {state === 'done' && (
          <a className="btn btn-small btn-primary" href={exportFile(job.edition, job.id)} download={job.file}>
            Download
          </a>
        )}
        <Button small onPress={onRemove} aria-label={`Remove the export of ${what}`}>
          Remove
        </Button>
      </div>
    </>
  )
}

/** "TEI P5 XML, Plain text" of a ZIP, else what the edition was written as. */
function whatOf({ to, parts }: ExportJob): string {
  if (parts.length === 0) return editionFormatNamed(to)?.title ?? to
  return [...new Set(parts.map(({ to }) => (formatNamed(to)?.title ?? to).replace(/ \(.*\)$/, '')))].join(
    ', ',
  )
}

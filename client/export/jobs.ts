/** One's exports of an edition: asked for again and again as long as one is under way. */
import { useCallback, useEffect, useState } from 'react'
import { z } from 'zod'
import { type ExportAsked, type ExportJob, exportJob } from '../../schema/export-jobs.js'
import { json, RequestError, read, request } from '../app/api.js'

const part = encodeURIComponent
const address = (edition: string, id?: string) =>
  `/api/editions/${part(edition)}/exports${id === undefined ? '' : `/${part(id)}`}`

export const exportFile = (edition: string, id: string): string => `${address(edition, id)}/file`

/** How often it is asked how far an export is, in milliseconds. */
const often = 800

export interface Jobs {
  /** The newest first; null until the server has answered. */
  readonly jobs: readonly ExportJob[] | null
  readonly failure: string | null
  begin(asked: ExportAsked): Promise<void>
  remove(id: string): Promise<void>
}

export const isUnderWay = ({ state }: ExportJob): boolean => state === 'waiting' || state === 'running'

export function useJobs(edition: string): Jobs {
  const [jobs, setJobs] = useState<readonly ExportJob[] | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const attempt = useCallback(async (act: () => Promise<unknown>) => {
    try {
      await act()
      setFailure(null)
    } catch (error) {
      setFailure(error instanceof RequestError ? error.detail || error.title : String(error))
    }
  }, [])
  const look = useCallback(
    () => attempt(async () => setJobs(await read(address(edition), z.array(exportJob)))),
    [edition, attempt],
  )
  useEffect(() => {
    void look()
  }, [look])
  const waits = jobs?.some(isUnderWay) ?? false
  useEffect(() => {
    if (!waits) return
    const timer = setInterval(look, often)
    return () => clearInterval(timer)
  }, [waits, look])
  const act = async (doIt: () => Promise<unknown>) => {
    await attempt(doIt)
    const list = await read(address(edition), z.array(exportJob)).catch(() => null)
    if (list) setJobs(list)
  }
  return {
    jobs,
    failure,
    begin: asked => act(() => request(address(edition), json('POST', asked))),
    remove: id => act(() => request(address(edition, id), { method: 'DELETE' })),
  }
}

/** The audit log of a document and of an edition: read, filtered, exported; and a document rebuilt from its log. */
import { once } from 'node:events'
import type { Response } from 'express'
import { z } from 'zod'
import { type AuditEntry, auditKinds, auditPage, auditWays, rebuilding } from '../../schema/audit.js'
import type { Api } from '../api/api.js'
import { media, sent } from '../api/operation.js'
import { Audit, type AuditFilter } from '../audit.js'
import { disposition } from '../download.js'
import type { Histories } from '../histories.js'
import { HttpError, notFound } from '../problem.js'
import type { AuditedPlace } from '../store/audit.js'
import type { Store } from '../store/store.js'
import type { Hub } from '../sync/hub.js'
import { verifyDocument } from '../verify.js'

const filters = {
  person: z.string().max(64).optional().describe('Only what this person did; empty: what nobody known did'),
  way: z.enum(auditWays).optional().describe('Only what was admitted, refused, or other acts'),
  kind: z.enum(auditKinds).optional().describe('Only admitted updates about this'),
  from: z.coerce.number().int().min(0).optional().describe('Only from this time on'),
  to: z.coerce.number().int().min(0).optional().describe('Only before this time'),
}
const pageQuery = z.object({
  ...filters,
  before: z.string().max(80).optional().describe('Where to go on: `before` of the last answer'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
const exportQuery = z.object({ ...filters, as: z.enum(['csv', 'jsonl']) })
const file = media(
  'CSV with a first line of names, or one JSON object a line',
  'text/csv',
  'application/jsonl',
)

export function auditRoutes(api: Api, store: Store, histories: Histories, hub: Hub): void {
  const audit = new Audit(store, histories)
  const about =
    'Updates that were admitted and refused, and other acts, the newest first. `at` is the time of the server. '

  api.on(
    {
      method: 'get',
      path: '/documents/:document/audit',
      tag: 'History',
      title: 'Read the audit log of a document',
      text: about,
      deed: 'audit',
      query: pageQuery,
      answer: auditPage,
    },
    async ({ params: { document }, query }) => page({ document }, query),
  )

  api.on(
    {
      method: 'get',
      path: '/editions/:edition/audit',
      tag: 'History',
      title: 'Read the audit log of an edition',
      text: about,
      deed: 'audit',
      query: pageQuery,
      answer: auditPage,
    },
    async ({ params: { edition }, query }) => page({ edition }, query),
  )

  api.on(
    {
      method: 'get',
      path: '/documents/:document/audit/export',
      tag: 'History',
      title: 'Export the audit log of a document',
      deed: 'audit',
      query: exportQuery,
      answer: file,
    },
    async ({ params: { document }, query, response }) => send({ document }, document, query, response),
  )

  api.on(
    {
      method: 'get',
      path: '/editions/:edition/audit/export',
      tag: 'History',
      title: 'Export the audit log of an edition',
      deed: 'audit',
      query: exportQuery,
      answer: file,
    },
    async ({ params: { edition }, query, response }) => send({ edition }, edition, query, response),
  )

  const checking = new Set<string>()
  api.on(
    {
      method: 'get',
      path: '/documents/:document/audit/check',
      tag: 'History',
      title: 'Rebuild a document from its log',
      text: 'Rebuilds the document from its log alone, judges each row anew as it was then, and compares with what people work on.',
      deed: 'audit',
      answer: rebuilding,
      errors: { 409: 'It is being rebuilt already.' },
    },
    async ({ params: { document } }) => {
      // It costs as much as reading the whole log: one at a time.
      if (checking.has(document)) throw new HttpError(409, 'This document is being rebuilt already.')
      checking.add(document)
      try {
        const found = await verifyDocument(store, document, await hub.moment(document))
        if (!found) throw notFound('document')
        return found
      } finally {
        checking.delete(document)
      }
    },
  )

  async function page(of: AuditedPlace, query: z.output<typeof pageQuery>) {
    const { before = null, limit, ...filter } = query
    try {
      const found = await audit.page(of, filterOf(filter), limit, before)
      return { ...found, titles: await titlesOf(of) }
    } catch (error) {
      if (error instanceof RangeError) throw new HttpError(400, error.message)
      throw error
    }
  }

  async function titlesOf(of: AuditedPlace): Promise<Record<string, string>> {
    const document = 'document' in of ? await store.document(of.document) : null
    const all = 'edition' in of ? await store.documents(of.edition) : document ? [document] : []
    return Object.fromEntries(all.map(({ id, title }) => [id, title]))
  }

  async function send(of: AuditedPlace, id: string, query: z.output<typeof exportQuery>, response: Response) {
    const { as, ...filter } = query
    const names = new Map((await store.people()).map(({ id, name }) => [id, name]))
    const titles = await titlesOf(of)
    response
      .type(as === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8')
      .set('Content-Disposition', disposition(`audit-${id}.${as}`))
    if (as === 'csv') response.write(`${columns.map(([name]) => name).join(',')}\r\n`)
    for await (const entry of audit.all(of, filterOf(filter))) {
      if (response.destroyed) return sent
      const line =
        as === 'csv'
          ? `${columns.map(([, value]) => cell(value(entry, names, titles))).join(',')}\r\n`
          : `${JSON.stringify({ ...entry, name: names.get(entry.person) ?? '' })}\n`
      if (!response.write(line)) await Promise.race([once(response, 'drain'), once(response, 'close')])
    }
    response.end()
    return sent
  }
}

/** Without the parts that were not asked for. */
function filterOf(
  query: { readonly [name in keyof AuditFilter]?: AuditFilter[name] | undefined },
): AuditFilter {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
}

type Named = ReadonlyMap<string, string>
type Value = (entry: AuditEntry, names: Named, titles: Readonly<Record<string, string>>) => string | number

const columns: readonly (readonly [name: string, value: Value])[] = [
  ['time', ({ at }) => new Date(at).toISOString()],
  ['way', ({ way }) => way],
  ['person', ({ person }) => person],
  ['name', ({ person }, names) => names.get(person) ?? ''],
  ['role', ({ role }) => role ?? ''],
  ['document', ({ document }) => document],
  ['title', ({ document }, _, titles) => titles[document] ?? ''],
  ['row', ({ row }) => row || ''],
  ['about', ({ kinds, what }) => what || kinds.join(' ')],
  ['words', ({ says, more, detail }) => (detail || says.join('; ')) + (more > 0 ? `; and ${more} more` : '')],
  ['rule', ({ rule }) => rule],
  ['code', ({ code }) => code || ''],
  ['message', ({ message }) => message],
  ['count', ({ count }) => count],
  ['bytes', ({ bytes }) => bytes],
  ['connection', ({ connection }) => connection],
  ['address', ({ address }) => address],
  ['written', ({ written }) => (written === null ? '' : new Date(written).toISOString())],
]

/** A cell of CSV (RFC 4180). What a spreadsheet would take for a formula is set off by an apostrophe. */
function cell(value: string | number): string {
  const text = String(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

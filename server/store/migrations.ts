/** The steps from an empty database to today's tables. A step that has been released is never changed; a new need is a
 * new step. */
import { type CompiledQuery, type Kysely, sql } from 'kysely'
import { accounts } from './account-tables.js'
import type { Tables } from './tables.js'

/** The statements of each step, the first step being number 1. */
export function migrations(db: Kysely<Tables>): CompiledQuery[][] {
  const { schema } = db
  return [
    [
      schema
        .createTable('editions')
        .addColumn('id', 'text', c => c.primaryKey())
        .addColumn('title', 'text', c => c.notNull())
        .addColumn('created', 'bigint', c => c.notNull()),
      schema
        .createTable('people')
        .addColumn('id', 'text', c => c.primaryKey())
        .addColumn('name', 'text', c => c.notNull())
        .addColumn('created', 'bigint', c => c.notNull()),
      schema
        .createTable('witnesses')
        .addColumn('hash', 'text', c => c.primaryKey())
        .addColumn('json', sql`blob`, c => c.notNull()),
      schema
        .createTable('documents')
        .addColumn('id', 'text', c => c.primaryKey())
        .addColumn('edition', 'text', c => c.notNull().references('editions.id'))
        .addColumn('title', 'text', c => c.notNull())
        .addColumn('witness', 'text', c => c.notNull().references('witnesses.hash'))
        .addColumn('words', 'integer', c => c.notNull())
        .addColumn('metadata', 'text', c => c.notNull())
        .addColumn('problems', 'text', c => c.notNull())
        .addColumn('file', 'text', c => c.notNull())
        .addColumn('source', sql`blob`, c => c.notNull())
        .addColumn('created', 'bigint', c => c.notNull()),
      schema.createIndex('documents_of_edition').on('documents').columns(['edition', 'created']),
      schema
        .createTable('updates')
        .addColumn('document', 'text', c => c.notNull().references('documents.id'))
        .addColumn('seq', 'integer', c => c.notNull())
        .addColumn('person', 'text', c => c.notNull())
        .addColumn('connection', 'text', c => c.notNull())
        .addColumn('at', 'bigint', c => c.notNull())
        .addColumn('data', sql`blob`, c => c.notNull())
        .addPrimaryKeyConstraint('updates_pk', ['document', 'seq']),
      schema
        .createTable('clients')
        .addColumn('document', 'text', c => c.notNull().references('documents.id'))
        .addColumn('client', 'bigint', c => c.notNull())
        .addColumn('person', 'text', c => c.notNull())
        .addPrimaryKeyConstraint('clients_pk', ['document', 'client']),
      schema
        .createTable('snapshots')
        .addColumn('document', 'text', c => c.primaryKey().references('documents.id'))
        .addColumn('seq', 'integer', c => c.notNull())
        .addColumn('state', sql`blob`, c => c.notNull()),
    ].map(statement => statement.compile()),
    [
      schema
        .createTable('records')
        .addColumn('edition', 'text', c => c.notNull().references('editions.id'))
        .addColumn('kind', 'text', c => c.notNull())
        .addColumn('id', 'text', c => c.notNull())
        .addColumn('rev', 'integer', c => c.notNull())
        .addColumn('person', 'text', c => c.notNull())
        .addColumn('at', 'bigint', c => c.notNull())
        // Null where the record was removed.
        .addColumn('value', 'text')
        .addPrimaryKeyConstraint('records_pk', ['edition', 'kind', 'id', 'rev']),
    ].map(statement => statement.compile()),
    accounts(db).map(statement => statement.compile()),
    [
      schema
        .createTable('authors')
        .addColumn('document', 'text', c => c.notNull().references('documents.id'))
        .addColumn('person', 'text', c => c.notNull())
        .addPrimaryKeyConstraint('authors_pk', ['document', 'person'])
        .compile(),
      // Until now nothing told whom an archive had brought; but they were put down at the moment of its document.
      sql`insert into authors (document, person) select documents.id, people.id from documents join people on people.created = documents.created`.compile(
        db,
      ),
    ],
    [
      // Null in the rows that are older than this column.
      schema.alterTable('updates').addColumn('role', 'text'),
      schema.alterTable('refusals').addColumn('count', 'integer', c => c.notNull().defaultTo(1)),
    ].map(statement => statement.compile()),
    [
      schema
        .createTable('digests')
        .addColumn('document', 'text', c => c.primaryKey().references('documents.id'))
        .addColumn('form', 'text', c => c.notNull())
        .addColumn('seq', 'integer', c => c.notNull())
        .addColumn('counts', 'text', c => c.notNull())
        .addColumn('feed', 'text', c => c.notNull())
        .addColumn('rows', 'text', c => c.notNull()),
    ].map(statement => statement.compile()),
    [
      schema.alterTable('documents').addColumn('replaces', 'text', c => c.references('documents.id')),
      // Of two who would replace one document the second fails.
      schema.createIndex('successor').unique().on('documents').column('replaces'),
    ].map(statement => statement.compile()),
  ]
}

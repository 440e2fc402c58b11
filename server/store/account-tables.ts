/** The step of the migrations that brings accounts, roles and the record of acts. */
import type { Compilable, Kysely } from 'kysely'
import type { Tables } from './tables.js'

export function accounts({ schema }: Kysely<Tables>): Compilable[] {
  return [
    schema.alterTable('editions').addColumn('public', 'integer', c => c.notNull().defaultTo(0)),
    schema.alterTable('people').addColumn('initials', 'text', c => c.notNull().defaultTo('')),
    schema.alterTable('people').addColumn('orcid', 'text', c => c.notNull().defaultTo('')),
    schema.alterTable('people').addColumn('email', 'text', c => c.notNull().defaultTo('')),
    schema.alterTable('people').addColumn('guest', 'integer', c => c.notNull().defaultTo(0)),
    schema.alterTable('people').addColumn('ended', 'bigint'),
    schema
      .createTable('passwords')
      .addColumn('person', 'text', c => c.primaryKey().references('people.id'))
      .addColumn('hash', 'text', c => c.notNull())
      .addColumn('at', 'bigint', c => c.notNull()),
    schema
      .createTable('identities')
      .addColumn('issuer', 'text', c => c.notNull())
      .addColumn('subject', 'text', c => c.notNull())
      .addColumn('person', 'text', c => c.notNull().references('people.id'))
      .addColumn('created', 'bigint', c => c.notNull())
      .addPrimaryKeyConstraint('identities_pk', ['issuer', 'subject']),
    schema
      .createTable('sessions')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('hash', 'text', c => c.notNull().unique())
      .addColumn('person', 'text', c => c.references('people.id'))
      .addColumn('provider', 'text', c => c.notNull())
      .addColumn('created', 'bigint', c => c.notNull())
      .addColumn('seen', 'bigint', c => c.notNull())
      .addColumn('expires', 'bigint', c => c.notNull())
      .addColumn('agent', 'text', c => c.notNull())
      .addColumn('address', 'text', c => c.notNull()),
    schema.createIndex('sessions_of_person').on('sessions').column('person'),
    schema
      .createTable('tokens')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('hash', 'text', c => c.notNull().unique())
      .addColumn('person', 'text', c => c.notNull().references('people.id'))
      .addColumn('name', 'text', c => c.notNull())
      .addColumn('reads', 'text', c => c.notNull())
      .addColumn('created', 'bigint', c => c.notNull())
      .addColumn('seen', 'bigint')
      .addColumn('expires', 'bigint'),
    schema
      .createTable('tickets')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('hash', 'text', c => c.notNull().unique())
      .addColumn('kind', 'text', c => c.notNull())
      .addColumn('person', 'text', c => c.references('people.id'))
      .addColumn('email', 'text', c => c.notNull())
      .addColumn('note', 'text', c => c.notNull())
      .addColumn('grants', 'text', c => c.notNull())
      .addColumn('by', 'text', c => c.notNull())
      .addColumn('created', 'bigint', c => c.notNull())
      .addColumn('expires', 'bigint', c => c.notNull())
      .addColumn('used', 'bigint'),
    schema
      .createTable('grants')
      .addColumn('person', 'text', c => c.notNull().references('people.id'))
      .addColumn('scope', 'text', c => c.notNull())
      .addColumn('thing', 'text', c => c.notNull())
      .addColumn('role', 'text', c => c.notNull())
      .addColumn('by', 'text', c => c.notNull())
      .addColumn('at', 'bigint', c => c.notNull())
      .addPrimaryKeyConstraint('grants_pk', ['person', 'scope', 'thing']),
    schema.createIndex('grants_of_thing').on('grants').columns(['scope', 'thing']),
    schema
      .createTable('links')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('hash', 'text', c => c.notNull().unique())
      .addColumn('scope', 'text', c => c.notNull())
      .addColumn('thing', 'text', c => c.notNull())
      .addColumn('role', 'text', c => c.notNull())
      .addColumn('label', 'text', c => c.notNull())
      .addColumn('by', 'text', c => c.notNull())
      .addColumn('created', 'bigint', c => c.notNull())
      .addColumn('expires', 'bigint')
      .addColumn('ended', 'bigint'),
    schema
      .createTable('session_links')
      .addColumn('session', 'text', c => c.notNull().references('sessions.id').onDelete('cascade'))
      .addColumn('link', 'text', c => c.notNull().references('links.id'))
      .addPrimaryKeyConstraint('session_links_pk', ['session', 'link']),
    schema
      .createTable('acts')
      .addColumn('seq', 'integer', c => c.primaryKey().autoIncrement())
      .addColumn('at', 'bigint', c => c.notNull())
      .addColumn('person', 'text', c => c.notNull())
      .addColumn('address', 'text', c => c.notNull())
      .addColumn('what', 'text', c => c.notNull())
      .addColumn('edition', 'text', c => c.notNull())
      .addColumn('document', 'text', c => c.notNull())
      .addColumn('detail', 'text', c => c.notNull()),
    schema.createIndex('acts_of_edition').on('acts').columns(['edition', 'seq']),
    schema
      .createTable('refusals')
      .addColumn('seq', 'integer', c => c.primaryKey().autoIncrement())
      .addColumn('document', 'text', c => c.notNull())
      .addColumn('at', 'bigint', c => c.notNull())
      .addColumn('person', 'text', c => c.notNull())
      .addColumn('connection', 'text', c => c.notNull())
      .addColumn('code', 'integer', c => c.notNull())
      .addColumn('rule', 'text', c => c.notNull())
      .addColumn('message', 'text', c => c.notNull())
      .addColumn('bytes', 'integer', c => c.notNull()),
    schema.createIndex('refusals_of_document').on('refusals').columns(['document', 'seq']),
  ]
}

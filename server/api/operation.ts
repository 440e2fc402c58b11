/** One operation of the HTTP interface: declared once, and served, checked and described (openapi.ts) from that. */
import type { NextFunction, Request, Response } from 'express'
import type { z } from 'zod'
import type { Deed } from '../../schema/people.js'
import type { Part } from '../auth/access.js'

/** What operations are about, in the order in which they are described. */
export const tags = {
  Server: 'The server itself, and this description.',
  People: 'Who is asking, and who there is.',
  Editions: 'Editions: documents that share members, names and editorial principles.',
  Members: 'Who may do what in an edition, links that let somebody in, and what is on record about it.',
  Documents: 'Documents: what is known about them, their witness and their source.',
  Copies: 'Corrected copies of a document: what they would change, and entering that as proposals.',
  Corrections: 'Corrections, what has been decided about them, and what is said about them.',
  Notes: 'Textual and explanatory notes.',
  Names: 'Names in the text, and how they are named over an edition.',
  Structure: 'Where blocks begin and what they are, milestones and spans.',
  Exports: 'Documents written in other formats, and the apparatus.',
  History: 'What was done to a document, how it stood at any moment, and versions with a name.',
  Records: 'What an edition keeps besides its documents: settings, register, bibliography, versions.',
} as const
export type Tag = keyof typeof tags

/** A body or answer that is not JSON: its media types, and what it is. */
export interface Media {
  readonly media: readonly string[]
  readonly text: string
}

export const media = (text: string, ...types: readonly string[]): Media => ({ media: types, text })
export const isMedia = (shape: object): shape is Media => 'media' in shape

/** An operation. The place where it is done follows from the path: `:document` and `:edition` name one, else it is the
 * house.
 *
 * `deed` is what the asker must be allowed to do there. `part`: read one of the edition's documents at least; `known`: have
 * a name; `anybody`: nothing; `somewhere`: be allowed this in some edition at least. `title` begins with a
 * verb ("List the editions") and is told from all others. `text` says the rest, in Markdown of paragraphs and `code`.
 * `query`'s values come as text: coerce them. `answer` is null where nothing is answered (204). `errors` tells of
 * statuses beyond those that follow from the rest (400, 401, 403, 404). */
export interface Operation<
  Path extends string = string,
  Query extends z.ZodObject | undefined = z.ZodObject | undefined,
  Body extends z.ZodType | Media | undefined = z.ZodType | Media | undefined,
  Answer extends z.ZodType | Media | null = z.ZodType | Media | null,
  Needs extends DeedAsked = DeedAsked,
> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below /api, as express writes it: `/documents/:document/notes`. */
  readonly path: Path
  readonly tag: Tag
  readonly title: string
  readonly text?: string
  readonly deed: Needs
  readonly query?: Query
  readonly body?: Body
  /** 200 unless told, 201 where something is made, 303 where a browser is sent elsewhere. */
  readonly status?: 200 | 201 | 202 | 204 | 303
  readonly answer: Answer
  readonly errors?: Readonly<Record<number, string>>
}

export type DeedAsked = Deed | 'part' | 'known' | 'anybody' | { readonly somewhere: Deed }

/** What of the edition the asker may see, where that is what was asked. */
export type PartOf<Needs> = Needs extends 'part' ? Part : null

/** The parts of a path that stand for something. */
export type ParamsOf<Path extends string> = Path extends `${infer Head}/${infer Tail}`
  ? ParamsOf<Head> & ParamsOf<Tail>
  : Path extends `:${infer Name}`
    ? { readonly [name in Name]: string }
    : unknown

export function paramsOf(path: string): readonly string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
}

class Sent {
  readonly isSent = true
}

/** What a handler answers when it has written the answer itself. */
export const sent = new Sent()

export type AnswerOf<Answer> =
  | Sent
  | (Answer extends z.ZodType ? Readonlike<z.input<Answer>> : Answer extends null ? null : never)

/** What may be answered where `T` is declared: nothing in it needs to be writable. */
type Readonlike<T> = T extends readonly (infer Item)[]
  ? readonly Readonlike<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Readonlike<T[Key]> }
    : T

/** Express's own kind of handler, for what an operation needs besides: reading a file, say. */
export type Middleware = (request: Request, response: Response, next: NextFunction) => void

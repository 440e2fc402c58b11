import { useEffect, useMemo, useState } from 'react'
import { read } from '../app/api.js'
import { HouseHead } from '../people/house-head.js'
import {
  type ApiDescription,
  apiDescription,
  curlOf,
  type Described,
  fieldsOf,
  grouped,
  type Shape,
} from './description.js'
import { Fields, Words } from './shapes.js'
import './reference.css'

/** `/api`: the HTTP interface, as the server describes it. */
export function ApiPage() {
  const [description, setDescription] = useState<ApiDescription | null>(null)
  const [fault, setFault] = useState('')
  useEffect(() => {
    document.title = 'API · Corrigenda'
    read('/api/openapi.json', apiDescription).then(setDescription, error =>
      setFault(error instanceof Error ? error.message : String(error)),
    )
  }, [])
  // What the address names is there only now.
  useEffect(() => {
    if (description) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView()
  }, [description])
  return (
    <div className="place-page">
      <HouseHead here="API" />
      {fault && (
        <p className="form-fault" role="alert">
          {fault}
        </p>
      )}
      {description ? (
        <Reference description={description} />
      ) : (
        <main className="reference" aria-busy={!fault} />
      )}
    </div>
  )
}

function Reference({ description }: { readonly description: ApiDescription }) {
  const groups = useMemo(() => grouped(description), [description])
  const { schemas } = description.components
  const server = description.servers[0]!.url
  const base = server.startsWith('/') ? location.origin + server : server
  return (
    <div className="reference">
      <nav className="reference-contents" aria-label="Contents">
        {groups.map(({ tag, operations }) => (
          <details key={tag} open>
            <summary>{tag}</summary>
            <ul>
              {operations.map(({ operationId, summary }) => (
                <li key={operationId}>
                  <a href={`#${operationId}`}>{summary}</a>
                </li>
              ))}
            </ul>
          </details>
        ))}
        <details>
          <summary>Shapes</summary>
          <ul>
            {Object.keys(schemas)
              .sort()
              .map(name => (
                <li key={name}>
                  <a href={`#shape-${name}`}>{name}</a>
                </li>
              ))}
          </ul>
        </details>
      </nav>
      <main>
        <header className="reference-title">
          <h2>The interface for programs</h2>
          <p>
            <Prose text={description.info.description} />
          </p>
          <p>
            A program signs in with a token of yours, which you make on <a href="/me">your own page</a>. For
            other tools there is <a href="/api/openapi.json">the same in OpenAPI 3.1</a>.
          </p>
        </header>
        {groups.map(({ tag, text, operations }) => (
          <section key={tag} className="reference-group" aria-labelledby={`tag-${tag}`}>
            <h2 id={`tag-${tag}`}>{tag}</h2>
            <p>{text}</p>
            {operations.map(operation => (
              <Operation key={operation.operationId} operation={operation} base={base} shapes={schemas} />
            ))}
          </section>
        ))}
        <section className="reference-group" aria-labelledby="shapes">
          <h2 id="shapes">Shapes</h2>
          {Object.entries(schemas)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, shape]) => (
              <article key={name} className="reference-shape" id={`shape-${name}`}>
                <h3>{name}</h3>
                {shape.description && (
                  <p>
                    <Prose text={shape.description} />
                  </p>
                )}
                {fieldsOf(shape).length > 0 ? <Fields shape={shape} label={name} /> : <Words shape={shape} />}
              </article>
            ))}
        </section>
      </main>
    </div>
  )
}

interface OperationProps {
  readonly operation: Described
  readonly base: string
  readonly shapes: Readonly<Record<string, Shape>>
}

function Operation({ operation, base, shapes }: OperationProps) {
  const { operationId, method, path, summary, description, parameters, requestBody, responses } = operation
  return (
    <article className="reference-operation" id={operationId} aria-labelledby={`${operationId}-title`}>
      <h3 id={`${operationId}-title`}>
        <a href={`#${operationId}`}>{summary}</a>
      </h3>
      <p className="reference-path">
        <span className={`reference-method ${method.toLowerCase()}`}>{method}</span> <code>{path}</code>
        <span className="reference-role">{roleWords(operation['x-role'])}</span>
      </p>
      {description && (
        <p>
          <Prose text={description} />
        </p>
      )}
      {parameters.length > 0 && (
        <>
          <h4>Parameters</h4>
          <dl className="reference-fields">
            {parameters.map(({ name, in: where, required, description: text, schema }) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                  <Words shape={schema} />
                  <span className="quiet">
                    in the {where}
                    {required ? '' : ', may be left out'}
                    {schema.default === undefined ? '' : `; ${JSON.stringify(schema.default)} unless told`}
                  </span>
                </dt>
                {text && (
                  <dd>
                    <Prose text={text} />
                  </dd>
                )}
              </div>
            ))}
          </dl>
        </>
      )}
      <Content title="Body" content={requestBody?.content} />
      {Object.entries(responses).map(([status, { description: text, content }]) =>
        status === 'default' ? null : Number(status) < 300 ? (
          <Content
            key={status}
            title={`Answer ${status}`}
            content={content}
            empty={status === '204' ? 'Nothing.' : undefined}
          />
        ) : (
          <p key={status} className="reference-error">
            <b>{status}</b> <Prose text={text ?? ''} />
          </p>
        ),
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <pre tabIndex={0} role="region" aria-label={`${summary}, with curl`}>
        <code>{curlOf(operation, base, shapes)}</code>
      </pre>
    </article>
  )
}

interface ContentProps {
  readonly title: string
  readonly content: Described['responses'][string]['content']
  readonly empty?: string | undefined
}

function Content({ title, content, empty }: ContentProps) {
  const types = Object.entries(content ?? {})
  if (types.length === 0 && empty === undefined) return null
  return (
    <>
      <h4>{title}</h4>
      {empty !== undefined && types.length === 0 && <p>{empty}</p>}
      {types.map(([type, { schema }]) =>
        schema ? (
          <div key={type}>
            <Words shape={schema} />
            {fieldsOf(schema).length > 0 && <Fields shape={schema} label={title} />}
          </div>
        ) : (
          <p key={type}>
            <code>{type}</code>
          </p>
        ),
      )}
    </>
  )
}

function roleWords(role: string): string {
  if (role === 'anybody') return 'everybody'
  return role === 'known' ? 'whoever has a name' : `${role} or more`
}

/** A text in which what stands between backticks is code. */
function Prose({ text }: { readonly text: string }) {
  return text.split('`').map((part, i) => (i % 2 === 1 ? <code key={`${i}-${part}`}>{part}</code> : part))
}

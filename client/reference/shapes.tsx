/** Shapes of JSON, shown as lists of fields. */
import { fieldsOf, type Shape, termsOf } from './description.js'

/** What a shape is, in a row; names of other shapes lead to them. */
export function Words({ shape }: { readonly shape: Shape }) {
  return (
    <span className="reference-type">
      {termsOf(shape).map((term, i) =>
        'name' in term ? (
          <a key={i} href={`#shape-${term.name}`}>
            {term.name}
          </a>
        ) : (
          term.words
        ),
      )}
    </span>
  )
}

/** The fields of an object, with those of objects within it. */
export function Fields({ shape, label }: { readonly shape: Shape; readonly label: string }) {
  return (
    <dl className="reference-fields" aria-label={label}>
      {fieldsOf(shape).map(({ name, required, shape: part }) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
            <Words shape={part} />
            {!required && (
              <span className="quiet">
                may be left out
                {part.default === undefined ? '' : `; ${JSON.stringify(part.default)} unless told`}
              </span>
            )}
          </dt>
          {(part.description || fieldsOf(part).length > 0) && (
            <dd>
              {part.description}
              {fieldsOf(part).length > 0 && <Fields shape={part} label={name} />}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

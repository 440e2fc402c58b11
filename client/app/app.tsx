import { I18nProvider, RouterProvider } from 'react-aria-components'
import { Link, Route, Switch, useLocation } from 'wouter'
import { Library } from '../library/library.js'
import { Toasts } from '../ui/toast.js'
import { DocumentPage } from './document-page.js'
import { ErrorBoundary } from './error-boundary.js'
import { Identified } from './identity.js'

/** The whole screen: `/` lists the editions, `/d/:id` is the editor. */
export function App() {
  const [, go] = useLocation()
  return (
    <I18nProvider locale="en-GB">
      <RouterProvider navigate={go}>
        <ErrorBoundary what="This page">
          <Identified>
            <Switch>
              <Route path="/" component={Library} />
              <Route path="/d/:id">{({ id }) => <DocumentPage key={id} id={id} />}</Route>
              <Route component={NotFound} />
            </Switch>
          </Identified>
        </ErrorBoundary>
        <Toasts />
      </RouterProvider>
    </I18nProvider>
  )
}

function NotFound() {
  return (
    <main className="message">
      <h1>There is nothing here</h1>
      <p>The address may be mistyped, or the document was never in this house.</p>
      <div className="message-acts">
        <Link className="btn btn-primary" href="/">
          To the editions
        </Link>
      </div>
    </main>
  )
}

import { lazy, Suspense } from 'react'
import { I18nProvider, RouterProvider } from 'react-aria-components'
import { Link, Route, Switch, useLocation } from 'wouter'
import { Library } from '../library/library.js'
import { Announcements } from '../ui/announce.js'
import { Toasts } from '../ui/toast.js'
import { askEarlyForQueue } from './api.js'
import { ErrorBoundary } from './error-boundary.js'
import { Identified } from './identity.js'
import { Opening } from './opening.js'
import { titleOf } from './titles.js'

const loadDocumentPage = () => import('./document-page.js')
/** The editor is the larger part of the program; the list of editions does not wait for it. */
const DocumentPage = lazy(() => loadDocumentPage().then(module => ({ default: module.DocumentPage })))
const loadReviewPage = () => import('../review/review-page.js')
const ReviewPage = lazy(() => loadReviewPage().then(module => ({ default: module.ReviewPage })))

const SettingsPage = lazy(() =>
  import('../settings/settings-page.js').then(module => ({ default: module.SettingsPage })),
)
const ApparatusPage = lazy(() =>
  import('../apparatus/apparatus-page.js').then(module => ({ default: module.ApparatusPage })),
)
const StampsPage = lazy(() =>
  import('../stamps/stamps-page.js').then(module => ({ default: module.StampsPage })),
)
const HistoryPage = lazy(() =>
  import('../history/history-page.js').then(module => ({ default: module.HistoryOf })),
)

const BibliographyPage = lazy(() =>
  import('../bibliography/bibliography-page.js').then(module => ({ default: module.BibliographyPage })),
)
const NamesPage = lazy(() => import('../names/names-page.js').then(module => ({ default: module.NamesPage })))

if (location.pathname.startsWith('/d/')) void loadDocumentPage()
const reviewed = /^\/e\/([^/]+)\/review$/.exec(location.pathname)?.[1]
if (reviewed) {
  void loadReviewPage()
  askEarlyForQueue(decodeURIComponent(reviewed))
}

/** The whole screen: `/` lists the editions, `/d/:id` is the editor. */
export function App() {
  const [, go] = useLocation()
  return (
    <I18nProvider locale="en-GB">
      <RouterProvider navigate={go}>
        <ErrorBoundary what="This page">
          <Identified>
            <Switch>
              <Route path="/">
                <Library onIdle={loadDocumentPage} />
              </Route>
              <Route path="/e/:edition/review">
                {({ edition }) => (
                  <Suspense fallback={<Opening title={null} what="Opening" />}>
                    <ReviewPage key={edition} edition={edition} />
                  </Suspense>
                )}
              </Route>
              <Route path="/d/:id">
                {({ id }) => (
                  <Suspense fallback={<Opening title={titleOf(id)} what="Opening" />}>
                    <DocumentPage key={id} id={id} />
                  </Suspense>
                )}
              </Route>
              <Route path="/e/:edition/bibliography">
                {({ edition }) => (
                  <Suspense fallback={<Opening title="Bibliography" what="Opening" />}>
                    <BibliographyPage key={edition} edition={edition} />
                  </Suspense>
                )}
              </Route>
              <Route path="/e/:edition/settings">
                {({ edition }) => (
                  <Suspense fallback={<Opening title={null} what="Opening" />}>
                    <SettingsPage key={edition} id={edition} />
                  </Suspense>
                )}
              </Route>
              <Route path="/d/:id/apparatus">
                {({ id }) => (
                  <Suspense fallback={<Opening title={titleOf(id)} what="Opening" />}>
                    <ApparatusPage key={id} id={id} />
                  </Suspense>
                )}
              </Route>
              <Route path="/d/:id/history">
                {({ id }) => (
                  <Suspense fallback={<Opening title={titleOf(id)} what="Opening" />}>
                    <HistoryPage key={id} id={id} />
                  </Suspense>
                )}
              </Route>
              <Route path="/d/:id/stamps">
                {({ id }) => (
                  <Suspense fallback={<Opening title={titleOf(id)} what="Opening" />}>
                    <StampsPage key={id} id={id} />
                  </Suspense>
                )}
              </Route>
              <Route path="/e/:edition/names">
                {({ edition }) => (
                  <Suspense fallback={<Opening title={null} what="Opening" />}>
                    <NamesPage key={edition} edition={edition} />
                  </Suspense>
                )}
              </Route>
              <Route component={NotFound} />
            </Switch>
          </Identified>
        </ErrorBoundary>
        <Toasts />
        <Announcements />
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

import { I18nProvider, RouterProvider } from 'react-aria-components'
import { Link, Route, Switch, useLocation } from 'wouter'
import { firstQueueAddress } from '../../schema/queue.js'
import { Library } from '../library/library.js'
import { Announcements } from '../ui/announce.js'
import { Toasts } from '../ui/toast.js'
import { askEarly, meAddress } from './api.js'
import { ErrorBoundary } from './error-boundary.js'
import { Identified } from './identity.js'
import { later } from './later.js'
import { Opening } from './opening.js'
import { titleOf } from './titles.js'

/** The editor is the larger part of the program; the list of editions does not wait for it. */
const DocumentPage = later(() => import('./document-page.js').then(module => module.DocumentPage))
const ReviewPage = later(() => import('../review/review-page.js').then(module => module.ReviewPage))
const SettingsPage = later(() => import('../settings/settings-page.js').then(module => module.SettingsPage))
const ApparatusPage = later(() =>
  import('../apparatus/apparatus-page.js').then(module => module.ApparatusPage),
)
const WitnessPage = later(() => import('../witness/witness-page.js').then(module => module.WitnessPage))
const CopyPage = later(() => import('../copies/copy-page.js').then(module => module.CopyPage))
const StampsPage = later(() => import('../stamps/stamps-page.js').then(module => module.StampsPage))
const HistoryPage = later(() => import('../history/history-page.js').then(module => module.HistoryOf))
const BibliographyPage = later(() =>
  import('../bibliography/bibliography-page.js').then(module => module.BibliographyPage),
)
const NamesPage = later(() => import('../names/names-page.js').then(module => module.NamesPage))
const ProfilePage = later(() => import('../people/profile-page.js').then(module => module.ProfilePage))
const PeoplePage = later(() => import('../people/people-page.js').then(module => module.PeoplePage))
const MembersPage = later(() => import('../members/members-page.js').then(module => module.MembersPage))
const ApiPage = later(() => import('../reference/api-page.js').then(module => module.ApiPage))
const DocumentAudit = later(() => import('../audit/audit-page.js').then(module => module.DocumentAudit))
const EditionAudit = later(() => import('../audit/audit-page.js').then(module => module.EditionAudit))

// The first page of a visit is asked for, with what it will ask for, before anything is drawn.
askEarly(meAddress)
const reviewed = /^\/e\/([^/]+)\/review$/.exec(location.pathname)?.[1]
if (location.pathname.startsWith('/d/')) void DocumentPage.load()
if (reviewed) {
  void ReviewPage.load()
  askEarly(firstQueueAddress(decodeURIComponent(reviewed)))
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
                <Library onIdle={DocumentPage.load} />
              </Route>
              <Route path="/e/:edition/review">
                {({ edition }) => (
                  <ReviewPage
                    key={edition}
                    edition={edition}
                    opening={<Opening title={null} what="Opening" />}
                  />
                )}
              </Route>
              <Route path="/d/:id">
                {({ id }) => (
                  <DocumentPage key={id} id={id} opening={<Opening title={titleOf(id)} what="Opening" />} />
                )}
              </Route>
              <Route path="/e/:edition/members">
                {({ edition }) => (
                  <MembersPage
                    key={edition}
                    edition={edition}
                    opening={<Opening title="Members" what="Opening" />}
                  />
                )}
              </Route>
              <Route path="/e/:edition/bibliography">
                {({ edition }) => (
                  <BibliographyPage
                    key={edition}
                    edition={edition}
                    opening={<Opening title="Bibliography" what="Opening" />}
                  />
                )}
              </Route>
              <Route path="/e/:edition/settings">
                {({ edition }) => (
                  <SettingsPage
                    key={edition}
                    id={edition}
                    opening={<Opening title={null} what="Opening" />}
                  />
                )}
              </Route>
              <Route path="/d/:id/apparatus">
                {({ id }) => (
                  <ApparatusPage key={id} id={id} opening={<Opening title={titleOf(id)} what="Opening" />} />
                )}
              </Route>
              <Route path="/d/:id/history">
                {({ id }) => (
                  <HistoryPage key={id} id={id} opening={<Opening title={titleOf(id)} what="Opening" />} />
                )}
              </Route>
              <Route path="/d/:id/audit">
                {({ id }) => (
                  <DocumentAudit key={id} id={id} opening={<Opening title={titleOf(id)} what="Opening" />} />
                )}
              </Route>
              <Route path="/e/:edition/audit">
                {({ edition }) => (
                  <EditionAudit
                    key={edition}
                    id={edition}
                    opening={<Opening title={null} what="Opening" />}
                  />
                )}
              </Route>
              <Route path="/d/:id/stamps">
                {({ id }) => (
                  <StampsPage key={id} id={id} opening={<Opening title={titleOf(id)} what="Opening" />} />
                )}
              </Route>
              <Route path="/d/:id/witness">
                {({ id }) => (
                  <WitnessPage key={id} id={id} opening={<Opening title={titleOf(id)} what="Opening" />} />
                )}
              </Route>
              <Route path="/d/:id/copy">
                {({ id }) => (
                  <CopyPage key={id} id={id} opening={<Opening title={titleOf(id)} what="Opening" />} />
                )}
              </Route>
              <Route path="/e/:edition/names">
                {({ edition }) => (
                  <NamesPage
                    key={edition}
                    edition={edition}
                    opening={<Opening title={null} what="Opening" />}
                  />
                )}
              </Route>
              <Route path="/me">
                <ProfilePage opening={<Opening title={null} what="Opening" />} />
              </Route>
              <Route path="/people">
                <PeoplePage opening={<Opening title={null} what="Opening" />} />
              </Route>
              <Route path="/api">
                <ApiPage opening={<Opening title={null} what="Opening" />} />
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

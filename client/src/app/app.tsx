import { Navigate, Route, Router, useLocation } from '@solidjs/router'
import {
  type Component,
  createEffect,
  ErrorBoundary,
  For,
  on,
  type ParentProps,
  Show,
  Suspense,
} from 'solid-js'
import { MANAGERS } from '../../../shared/roles.ts'
import { setTimeZone } from '../i18n/locale.ts'
import { handOvers } from '../sync/hand-overs.ts'
import { syncStatus } from '../sync/status.ts'
import { setSchoolColour } from '../theme/theme.ts'
import { LiveRegions } from '../ui/live-region.tsx'
import { ToastRegion } from '../ui/toast.tsx'
import { MissingPage } from './missing-page.tsx'
import { visibleTo } from './navigation.ts'
import { page } from './page.ts'
import { PageFailed } from './page-failed.tsx'
import { RoleRefused } from './role-refused.tsx'
import { type AppRoute, routes, startPath } from './routes.ts'
import { useServices, useSession } from './services.ts'
import { Shell } from './shell.tsx'
import { UpdateNotice } from './update-notice.tsx'
import { outdated } from './updates.ts'
import { who } from './who.ts'

const HandOverNotice = page(() => import('../kept-work/hand-over-notice.tsx'), 'HandOverNotice')
const ImportNotice = page(() => import('../features/import/notice/import-notice.tsx'), 'ImportNotice')
const Kiosk = page(() => import('../features/station/kiosk/kiosk.tsx'), 'Kiosk')
const OutdatedNotice = page(() => import('../features/sync/outdated-notice.tsx'), 'OutdatedNotice')
const VisitNotice = page(() => import('../features/visit/visit-notice.tsx'), 'VisitNotice')
const SignInNotice = page(() => import('../features/sign-in/sign-in-notice.tsx'), 'SignInNotice')

/** A station has one screen, whatever address is typed. */
function StationFrame() {
  return (
    <Suspense>
      <Kiosk />
    </Suspense>
  )
}

/** Signing in comes first; where the person wanted to go is kept in `next`. */
function SignedIn(props: ParentProps) {
  const { session } = useServices()
  const location = useLocation()
  const wanted = () => encodeURIComponent(`${location.pathname}${location.search}`)
  return (
    <Show when={session() !== 'restoring'}>
      <Show when={session()} fallback={<Navigate href={`/sign-in?next=${wanted()}`} />}>
        <Show when={who()?.role !== 'STATION'} fallback={<StationFrame />}>
          <Shell>
            <Show when={who()?.visitUntil}>
              <Suspense>
                <VisitNotice />
              </Suspense>
            </Show>
            <Show when={who()?.signInNeeded && who()?.visitUntil === undefined}>
              <Suspense>
                <SignInNotice />
              </Suspense>
            </Show>
            <Show when={syncStatus().updateNeeded}>
              <Suspense>
                <OutdatedNotice />
              </Suspense>
            </Show>
            <Show when={handOvers().length > 0}>
              <Suspense>
                <HandOverNotice />
              </Suspense>
            </Show>
            <Show when={visibleTo(who()?.role, MANAGERS)}>
              <Suspense>
                <ImportNotice />
              </Suspense>
            </Show>
            {props.children}
          </Shell>
        </Show>
      </Show>
    </Show>
  )
}

function Guarded(props: { route: AppRoute }) {
  const session = useSession()
  const Page: Component = props.route.component
  return (
    <Show when={visibleTo(session()?.role, props.route.roles)} fallback={<RoleRefused />}>
      <ErrorBoundary fallback={(error) => <PageFailed error={error} />}>
        <Suspense>
          <Page />
        </Suspense>
      </ErrorBoundary>
    </Show>
  )
}

/** Beside every page, signed in or not: what is announced. */
function Root(props: ParentProps) {
  const location = useLocation()
  // Going to another page is the moment at which a tab left behind by an update can load it and interrupt nothing.
  createEffect(
    on(
      () => location.pathname,
      () => {
        if (outdated()) window.location.reload()
      },
      { defer: true },
    ),
  )
  return (
    <>
      {props.children}
      <UpdateNotice />
      <ToastRegion />
      <LiveRegions />
    </>
  )
}

function Start() {
  const session = useSession()
  return <Show when={session()}>{(who) => <Navigate href={startPath(who().role)} />}</Show>
}

/** The whole application below its services. */
export function App() {
  const session = useSession()
  createEffect(() => {
    const school = session()
    setSchoolColour(school?.schoolColour)
    if (school?.timeZone) setTimeZone(school.timeZone)
  })
  return (
    <Router root={Root}>
      <For each={routes.filter((route) => route.open)}>
        {(route) => (
          <Route path={route.path} component={route.component} preload={() => route.component.preload()} />
        )}
      </For>
      <Route component={SignedIn}>
        <Route path="/" component={Start} />
        <For each={routes.filter((route) => !route.open)}>
          {(route) => (
            <Route
              path={route.path}
              component={() => <Guarded route={route} />}
              preload={() => route.component.preload()}
            />
          )}
        </For>
        <Route path="*" component={MissingPage} />
      </Route>
    </Router>
  )
}

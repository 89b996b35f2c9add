import { Navigate, Route, Router, useLocation } from '@solidjs/router'
import { type Component, createEffect, ErrorBoundary, For, type ParentProps, Show, Suspense } from 'solid-js'
import { setTimeZone } from '../i18n/locale.ts'
import { setSchoolColour } from '../theme/theme.ts'
import { MissingPage } from './missing-page.tsx'
import { visibleTo } from './navigation.ts'
import { PageFailed } from './page-failed.tsx'
import { RoleRefused } from './role-refused.tsx'
import { type AppRoute, routes, startPath } from './routes.ts'
import { useServices, useSession } from './services.ts'
import { Shell } from './shell.tsx'

/** Signing in comes first; where the person wanted to go is kept in `next`. */
function SignedIn(props: ParentProps) {
  const { session } = useServices()
  const location = useLocation()
  const wanted = () => encodeURIComponent(`${location.pathname}${location.search}`)
  return (
    <Show when={session() !== 'restoring'}>
      <Show when={session()} fallback={<Navigate href={`/sign-in?next=${wanted()}`} />}>
        <Shell>{props.children}</Shell>
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
    <Router>
      <For each={routes.filter((route) => route.open)}>
        {(route) => <Route path={route.path} component={route.component} />}
      </For>
      <Route component={SignedIn}>
        <Route path="/" component={Start} />
        <For each={routes.filter((route) => !route.open)}>
          {(route) => <Route path={route.path} component={() => <Guarded route={route} />} />}
        </For>
        <Route path="*" component={MissingPage} />
      </Route>
    </Router>
  )
}

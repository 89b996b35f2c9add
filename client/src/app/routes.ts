import { type Role, STAFF } from '../../../shared/roles.ts'
import { type Page, page } from './page.ts'

export type AppRoute = {
  readonly path: string
  readonly component: Page
  /** Who may open it; everybody who is signed in when absent. */
  readonly roles?: readonly Role[]
  /** Open without signing in, and shown without the menu. */
  readonly open?: boolean
}

/** Every page, one line each; what a page needs is loaded when somebody goes there. */
export const routes: readonly AppRoute[] = [
  {
    path: '/sign-in',
    component: page(() => import('../features/sign-in/sign-in-page.tsx'), 'SignInPage'),
    open: true,
  },
  {
    path: '/station',
    component: page(() => import('../features/station/station-page.tsx'), 'StationPage'),
    roles: STAFF,
  },
  {
    path: '/settings',
    component: page(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
  },
  { path: '/more', component: page(() => import('./more-page.tsx'), 'MorePage') },
]

/** Where somebody arrives who asks for no page: those who issue gear at the station, everybody else at the gear. */
export function startPath(role: Role): string {
  return STAFF.some((one) => one === role) ? '/station' : '/equipment'
}

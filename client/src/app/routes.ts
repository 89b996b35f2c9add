import { MANAGERS, type Role, STAFF } from '../../../shared/roles.ts'
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
    path: '/join',
    component: page(() => import('../features/join/join-page.tsx'), 'JoinPage'),
    open: true,
  },
  {
    path: '/forgotten-password',
    component: page(
      () => import('../features/forgotten-password/forgotten-password-page.tsx'),
      'ForgottenPasswordPage',
    ),
    open: true,
  },
  {
    path: '/enrol',
    component: page(() => import('../features/enrol/enrol-page.tsx'), 'EnrolPage'),
    open: true,
  },
  {
    path: '/station',
    component: page(() => import('../features/station/station-page.tsx'), 'StationPage'),
    roles: STAFF,
  },
  { path: '/reviews', component: page(() => import('../features/reviews/reviews-page.tsx'), 'ReviewsPage') },
  {
    path: '/reviews/:id',
    component: page(() => import('../features/reviews/review-page.tsx'), 'ReviewPage'),
  },
  {
    path: '/my-changes',
    component: page(() => import('../features/reviews/mine/my-changes-page.tsx'), 'MyChangesPage'),
  },
  {
    path: '/users',
    component: page(() => import('../features/users/users-page.tsx'), 'UsersPage'),
    roles: ['SCHOOL_ADMIN', 'SUPER_ADMIN'],
  },
  {
    path: '/audit',
    component: page(() => import('../features/audit/audit-page.tsx'), 'AuditPage'),
    roles: ['SCHOOL_ADMIN', 'SUPER_ADMIN'],
  },
  {
    path: '/organization',
    component: page(() => import('../features/organization/organization-page.tsx'), 'OrganizationPage'),
    roles: ['ORG_ADMIN', 'SUPER_ADMIN'],
  },
  { path: '/sync', component: page(() => import('../features/sync/sync-page.tsx'), 'SyncPage') },
  {
    path: '/equipment',
    component: page(() => import('../features/equipment/equipment-page.tsx'), 'EquipmentPage'),
  },
  {
    path: '/equipment/new',
    component: page(() => import('../features/equipment/form/new-equipment-page.tsx'), 'NewEquipmentPage'),
    roles: MANAGERS,
  },
  {
    path: '/equipment/:id',
    component: page(
      () => import('../features/equipment/detail/equipment-detail-page.tsx'),
      'EquipmentDetailPage',
    ),
  },
  {
    path: '/equipment/:id/edit',
    component: page(() => import('../features/equipment/form/edit-equipment-page.tsx'), 'EditEquipmentPage'),
    roles: MANAGERS,
  },
  {
    path: '/categories',
    component: page(() => import('../features/categories/categories-page.tsx'), 'CategoriesPage'),
    roles: MANAGERS,
  },
  {
    path: '/locations',
    component: page(() => import('../features/locations/locations-page.tsx'), 'LocationsPage'),
    roles: MANAGERS,
  },
  {
    path: '/people',
    component: page(() => import('../features/people/people-page.tsx'), 'PeoplePage'),
    roles: STAFF,
  },
  {
    path: '/people/new',
    component: page(() => import('../features/people/new-person-page.tsx'), 'NewPersonPage'),
    roles: MANAGERS,
  },
  {
    path: '/people/:id',
    component: page(() => import('../features/people/person-page.tsx'), 'PersonPage'),
  },
  {
    path: '/people/:id/edit',
    component: page(() => import('../features/people/edit-person-page.tsx'), 'EditPersonPage'),
    roles: MANAGERS,
  },
  {
    path: '/teams',
    component: page(() => import('../features/people/teams/teams-page.tsx'), 'TeamsPage'),
    roles: STAFF,
  },
  {
    path: '/teams/new',
    component: page(() => import('../features/people/teams/new-team-page.tsx'), 'NewTeamPage'),
    roles: MANAGERS,
  },
  { path: '/teams/:id', component: page(() => import('../features/people/teams/team-page.tsx'), 'TeamPage') },
  {
    path: '/teams/:id/edit',
    component: page(() => import('../features/people/teams/edit-team-page.tsx'), 'EditTeamPage'),
    roles: MANAGERS,
  },
  {
    path: '/settings',
    component: page(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
  },
  {
    path: '/settings/stations',
    component: page(() => import('../features/stations/stations-page.tsx'), 'StationsPage'),
    roles: MANAGERS,
  },
  {
    path: '/settings/devices',
    component: page(() => import('../features/devices/school-devices-page.tsx'), 'SchoolDevicesPage'),
    roles: ['SCHOOL_ADMIN', 'SUPER_ADMIN'],
  },
  {
    path: '/settings/privacy',
    component: page(() => import('../features/privacy/privacy-page.tsx'), 'PrivacyPage'),
    roles: ['SCHOOL_ADMIN', 'SUPER_ADMIN'],
  },
  {
    path: '/labels',
    component: page(() => import('../features/labels/labels-page.tsx'), 'LabelsPage'),
    roles: MANAGERS,
  },
  {
    path: '/loans',
    component: page(() => import('../features/loans/loans-page.tsx'), 'LoansPage'),
    roles: MANAGERS,
  },
  {
    path: '/import',
    component: page(() => import('../features/import/imports-page.tsx'), 'ImportsPage'),
    roles: MANAGERS,
  },
  {
    path: '/import/:id',
    component: page(() => import('../features/import/import-page.tsx'), 'ImportPage'),
    roles: MANAGERS,
  },
  { path: '/more', component: page(() => import('./more-page.tsx'), 'MorePage') },
]

/** Where somebody arrives who asks for no page: those who issue gear at the station, everybody else at the gear. */
export function startPath(role: Role): string {
  return STAFF.some((one) => one === role) ? '/station' : '/equipment'
}

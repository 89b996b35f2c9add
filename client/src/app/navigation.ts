import { MANAGERS, type Role, STAFF } from '../../../shared/roles.ts'
import type { IconName } from '../ui/icon-paths.ts'

export type Destination = {
  readonly path: string
  readonly icon: IconName
  readonly label:
    | 'nav.station'
    | 'nav.equipment'
    | 'nav.people'
    | 'nav.teams'
    | 'nav.reviews'
    | 'nav.mine'
    | 'nav.labels'
    | 'nav.loans'
    | 'nav.import'
    | 'nav.users'
    | 'nav.audit'
    | 'nav.organization'
    | 'nav.sync'
    | 'nav.settings'
  /** In the bar of a phone; the others are found under More there. */
  readonly onPhone: boolean
  /** Who sees it; everybody when absent. */
  readonly roles?: readonly Role[]
}

/** The menu, in the order of a working day. */
export const destinations: readonly Destination[] = [
  { path: '/station', icon: 'scan', label: 'nav.station', onPhone: true, roles: STAFF },
  { path: '/equipment', icon: 'tag', label: 'nav.equipment', onPhone: true },
  { path: '/people', icon: 'people', label: 'nav.people', onPhone: true, roles: STAFF },
  { path: '/teams', icon: 'team', label: 'nav.teams', onPhone: false, roles: STAFF },
  { path: '/reviews', icon: 'reviews', label: 'nav.reviews', onPhone: true },
  { path: '/my-changes', icon: 'history', label: 'nav.mine', onPhone: false },
  { path: '/labels', icon: 'print', label: 'nav.labels', onPhone: false, roles: MANAGERS },
  { path: '/loans', icon: 'export', label: 'nav.loans', onPhone: false, roles: MANAGERS },
  { path: '/import', icon: 'import', label: 'nav.import', onPhone: false, roles: MANAGERS },
  {
    path: '/users',
    icon: 'user',
    label: 'nav.users',
    onPhone: false,
    roles: ['SCHOOL_ADMIN', 'SUPER_ADMIN'],
  },
  {
    path: '/audit',
    icon: 'note',
    label: 'nav.audit',
    onPhone: false,
    roles: ['SCHOOL_ADMIN', 'SUPER_ADMIN'],
  },
  {
    path: '/organization',
    icon: 'team',
    label: 'nav.organization',
    onPhone: false,
    roles: ['ORG_ADMIN', 'SUPER_ADMIN'],
  },
  { path: '/settings', icon: 'settings', label: 'nav.settings', onPhone: false },
]

export function visibleTo(role: Role | undefined, roles: readonly Role[] | undefined): boolean {
  return roles === undefined || (role !== undefined && roles.includes(role))
}

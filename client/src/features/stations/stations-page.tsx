import { Key } from '@solid-primitives/keyed'
import { createEffect, createSignal, on, Show } from 'solid-js'
import { failureText } from '../../account/failure-text.ts'
import { ReadFailed } from '../../account/read-failed.tsx'
import { createLookup } from '../../db/query.ts'
import { formatAge, formatDate, formatList } from '../../i18n/format.ts'
import { syncStatus } from '../../sync/status.ts'
import { now } from '../../things/now.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { CodeDialog } from './code-dialog.tsx'
import { t } from './messages.ts'
import { RemovedStations } from './removed-stations.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { StaffList } from './staff-list.tsx'
import { StationDialog } from './station-dialog.tsx'
import { type EnrolCode, type Member, newCode, readStations, type Station } from './stations.ts'

/** The school's stations: what each is called, whose teams it has, who works there; and the badges of the staff. */
export function StationsPage() {
  const [stations, setStations] = createSignal<readonly Station[]>()
  const [removed, setRemoved] = createSignal<readonly Station[]>([])
  const [staff, setStaff] = createSignal<readonly Member[]>([])
  const [failure, setFailure] = createSignal<string>()
  const [editing, setEditing] = createSignal<Station | 'new'>()
  const [removing, setRemoving] = createSignal<Station>()
  const [code, setCode] = createSignal<EnrolCode>()
  const team = createLookup('teams')
  const user = createLookup('users')

  async function read() {
    try {
      const found = await readStations()
      setStations(found.stations.filter(({ revokedAt }) => revokedAt === undefined))
      setRemoved(found.stations.filter(({ revokedAt }) => revokedAt !== undefined))
      setStaff(found.staff)
      setFailure(undefined)
    } catch (error) {
      setFailure(failureText(error))
    }
  }
  createEffect(
    on(
      () => syncStatus().offline,
      (offline) => {
        if (!offline) void read()
      },
    ),
  )
  async function askCode(station: Station) {
    try {
      setCode(await newCode(station.id))
    } catch (error) {
      setFailure(failureText(error))
    }
  }
  const names = (ids: readonly string[], of: (id: string) => { name: string } | undefined) =>
    formatList(ids.map((id) => of(id)?.name).filter((name) => name !== undefined))
  const standing = ({ enrolledAt, lastSeenAt }: Station) => {
    if (enrolledAt === undefined) return t('notEnrolled')
    const since = t('enrolled', { date: formatDate(enrolledAt) })
    return lastSeenAt === undefined ? since : `${since}, ${t('seen', { age: formatAge(lastSeenAt, now()) })}`
  }

  return (
    <>
      <PageHeader
        title={t('title')}
        back={{ href: '/settings', label: t('settings') }}
        actions={
          <Button
            kind="primary"
            icon="plus"
            disabled={syncStatus().offline}
            onClick={() => setEditing('new')}
          >
            {t('add')}
          </Button>
        }
      />
      <div class="grid max-w-page gap-6 px-4 py-4 lg:px-6">
        <p class="text-muted">{t('hint')}</p>
        <Show when={syncStatus().offline}>
          <Banner tone="info" icon="offline" title={t('offline')} />
        </Show>
        <ReadFailed why={failure()} onAgain={() => void read()} />
        <Show when={stations()}>
          {(list) => (
            <Show
              when={list().length > 0}
              fallback={<EmptyState icon="device" title={t('empty')} hint={t('emptyHint')} />}
            >
              <ul aria-label={t('title')} class="edge divide-y divide-line rounded-md border-line bg-raised">
                <Key each={list()} by="id">
                  {(station) => (
                    <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
                      <span class="min-w-48 flex-1">
                        <span class="block font-semibold">{station().name}</span>
                        <span class="block text-note">
                          {t('teamsOf', { names: names(station().teamIds, team) || t('noTeams') })}
                        </span>
                        <span class="block text-note">
                          {t('staffOf', { names: names(station().staffIds, user) || t('nobody') })}
                        </span>
                        <span class="block text-note text-muted">{standing(station())}</span>
                      </span>
                      <span class="flex flex-wrap gap-2">
                        <Button
                          aria-label={t('codeNamed', { name: station().name })}
                          disabled={syncStatus().offline}
                          onClick={() => void askCode(station())}
                        >
                          {t('code')}
                        </Button>
                        <Button
                          aria-label={t('changeNamed', { name: station().name })}
                          disabled={syncStatus().offline}
                          onClick={() => setEditing(station())}
                        >
                          {t('change')}
                        </Button>
                        <Button
                          aria-label={t('removeNamed', { name: station().name })}
                          disabled={syncStatus().offline}
                          onClick={() => setRemoving(station())}
                        >
                          {t('remove')}
                        </Button>
                      </span>
                    </li>
                  )}
                </Key>
              </ul>
            </Show>
          )}
        </Show>
        <RemovedStations stations={removed()} />
        <StaffList staff={staff()} onChanged={() => void read()} />
      </div>
      <StationDialog
        station={editing()}
        staff={staff()}
        onClose={() => setEditing(undefined)}
        onSaved={(made) => {
          setCode(made)
          void read()
        }}
      />
      <CodeDialog code={code()} onClose={() => setCode(undefined)} />
      <RevokeDialog
        station={removing()}
        onClose={() => setRemoving(undefined)}
        onRemoved={() => void read()}
      />
    </>
  )
}

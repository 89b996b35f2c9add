import { Key } from '@solid-primitives/keyed'
import { Show } from 'solid-js'
import { formatDate } from '../../i18n/format.ts'
import { t } from './messages.ts'
import type { Station } from './stations.ts'

/** Which were taken back, and whether each is known to be empty: until then somebody has to look for it. */
export function RemovedStations(props: { stations: readonly Station[] }) {
  const standing = ({ revokedAt = '', handedInAt, enrolledAt }: Station) => {
    // What was never a device holds nothing.
    const emptyAt = handedInAt ?? (enrolledAt === undefined ? revokedAt : undefined)
    return emptyAt === undefined
      ? t('waiting', { date: formatDate(revokedAt) })
      : t('handedIn', { date: formatDate(emptyAt) })
  }
  return (
    <Show when={props.stations.length > 0}>
      <section class="grid gap-3">
        <h2 class="narrow text-lead">{t('removedOnes')}</h2>
        <ul aria-label={t('removedOnes')} class="edge divide-y divide-line rounded-md border-line bg-raised">
          <Key each={props.stations} by="id">
            {(station) => (
              <li class="px-4 py-3">
                <span class="block font-semibold">{station().name}</span>
                <span class="block text-note text-muted">{standing(station())}</span>
              </li>
            )}
          </Key>
        </ul>
      </section>
    </Show>
  )
}

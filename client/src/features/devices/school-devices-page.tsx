import { Show } from 'solid-js'
import { DeviceList } from '../../account/device-list.tsx'
import { t as devices } from '../../account/device-messages.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { t } from './messages.ts'

/** Every browser that any account of the school signs in from, for who manages users. */
export function SchoolDevicesPage() {
  return (
    <>
      <PageHeader title={devices('ofSchool')} back={{ href: '/settings', label: t('settings') }} />
      <div class="grid max-w-page gap-4 px-4 py-4 lg:px-6">
        <p class="text-muted">{t('hint')}</p>
        <Show when={syncStatus().offline}>
          <Banner tone="info" icon="offline" title={t('offline')} />
        </Show>
        <DeviceList of="school" />
      </div>
    </>
  )
}

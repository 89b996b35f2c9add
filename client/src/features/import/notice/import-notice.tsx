import { useLocation } from '@solidjs/router'
import { createResource, Show } from 'solid-js'
import { localDatabase } from '../../../db/current.ts'
import type { ImportRecord } from '../../../import/import-record.ts'
import { importChanges, importLockHeld, importStore, underway } from '../../../import/import-runs.ts'
import { Banner } from '../../../ui/banner.tsx'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { t } from './messages.ts'

/** An import that stopped in the middle is said on every page, until it is finished or undone. */
export function ImportNotice() {
  const location = useLocation()
  const [record] = createResource(
    () => localDatabase() && { changes: importChanges(), page: location.pathname.startsWith('/import') },
    ({ page }) => (page ? undefined : unfinished()),
  )
  return (
    <Show when={!underway() && record.latest}>
      {(found) => (
        <div class="px-4 pt-3 lg:px-6" data-print="no">
          <Banner
            tone="warning"
            title={t('unfinished', { name: found().fileName })}
            actions={<ButtonLink href={`/import/${found().id}`}>{t('look')}</ButtonLink>}
          >
            {t('hint')}
          </Banner>
        </div>
      )}
    </Show>
  )
}

async function unfinished(): Promise<ImportRecord | undefined> {
  if (await importLockHeld()) return undefined
  const store = await importStore()
  const open = (await store.imports()).filter(
    ({ state, next }) => state === 'running' || state === 'undoing' || (state === 'paused' && next > 0),
  )
  return open[0]
}

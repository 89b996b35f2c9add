import { useSearchParams } from '@solidjs/router'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { createDocumentNames } from '../../documents/document-name.ts'
import { download } from '../../sync/api.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { announce } from '../../ui/live-region.tsx'
import { offerDownload } from '../../ui/offer-download.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { showToast } from '../../ui/toast.tsx'
import { AuditEntryRow } from './audit-entry-row.tsx'
import { AuditFilters, type ShownSearch } from './audit-filters.tsx'
import { AUDIT_ACTIONS, type AuditSearch } from './audit-log.ts'
import { createAuditLog } from './create-log.ts'
import { LogCheck } from './log-check.tsx'
import { t } from './messages.ts'
import { VisitList } from './visits/visit-list.tsx'

/** Who did what in the school. The log is the server's alone, so the page needs a connection and says so. */
export function AuditPage() {
  const [shown, setShown] = useSearchParams<ShownSearch & Record<string, string>>()
  const nameOf = createDocumentNames()
  const search = createMemo(() => searchOf(shown))
  const log = createAuditLog(search)
  const [saving, setSaving] = createSignal(false)

  async function save() {
    setSaving(true)
    try {
      const fileName = `audit-${new Date().toISOString().slice(0, 10)}.csv`
      offerDownload({ fileName, blob: await download('/audit/export', { query: { ...search() } }) })
      showToast({ text: t('exported', { file: fileName }), tone: 'positive' })
      announce(t('exported', { file: fileName }))
    } catch (error) {
      console.error('The log was not exported.', error)
      showToast({ text: t('exportFailed'), tone: 'danger' })
      announce(t('exportFailed'))
    }
    setSaving(false)
  }

  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button icon="export" busy={saving()} disabled={syncStatus().offline} onClick={() => void save()}>
            {t('export')}
          </Button>
        }
      >
        <AuditFilters search={shown} onChange={(part) => setShown({ ...part, of: undefined })} />
      </PageHeader>
      <div class="grid gap-4 pb-6">
        <div class="grid gap-3 px-4 pt-4 lg:px-6">
          <p class="text-muted">{t('hint')}</p>
          <LogCheck disabled={syncStatus().offline} />
          <Show when={syncStatus().offline}>
            <Banner tone="info" icon="offline" title={t('offline')}>
              {t('offlineHint')}
            </Banner>
          </Show>
          <Show when={shown.of}>
            <Banner
              tone="info"
              icon="filter"
              title={t('oneThing', { name: nameOf(shown.about ?? '', shown.of ?? '').title })}
              actions={<Button onClick={() => setShown({ of: undefined })}>{t('showAll')}</Button>}
            />
          </Show>
          <Show when={!syncStatus().offline && log.failure()}>
            {(failure) => (
              <Banner
                tone="danger"
                title={t('failed')}
                urgent
                actions={<Button onClick={() => log.next()}>{t('again')}</Button>}
              >
                {failure().message}
              </Banner>
            )}
          </Show>
        </div>
        <VisitList />
        <Show
          when={(log.entries() ?? []).length > 0}
          fallback={
            <Show when={log.entries()}>
              <EmptyState icon="note" title={t('empty')} hint={t('emptyHint')} />
            </Show>
          }
        >
          <ol aria-label={t('list')} class="divide-y divide-line border-y border-line">
            <For each={log.entries()}>
              {(entry) => (
                <AuditEntryRow
                  entry={entry}
                  nameOf={nameOf}
                  onOnly={() => setShown({ of: entry.documentId, about: entry.collection })}
                />
              )}
            </For>
          </ol>
        </Show>
        <div class="px-4 lg:px-6" aria-live="polite">
          <Show when={log.more()} fallback={<Show when={log.busy()}>{t('loading')}</Show>}>
            <Button wide busy={log.busy()} onClick={() => log.next()}>
              {t(log.busy() ? 'loading' : 'more')}
            </Button>
          </Show>
        </div>
      </div>
    </>
  )
}

/** Days of this device's calendar become the moments at which they begin and end. */
function searchOf({ who, about, did, from, to, of }: ShownSearch): AuditSearch {
  return {
    actorId: who || undefined,
    collection: about || undefined,
    documentId: of || undefined,
    action: AUDIT_ACTIONS.find((action) => action === did),
    from: dayStart(from, 0),
    to: dayStart(to, 1),
  }
}

function dayStart(day: string | undefined, later: number): string | undefined {
  const [year, month, date] = (day ?? '').split('-').map(Number)
  if (!year || !month || !date) return undefined
  return new Date(year, month - 1, date + later).toISOString()
}

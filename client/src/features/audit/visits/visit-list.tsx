import { Key } from '@solid-primitives/keyed'
import { createEffect, createSignal, on, Show } from 'solid-js'
import { failureText } from '../../../account/failure-text.ts'
import { ReadFailed } from '../../../account/read-failed.tsx'
import { t as core } from '../../../i18n/core.ts'
import { formatDateTime } from '../../../i18n/format.ts'
import { syncStatus } from '../../../sync/status.ts'
import { Button } from '../../../ui/button.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { StatusBadge } from '../../../ui/status-badge.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { t } from './messages.ts'
import { endVisit, readVisits, type Visit } from './visits.ts'

/** Who entered the school from outside, as what and why; one that is under way can be ended. Nothing where there was none. */
export function VisitList() {
  const [visits, setVisits] = createSignal<readonly Visit[]>([])
  const [failure, setFailure] = createSignal<string>()

  async function read() {
    try {
      setVisits(await readVisits())
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

  async function end({ id }: Visit) {
    try {
      await endVisit(id)
      showToast({ text: t('ended'), tone: 'positive' })
      await read()
    } catch (error) {
      setFailure(failureText(error))
    }
  }

  return (
    <div class="grid gap-3 px-4 empty:hidden lg:px-6">
      <ReadFailed why={failure()} onAgain={() => void read()} />
      <Show when={visits().length > 0}>
        <Panel title={t('title')} flush>
          <ul aria-label={t('title')} class="divide-y divide-line">
            <Key each={visits()} by="id">
              {(visit) => (
                <li class="flex min-h-row flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
                  <span class="min-w-0 flex-1 basis-56">
                    <span class="block font-medium">{visit().visitor}</span>
                    <span class="block break-words">{visit().reason}</span>
                    <span class="block text-note text-muted">
                      {t(visit().underWay ? 'until' : 'was', {
                        role: core(`role.${visit().role}`),
                        from: formatDateTime(visit().begunAt),
                        to: formatDateTime(visit().until),
                      })}
                    </span>
                  </span>
                  <Show when={visit().underWay}>
                    <StatusBadge tone="warning" icon="user" label={t('now')} />
                    <Button
                      aria-label={t('endNamed', { name: visit().visitor })}
                      disabled={syncStatus().offline}
                      onClick={() => void end(visit())}
                    >
                      {t('end')}
                    </Button>
                  </Show>
                </li>
              )}
            </Key>
          </ul>
        </Panel>
      </Show>
    </div>
  )
}

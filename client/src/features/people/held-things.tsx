import { A } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import type { Equipment } from '../../../../shared/collections/equipment.ts'
import { checkIn } from '../../custody/actions.ts'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { t as forms } from '../../forms/messages.ts'
import { saveErrorText } from '../../forms/save-error.ts'
import { formatDay } from '../../i18n/format.ts'
import { t as words } from '../../things/messages.ts'
import { now } from '../../things/now.ts'
import { isOverdue } from '../../things/status-look.ts'
import { ThingStatus } from '../../things/thing-status.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { TagPlate } from '../../ui/tag-plate.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './messages.ts'

/** What a person or a team has now, due first; each piece can be taken back here. */
export function HeldThings(props: {
  things: readonly Equipment[]
  name: string
  mayReturn: boolean
  title?: string
}) {
  const catalogue = useCatalogue()
  const [busy, setBusy] = createSignal<string>()
  const [failure, setFailure] = createSignal<string>()
  const sorted = () => [...props.things].sort((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'))

  const takeBack = async (thing: Equipment) => {
    setBusy(thing.id)
    setFailure(undefined)
    try {
      await checkIn({ lines: [{ equipmentId: thing.id }] })
      showToast({ text: t('returned', { name: thing.tagCode ?? thing.name }), tone: 'positive' })
    } catch (problem) {
      setFailure(saveErrorText(problem))
    } finally {
      setBusy(undefined)
    }
  }

  return (
    <Panel
      title={props.title ?? t('holdsNow')}
      action={<span class="narrow text-title">{props.things.length > 0 ? props.things.length : ''}</span>}
      flush
    >
      <Show when={failure()}>
        {(reason) => (
          <div class="p-3">
            <Banner tone="danger" title={forms('notSaved')} urgent>
              {reason()}
            </Banner>
          </div>
        )}
      </Show>
      <ul class="divide-y divide-line">
        <For
          each={sorted()}
          fallback={
            <Show when={catalogue.loaded()}>
              <li class="px-4 py-3 text-muted">{t('holdsNothing', { name: props.name })}</li>
            </Show>
          }
        >
          {(thing) => (
            <li class="flex items-center gap-2 pr-2 hover:bg-hover">
              <A
                href={`/equipment/${thing.id}`}
                class="grid min-h-row min-w-0 flex-1 gap-1 py-2.5 pl-4 focus-visible:-outline-offset-3"
              >
                <span class="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
                  <Show
                    when={thing.tagCode}
                    fallback={<span class="text-note text-muted">{words('noTag')}</span>}
                  >
                    {(code) => <TagPlate code={code()} size="sm" />}
                  </Show>
                  <span class="min-w-0 truncate font-semibold">{thing.name}</span>
                </span>
                <span class="flex flex-wrap items-center gap-x-3">
                  <ThingStatus equipment={thing} plain />
                  <Show when={thing.dueAt}>
                    {(due) => (
                      <span
                        class="text-note"
                        classList={{
                          'font-semibold text-danger-text': isOverdue(thing, now()),
                          'text-muted': !isOverdue(thing, now()),
                        }}
                      >
                        {words(isOverdue(thing, now()) ? 'wasDueOn' : 'dueOn', { day: formatDay(due()) })}
                      </span>
                    )}
                  </Show>
                </span>
              </A>
              <Show when={props.mayReturn && thing.status === 'checked_out'}>
                <Button icon="returned" busy={busy() === thing.id} onClick={() => void takeBack(thing)}>
                  {t('returnOne')}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Panel>
  )
}

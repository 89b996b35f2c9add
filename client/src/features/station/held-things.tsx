import { Key } from '@solid-primitives/keyed'
import { createMemo, Show } from 'solid-js'
import type { Equipment } from '../../../../shared/collections/equipment.ts'
import { formatDay } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { TagPlate } from '../../ui/tag-plate.tsx'
import { t } from './messages.ts'

export type HeldThingsProps = {
  /** What the holder has, but for what the list above shows. */
  things: readonly Equipment[]
  onTakeBack: (equipmentId: string) => void
}

/** What the person has from before: seen at issue, and taken back here when its tag is gone. */
export function HeldThings(props: HeldThingsProps) {
  const sorted = createMemo(() =>
    props.things.toSorted((a, b) => ((a.dueAt ?? '9') < (b.dueAt ?? '9') ? -1 : 1)),
  )
  const now = new Date().toISOString()
  return (
    <Show when={props.things.length > 0}>
      <section class="line-list" aria-labelledby="station-held">
        <h2 id="station-held" class="line-head">
          {t('list.held')}
        </h2>
        <ul>
          <Key each={sorted()} by="id">
            {(thing) => (
              <li class="scan-line">
                <div class="scan-words">
                  <p class="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
                    <Show when={thing().tagCode}>{(code) => <TagPlate code={code()} />}</Show>
                    <span class="min-w-0 font-medium">
                      {[thing().name, thing().size].filter(Boolean).join(' · ')}
                    </span>
                  </p>
                  <Show when={thing().dueAt}>
                    {(due) => (
                      <p
                        class="leading-snug"
                        classList={{
                          'font-semibold text-danger-text': due() < now,
                          'text-muted': due() >= now,
                        }}
                      >
                        {t(due() < now ? 'list.overdue' : 'list.due', { day: formatDay(due()) })}
                      </p>
                    )}
                  </Show>
                </div>
                <Button icon="returned" onClick={() => props.onTakeBack(thing().id)}>
                  {t('act.return')}
                </Button>
              </li>
            )}
          </Key>
        </ul>
      </section>
    </Show>
  )
}

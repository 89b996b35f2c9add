import { Key } from '@solid-primitives/keyed'
import { createMemo, createResource, Show } from 'solid-js'
import { localDatabase } from '../../../db/current.ts'
import { createDocumentNames } from '../../../documents/document-name.ts'
import { sentSince } from '../../../sync/sent-log.ts'
import { TagPlate } from '../../../ui/tag-plate.tsx'
import type { createCurrent } from './create-current.ts'
import { LostFields } from './lost-fields.tsx'
import { changedSince, type LostWrite } from './lost-writes.ts'
import { t } from './messages.ts'
import { untold } from './told-writes.ts'

const DAYS_MS = 14 * 86_400_000

/** This device's own backup [D11]: what was sent from here in the last two weeks and was changed again since. */
export function LaterChanges(props: {
  current: ReturnType<typeof createCurrent>
  /** What reviews tell already. */
  told: readonly LostWrite[]
}) {
  const nameOf = createDocumentNames()
  const [rows] = createResource(localDatabase, (database) =>
    sentSince(database.side, database.stamps.now() - DAYS_MS),
  )
  const changed = createMemo(() => untold(changedSince(rows() ?? [], props.current), props.told))
  return (
    <Show when={changed().length > 0}>
      <section class="grid gap-3" aria-labelledby="later">
        <div>
          <h2 id="later" class="narrow text-lead">
            {t('later')}
          </h2>
          <p class="text-muted">{t('laterHint')}</p>
        </div>
        <ul class="grid gap-3">
          <Key each={changed()} by={({ collection, documentId }) => `${collection},${documentId}`}>
            {(lost) => {
              const name = () => nameOf(lost().collection, lost().documentId)
              return (
                <li class="edge grid gap-2 rounded-md border-line bg-raised p-4">
                  <h3 class="flex flex-wrap items-center gap-2 font-semibold">
                    <Show when={name().code}>{(code) => <TagPlate code={code()} size="sm" />}</Show>
                    {name().title}
                  </h3>
                  <LostFields lost={lost()} current={props.current} name={name().code ?? name().title} />
                </li>
              )
            }}
          </Key>
        </ul>
      </section>
    </Show>
  )
}

import { useParams } from '@solidjs/router'
import { createMemo, Match, Show, Switch } from 'solid-js'
import { createDocument, createLookup } from '../../db/query.ts'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { createDocumentNames } from '../../documents/document-name.ts'
import { CustodyTimeline } from '../../ledger/custody-timeline.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TagPlate } from '../../ui/tag-plate.tsx'
import { EntryPanel } from './entry-panel.tsx'
import { EvidencePanel } from './evidence-panel.tsx'
import { ForkSides } from './fork-sides.tsx'
import { LiveNow } from './live-now.tsx'
import { t } from './messages.ts'
import { kindLooks, stateLooks } from './review-look.ts'
import { ReviewStory } from './review-story.tsx'
import { sentEntry } from './sent-entry.ts'
import { VersionTable } from './version-table.tsx'

/** One disagreement with all that is known of it. Read only: nothing here changes anything. */
export function ReviewPage() {
  const params = useParams<{ id: string }>()
  const review = createDocument('reviews', () => params.id)
  const nameOf = createDocumentNames()
  const user = createLookup('users')
  const catalogue = useCatalogue()
  const back = { href: '/reviews', label: t('toList') }

  return (
    <Switch>
      <Match when={review() === null}>
        <PageHeader title={t('missing')} back={back} />
        <EmptyState icon="reviews" hint={t('missingHint')} />
      </Match>
      <Match when={review()}>
        {(found) => {
          const name = createMemo(() =>
            nameOf(found().collection, found().documentId, found().device ?? found().server),
          )
          const author = () => user(found().authorId)?.name ?? t('somebody')
          const entry = createMemo(() => sentEntry(found()))
          const thing = createMemo(() => {
            const id = found().collection === 'equipment' ? found().documentId : entry()?.equipmentId
            return id === undefined ? undefined : catalogue.get(id)
          })
          return (
            <>
              <PageHeader
                title={name().title}
                back={back}
                aside={
                  <span class="flex flex-wrap items-center gap-2">
                    <Show when={name().code}>{(code) => <TagPlate code={code()} />}</Show>
                    <StatusBadge {...kindLooks[found().kind]} label={t(`kind.${found().kind}`)} />
                    <StatusBadge {...stateLooks[found().state]} label={t(`one.${found().state}`)} />
                  </span>
                }
              />
              <div class="grid max-w-page gap-6 px-4 py-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,3fr)] lg:items-start lg:gap-8 lg:px-6">
                <div class="grid min-w-0 gap-6">
                  <ReviewStory review={found()} author={author()} />
                  <Switch fallback={<VersionTable review={found()} live={thing()} />}>
                    <Match when={found().kind === 'custody-fork'}>
                      <ForkSides review={found()} current={thing()?.custodyId} />
                    </Match>
                    <Match when={entry()}>{(sent) => <EntryPanel entry={sent()} />}</Match>
                  </Switch>
                </div>
                <div class="grid min-w-0 gap-6 lg:col-start-2 lg:row-span-2 lg:row-start-1">
                  <LiveNow review={found()} name={name()} thing={thing()} />
                  <EvidencePanel review={found()} author={author()} />
                </div>
                <Show when={thing()}>
                  {(equipment) => (
                    <div class="min-w-0">
                      <CustodyTimeline equipment={equipment()} />
                    </div>
                  )}
                </Show>
              </div>
            </>
          )
        }}
      </Match>
    </Switch>
  )
}

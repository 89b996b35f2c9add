import { Show } from 'solid-js'
import { useCatalogue } from '../../../db/use-catalogue.ts'
import { syncStatus } from '../../../sync/status.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { t } from '../messages.ts'
import { addressOf, countChoices, type ListFilters, noFilters } from './list-filters.ts'

/** Why the list is empty: nothing was found, the catalogue is on its way, or there is none yet. */
export function ListEmpty(props: { filters: ListFilters; text: string; mayAdd: boolean }) {
  const catalogue = useCatalogue()
  const arriving = () => syncStatus().firstSync
  return (
    <Show
      when={catalogue.loaded() && catalogue.size() === 0 && !arriving()}
      fallback={
        <Show
          when={catalogue.size() > 0}
          fallback={
            <Show when={arriving()}>
              {(first) => (
                <div class="max-w-form px-4 py-10 lg:px-6">
                  <ProgressBar label={t('syncing')} done={first().done} />
                </div>
              )}
            </Show>
          }
        >
          <EmptyState icon="search" title={t('none.title')} hint={t('none.hint')}>
            <Show when={countChoices(props.filters) > 0}>
              <ButtonLink href={addressOf({ ...noFilters, text: props.text })} noScroll>
                {t('filter.clear')}
              </ButtonLink>
            </Show>
          </EmptyState>
        </Show>
      }
    >
      <EmptyState
        icon="tag"
        title={t('empty.title')}
        hint={t(props.mayAdd ? 'empty.hint' : 'empty.hintReader')}
      >
        <Show when={props.mayAdd}>
          <ButtonLink href="/equipment/new" kind="primary" icon="plus">
            {t('add')}
          </ButtonLink>
          <ButtonLink href="/import" icon="import">
            {t('empty.import')}
          </ButtonLink>
        </Show>
      </EmptyState>
    </Show>
  )
}

import { Show } from 'solid-js'
import { ButtonLink } from '../../ui/button-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { t } from './messages.ts'

/** The person is not on this device. Not shown while that is still being looked up. */
export function PersonGone(props: { shown: boolean }) {
  return (
    <Show when={props.shown}>
      <PageHeader title={t('gone')} back={{ href: '/people', label: t('back') }} />
      <EmptyState icon="person" title={t('gone')} hint={t('goneHint')}>
        <ButtonLink href="/people">{t('goneBack')}</ButtonLink>
      </EmptyState>
    </Show>
  )
}

import { t } from '../i18n/core.ts'
import { ButtonLink } from '../ui/button-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

/** A page that this role may not open. */
export function RoleRefused() {
  return (
    <EmptyState icon="user" title={t('page.denied')} hint={t('page.deniedHint')}>
      <ButtonLink href="/" kind="primary">
        {t('page.home')}
      </ButtonLink>
    </EmptyState>
  )
}

import { t } from '../i18n/core.ts'
import { ButtonLink } from '../ui/button-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'

/** A page that this role may not open. */
export function RoleRefused() {
  return (
    <>
      <PageHeader title={t('page.denied')} />
      <EmptyState icon="user" hint={t('page.deniedHint')}>
        <ButtonLink href="/" kind="primary">
          {t('page.home')}
        </ButtonLink>
      </EmptyState>
    </>
  )
}

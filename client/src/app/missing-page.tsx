import { t } from '../i18n/core.ts'
import { ButtonLink } from '../ui/button-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'

/** An address that leads nowhere. */
export function MissingPage() {
  return (
    <>
      <PageHeader title={t('page.missing')} />
      <EmptyState icon="search" hint={t('page.missingHint')}>
        <ButtonLink href="/" kind="primary">
          {t('page.home')}
        </ButtonLink>
      </EmptyState>
    </>
  )
}

import { t } from '../i18n/core.ts'
import { Button } from '../ui/button.tsx'
import { ButtonLink } from '../ui/button-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'

/** A page that threw. The menu and the sign of sync around it go on working. */
export function PageFailed(props: { error: unknown }) {
  console.error(props.error)
  return (
    <div role="alert">
      <PageHeader title={t('page.failed')} />
      <EmptyState icon="danger" hint={t('page.failedHint')}>
        <Button kind="primary" onClick={() => window.location.reload()}>
          {t('page.reload')}
        </Button>
        <ButtonLink href="/sync">{t('nav.sync')}</ButtonLink>
      </EmptyState>
    </div>
  )
}

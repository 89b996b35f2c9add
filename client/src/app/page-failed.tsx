import { t } from '../i18n/core.ts'
import { Button } from '../ui/button.tsx'
import { ButtonLink } from '../ui/button-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { outdated } from './updates.ts'

/** A page that threw. The menu and the sign of sync around it go on working. */
export function PageFailed(props: { error: unknown }) {
  console.error(props.error)
  // An update has replaced this version, and a part that was not loaded so far is gone with it: the new one has it.
  if (outdated()) window.location.reload()
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

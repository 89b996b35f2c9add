import { useSearchParams } from '@solidjs/router'
import { createSignal, onMount, Show } from 'solid-js'
import { loanStepsOf } from '../../../../shared/loans.ts'
import { t as core } from '../../i18n/core.ts'
import { createLoans } from '../../loans/create-loans.ts'
import type { Loan } from '../../loans/loan-data.ts'
import { LoanList } from '../../loans/loan-list.tsx'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Panel } from '../../ui/panel.tsx'
import { LoanDialog, type LoanWanted } from './loan-dialog.tsx'
import { t } from './messages.ts'

/** What this school has lent and borrowed: where each loan stands, and what is to be done next. */
export function LoansPage() {
  const [search, setSearch] = useSearchParams<{ lend?: string }>()
  const reading = createLoans('school')
  const [wanted, setWanted] = createSignal<LoanWanted>()
  const ids = () => (search.lend ?? '').split(',').filter((id) => id !== '')
  onMount(() => {
    if (ids().length > 0) setWanted({ kind: 'lend' })
  })
  const close = () => {
    setWanted(undefined)
    setSearch({ lend: undefined }, { replace: true })
  }
  const isOpen = ({ state }: Loan) =>
    (['lender', 'borrower', 'organization'] as const).some((side) => loanStepsOf(state, side).length > 0)
  const open = () => (reading.loans() ?? []).filter(isOpen)
  const over = () => (reading.loans() ?? []).filter((loan) => !isOpen(loan))
  const offer = (loan: Loan) => setWanted({ kind: 'offer', loan })

  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <>
            <Button disabled={syncStatus().offline} onClick={() => setWanted({ kind: 'ask' })}>
              {t('ask')}
            </Button>
            <Button
              kind="primary"
              icon="export"
              disabled={syncStatus().offline}
              onClick={() => setWanted({ kind: 'lend' })}
            >
              {t('lend')}
            </Button>
          </>
        }
      />
      <div class="grid max-w-page gap-5 px-4 py-4 lg:px-6">
        <p class="text-muted">{t('lead')}</p>
        <Show when={syncStatus().offline}>
          <Banner tone="info" icon="offline" title={t('offline')}>
            {t('offlineHint')}
          </Banner>
        </Show>
        <Show when={!syncStatus().offline && reading.failure()}>
          {(why) => (
            <Banner
              tone="danger"
              title={why()}
              urgent
              actions={<Button onClick={() => reading.read()}>{core('action.retry')}</Button>}
            />
          )}
        </Show>
        <Show when={reading.loans()?.length === 0}>
          <EmptyState icon="export" title={t('empty')} hint={t('emptyHint')} />
        </Show>
        <Show when={open().length > 0}>
          <Panel title={t('open')} flush>
            <LoanList of="school" label={t('open')} reading={reading} loans={open()} onOffer={offer} />
          </Panel>
        </Show>
        <Show when={over().length > 0}>
          <Panel title={t('over')} flush>
            <LoanList of="school" label={t('over')} reading={reading} loans={over()} />
          </Panel>
        </Show>
      </div>
      <LoanDialog
        wanted={wanted()}
        ids={ids()}
        onClose={close}
        onDone={() => {
          close()
          reading.read()
        }}
      />
    </>
  )
}

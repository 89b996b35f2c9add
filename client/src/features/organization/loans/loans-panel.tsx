import { Show } from 'solid-js'
import { createLoans } from '../../../loans/create-loans.ts'
import { LoanList } from '../../../loans/loan-list.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { t } from './messages.ts'

/** Loans between the schools below: what waits for the organization's word first. Nothing where there is none. */
export function LoansPanel() {
  const reading = createLoans('organization')
  const waiting = () => (reading.loans() ?? []).filter(({ steps }) => steps.length > 0)
  const others = () => (reading.loans() ?? []).filter(({ steps }) => steps.length === 0)
  return (
    <>
      <Show when={waiting().length > 0}>
        <Panel title={t('waiting')} flush>
          <LoanList of="organization" label={t('waiting')} reading={reading} loans={waiting()} />
        </Panel>
      </Show>
      <Show when={others().length > 0}>
        <Panel title={t('loans')} flush>
          <LoanList of="organization" label={t('loans')} reading={reading} loans={others()} />
        </Panel>
      </Show>
    </>
  )
}
